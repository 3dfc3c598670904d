using System.Linq;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class SensorDriftRuleTests
{
    private readonly PackUnderTest _pack = new(PackUnderTest.Layout12());

    [TestMethod]
    [DataRow(-15_000)]
    [DataRow(15_000)]
    [DataRow(-60_000)]
    public void Reading_that_steps_and_stands_is_told_after_a_minute(int microvolts)
    {
        _pack.Run(600);
        long onsetMs = _pack.NowMs;
        _pack.BaseMicrovolts[4] += microvolts;
        _pack.Run(580);
        Assert.AreEqual(0, _pack.Alarms.Count);
        _pack.Run(60);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual("sensor-drift", alarm.cause);
        Assert.AreEqual(4, alarm.cellIndex);
        Assert.AreEqual(microvolts, alarm.value, 1_000);
        Assert.IsTrue(alarm.timeMs <= onsetMs + 64_000, alarm.timeMs.ToString());
    }

    [TestMethod]
    public void What_two_cells_share_and_what_goes_on_falling_is_no_sensor()
    {
        _pack.Run(600);
        _pack.BaseMicrovolts[4] -= 15_000;
        _pack.BaseMicrovolts[5] -= 12_000;
        _pack.Run(1_000);
        for (int k = 0; k < 100; k++)
        {
            _pack.BaseMicrovolts[9] -= k == 0 ? 15_000 : 150;
            _pack.Run(10);
        }

        Assert.AreEqual(0, _pack.Alarms.Count(a => a.causeId == FaultCauses.SensorDrift));
        Assert.IsTrue(Rule().worstPermille < CauseRule.SuspectPermille, Rule().worstPermille.ToString());
    }

    [TestMethod]
    public void Noise_and_steps_of_all_cells_stay_silent()
    {
        _pack.NoiseCodes = 20;
        for (int k = 0; k < 40; k++)
        {
            for (int i = 0; i < 12; i++)
            {
                _pack.BaseMicrovolts[i] += (k % 2 == 0 ? -1 : 1) * (50_000 + (2_000 * i));
            }

            _pack.Run(900);
        }

        Assert.AreEqual(0, _pack.Alarms.Count(a => a.causeId == FaultCauses.SensorDrift));
    }

    [TestMethod]
    public void Alarm_of_an_earlier_boot_ends_an_hour_after_the_reading_is_back()
    {
        Alarm stored = new() { id = 7, causeId = FaultCauses.SensorDrift, cellIndex = 4, probeIndex = -1 };
        Assert.IsTrue(_pack.Detector.Restore(stored, true));
        _pack.PeriodMs = 10_000;
        _pack.Run(350);
        Assert.AreEqual(1, _pack.Detector.OpenAlarmCount);
        _pack.Run(20);
        Assert.AreEqual(0, _pack.Detector.OpenAlarmCount);
    }

    private CauseRule Rule() => _pack.Detector.Causes.RuleOf(FaultCauses.SensorDrift);
}
