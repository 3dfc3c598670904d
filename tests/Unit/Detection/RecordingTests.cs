using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>What the first detector says about recordings of real packs, compared with the table in docs/diagnosis.md.
/// </summary>
[TestClass]
public class RecordingTests
{
    [TestMethod]
    [DataRow("noisy-rest-01mv.csv.gz", 16)]
    [DataRow("noisy-rest-03mv.csv.gz", 16)]
    [DataRow("noisy-drive-01mv.csv.gz", 16)]
    [DataRow("noisy-drive-03mv.csv.gz", 16)]
    public void Healthy_noise_raises_nothing_and_no_suspicion(string file, int cellsPerDevice)
    {
        RecordedPack pack = RecordedPack.Open(file, cellsPerDevice);
        pack.Run(alarm => Assert.Fail(alarm.cause + " at " + alarm.timeMs));
        Assert.AreEqual(0, pack.Implausible + pack.Stuck);
        Assert.IsTrue(pack.Detector.Columns.isSuspect.All(s => s == 0));
    }

    [TestMethod]
    [DataRow("noisy-drive-03mv.csv.gz", 16)]
    [DataRow("leaf-6s-1c.csv", 6)]
    [DataRow("leaf-6s-2c.csv", 6)]
    [DataRow("battdiag-isc-12s.csv.gz", 12)]
    [DataRow("pack-8s-b14.csv", 8)]
    [DataRow("ev-car1.csv.gz", 12)]
    [DataRow("ev-car2.csv.gz", 11)]
    public void Alarms_of_each_recording_are_those_of_the_page(string file, int cellsPerDevice)
    {
        RecordedPack pack = RecordedPack.Open(file, cellsPerDevice);
        List<Alarm> raised = new();
        pack.Run(alarm => raised.AddRange(alarm.change == AlarmChange.Raised ? [alarm] : []));
        string measured = string.Join(" | ", new[]
        {
            Count(raised, FaultCauses.OverVoltage, FaultCauses.UnderTemperature),
            Count(raised, FaultCauses.CellDeviation, FaultCauses.CellDeviation),
            Count(raised, FaultCauses.SensorImplausible, FaultCauses.SensorImplausible),
            Count(raised, FaultCauses.SensorStuck, FaultCauses.SensorStuck),
            pack.Implausible,
        });
        string[] row = DiagnosisPage.Table("| recording |").Single(r => r[0] == file);
        Assert.AreEqual(string.Join(" | ", row.Skip(1).Take(5)), measured);
    }

    [TestMethod]
    public void Broken_readings_of_real_buses_never_become_cell_faults()
    {
        // The near-0 V rows of this pack stand between good ones, a second apart.
        RecordedPack pack = RecordedPack.Open("pack-8s-b14.csv", 8);
        List<Alarm> raised = new();
        pack.Run(alarm => raised.AddRange(alarm.change == AlarmChange.Raised ? [alarm] : []));
        Assert.IsFalse(raised.Any(a => a.cause == "under-voltage"), "a reading of 15 mV is no cell");
        Assert.IsTrue(raised.Where(a => a.cause == "cell-deviation").All(a => Math.Abs(a.value) < 400_000));
        Assert.AreEqual(5, raised.Count(a => a.cause == "sensor-implausible"));
    }

    [TestMethod]
    public void Cell_82_of_the_second_car_is_the_first_one_named()
    {
        RecordedPack pack = RecordedPack.Open("ev-car2.csv.gz", 11);
        List<Alarm> deviations = new();
        pack.Run(alarm => deviations.AddRange(
            alarm.change == AlarmChange.Raised && alarm.cause == "cell-deviation" ? [alarm] : []));
        long day = 86_400_000;
        Assert.AreEqual(81, deviations[0].cellIndex);
        Assert.AreEqual(88, deviations[0].timeMs / day, "whole days after the recording's start");
        Alarm otherCell = deviations.First(a => a.cellIndex != 81);
        Assert.AreEqual(104, otherCell.timeMs / day);
        Assert.IsTrue(pack.Detector.Columns.deviationAlarm[81] != 0, "open at the end");
    }

    [TestMethod]
    public void Internal_short_of_the_simulated_module_is_told_within_two_seconds_at_its_cell_and_nothing_else()
    {
        RecordedPack pack = RecordedPack.Open("battdiag-isc-12s.csv.gz", 12);
        List<Alarm> changes = new();
        pack.Run(changes.Add);
        Alarm alarm = changes.Single(c => c.change != AlarmChange.Updated);
        Assert.AreEqual("transient-short", alarm.cause);
        Assert.AreEqual(0, alarm.cellIndex);
        Assert.IsTrue(alarm.timeMs >= 900_000 && alarm.timeMs <= 902_000, "at " + alarm.timeMs);
    }

    private static int Count(List<Alarm> alarms, int fromCause, int toCause) =>
        alarms.Count(a => a.causeId >= fromCause && a.causeId <= toCause);
}
