using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sampling;

[TestClass]
public class PeriodicScheduleTests
{
    [TestMethod]
    public void Samples_bear_the_grid_time_even_when_the_box_is_late()
    {
        var clock = new HandClock();
        var schedule = new PeriodicSchedule(clock, 100);
        Assert.AreEqual(5, Take(schedule, 5_000));
        Assert.IsNull(Take(schedule, 104_999));
        Assert.AreEqual(105, Take(schedule, 131_000));
        Assert.AreEqual(205, Take(schedule, 205_000));
        Assert.AreEqual(0, schedule.MissedCount);
    }

    [TestMethod]
    public void Missed_samples_are_counted_and_never_made_up()
    {
        var schedule = new PeriodicSchedule(new HandClock(), 100);
        Take(schedule, 0);
        Assert.AreEqual(300, Take(schedule, 350_000));
        Assert.AreEqual(2, schedule.MissedCount);
        Assert.IsNull(Take(schedule, 350_000));
        Assert.AreEqual(400, Take(schedule, 400_000));
    }

    [TestMethod]
    public void What_falls_due_while_the_chain_is_busy_is_left_out_one_by_one_and_not_missed()
    {
        var schedule = new PeriodicSchedule(new HandClock(), 10);
        Take(schedule, 0);
        Assert.IsFalse(schedule.IsLeftOut);
        schedule.LeaveOutUntil(34_000);
        foreach (int due in new[] { 10, 20, 30 })
        {
            Assert.AreEqual(due, Take(schedule, 34_100));
            Assert.IsTrue(schedule.IsLeftOut);
        }

        Assert.IsNull(Take(schedule, 34_200));
        Assert.AreEqual(40, Take(schedule, 40_100));
        Assert.IsFalse(schedule.IsLeftOut);
        Assert.AreEqual(0, schedule.MissedCount);
    }

    [TestMethod]
    public void Sample_that_a_check_makes_late_by_less_than_a_quarter_period_is_taken()
    {
        var schedule = new PeriodicSchedule(new HandClock(), 10);
        Take(schedule, 0);
        schedule.LeaveOutUntil(12_500);
        Assert.AreEqual(10, Take(schedule, 12_500));
        Assert.IsFalse(schedule.IsLeftOut);
        schedule.LeaveOutUntil(22_600);
        Assert.AreEqual(20, Take(schedule, 22_600));
        Assert.IsTrue(schedule.IsLeftOut);
        Assert.AreEqual(17_400, schedule.MicrosToNext(12_600));
    }

    [TestMethod]
    public void New_period_counts_from_the_last_sample()
    {
        var schedule = new PeriodicSchedule(new HandClock(), 1000);
        Take(schedule, 0);
        schedule.SetPeriodMs(10);
        Assert.IsNull(Take(schedule, 9_999));
        Assert.AreEqual(10, Take(schedule, 10_000));
        schedule.SetPeriodMs(1000);
        Assert.IsNull(Take(schedule, 1_009_000));
        Assert.AreEqual(1010, Take(schedule, 1_010_000));
    }

    [TestMethod]
    public void Idle_time_ends_with_the_next_sample()
    {
        var clock = new HandClock();
        var schedule = new PeriodicSchedule(clock, 100);
        Assert.AreEqual(0, schedule.IdleMicros());
        Take(schedule, 0);
        clock.Micros = 40_000;
        Assert.AreEqual(60_000, schedule.IdleMicros());
        clock.Micros = 400_000;
        Assert.AreEqual(0, schedule.IdleMicros());
    }

    private static long? Take(PeriodicSchedule schedule, long nowMicros) =>
        schedule.TryTake(nowMicros, out long timeMs) ? timeMs : null;

    private sealed class HandClock : IClock
    {
        public long Micros { get; set; }

        public long MonotonicMicros() => Micros;

        public bool TryGetUtcMs(out long utcMs)
        {
            utcMs = 0;
            return false;
        }

        public void DelayMicros(int micros) => Micros += micros;
    }
}
