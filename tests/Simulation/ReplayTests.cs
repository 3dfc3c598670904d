using System.Linq;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

[TestClass]
public class ReplayTests
{
    [TestMethod]
    [DataRow(8)]
    [DataRow(9)]
    public void Full_outbox_makes_the_replay_wait_and_nothing_is_dropped(int blocks)
    {
        var world = Replay(1000, blocks);
        world.Broker.Online = false;
        world.RunMs(60_000);
        Assert.AreEqual(240, world.Recording!.Taken, "eight blocks wait for the broker, two of 60 rows each; room for one more is not "
            + "enough for the next two, and no row is read beyond them");
        Assert.AreEqual(0, world.Box.Outbox.droppedBlocks);
        world.Broker.Online = true;
        Assert.IsTrue(world.RunUntil(() => world.Recording.IsOver, 600_000));
        Assert.IsTrue(world.Drain());
        Assert.AreEqual(34, world.Box.Outbox.acknowledgedBlocks, "1000 rows: 16 times 60, once 40, two blocks each");
        Assert.AreEqual(0, world.Box.Outbox.droppedBlocks);
        Assert.AreEqual(1000, world.Box.Status.rowCount);
    }

    [TestMethod]
    public void Alarms_that_find_no_room_make_the_replay_wait_too()
    {
        // Each of 96 cells in turn is beyond its limit for twenty rows: more changes than outbox and detector hold together.
        const int rows = 96 * 20;
        var world = new BoxWorld(
            1, c => c.outboxBlocks = 1000, 8, new RecordedSchedule([.. Enumerable.Range(0, rows).Select(i => 1000L * i)]));
        world.Pack.FaultMicrovolts = 700_000;
        world.Broker.Online = false;
        Play(world, 60_000_000);
        Assert.IsTrue(world.Recording!.Taken is > 100 and < rows / 2, $"{world.Recording.Taken} rows");
        world.Broker.Online = true;
        Play(world, 600_000_000);
        Assert.IsTrue(world.Recording.IsOver);
        Assert.IsTrue(world.Drain());
        Assert.AreEqual(0, world.Box.Detector.DeferredChangeCount);
        Assert.AreEqual(0, world.Box.Outbox.refusedAlarms);
        Assert.AreEqual(96, world.Documents("alarm").Count(a => a.Text("cause") == "over-voltage" && a.Text("change") == "raised"));

        static void Play(BoxWorld world, long micros)
        {
            long end = world.Clock.MonotonicMicros() + micros;
            while (world.Clock.MonotonicMicros() < end && !world.Recording!.IsOver)
            {
                world.Pack.FaultCell = world.Recording.Taken / 20;
                world.Step();
            }
        }
    }

    [TestMethod]
    public void Closing_a_replay_waits_for_room_too()
    {
        // The row after the gap closes the fourth block pair: the outbox is full while a row is open.
        long[] times = [.. Enumerable.Range(0, 190).Select(i => 1000L * i), 900_000];
        var world = new BoxWorld(1, c => c.outboxBlocks = 8, 2, new RecordedSchedule(times));
        world.Broker.Online = false;
        world.RunMs(60_000);
        Assert.IsTrue(world.Recording!.IsOver);
        world.Box.CloseOpenBlock();
        world.RunMs(60_000);
        Assert.IsFalse(world.Box.IsDrained);
        Assert.AreEqual(1, world.Box.Status.openRowCount);
        world.Broker.Online = true;
        Assert.IsTrue(world.RunUntil(() => world.Box.IsDrained, 600_000));
        Assert.AreEqual(0, world.Box.Outbox.droppedBlocks);
        Assert.AreEqual(10, world.Box.Outbox.acknowledgedBlocks);
    }

    [TestMethod]
    public void Every_row_is_sent_until_a_tune_sets_a_longer_period()
    {
        var world = Replay(2000, blocks: 100);
        Assert.IsTrue(world.RunUntil(() => world.Box.Status.rowCount >= 300));
        Assert.AreEqual("recording", world.Documents("state")[0].Text("cause"));
        world.Desire(1, 10000, 10000, 10000);
        Assert.IsTrue(world.RunUntil(() => world.Recording!.IsOver, 600_000));
        Assert.IsTrue(world.Samples.Where(s => s.AppliedVersion == 0).All(s => s.Groups == 7));
        TakenSample[] after = [.. world.Samples.Where(s => s.AppliedVersion == 1)];
        Assert.IsTrue(after.Length > 100);
        CollectionAssert.AreEqual(
            after.Where((_, i) => i % 10 == 0).Select(s => s.TimeMs).ToArray(),
            after.Where(s => s.Groups != 0).Select(s => s.TimeMs).ToArray());
    }

    [TestMethod]
    public void Live_box_samples_on_while_its_outbox_is_full()
    {
        var world = new BoxWorld(1, c =>
        {
            c.outboxBlocks = 4;
            c.rates.blockSeconds = 1;
        });
        world.Broker.Online = false;
        world.RunMs(30_000);
        Assert.IsTrue(world.Box.Status.sampleCount >= 295, $"{world.Box.Status.sampleCount} samples in 30 s");
        Assert.IsTrue(world.Box.Outbox.droppedBlocks > 20);
    }

    private static BoxWorld Replay(int rows, int blocks) => new(
        1,
        c => c.outboxBlocks = blocks,
        2,
        new RecordedSchedule([.. Enumerable.Range(0, rows).Select(i => 1000L * i)]));
}
