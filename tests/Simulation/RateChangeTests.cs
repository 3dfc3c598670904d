using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

[TestClass]
public class RateChangeTests
{
    [TestMethod]
    public void Three_rate_changes_leave_no_gap_in_the_block_numbers_and_each_is_acknowledged_with_its_first_block()
    {
        var world = new BoxWorld(1);
        world.RunMs(70_300);
        world.Desire(1, 100, 100, 100);
        world.RunMs(20_000);
        world.Desire(2, 5000, 20, 1000);
        world.RunMs(20_000);
        world.Desire(3, 1000, 1000, 1000);
        world.RunMs(70_000);
        Assert.IsTrue(world.Drain());

        List<JsonReader> acks = world.Documents("ack");
        CollectionAssert.AreEqual(new long[] { 1, 2, 3 }, acks.Select(a => a.Number("version")).ToArray());
        foreach (JsonReader ack in acks)
        {
            Assert.AreEqual("accepted", ack.Text("result"));
            TakenSample first = world.Samples.First(s => s.AppliedVersion == ack.Number("version"));
            Assert.AreEqual(first.Seq, ack.Number("seq"), "acknowledged with the block of the first sample under it");
            Assert.AreEqual(7, first.Groups, "which is a row of all groups");
            Assert.IsFalse(world.Samples.Any(s => s.Seq == first.Seq && s.AppliedVersion != first.AppliedVersion
                && s.Groups != 0), "and shares its block with no row from before");
        }

        AssertNoGap(world, "seed 1");
        Assert.AreEqual(world.Box.Status.openSeq, (uint)world.Box.Outbox.acknowledgedBlocks);
        Assert.AreEqual(
            (int)world.Box.Status.openSeq,
            world.Broker.ArrivedOf("data").Select(m => Convert.ToHexString(m.Payload)).Distinct().Count());
    }

    [TestMethod]
    public void Change_opens_a_new_window_and_is_obeyed_within_one_old_sample_period()
    {
        var world = new BoxWorld(1);
        world.Desire(1, 1000, 1000, 1000, 1000);
        world.RunMs(5_050);
        long asked = world.Samples[^1].TimeMs;
        int windows = world.Box.Status.windowCount;
        world.Desire(2, 50, 1000, 1000);
        Assert.IsTrue(world.RunUntil(() => world.Box.Gate.AppliedVersion == 2));
        Assert.AreEqual(asked + 1000, world.Samples[^1].TimeMs);
        Assert.AreEqual(windows + 1, world.Box.Status.windowCount);
        Assert.AreEqual(50, world.Box.Rates.samplePeriodMs, "a shorter row period shortens the sample period");
        world.RunMs(120);
        CollectionAssert.AreEqual(
            new[] { asked + 1000, asked + 1050, asked + 1100 },
            world.Samples.Where(s => s.AppliedVersion == 2).Take(3).Select(s => s.TimeMs).ToArray());
    }

    /// <summary>Rows are held against a plain model that knows only the samples' times and the documents.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    public void No_due_row_is_missing_or_doubled_under_random_tunes(int seed)
    {
        int[] periods = [10, 20, 30, 50, 70, 100, 130, 200, 250, 400, 1000, 3000, 7000, 100000];
        var world = new BoxWorld(seed);
        var asked = new Dictionary<uint, int[]> { [0] = [1000, 1000, 1000] };
        for (uint version = 1; version <= 25; version++)
        {
            world.RunMs(world.Random.Next(1, 4000));
            int[] wanted = [.. Enumerable.Range(0, 3).Select(_ => periods[world.Random.Next(periods.Length)])];
            asked[version] = wanted;
            world.Desire((int)version, wanted[0], wanted[1], wanted[2], 10 * world.Random.Next(1, 101));
        }

        world.RunMs(10_000);
        Assert.AreEqual(25u, world.Box.Gate.AppliedVersion, $"seed {seed}");
        foreach (IGrouping<uint, TakenSample> stretch in world.Samples.GroupBy(s => s.AppliedVersion))
        {
            TakenSample[] samples = [.. stretch];
            for (int group = 0; group < 3; group++)
            {
                long[] expected = Due([.. samples.Select(s => s.TimeMs)], asked[stretch.Key][group]);
                long[] rows = [.. samples.Where(s => (s.Groups & (1 << group)) != 0).Select(s => s.TimeMs)];
                CollectionAssert.AreEqual(
                    expected, rows, $"seed {seed}, version {stretch.Key}, group {group}, every {asked[stretch.Key][group]} ms");
            }
        }

        AssertNoGap(world, $"seed {seed}");
        Assert.IsTrue(world.Drain(), $"seed {seed}");
        Assert.AreEqual(world.Box.Status.openSeq, (uint)world.Box.Outbox.acknowledgedBlocks, $"seed {seed}");
    }

    [TestMethod]
    public void Box_goes_back_to_its_defaults_when_the_time_of_a_document_is_over()
    {
        var world = new BoxWorld(1);
        world.Clock.UtcMs = 1_000_000;
        world.Desire("{\"schema\":1,\"version\":1,\"cells_period_ms\":20,\"expires_ms\":2000000}");
        world.RunMs(5000);
        Assert.AreEqual(20, world.Box.Rates.samplePeriodMs);
        Assert.AreEqual(2_000_000, world.Documents("state")[^1].Number("expires_ms"));

        world.Clock.UtcMs = 2_000_001;
        world.RunMs(2000);
        JsonReader ack = world.Documents("ack")[^1];
        Assert.AreEqual("expired", ack.Text("result"));
        TakenSample first = world.Samples.Last(s => s.AppliedVersion == 1);
        first = world.Samples[world.Samples.IndexOf(first) + 1];
        Assert.AreEqual(first.Seq, ack.Number("seq"));
        Assert.AreEqual(7, first.Groups, "the first sample under the defaults is a row of all groups");
        Assert.AreEqual(100, world.Box.Rates.samplePeriodMs);
        Assert.AreEqual(1000, world.Box.Rates.GroupPeriodMs(0));
        Assert.AreEqual("expired", world.Documents("state")[^1].Text("cause"));
        Assert.AreEqual(1, world.Documents("ack").Count(a => a.Text("result") == "expired"));
        AssertNoGap(world, "seed 1");

        world.PowerUp();
        world.RunMs(2000);
        Assert.AreEqual(0u, world.Box.Gate.AppliedVersion, "a restart does not bring it back");
        Assert.AreEqual(1u, world.Box.Gate.StoredVersion);
        Assert.AreEqual(100, world.Box.Rates.samplePeriodMs);
    }

    [TestMethod]
    public void Tune_to_0_ms_is_refused_with_the_number_and_changes_nothing()
    {
        var world = new BoxWorld(1);
        world.Desire(1, 200, 200, 200);
        world.RunMs(1000);
        world.Desire(2, 0, 200, 200);
        world.RunMs(1000);
        JsonReader ack = world.Documents("ack")[^1];
        Assert.AreEqual("refused", ack.Text("result"));
        Assert.AreEqual("out_of_bounds", ack.Text("code"));
        StringAssert.Contains(ack.Text("text"), "cells_period_ms is 0, allowed 10 to 100000");
        JsonReader state = world.Documents("state")[^1];
        Assert.AreEqual(2, state.Number("refused_version"));
        StringAssert.Contains(state.Text("refused_text"), "cells_period_ms is 0");
        Assert.AreEqual(1, state.Number("applied_version"));
        Assert.AreEqual(200, world.Box.Rates.GroupPeriodMs(0));
    }

    [TestMethod]
    public void Period_shorter_than_chain_and_board_allow_is_refused_with_the_shortest()
    {
        var world = new BoxWorld(1, c => c.cellCostMicros = 500);
        Assert.AreEqual(15, world.Box.ShortestSamplePeriodMs, "3 ms of reading and 24 cells of 0.5 ms");
        world.Desire(1, 10, 1000, 1000);
        world.RunMs(500);
        StringAssert.Contains(world.Documents("ack")[^1].Text("text"), "the shortest that this box can sample is 15 ms");
        Assert.AreEqual(15, world.Documents("birth")[^1].Number("shortest_sample_period_ms"));
    }

    /// <summary>The first sample at or after each grid point: each once.</summary>
    private static long[] Due(long[] sampleTimes, int periodMs)
    {
        var rows = new List<long>();
        for (long due = sampleTimes[0]; due <= sampleTimes[^1]; due += periodMs)
        {
            long row = sampleTimes.First(t => t >= due);
            if (rows.Count == 0 || rows[^1] != row)
            {
                rows.Add(row);
            }
        }

        return [.. rows];
    }

    private static void AssertNoGap(BoxWorld world, string context)
    {
        uint next = 0;
        foreach (IGrouping<uint, TakenSample> rows in world.Samples.Where(s => s.Groups != 0).GroupBy(s => s.Seq))
        {
            int groups = rows.Aggregate(0, (mask, s) => mask | s.Groups);
            Assert.AreEqual(next, rows.Key, $"{context}: the rows' first block");
            next += (groups & 2) != 0 && (groups & 5) != 0 ? 2u : 1u;
        }

        Assert.IsTrue(world.Samples.Where(s => s.Groups != 0).GroupBy(s => s.Seq).All(b => b.Count() <= 60), context);
    }
}
