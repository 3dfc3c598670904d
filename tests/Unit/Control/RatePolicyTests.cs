using System;
using System.Collections.Generic;
using DataBox.Core;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Control;

[TestClass]
public class RatePolicyTests
{
    [TestMethod]
    [DataRow(100, 1000, 1000, 1000, 10, 100)]
    [DataRow(100, 50, 1000, 1000, 10, 50)]
    [DataRow(100, 250, 1000, 1000, 10, 50)]
    [DataRow(100, 70, 1000, 1000, 5, 10)]
    [DataRow(100, 70, 1000, 1000, 20, 70)] // nothing from 20 up divides all: the shortest group period is kept
    [DataRow(100, 997, 1000, 1000, 20, 100)]
    [DataRow(1000, 100000, 100000, 100000, 10, 1000)]
    public void Sample_period_is_the_largest_that_divides_all_group_periods(
        int wished, int cells, int temperatures, int pack, int shortest, int expected)
    {
        RateSettings settings = Settings(wished, cells, temperatures, pack);
        Assert.AreEqual(expected, RatePolicy.EffectiveSamplePeriodMs(settings, shortest));
    }

    [TestMethod]
    public void Sample_period_agrees_with_a_plain_search()
    {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            RateSettings s = Settings(random.Next(10, 1001), Period(random), Period(random), Period(random));
            int shortest = random.Next(1, 60);
            int best = 0;
            for (int p = shortest; p <= s.samplePeriodMs; p++)
            {
                if (s.cellsPeriodMs % p == 0 && s.temperaturesPeriodMs % p == 0 && s.packPeriodMs % p == 0)
                {
                    best = p;
                }
            }

            int kept = Math.Max(shortest, Math.Min(s.samplePeriodMs, s.ShortestGroupPeriodMs()));
            Assert.AreEqual(best > 0 ? best : kept, RatePolicy.EffectiveSamplePeriodMs(s, shortest), $"case {i}");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void No_due_row_is_missing_or_doubled_across_random_changes(int seed)
    {
        var random = new Random(seed);
        var policy = new RatePolicy(new RateSettings(), 10, false);
        long time = 1_000_000;
        long anchor = time;
        int[] periods = { 1000, 1000, 1000 };
        var lastSlot = new long[] { -1, -1, -1 };
        policy.Restart(time);
        for (int i = 0; i < 20000; i++)
        {
            if (random.Next(300) == 0)
            {
                periods = new[] { Period(random), Period(random), Period(random) };
                policy.Set(Desired(periods));
                policy.Restart(time);
                anchor = time;
                lastSlot = new long[] { -1, -1, -1 };
            }

            // Reference: a sample is a row when it is the first in its slot of the grid.
            int expected = 0;
            for (int g = 0; g < 3; g++)
            {
                long slot = (time - anchor) / periods[g];
                if (slot > lastSlot[g])
                {
                    expected |= 1 << g;
                    lastSlot[g] = slot;
                }
            }

            Assert.AreEqual(expected, policy.TakeDueGroups(time), $"seed {seed}, sample {i}");
            time += random.Next(50) == 0 ? random.Next(500_000) : random.Next(3) == 0 ? 0 : policy.samplePeriodMs;
        }
    }

    [TestMethod]
    public void Gap_in_time_makes_one_row_and_keeps_the_grid()
    {
        var policy = new RatePolicy(new RateSettings(), 10, false);
        Assert.AreEqual(7, policy.TakeDueGroups(500));
        Assert.AreEqual(7, policy.TakeDueGroups(90_700));
        Assert.AreEqual(0, policy.TakeDueGroups(90_800));
        Assert.AreEqual(0, policy.TakeDueGroups(91_499));
        Assert.AreEqual(7, policy.TakeDueGroups(91_500));
    }

    [TestMethod]
    public void Every_row_of_a_recording_is_sent_until_a_period_is_set()
    {
        var policy = new RatePolicy(new RateSettings(), 10, true);
        foreach (long time in new long[] { 0, 1, 1, 900, 900, 5000 })
        {
            Assert.AreEqual(7, policy.TakeDueGroups(time));
        }

        policy.Set(Desired(new[] { 1000, 1000, 2000 }));
        policy.Restart(5300);
        Assert.AreEqual(7, policy.TakeDueGroups(5300));
        Assert.AreEqual(0, policy.TakeDueGroups(5300), "of equal times only the first is a row");
        Assert.AreEqual(0, policy.TakeDueGroups(6299));
        Assert.AreEqual(3, policy.TakeDueGroups(6300));
        Assert.AreEqual(7, policy.TakeDueGroups(7400));
    }

    [TestMethod]
    public void Suspicion_shortens_blocks_but_never_lengthens_them()
    {
        var settings = new RateSettings();
        Assert.AreEqual(60, new RatePolicy(settings, 10, false).BlockSeconds(false));
        Assert.AreEqual(5, new RatePolicy(settings, 10, false).BlockSeconds(true));
        settings.blockSeconds = 2;
        Assert.AreEqual(2, new RatePolicy(settings, 10, false).BlockSeconds(true));
    }

    private static int Period(Random random)
    {
        int[] usual = { 10, 20, 50, 70, 100, 250, 333, 500, 1000, 1500, 60000, 100000 };
        return random.Next(4) == 0 ? random.Next(10, 100_001) : usual[random.Next(usual.Length)];
    }

    private static RateSettings Settings(int sample, int cells, int temperatures, int pack) => new()
    {
        samplePeriodMs = sample,
        cellsPeriodMs = cells,
        temperaturesPeriodMs = temperatures,
        packPeriodMs = pack,
    };

    private static DesiredState Desired(IReadOnlyList<int> periods)
    {
        var reader = new JsonReader();
        Assert.IsTrue(reader.Parse(System.Text.Encoding.ASCII.GetBytes(
            $"{{\"schema\":1,\"version\":1,\"cells_period_ms\":{periods[0]},\"temperatures_period_ms\":{periods[1]},"
            + $"\"pack_period_ms\":{periods[2]}}}")));
        return DesiredState.From(reader, out _, out _);
    }
}
