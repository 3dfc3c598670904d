using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Ports;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

[TestClass]
public class AfeFaultTests
{
    [TestMethod]
    public void Bare_board_without_AFE_comes_online_says_so_obeys_a_tune_and_keeps_trying()
    {
        var world = new BoxWorld(1);
        world.Pack.DeadDevices = 3;
        int starts = world.Pack.Starts;
        world.PowerUp();
        world.RunMs(60_000);
        Assert.IsTrue(world.Box.Link.IsUp);
        Assert.AreEqual(1, world.Log.Lines.Count(l => l.Contains("does not start", StringComparison.Ordinal)));
        var state = world.Documents("state")[^1];
        Assert.AreEqual("no_reply", state.Text("afe"));
        Assert.IsTrue(state.TryGetList("bad_devices", out int[] bad));
        CollectionAssert.AreEqual(new[] { 1, 2 }, bad);
        world.Desire(1, 200, 200, 200);
        Assert.IsTrue(world.RunUntil(() => world.Box.Gate.AppliedVersion == 1));
        int tries = world.Pack.Starts - starts;
        Assert.IsTrue(tries is > 3 and < 12, $"{tries} starts in a minute");

        world.Pack.DeadDevices = 0;
        world.RunMs(5_000);
        Assert.IsTrue(world.Box.Status.afeWorks);
        Assert.AreEqual(0, world.Box.Status.badDeviceCount);
        StringAssert.Contains(world.Log.Lines.Last(l => l.StartsWith("AFE", StringComparison.Ordinal)), "all 2 devices give data");
    }

    [TestMethod]
    public void Chain_that_stays_silent_is_started_again_at_distances_that_double_up_to_a_minute()
    {
        var world = new BoxWorld(1);
        world.Pack.DeadDevices = 3;
        world.PowerUp();
        var starts = new List<long>();
        while (starts.Count < 12)
        {
            int before = world.Pack.Starts;
            Assert.IsTrue(world.RunUntil(() => world.Pack.Starts > before, 70_000), $"{starts.Count} starts");
            starts.Add(world.Clock.MonotonicMicros() / 1_000_000);
        }

        long[] waits = [.. starts.Zip(starts.Skip(1), (a, b) => b - a)];
        for (int i = 1; i < waits.Length; i++)
        {
            long expected = Math.Min(2 * waits[i - 1], 60);
            Assert.IsTrue(waits[i] >= expected - 2 && waits[i] <= 61, string.Join(' ', waits));
        }

        Assert.AreEqual(60, waits[^1], 1);
    }

    [TestMethod]
    public void Dead_device_is_named_once_and_the_others_go_on()
    {
        var world = new BoxWorld(1, null, 4);
        world.RunMs(2_000);
        world.Pack.DeadDevices = 1 << 2;
        world.RunMs(30_000);
        string[] lines = [.. world.Log.Lines.Where(l => l.StartsWith("AFE", StringComparison.Ordinal))];
        Assert.AreEqual(1, lines.Length, string.Join('\n', lines));
        StringAssert.Contains(lines[0], "device 3 of 4 (no_reply)");
        Assert.AreEqual(Quality.NoReply, world.Box.Sample.cellQuality[24]);
        Assert.AreEqual(Quality.Good, world.Box.Sample.cellQuality[23]);
        Assert.AreEqual(Quality.Good, world.Box.Sample.cellQuality[36]);
        Assert.IsTrue(world.Box.Status.badSampleCount is > 290 and < 310);
    }

    [TestMethod]
    public void One_bad_frame_is_counted_but_no_news()
    {
        var world = new BoxWorld(1);
        world.RunMs(2_000);
        for (int i = 0; i < 20; i++)
        {
            world.Pack.DeadDevices = 1;
            int samples = world.Box.Status.sampleCount;
            world.RunUntil(() => world.Box.Status.sampleCount > samples);
            world.Pack.DeadDevices = 0;
            world.RunMs(500);
        }

        Assert.AreEqual(20, world.Box.Status.badSampleCount);
        Assert.IsTrue(world.Box.Status.afeWorks);
        Assert.IsFalse(world.Log.Lines.Any(l => l.StartsWith("AFE", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(700_000, "over-voltage")]
    [DataRow(-1_200_000, "under-voltage")]
    public void From_sensed_fault_to_the_link_an_alarm_takes_less_than_two_windows_and_50_ms(int microvolts, string cause)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            var world = new BoxWorld(seed);
            world.RunMs(3_000 + world.Random.Next(2000));
            world.Pack.FaultCell = world.Random.Next(24);
            world.Pack.FaultMicrovolts = microvolts;
            int reads = world.Pack.Reads;
            Assert.IsTrue(world.RunUntil(() => world.Pack.Reads > reads));
            long sensed = world.Clock.MonotonicMicros();
            Assert.IsTrue(world.RunUntil(() => world.Broker.Handed.Any(h => h.Kind == "alarm"), 10_000), $"seed {seed}");
            long took = world.Broker.Handed.First(h => h.Kind == "alarm").Micros - sensed;
            Assert.IsTrue(took < 2_050_000, $"seed {seed}: {took} us");
            world.RunMs(100);
            var alarm = world.Documents("alarm")[0];
            Assert.AreEqual(cause, alarm.Text("cause"), $"seed {seed}");
            Assert.AreEqual("raised", alarm.Text("change"));
            Assert.AreEqual(world.Pack.FaultCell, alarm.Number("cell_index"));
        }
    }

    [TestMethod]
    public void Alarms_that_find_no_room_wait_and_all_arrive_once_the_broker_is_back()
    {
        var world = new BoxWorld(1, null, 4);
        world.RunMs(2_000);
        world.Broker.Online = false;
        world.RunMs(1_000);
        for (int cell = 0; cell < 48; cell++)
        {
            world.Pack.FaultCell = cell;
            world.Pack.FaultMicrovolts = 700_000;
            world.RunMs(3_000);
        }

        world.Pack.FaultMicrovolts = 0;
        world.RunMs(60_000);
        world.Broker.Online = true;
        Assert.IsTrue(world.RunUntil(() => world.Box.Link.IsUp, 120_000));
        world.RunMs(60_000);
        var raised = world.Documents("alarm").Where(a => a.Text("change") == "raised").Select(a => a.Number("id")).ToList();
        var cleared = world.Documents("alarm").Where(a => a.Text("change") == "cleared").Select(a => a.Number("id")).ToList();
        Assert.IsTrue(raised.Count >= 20, $"{raised.Count} raised");
        CollectionAssert.AreEquivalent(raised.Distinct().ToList(), cleared.Distinct().ToList());
        Assert.AreEqual(0, world.Box.Outbox.refusedAlarms);
    }

    [TestMethod]
    public void Steps_of_wall_time_move_no_sample_and_no_retry()
    {
        var still = new BoxWorld(9);
        var stepping = new BoxWorld(9);
        long[] steps = [0, 1_790_000_000_000, 1_600_000_000_000, 1_999_000_000_000];
        for (int i = 0; i < 40; i++)
        {
            stepping.Clock.UtcMs = steps[i % 4] == 0 ? null : steps[i % 4];
            still.RunMs(2_000);
            stepping.RunMs(2_000);
        }

        CollectionAssert.AreEqual(still.Samples, stepping.Samples);
        Assert.AreEqual(still.Broker.Arrived.Count, stepping.Broker.Arrived.Count);
        Assert.IsTrue(stepping.Documents("state").Any(s => s.TryGetInteger("utc_ms", out long utc) && utc > steps[2] - 1));
        Assert.IsFalse(still.Documents("state").Any(s => s.TryGetInteger("utc_ms", out _)));
    }
}
