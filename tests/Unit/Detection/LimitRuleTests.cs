using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class LimitRuleTests
{
    private readonly PackUnderTest _pack = new(PackUnderTest.Layout12());

    [TestMethod]
    [DataRow(4_260_000, "over-voltage", AlarmSeverity.Critical, 4_250_000)]
    [DataRow(2_790_000, "under-voltage", AlarmSeverity.Warning, 2_800_000)]
    public void Cell_beyond_its_limit_is_told_with_the_second_sample_and_no_window(
        int microvolts, string cause, int severity, int limit)
    {
        _pack.NoiseCodes = 0;
        _pack.Run(15);
        _pack.BaseMicrovolts[6] = microvolts;
        _pack.Run(1);
        Assert.AreEqual(0, _pack.Alarms.Count, "one sample may be a glitch");
        _pack.Run(1);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual(cause, alarm.cause);
        Assert.AreEqual(AlarmChange.Raised, alarm.change);
        Assert.AreEqual(severity, alarm.severity);
        Assert.AreEqual(6, alarm.cellIndex);
        Assert.AreEqual(0, alarm.deviceIndex);
        Assert.AreEqual(-1, alarm.probeIndex);
        Assert.AreEqual(microvolts, alarm.value);
        Assert.AreEqual(limit, alarm.limit);
        Assert.AreEqual("uV", alarm.unit);
        Assert.AreEqual(1600, alarm.timeMs);
        Assert.AreEqual(1500, alarm.sinceMs);
        Assert.IsTrue(_pack.Detector.IsSuspicious);
    }

    [TestMethod]
    public void Reading_exactly_at_the_limit_is_inside()
    {
        _pack.NoiseCodes = 0;
        _pack.BaseMicrovolts[0] = 4_250_000;
        _pack.BaseMicrovolts[1] = 2_800_000;
        _pack.Temps[0] = 600;
        _pack.Temps[1] = -200;
        _pack.Run(9);
        Assert.AreEqual(0, _pack.Alarms.Count);
    }

    [TestMethod]
    public void Single_samples_beyond_raise_nothing_however_many()
    {
        _pack.Spoil = sample => sample.cellMicrovolts[3] = sample.timeMs % 200 == 0 ? 4_300_000 : 3_700_000;
        _pack.Run(200);
        Assert.AreEqual(0, _pack.Alarms.Count(a => a.cause == "over-voltage"));
    }

    [TestMethod]
    public void Broken_reading_between_two_bad_ones_does_not_hide_them()
    {
        _pack.Spoil = sample =>
        {
            sample.cellMicrovolts[3] = 4_300_000;
            sample.cellQuality[3] = sample.timeMs == 100 ? Quality.PecError : Quality.Good;
        };
        _pack.Run(3);
        Assert.AreEqual(200, _pack.Alarms.Single().timeMs);
    }

    [TestMethod]
    public void Alarm_is_cleared_once_beyond_the_hysteresis_and_keeps_its_id()
    {
        _pack.NoiseCodes = 0;
        _pack.BaseMicrovolts[2] = 4_260_000;
        _pack.Run(50);
        Assert.AreEqual(1, _pack.Alarms.Count(a => a.cause == "over-voltage"));
        _pack.BaseMicrovolts[2] = 4_220_000;
        _pack.Run(50);
        Assert.AreEqual(1, _pack.Alarms.Count(a => a.cause == "over-voltage"), "between limit and hysteresis nothing changes");
        _pack.BaseMicrovolts[2] = 4_200_000;
        _pack.Run(50);
        Alarm[] changes = _pack.Alarms.Where(a => a.cause == "over-voltage").ToArray();
        Assert.AreEqual(2, changes.Length);
        Assert.AreEqual(AlarmChange.Cleared, changes[1].change);
        Assert.AreEqual(changes[0].id, changes[1].id);
        Assert.AreEqual(changes[0].sinceMs, changes[1].sinceMs);
        Assert.AreEqual(4_200_000, changes[1].value);
        Assert.AreEqual(10_100, changes[1].timeMs, "with the second sample that is back");
        _pack.BaseMicrovolts[2] = 4_260_000;
        _pack.Run(2);
        Assert.AreNotEqual(changes[0].id, _pack.Alarms.Last().id, "a new life has a new id");
    }

    [TestMethod]
    [DataRow((short)601, "over-temperature")]
    [DataRow((short)-201, "under-temperature")]
    public void Probe_beyond_its_limit_is_told_with_the_second_sample(short deciC, string cause)
    {
        _pack.Temps[1] = (short)(deciC - System.Math.Sign(deciC) * 10);
        _pack.Run(5);
        _pack.Temps[1] = deciC;
        _pack.Run(2);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual(cause, alarm.cause);
        Assert.AreEqual(1, alarm.probeIndex);
        Assert.AreEqual(-1, alarm.cellIndex);
        Assert.AreEqual("dC", alarm.unit);
        Assert.AreEqual(600, alarm.timeMs);
        Assert.AreEqual(500, alarm.sinceMs);
    }

    [TestMethod]
    public void Probe_that_jumps_and_stays_is_told_with_the_second_sample_too()
    {
        _pack.Run(5);
        _pack.Temps[0] = 900;
        _pack.Run(2);
        Alarm alarm = _pack.Alarms.Single(a => a.cause == "over-temperature");
        Assert.AreEqual(600, alarm.timeMs);
        Assert.AreEqual(500, alarm.sinceMs);
        Assert.AreEqual(Quality.Good, _pack.Sample.tempQuality[0], "confirmed, so believed");
    }

    [TestMethod]
    public void Both_cells_of_two_devices_get_alarms_of_their_own_device()
    {
        PackUnderTest pack = new(PackLayout.FromCounts(1, [4, 4], [0, 0]));
        pack.BaseMicrovolts[3] = 4_300_000;
        pack.BaseMicrovolts[4] = 2_500_000;
        pack.Run(2);
        CollectionAssert.AreEquivalent(new[] { 0, 1 }, pack.Alarms.Select(a => a.deviceIndex).ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "over-voltage", "under-voltage" }, pack.Alarms.Select(a => a.cause).ToArray());
    }
}
