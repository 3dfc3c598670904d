using System.Linq;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class SenseWireRuleTests
{
    private readonly PackUnderTest _pack = new(PackUnderTest.Layout12());

    [TestMethod]
    [DataRow(0)]
    [DataRow(5)]
    [DataRow(11)]
    public void Wires_that_touch_are_told_with_the_second_sample_at_the_cell_between_them(int cell)
    {
        _pack.Run(600);
        long onsetMs = _pack.NowMs;
        Touch(cell, 400_000);
        _pack.Run(2);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual("sense-wire-short", alarm.cause);
        Assert.AreEqual(cell, alarm.cellIndex);
        Assert.AreEqual(onsetMs + 100, alarm.timeMs);
        _pack.Run(1_000);
        Assert.AreEqual(1, _pack.Alarms.Select(a => a.id).Distinct().Count(), "and nothing about the cell or its neighbours");
    }

    [TestMethod]
    public void Cell_whose_neighbours_stand_is_no_wire()
    {
        _pack.Run(600);
        _pack.BaseMicrovolts[5] -= 300_000;
        _pack.Run(300);
        Assert.AreEqual(0, Rule().worstPermille);
    }

    [TestMethod]
    public void Other_cells_that_jump_in_the_same_sample_speak_against_a_wire()
    {
        _pack.Run(600);
        Touch(5, 150_000);
        _pack.BaseMicrovolts[9] -= 100_000;
        _pack.Run(300);
        Assert.IsTrue(Rule().worstPermille < CauseRule.SuspectPermille, Rule().worstPermille.ToString());
    }

    [TestMethod]
    public void Steps_of_all_cells_and_noise_stay_silent()
    {
        _pack.NoiseCodes = 20;
        for (int k = 0; k < 100; k++)
        {
            for (int i = 0; i < 12; i++)
            {
                _pack.BaseMicrovolts[i] += (k % 2 == 0 ? -1 : 1) * (100_000 + (3_000 * i));
            }

            _pack.Run(25);
        }

        Assert.IsTrue(Rule().worstPermille < CauseRule.SuspectPermille, Rule().worstPermille.ToString());
        Assert.AreEqual(0, _pack.Alarms.Count);
    }

    [TestMethod]
    public void Alarm_of_an_earlier_boot_ends_when_the_wire_is_well()
    {
        Alarm stored = new() { id = 7, causeId = FaultCauses.SenseWireShort, cellIndex = 5, probeIndex = -1 };
        Assert.IsTrue(_pack.Detector.Restore(stored, true));
        _pack.PeriodMs = 1000;
        _pack.Run(590);
        Assert.AreEqual(1, _pack.Detector.OpenAlarmCount);
        _pack.Run(30);
        Assert.AreEqual(0, _pack.Detector.OpenAlarmCount);
    }

    private CauseRule Rule() => _pack.Detector.Causes.RuleOf(FaultCauses.SenseWireShort);

    // The cell's reading breaks down, its neighbours take over a half each.
    private void Touch(int cell, int microvolts)
    {
        _pack.BaseMicrovolts[cell] -= microvolts;
        foreach (int i in new[] { cell - 1, cell + 1 }.Where(i => i >= 0 && i < 12))
        {
            _pack.BaseMicrovolts[i] += microvolts / 2;
        }
    }
}
