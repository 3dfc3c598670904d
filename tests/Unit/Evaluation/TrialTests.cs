using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Evaluation;
using DataBox.Sim;
using DataBox.Tests.Unit.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Evaluation;

/// <summary>What the trials do to a vehicle, without asking the detector's opinion.</summary>
[TestClass]
public sealed class TrialTests
{
    private const int Cell = 5;

    [TestMethod]
    public void Pulse_of_0_2_s_is_seen_in_two_samples_at_10_Hz_each_minute()
    {
        VehicleFeed feed = Resting(0);
        var deep = new List<int>();
        Trial trial = Trial.UpTo(10, feed, 0.1, CancellationToken.None);
        int before = feed.Sample.cellMicrovolts[Cell];
        trial.Begin(new PulseShort(Cell, trial.Onset, 0.02, 0.2, 60));
        for (int sample = 1; sample <= 700; sample++)
        {
            trial.RunUntil(sample * 0.1, () => false);
            int drop = before - feed.Sample.cellMicrovolts[Cell];
            if (drop > 5000)
            {
                deep.Add(sample);
                Assert.AreEqual(20000, drop, 1000);
            }
        }

        CollectionAssert.AreEqual(new[] { 1, 2, 601, 602 }, deep);
    }

    [TestMethod]
    public void Steps_of_50_A_are_counted_from_the_onset_on()
    {
        VehicleFeed feed = Resting(0);
        Trial trial = Trial.UpTo(60, feed, 1, CancellationToken.None);
        feed.Vehicle.Duty.Fixed = seconds => seconds < 100 ? 0 : seconds < 120 ? -50 : seconds < 140 ? -70 : 20;
        trial.Begin(new ContactFault(Cell, trial.Onset, 0.0002));
        trial.RunUntil(39, () => false);
        Assert.AreEqual(0, trial.CurrentSteps);
        trial.RunUntil(75, () => false);
        Assert.AreEqual(1, trial.CurrentSteps);
        trial.RunUntil(120, () => false);
        Assert.AreEqual(2, trial.CurrentSteps);
    }

    [TestMethod]
    public void Current_by_hand_steps_by_50_A_each_10_to_40_s()
    {
        Func<double, double> amps = CurrentSteps.Make(1000, new SimRandom(1));
        Assert.AreEqual(0, amps(500));
        Assert.AreEqual(0, amps(1009));
        var changes = new List<double>();
        for (double at = 1000; at < 2000; at += 0.5)
        {
            if (amps(at + 0.5) != amps(at))
            {
                Assert.AreEqual(50, Math.Abs(amps(at + 0.5) - amps(at)));
                changes.Add(at);
            }
        }

        Assert.IsTrue(changes.Zip(changes.Skip(1)).All(p => p.Second - p.First is >= 9.5 and <= 40.5));
    }

    [TestMethod]
    public void Samples_count_from_the_first_reading_that_is_100_mV_off()
    {
        VehicleFeed feed = Resting(0);
        Trial trial = Trial.UpTo(60, feed, 1, CancellationToken.None);

        // 3.8 V through 100 + 100 + 2,600 ohm: 271 mV below.
        trial.Begin(new TapShort(Cell, trial.Onset, 2600));
        trial.RunUntil(5, () => false);
        Assert.AreEqual(5, trial.OffSamples);

        // Through 100 + 100 + 20,000 ohm: 38 mV.
        Trial mild = Trial.UpTo(60, Resting(0), 1, CancellationToken.None);
        mild.Begin(new TapShort(Cell, mild.Onset, 20000));
        mild.RunUntil(5, () => false);
        Assert.AreEqual(0, mild.OffSamples);
    }

    [TestMethod]
    public void Recorded_short_takes_its_drop_off_the_cell_and_heats_its_probe()
    {
        string folder = System.IO.Path.GetDirectoryName(SharedFolder.RequireFile("data/cells/indentation/INDEX.csv"))!;
        IndentationRecording recording = IndentationRecording.ReadAll(folder).First(r =>
            r.Name.Contains("33Ah_100SOC", StringComparison.Ordinal));
        Assert.IsTrue(recording.SignSample > 60 && recording.SignSample < recording.RunawaySample);
        VehicleFeed feed = Resting(0);
        feed.RunTo(60, 1);
        int probe = 1;
        int cell = feed.Vehicle.Sense.ProbeCell[probe];
        int volts = feed.Sample.cellMicrovolts[cell];
        int celsius = feed.Sample.tempDeciC[probe];
        feed.Vehicle.Add(new RecordedShort(cell, probe, 60, recording));
        feed.RunTo(60 + recording.SignSample + 1, 1);
        Assert.AreEqual(volts - (recording.DropVolts[recording.SignSample] * 1e6), feed.Sample.cellMicrovolts[cell], 2000);
        Assert.AreEqual(celsius + (recording.RiseKelvin[recording.SignSample] * 10), feed.Sample.tempDeciC[probe], 6);
    }

    [TestMethod]
    public void Soft_stage_of_a_sudden_short_has_fallen_to_2_ohm_when_the_hard_one_begins()
    {
        int staged = 0;
        for (ulong seed = 2; seed < 60; seed += 2)
        {
            FleetFault fault = FleetFault.Draw(FleetClass.SuddenShort, new VehicleSettings { Seed = seed });
            Assert.IsTrue(fault.Onset >= 12 * 86400 && fault.HardOnset < 30 * 86400);
            if (fault.HasSoftStage)
            {
                staged++;
                Assert.AreEqual(2, ((SoftShort)fault.Faults[0]).OhmsAt(fault.HardOnset), 1e-6);
            }
        }

        Assert.IsTrue(staged is > 10 and < 28, $"{staged} of 29");
    }

    [TestMethod]
    public void Alarm_points_at_the_cells_that_share_the_wire_and_at_no_other()
    {
        SenseChain sense = Resting(0).Vehicle.Sense;
        var tap = new FaultTruth(FaultCause.TapOpen, Cell, 0, 1, "s");
        Assert.IsTrue(CauseGroups.PointsAt(AtCell(Cell + 1), tap, sense));
        Assert.IsFalse(CauseGroups.PointsAt(AtCell(Cell - 1), tap, sense));
        var soft = new FaultTruth(FaultCause.SoftShort, Cell, 0, 1, "ohm");
        Assert.IsTrue(CauseGroups.PointsAt(AtCell(Cell), soft, sense));
        Assert.IsFalse(CauseGroups.PointsAt(AtCell(Cell + 1), soft, sense));

        // Probes sit on cells 2, 6 and 10 of a device.
        var hot = new FaultTruth(FaultCause.Thermal, Cell, 0, 1, "cooling");
        Assert.IsTrue(CauseGroups.PointsAt(new Alarm { cellIndex = -1, probeIndex = 1 }, hot, sense));
        Assert.IsFalse(CauseGroups.PointsAt(new Alarm { cellIndex = -1, probeIndex = 4 }, hot, sense));
    }

    private static Alarm AtCell(int cell) => new() { cellIndex = cell, probeIndex = -1 };

    private static VehicleFeed Resting(double amps)
    {
        VehicleSettings settings = VehicleBench.Alike();
        var feed = new VehicleFeed(settings, Standard.Thresholds(settings));
        feed.Vehicle.Duty.Fixed = _ => amps;
        return feed;
    }
}
