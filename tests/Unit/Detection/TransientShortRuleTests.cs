using System.Linq;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class TransientShortRuleTests
{
    private readonly PackUnderTest _pack = new(PackUnderTest.Layout12());

    [TestMethod]
    [DataRow(0, 2)]
    [DataRow(3, 2)]
    [DataRow(9, 2)]
    [DataRow(0, 30)]
    public void Twenty_millivolts_for_two_samples_and_more_are_told_within_three_seconds_of_their_end(int offset, int samples)
    {
        _pack.Run(600 + offset);
        Pulse(4, 20_000, samples);
        long endMs = _pack.NowMs;
        _pack.Run(30);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual("transient-short", alarm.cause);
        Assert.AreEqual(4, alarm.cellIndex);
        Assert.AreEqual(-20_000, alarm.value, 1_000);
        Assert.IsTrue(alarm.timeMs <= endMs + 3_000, $"{alarm.timeMs}, over at {endMs}");
    }

    [TestMethod]
    public void One_sample_a_step_that_stays_and_a_rise_are_none()
    {
        _pack.Run(600);
        Pulse(4, 40_000, 1);
        _pack.Run(100);
        Pulse(6, -40_000, 5);
        _pack.Run(100);
        _pack.BaseMicrovolts[2] -= 25_000;
        _pack.Run(300);
        Assert.AreEqual(0, _pack.Alarms.Count);
        Assert.IsTrue(Rule().worstPermille < CauseRule.SuspectPermille, Rule().worstPermille.ToString());
    }

    [TestMethod]
    public void Drops_that_two_cells_share_and_drops_with_the_load_are_none()
    {
        _pack.Run(600);
        for (int k = 0; k < 20; k++)
        {
            _pack.BaseMicrovolts[8] -= 15_000;
            Pulse(4, 20_000, 4);
            _pack.BaseMicrovolts[8] += 15_000;
            _pack.Run(96);
        }

        for (int i = 0; i < 12; i++)
        {
            _pack.BaseMicrovolts[i] -= 50_000;
        }

        Pulse(4, 20_000, 4);
        for (int i = 0; i < 12; i++)
        {
            _pack.BaseMicrovolts[i] += 50_000;
        }

        _pack.Run(100);
        Assert.AreEqual(string.Empty, string.Join(" ", _pack.Alarms.Select(a => $"{a.cause} {a.cellIndex} {a.timeMs} {a.value}")));
        Assert.IsTrue(Rule().worstPermille < CauseRule.SuspectPermille, Rule().worstPermille.ToString());
    }

    [TestMethod]
    public void Noise_of_two_millivolts_stays_silent()
    {
        _pack.NoiseCodes = 20;
        _pack.Run(20_000);
        Assert.AreEqual(0, _pack.Alarms.Count);
        Assert.IsTrue(Rule().worstPermille <= 700, Rule().worstPermille.ToString());
    }

    [TestMethod]
    public void Alarm_of_an_earlier_boot_stands_for_a_day()
    {
        Alarm stored = new() { id = 7, causeId = FaultCauses.TransientShort, cellIndex = 4, probeIndex = -1 };
        Assert.IsTrue(_pack.Detector.Restore(stored, true));
        _pack.PeriodMs = 60_000;
        _pack.Run(1_400);
        Assert.AreEqual(1, _pack.Detector.OpenAlarmCount);
        _pack.Run(60);
        Assert.AreEqual(0, _pack.Detector.OpenAlarmCount);
    }

    private CauseRule Rule() => _pack.Detector.Causes.RuleOf(FaultCauses.TransientShort);

    private void Pulse(int cell, int microvolts, int samples)
    {
        _pack.BaseMicrovolts[cell] -= microvolts;
        _pack.Run(samples);
        _pack.BaseMicrovolts[cell] += microvolts;
    }
}
