using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Cli.Telemetry;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

[TestClass]
public class SequenceOrderTests
{
    [TestMethod]
    public void Blocks_in_order_come_out_at_once_and_copies_are_counted()
    {
        var order = new SequenceOrder<string>();
        Assert.AreEqual("a", order.Add(1, 0, "a", true).Single());
        Assert.AreEqual("b", order.Add(1, 1, "b", true).Single());
        Assert.AreEqual(0, order.Add(1, 1, "b again", true).Count());
        Assert.AreEqual(1, order.Duplicates);
        Assert.AreEqual(0, order.Gaps.Count);
    }

    [TestMethod]
    public void A_block_that_comes_early_waits_for_the_one_before()
    {
        var order = new SequenceOrder<string>();
        order.Add(1, 0, "a", true);
        Assert.AreEqual(0, order.Add(1, 2, "c", true).Count());
        CollectionAssert.AreEqual(new[] { "b", "c" }, order.Add(1, 1, "b", true).ToArray());
        Assert.AreEqual(0, order.Gaps.Count);
    }

    [TestMethod]
    public void A_hole_becomes_a_gap_when_nothing_more_comes()
    {
        var order = new SequenceOrder<string>();
        order.Add(1, 0, "a", true);
        order.Add(1, 3, "d", true);
        Assert.AreEqual("d", order.Drain().Single());
        Assert.AreEqual(new SequenceGap(1, 1, 2), order.Gaps.Single());
    }

    [TestMethod]
    public void A_hole_becomes_a_gap_when_too_many_blocks_wait_behind_it()
    {
        var order = new SequenceOrder<uint>();
        order.Add(1, 0, 0, true);
        var got = new List<uint>();
        for (uint seq = 2; seq < 2 + SequenceOrder<uint>.HoldBlocks + 1; seq++)
        {
            got.AddRange(order.Add(1, seq, seq, true));
        }

        Assert.AreEqual(SequenceOrder<uint>.HoldBlocks + 1, got.Count);
        Assert.AreEqual(new SequenceGap(1, 1, 1), order.Gaps.Single());
        order.Add(1, 1, 1, true);
        Assert.AreEqual(1, order.Late);
    }

    [TestMethod]
    public void A_new_boot_closes_the_old_one_and_begins_at_zero()
    {
        var order = new SequenceOrder<string>();
        order.Add(1, 7, "a", false);
        order.Add(2, 1, "late first", false);
        Assert.AreEqual("late first", order.Drain().Single());
        Assert.AreEqual(new SequenceGap(2, 0, 0), order.Gaps.Single());
        Assert.AreEqual(0, order.Add(1, 8, "old boot", false).Count());
        Assert.AreEqual(1, order.Late);
    }

    [TestMethod]
    public void Any_shuffle_within_the_hold_comes_out_sorted_and_whole()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            uint[] arrival = [.. Enumerable.Range(0, 200).Select(i => (uint)i).OrderBy(i => i + (random.NextDouble() * 20))];
            var order = new SequenceOrder<uint>();
            uint[] got = [.. arrival.SelectMany(i => order.Add(3, i, i, true).ToArray())];
            CollectionAssert.AreEqual(Enumerable.Range(0, 200).Select(i => (uint)i).ToArray(), got, $"seed {seed}");
            Assert.AreEqual(0, order.Gaps.Count, $"seed {seed}");
        }
    }
}
