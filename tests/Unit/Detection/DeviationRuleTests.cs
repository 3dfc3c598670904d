using System;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Reference;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class DeviationRuleTests
{
    private readonly PackUnderTest _pack = new(PackUnderTest.Layout12());

    [TestMethod]
    [DataRow(0)]
    [DataRow(100)]
    [DataRow(500)]
    [DataRow(900)]
    public void Cell_that_falls_away_is_told_within_two_windows_wherever_in_a_window_it_began(int offsetMs)
    {
        _pack.Spoil = Sway;
        _pack.Run(100 + (offsetMs / 100));
        long onsetMs = _pack.NowMs;
        _pack.BaseMicrovolts[7] -= 40_000;
        _pack.Run(30);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual("cell-deviation", alarm.cause);
        Assert.AreEqual(7, alarm.cellIndex);
        Assert.AreEqual(-40_000, alarm.value, 500);
        Assert.AreEqual(30_000, alarm.limit);
        Assert.IsTrue(alarm.timeMs < onsetMs + 2000, $"told at {alarm.timeMs}, began at {onsetMs}");
        Assert.IsTrue(_pack.Detector.IsSuspicious);
    }

    [TestMethod]
    public void Deviation_must_exceed_the_scale_of_the_others_too()
    {
        _pack.Spoil = Sway;
        for (int i = 0; i < 12; i++)
        {
            _pack.BaseMicrovolts[i] += i * 10_000;
        }

        // The others are 10 mV apart each: the scale is 30 mV, so 60 mV from the median are nothing unusual.
        _pack.Run(600);
        Assert.AreEqual(0, _pack.Alarms.Count);
        _pack.BaseMicrovolts[0] -= 150_000;
        _pack.Run(20);
        Assert.AreEqual(0, _pack.Alarms.Single().cellIndex);
        Assert.AreEqual(180_000, _pack.Alarms.Single().limit, 3_000);
    }

    [TestMethod]
    public void Windows_of_one_sample_have_to_vote_24_times_in_30()
    {
        _pack.Spoil = Sway;
        _pack.PeriodMs = 1000;
        _pack.Run(40);
        _pack.BaseMicrovolts[2] += 50_000;
        _pack.Run(24);
        Assert.AreEqual(0, _pack.Alarms.Count);
        _pack.Run(1);
        Assert.AreEqual(2, _pack.Alarms.Single().cellIndex);
        Assert.AreEqual(40_000, _pack.Alarms.Single().sinceMs);
    }

    [TestMethod]
    public void Cell_is_suspect_for_ten_minutes_before_it_is_an_alarm_and_no_longer()
    {
        _pack.Spoil = Sway;
        _pack.PeriodMs = 1000;
        _pack.Run(40);
        _pack.BaseMicrovolts[2] += 50_000;
        _pack.Run(12);
        Assert.IsFalse(_pack.Detector.IsSuspicious);
        _pack.Run(1);
        Assert.IsTrue(_pack.Detector.IsSuspicious);
        Assert.AreEqual(0, _pack.Alarms.Count);
        _pack.Run(700);
        Assert.AreEqual(1, _pack.Detector.OpenAlarmCount);
        Assert.IsFalse(_pack.Detector.IsSuspicious, "a lasting alarm does not keep the blocks short for ever");
    }

    [TestMethod]
    public void Alarm_is_cleared_once_when_the_cell_is_back_and_the_slow_deviation_too()
    {
        _pack.Spoil = Sway;
        _pack.Run(50);
        _pack.BaseMicrovolts[9] -= 60_000;
        _pack.Run(400);
        _pack.BaseMicrovolts[9] += 60_000;
        _pack.Run(290);
        Assert.AreEqual(1, _pack.Detector.OpenAlarmCount, "votes of the last 30 windows still stand");
        _pack.Run(400);
        Assert.AreEqual(AlarmChange.Cleared, _pack.Alarms[^1].change);
        Assert.IsTrue(_pack.Alarms.All(a => a.id == _pack.Alarms[0].id));
        Assert.AreEqual(1, _pack.Alarms.Count(a => a.change == AlarmChange.Cleared));
    }

    [TestMethod]
    public void What_a_cause_may_yet_explain_is_suspect_at_once_and_told_once()
    {
        _pack.Run(600);
        _pack.BaseMicrovolts[7] -= 40_000;
        _pack.Run(30);
        Assert.AreEqual(0, _pack.Alarms.Count);
        Assert.IsTrue(_pack.Detector.IsSuspicious);
        _pack.Run(700);
        Alarm alarm = _pack.Alarms.Single();
        Assert.AreEqual(FaultCauses.SensorDrift, alarm.causeId);
        Assert.AreEqual(7, alarm.cellIndex);
    }

    [TestMethod]
    public void Deviation_that_gets_a_name_later_is_told_under_that_name_only()
    {
        _pack.Spoil = Sway;
        _pack.Run(600);
        _pack.BaseMicrovolts[7] -= 40_000;
        _pack.Run(2_000);
        Assert.AreEqual(FaultCauses.CellDeviation, _pack.Alarms.Single().causeId);
        _pack.Spoil = null;
        _pack.Run(100);
        _pack.BaseMicrovolts[7] -= 40_000;
        _pack.Run(700);
        Alarm cleared = _pack.Alarms.Single(a => a.change == AlarmChange.Cleared);
        Assert.AreEqual(FaultCauses.CellDeviation, cleared.causeId);
        Assert.AreEqual(FaultCauses.SensorDrift, _pack.Alarms.Single(a => a.change == AlarmChange.Raised && a.id != cleared.id).causeId);
        Assert.AreEqual(1, _pack.Detector.OpenAlarmCount);
    }

    [TestMethod]
    public void Cell_is_judged_by_its_own_devices_median_only()
    {
        PackUnderTest pack = new(PackLayout.FromCounts(1, [6, 6], [0, 0]));
        for (int i = 6; i < 12; i++)
        {
            pack.BaseMicrovolts[i] -= 200_000;
        }

        pack.Run(100);
        Assert.AreEqual(0, pack.Alarms.Count);
    }

    [TestMethod]
    public void Two_cells_alone_have_no_median_and_no_verdict()
    {
        PackUnderTest pack = new(PackLayout.FromCounts(1, [2], [0]));
        pack.BaseMicrovolts[0] -= 200_000;
        pack.Run(100);
        Assert.AreEqual(0, pack.Alarms.Count);
        Assert.AreEqual(0, pack.Window.columns.judgedCount[0]);
    }

    [TestMethod]
    public void Slow_deviation_stays_within_a_32nd_of_a_microvolt_of_exact_arithmetic()
    {
        PackLayout layout = PackLayout.FromCounts(1, [3], [0]);
        Random random = new(7);
        for (int kind = 0; kind < 5; kind++)
        {
            DetectorColumns columns = new(layout);
            WindowColumns window = new(layout);
            EwmaTwin twin = new(DeviationKernel.SlowShift);
            double worst = 0;
            for (int k = 0; k < 3000; k++)
            {
                int x = kind switch
                {
                    0 => (k & 1) == 0 ? 819_100 : -819_100,
                    1 => k < 1500 ? -819_100 : 819_100,
                    2 => (k % 3) - 1,
                    3 => k * 100,
                    _ => random.Next(-819_100, 819_101),
                };
                x = Math.Clamp(x, -819_100, 819_100);
                Judge(columns, window, x);
                twin.Add(x);
                worst = Math.Max(worst, Math.Abs((columns.slowDeviationQ8[0] / 256.0) - twin.Value));
            }

            Assert.IsTrue(worst <= 1.0 / 32, $"kind {kind}: {worst}");
        }
    }

    [TestMethod]
    public void Votes_differ_from_exact_arithmetic_only_where_rounding_allows()
    {
        PackLayout layout = PackLayout.FromCounts(1, [12], [0]);
        Random random = new(11);
        int differing = 0;
        int beyond = 0;
        for (int round = 0; round < 3000; round++)
        {
            SampleWindow window = new(layout);
            WindowTwin twin = new(layout.firstCell);
            DetectorColumns columns = new(layout);
            PackSample sample = new(layout);
            int spread = random.Next(1, 20) * 1000;
            int outlier = 28_000 + random.Next(4_000);
            window.Restart(0, 1000);
            for (int k = 0; k < 3; k++)
            {
                for (int i = 0; i < 12; i++)
                {
                    sample.cellMicrovolts[i] = 3_700_000 + random.Next(-spread, spread) + (i == 0 ? outlier : 0);
                }

                window.Add(sample);
                twin.Add(Array.ConvertAll(sample.cellMicrovolts, v => (double)v), Enumerable.Repeat(true, 12).ToArray());
            }

            window.Close();
            DeviationKernel.JudgeCells(
                columns, window.columns, layout.firstCell, 1, 30_000, 96, 1, 1000, 20_000, 300, 10, 0);
            for (int i = 0; i < 12; i++)
            {
                bool exact = twin.IsBeyond(i, 0, 30_000, 6);
                beyond += exact ? 1 : 0;
                if (exact != (columns.votes[i] != 0))
                {
                    differing++;
                    double size = Math.Abs(twin.MeanDeviation(i));
                    Assert.IsTrue(
                        Math.Abs(size - 30_000) <= 0.5 || Math.Abs(size - (6 * twin.MeanScale(0))) <= 0.5 + (6 * 0.5),
                        $"round {round} cell {i}: {size}");
                }
            }
        }

        Assert.IsTrue(beyond > 100, "the rounds hardly reached the threshold: " + beyond);
        Assert.IsTrue(differing < 20, "more than rounding explains: " + differing);
    }

    // A load that never quite stands, so that no cause that needs it to stand gathers evidence.
    private static void Sway(PackSample sample)
    {
        for (int i = 0; i < sample.cellMicrovolts.Length; i++)
        {
            sample.cellMicrovolts[i] += sample.timeMs / 1000 % 2 == 0 ? 1_000 : 0;
        }
    }

    private static void Judge(DetectorColumns columns, WindowColumns window, int mean)
    {
        window.judgedCount[0] = 1;
        window.meanScale[0] = 200;
        window.goodCount[0] = 1;
        window.changed[0] = 1;
        window.meanDeviation[0] = mean;
        DeviationKernel.JudgeCells(columns, window, [0, 3], 1, 30_000, 96, 1, 1000, 20_000, 300, 10, 0);
    }
}
