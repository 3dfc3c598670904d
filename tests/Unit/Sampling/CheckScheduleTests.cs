using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sampling;

[TestClass]
public class CheckScheduleTests
{
    private const int None = CheckSchedule.None;

    [TestMethod]
    public void Chain_without_checks_never_asks_for_a_step()
    {
        var schedule = new CheckSchedule(new StepsOnly(), 60, 600);
        schedule.SetPeriodMicros(10_000);
        for (int i = 0; i < 100; i++)
        {
            Assert.AreEqual(None, schedule.StepInsteadOfSample(i * 10_000L));
            Assert.AreEqual(None, schedule.StepForGap((i * 10_000L) + 5000, 1_000_000));
        }

        Assert.AreEqual(0, schedule.CompletedCount);
    }

    [TestMethod]
    public void Check_with_a_short_interval_does_not_keep_the_others_waiting_for_their_last_moment()
    {
        var steps = Enumerable.Range(0, AfeCheck.Count).SelectMany(c => Enumerable.Repeat((c, 2500), 4));
        var run = new CheckRun(new StepsOnly([.. steps]), 100_000, _ => 60_000, 10, 60);
        run.UntilSeconds(45);
        Assert.IsTrue(run.CompletedMicros.Values.All(ends => ends.Count >= 2), "each once more from half its interval on");
    }

    [TestMethod]
    public void Steps_of_a_check_come_in_order_and_no_other_between_them()
    {
        StepsOnly afe = StepsOnly.Of(5, 4, 2000);
        var run = new CheckRun(afe, 100_000, _ => 50_000, 60, 600);
        run.UntilSeconds(700);
        for (int i = 0; i < run.Steps.Count; i++)
        {
            int step = run.Steps[i].Step;
            Assert.AreEqual(step % 4, i % 4, $"step {step} at place {i}");
            Assert.IsTrue(step % 4 == 0 || run.Steps[i - 1].Step == step - 1);
        }

        Assert.IsTrue(run.Steps.Count >= 4 * 5 * 2);
    }

    [TestMethod]
    public void With_gaps_all_run_at_once_after_the_start_and_no_sample_is_left_out()
    {
        var run = new CheckRun(StepsOnly.Of(AfeCheck.Count, 4, 8000), 100_000, _ => 60_000, 60, 600);
        run.UntilSeconds(2);
        Assert.AreEqual(AfeCheck.Count, run.Schedule.CompletedCount);
        run.UntilSeconds(1300);
        Assert.AreEqual(0, run.LeftOut.Count);
        run.AssertIntervals("gaps");
        int wires = run.CompletedMicros[AfeCheck.CellWires].Count;
        Assert.IsTrue(wires is >= 22 and <= 44, $"{wires} runs in 1300 s: early, and not all the time");
    }

    [TestMethod]
    public void Without_gaps_one_sample_in_ten_is_given_up_at_most_and_all_have_run_within_seconds()
    {
        var run = new CheckRun(StepsOnly.Of(AfeCheck.Count, 4, 8000), 10_000, _ => 0, 60, 600);
        run.UntilSeconds(10);
        Assert.AreEqual(AfeCheck.Count, run.Schedule.CompletedCount);
        run.UntilSeconds(2000);
        run.AssertIntervals("no gaps");
        Assert.IsTrue(run.LeastDistance() >= 10, $"{run.LeastDistance()}");

        // 8 steps a minute, 48 in ten: 128 of 60,000 samples.
        double share = run.LeftOut.Count / 200_000.0;
        Assert.IsTrue(share < 0.004, $"{share:p2} of the samples");
        Assert.IsTrue(run.LeftOut.Count > 200);
    }

    [TestMethod]
    public void Samples_back_to_back_need_no_box()
    {
        StepsOnly afe = StepsOnly.Of(3, 6, 3000);
        var schedule = new CheckSchedule(afe, 60, 600);
        schedule.SetPeriodMicros(4000);
        long now = 0;
        int samples = 0;
        while (schedule.CompletedCount < 3)
        {
            int step = schedule.StepInsteadOfSample(now);
            now += step == None ? 4000 : afe.StepMicros(step);
            samples++;
            if (step != None)
            {
                schedule.Done(true, now);
            }

            Assert.IsTrue(samples < 10_000);
        }

        Assert.IsTrue(samples >= 170, $"18 steps in {samples}");
    }

    [TestMethod]
    public void Step_of_several_periods_counts_as_so_many_left_out_samples()
    {
        var run = new CheckRun(StepsOnly.Of(2, 3, 25_000), 10_000, _ => 0, 60, 600);
        run.UntilSeconds(400);
        run.AssertIntervals("long steps");
        Assert.IsTrue(run.LeastDistance() >= 30, $"{run.LeastDistance()}: three at once, so one time in thirty");
    }

    [TestMethod]
    public void Interval_that_one_in_ten_would_break_gets_more_and_never_two_in_a_row()
    {
        // 40 steps in 10 s of 100 samples: two in five.
        var run = new CheckRun(StepsOnly.Of(1, 40, 80_000), 100_000, _ => 0, 10, 60);
        run.UntilSeconds(300);
        Assert.IsTrue(run.LeastDistance() >= 2, $"{run.LeastDistance()}");
        run.AssertIntervals("crowded");
        Assert.IsTrue(run.LeftOut.Count > 1000);
    }

    [TestMethod]
    public void Check_that_was_not_answered_is_repeated_once_and_then_counts()
    {
        StepsOnly afe = StepsOnly.Of(1, 2, 1000);
        var schedule = new CheckSchedule(afe, 60, 600);
        schedule.SetPeriodMicros(100_000);
        int[] steps = [.. Enumerable.Range(0, 6).Select(i =>
        {
            int step = schedule.StepForGap(i * 2000, 50_000);
            if (step != None)
            {
                schedule.Done(step == 1, (i * 2000) + 1000);
            }

            return step;
        })];
        CollectionAssert.AreEqual(new[] { 0, 1, 0, 1, None, None }, steps);
        Assert.AreEqual(1, schedule.CompletedCount);
    }

    [TestMethod]
    public void After_an_abort_the_check_begins_again()
    {
        var schedule = new CheckSchedule(StepsOnly.Of(1, 3, 1000), 60, 600);
        Assert.AreEqual(0, schedule.StepForGap(0, 50_000));
        schedule.Done(true, 1000);
        Assert.AreEqual(1, schedule.StepForGap(1000, 50_000));
        schedule.Done(true, 2000);
        schedule.Abort();
        Assert.AreEqual(0, schedule.StepForGap(2000, 50_000));
    }

    [TestMethod]
    public void Step_that_does_not_fit_with_its_margin_is_not_run_in_a_gap()
    {
        var schedule = new CheckSchedule(StepsOnly.Of(1, 1, 4000), 60, 600);
        Assert.AreEqual(None, schedule.StepForGap(0, 5999));
        Assert.AreEqual(0, schedule.StepForGap(0, 6000));
    }

    [TestMethod]
    public void Long_step_does_not_keep_shorter_ones_from_a_gap()
    {
        var schedule = new CheckSchedule(new StepsOnly((AfeCheck.CellWires, 50_000), (AfeCheck.Mux, 1000)), 60, 600);
        Assert.AreEqual(1, schedule.StepForGap(0, 10_000));
    }

    /// <summary>Whatever the gaps: the longest interval holds, no two samples in a row are given up, and with gaps enough none
    /// is.</summary>
    [TestMethod]
    public void No_interval_is_exceeded_by_any_mixture_of_gaps()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            int periodMs = random.Next(10, 300);
            int kinds = random.Next(1, AfeCheck.Count + 1);
            var steps = new List<(int, int)>();
            for (int c = 0; c < kinds; c++)
            {
                int count = random.Next(1, 6);
                for (int s = 0; s < count; s++)
                {
                    steps.Add((c, random.Next(300, (int)(periodMs * (random.Next(8) == 0 ? 2500 : 900)))));
                }
            }

            double chance = random.NextDouble();
            bool open = true;
            var run = new CheckRun(new StepsOnly([.. steps]), periodMs * 1000, Gap, random.Next(30, 120), random.Next(200, 900));
            run.UntilSeconds(1000);
            run.AssertIntervals($"seed {seed}, period {periodMs} ms, {steps.Count} steps");
            Assert.IsTrue(run.LeastDistance() >= 2, $"seed {seed}");

            // Stretches of samples with gaps and without, and gaps of any length.
            int Gap(int sample)
            {
                open = random.Next(50) == 0 ? random.NextDouble() < chance : open;
                return open ? random.Next(periodMs * 1000) : 0;
            }
        }
    }

    [TestMethod]
    public void Nothing_is_allocated_after_construction()
    {
        StepsOnly afe = StepsOnly.Of(14, 4, 3000);
        var schedule = new CheckSchedule(afe, 60, 600);
        Walk(schedule, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(schedule, 20_000);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Walk(CheckSchedule schedule, int samples)
        {
            for (int i = 0; i < samples; i++)
            {
                long now = (schedule.CompletedCount * 7L) + (i * 4000L);
                int step = i % 3 == 0 ? schedule.StepForGap(now, 20_000) : schedule.StepInsteadOfSample(now);
                if (step != None)
                {
                    schedule.Done(true, now + 3000);
                }
            }
        }
    }
}
