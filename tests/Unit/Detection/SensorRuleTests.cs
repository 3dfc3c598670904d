using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class SensorRuleTests
{
    private readonly PackUnderTest _pack = new(PackUnderTest.Layout12());

    [TestMethod]
    [DataRow(0)]
    [DataRow(87_000)]
    [DataRow(5_600_000)]
    [DataRow(6_553_500)]
    public void Impossible_voltage_keeps_its_value_and_is_a_sensor_alarm_never_a_cell_fault(int microvolts)
    {
        _pack.Run(20);
        _pack.Spoil = sample => sample.cellMicrovolts[5] = microvolts;
        _pack.Run(100);
        Assert.AreEqual(Quality.Implausible, _pack.Sample.cellQuality[5]);
        Assert.AreEqual(microvolts, _pack.Sample.cellMicrovolts[5]);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual("sensor-implausible", alarm.cause);
        Assert.AreEqual(5, alarm.cellIndex);
        Assert.AreEqual(AlarmSeverity.Notice, alarm.severity);
        Assert.IsFalse(_pack.Detector.IsSuspicious, "nothing is said about a cell");
    }

    [TestMethod]
    public void Broken_readings_of_a_device_are_one_alarm_and_clear_after_a_hundred_good_samples()
    {
        _pack.Run(20);
        _pack.Spoil = sample => System.Array.Fill(sample.cellMicrovolts, 0);
        _pack.Run(1);
        _pack.Spoil = null;
        _pack.Run(99);
        Alarm raised = _pack.Alarms.Single();
        Assert.AreEqual(12, raised.value);
        Assert.AreEqual("readings", raised.unit);
        Assert.AreEqual(-1, raised.cellIndex, "not one cell alone");
        Assert.AreEqual(0, raised.deviceIndex);
        _pack.Run(1);
        Assert.AreEqual(AlarmChange.Cleared, _pack.Alarms.Last().change);
        Assert.AreEqual(raised.id, _pack.Alarms.Last().id);
    }

    [TestMethod]
    [DataRow(Quality.NotConverted, true)]
    [DataRow(Quality.RedundancyFault, true)]
    [DataRow(Quality.OutOfRange, true)]
    [DataRow(Quality.ReferenceFault, true)]
    [DataRow(Quality.Missing, false)]
    [DataRow(Quality.NoReply, false)]
    [DataRow(Quality.PecError, false)]
    [DataRow(Quality.Stale, false)]
    public void Reading_the_driver_refused_is_the_sensors_only_where_the_bus_is_not_to_blame(int quality, bool isSensor)
    {
        _pack.Run(20);
        _pack.Spoil = sample => sample.cellQuality[1] = (byte)quality;
        _pack.Run(30);
        Assert.AreEqual((byte)quality, _pack.Sample.cellQuality[1]);
        Assert.AreEqual(isSensor ? 1 : 0, _pack.Alarms.Count(a => a.cause == "sensor-implausible"));
        Assert.AreEqual(isSensor ? 1 : 0, _pack.Alarms.Count);
    }

    [TestMethod]
    public void Broken_readings_enter_no_median_no_scale_no_window_and_no_slow_deviation()
    {
        PackUnderTest clean = new(PackUnderTest.Layout12()) { NoiseCodes = 0 };
        clean.Run(20);
        _pack.NoiseCodes = 0;
        _pack.Run(10);
        _pack.Spoil = sample => System.Array.Fill(sample.cellMicrovolts, 0, 0, 5);
        _pack.Run(10);
        _pack.Window.Close();
        Assert.AreEqual(0, _pack.Window.columns.goodCount[0]);
        Assert.AreEqual(10, _pack.Window.columns.goodCount[11]);
        Assert.AreEqual(0, _pack.Window.columns.maxDeviation[11]);
        Assert.AreEqual(clean.Window.columns.lastMedian[0], _pack.Window.columns.lastMedian[0]);
        _pack.Run(1);
        CollectionAssert.AreEqual(
            clean.Run(1).Detector.Columns.slowDeviationQ8, _pack.Detector.Columns.slowDeviationQ8);
    }

    [TestMethod]
    public void All_cells_on_one_code_are_struck_out_when_they_were_apart_before()
    {
        for (int i = 0; i < 12; i++)
        {
            _pack.BaseMicrovolts[i] += i * 2000;
        }

        _pack.Run(20);
        _pack.Spoil = sample => System.Array.Fill(sample.cellMicrovolts, 3_300_000);
        _pack.Run(60);
        Assert.IsTrue(_pack.Sample.cellQuality.All(q => q == Quality.Implausible));
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual("sensor-implausible", alarm.cause);
        Assert.AreEqual(12, alarm.value);
        _pack.Spoil = null;
        _pack.Run(1);
        Assert.IsTrue(_pack.Sample.cellQuality.All(q => q == Quality.Good));
    }

    [TestMethod]
    public void Balanced_pack_at_rest_may_read_the_same_on_all_cells()
    {
        _pack.NoiseCodes = 0;
        _pack.Run(200);
        Assert.AreEqual(0, _pack.Alarms.Count);
    }

    [TestMethod]
    public void Load_step_in_the_middle_of_one_scan_makes_the_next_equal_frame_no_fault()
    {
        _pack.NoiseCodes = 0;
        _pack.Spoil = sample => System.Array.Fill(sample.cellMicrovolts, 3_660_000, 0, sample.timeMs == 1000 ? 6 : 0);
        _pack.Run(100);
        Assert.AreEqual(0, _pack.Alarms.Count);
    }

    [TestMethod]
    [DataRow(AfeStatus.NoReply, Quality.NoReply)]
    [DataRow(AfeStatus.PecError, Quality.PecError)]
    [DataRow(AfeStatus.Stale, Quality.Stale)]
    public void Device_that_gives_nothing_for_three_samples_is_lost_and_its_cells_are_not_blamed(int status, int quality)
    {
        PackUnderTest pack = new(PackLayout.FromCounts(1, [6, 6], [1, 1]));
        pack.Run(20);
        pack.Spoil = sample =>
        {
            sample.deviceStatus[1] = (byte)status;
            System.Array.Fill(sample.cellQuality, (byte)quality, 6, 6);
            sample.tempQuality[1] = (byte)quality;
        };
        pack.Run(2);
        Assert.AreEqual(0, pack.Alarms.Count);
        pack.Run(50);
        Alarm alarm = pack.Alarms.Single();
        Assert.AreEqual("afe-lost", alarm.cause);
        Assert.AreEqual(1, alarm.deviceIndex);
        Assert.AreEqual(-1, alarm.cellIndex);
        Assert.AreEqual(2200, alarm.timeMs);
        Assert.AreEqual(2000, alarm.sinceMs);
        pack.Spoil = null;
        pack.Run(99);
        Assert.AreEqual(1, pack.Alarms.Count);
        pack.Run(1);
        Assert.AreEqual(AlarmChange.Cleared, pack.Alarms.Last().change);
        Assert.AreEqual(2, pack.Alarms.Count);
    }

    [TestMethod]
    public void Frozen_code_under_a_moving_median_is_stuck_and_no_cell_alarm()
    {
        int frozen = 0;
        _pack.Spoil = sample =>
        {
            // A load that swings all cells by 300 mV in a minute; cell 4's register stands still from 10 s on.
            int swing = (int)(150_000 * System.Math.Sin(sample.timeMs / 10_000.0));
            for (int i = 0; i < 12; i++)
            {
                sample.cellMicrovolts[i] += swing / 100 * 100;
            }

            frozen = sample.timeMs <= 10_000 ? sample.cellMicrovolts[4] : frozen;
            sample.cellMicrovolts[4] = frozen;
        };
        _pack.Run(600);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual("sensor-stuck", alarm.cause);
        Assert.AreEqual(4, alarm.cellIndex);
        Assert.AreEqual(frozen, alarm.value);
        Assert.IsTrue(alarm.timeMs < 45_000, "told after 300 readings, at " + alarm.timeMs);
        Assert.AreEqual(Quality.Stuck, _pack.Sample.cellQuality[4]);
        _pack.Spoil = null;
        _pack.Run(21);
        Assert.AreEqual(Quality.Good, _pack.Sample.cellQuality[4]);
        Assert.AreEqual(AlarmChange.Cleared, _pack.Alarms.Last().change);
        Assert.AreEqual("sensor-stuck", _pack.Alarms.Last().cause);
    }

    [TestMethod]
    public void Pack_at_rest_in_steps_of_a_millivolt_is_not_stuck()
    {
        _pack.NoiseCodes = 0;
        _pack.Spoil = sample =>
        {
            // All cells relax by 15 mV in ten minutes, each a little apart, read in whole millivolts.
            for (int i = 0; i < 12; i++)
            {
                int relaxed = (int)(sample.timeMs / 40) + (i * 300);
                sample.cellMicrovolts[i] = (3_700_000 + relaxed) / 1000 * 1000;
            }
        };
        _pack.Run(6000);
        Assert.AreEqual(0, _pack.Alarms.Count);
    }

    [TestMethod]
    public void Temperature_spike_of_one_sample_is_struck_out_and_reaches_no_window()
    {
        _pack.Run(15);
        _pack.Spoil = sample => sample.tempDeciC[0] = (short)(sample.timeMs == 1500 ? 1100 : 250);
        _pack.Run(1);
        Assert.AreEqual(Quality.Implausible, _pack.Sample.tempQuality[0]);
        Assert.AreEqual(1100, _pack.Sample.tempDeciC[0]);
        _pack.Run(4);
        Assert.AreEqual(250, _pack.Window.columns.maxTemp[0]);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual("sensor-implausible", alarm.cause);
        Assert.AreEqual(0, alarm.probeIndex);
        Assert.AreEqual(-1, alarm.cellIndex);
    }

    [TestMethod]
    public void Open_probe_is_a_sensor_alarm_and_no_temperature()
    {
        _pack.Spoil = sample =>
        {
            sample.tempDeciC[1] = -400;
            sample.tempQuality[1] = Quality.OpenProbe;
        };
        _pack.Run(30);
        Assert.AreEqual("sensor-implausible", _pack.Alarms.Single().cause);
        Assert.AreEqual(1, _pack.Alarms.Single().probeIndex);
        Assert.AreEqual(0, _pack.Window.columns.tempCount[1]);
    }
}
