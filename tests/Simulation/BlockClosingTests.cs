using System.Linq;
using DataBox.Core;
using DataBox.Decoding;
using DataBox.Detection;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

[TestClass]
public class BlockClosingTests
{
    [TestMethod]
    public void Block_closes_at_60_rows()
    {
        var world = new BoxWorld(1);
        world.Desire(1, 100, 100, 100);
        world.RunMs(40_000);
        int[] rows = [.. world.Samples.Where(s => s.AppliedVersion == 1).GroupBy(s => s.Seq).Select(b => b.Count())];
        Assert.IsTrue(rows.Length > 5);
        Assert.IsTrue(rows.SkipLast(1).All(r => r == 60), string.Join(' ', rows));
    }

    [TestMethod]
    public void Block_closes_after_its_time_whether_or_not_a_row_is_due()
    {
        var world = new BoxWorld(1, c => c.rates.blockSeconds = 10);
        world.Desire(1, 100000, 100000, 100000);
        world.RunMs(15_000);
        TakenSample first = world.Samples.First(s => s.AppliedVersion == 1);
        TakenSample last = world.Samples.Last(s => s.Seq == first.Seq);
        Assert.AreEqual(first.TimeMs + 9_900, last.TimeMs, "the sample ten seconds after the first row closes the block");
        Assert.AreEqual(first.Seq + 2, world.Box.Status.openSeq, "two blocks of one row, and an empty block gets no further number");
        world.RunMs(60_000);
        Assert.AreEqual(first.Seq + 2, world.Box.Status.openSeq);
    }

    [TestMethod]
    public void Sample_after_a_gap_closes_the_block_before_it_is_added()
    {
        long[] times = [0, 1000, 2000, 2000, 100_000, 101_000];
        var world = new BoxWorld(1, null, 2, new RecordedSchedule(times));
        Assert.IsTrue(world.RunUntil(() => world.Recording!.IsOver));
        CollectionAssert.AreEqual(new uint[] { 0, 0, 0, 0, 2, 2 }, world.Samples.Select(s => s.Seq).ToArray());
        Assert.IsTrue(world.Samples.All(s => s.Groups == 7), "every row of a recording is sent, equal times too");
        Assert.IsTrue(world.Drain());
        Assert.AreEqual(4, world.Box.Outbox.acknowledgedBlocks, "cells and pack, then temperatures, twice");
    }

    [TestMethod]
    public void Blocks_are_short_under_suspicion()
    {
        var world = new BoxWorld(1);
        world.RunMs(2000);
        world.Pack.FaultCell = 5;
        world.Pack.FaultMicrovolts = 700_000;
        Assert.IsTrue(world.RunUntil(() => world.Box.Detector.IsSuspicious));
        world.RunMs(30_000);
        long[] spans = [.. world.Samples.Where(s => s.Groups != 0).GroupBy(s => s.Seq).SkipLast(1).Skip(1)
            .Select(b => b.Max(s => s.TimeMs) - b.Min(s => s.TimeMs))];
        Assert.IsTrue(spans.Length >= 4 && spans.All(s => s <= 5000), string.Join(' ', spans));
        Assert.AreEqual(5, world.Documents("state")[^1].Number("effective_block_seconds"));
    }

    [TestMethod]
    public void Block_before_whose_first_row_samples_were_missed_says_so_and_no_other_does()
    {
        var world = new BoxWorld(1);
        world.RunMs(5_000);
        int reads = world.Pack.Reads;
        world.Pack.ReadMicros = 350_000;
        Assert.IsTrue(world.RunUntil(() => world.Pack.Reads > reads));
        world.Pack.ReadMicros = 3_000;
        world.Desire(1, 100, 1000, 1000);
        world.RunMs(20_000);
        Assert.IsTrue(world.Drain());
        Assert.IsTrue(world.Box.Status.sampleCount > 240);
        long after = world.Documents("ack").Single().Number("seq");
        DecodedBlock[] blocks = [.. world.Broker.ArrivedOf("data").Select(m => BlockDecoder.Decode(m.Payload))];
        CollectionAssert.AreEqual(
            new[] { after }, blocks.Where(b => b.Flags == BlockFlags.GapBefore).Select(b => (long)b.Seq).ToArray());
        Assert.IsTrue(blocks.Length > 6 && blocks.All(b => b.Flags is 0 or BlockFlags.GapBefore));
    }

    [TestMethod]
    public void Encoder_that_is_not_finished_when_the_next_block_is_full_loses_no_row()
    {
        // Reading takes all the time there is, so the encoder gets none between samples.
        var world = new BoxWorld(1);
        world.Pack.ReadMicros = 9990;
        world.PowerUp();
        world.Desire(1, 10, 10, 10);
        world.RunMs(20_000);
        world.Desire(2, 1000, 1000, 1000);
        world.RunMs(2_000);
        Assert.IsTrue(world.Drain());
        Assert.AreEqual(world.Box.Status.openSeq, (uint)world.Box.Outbox.acknowledgedBlocks);
        Assert.AreEqual(0, world.Box.Outbox.droppedBlocks);
        Assert.IsTrue(world.Box.Status.rowCount > 1000, $"{world.Box.Status.rowCount} rows");
    }
}
