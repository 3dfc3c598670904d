using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Decoding;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

/// <summary>A box whose chain has checks: they run, and a sample that one of them takes says so.</summary>
[TestClass]
public class CheckTests
{
    /// <summary>Three steps a check.</summary>
    private static readonly int[] s_steps =
        [.. Enumerable.Range(0, AfeCheck.Count).SelectMany(c => Enumerable.Repeat(c, 3))];

    [TestMethod]
    public void At_ten_samples_a_second_all_checks_run_at_once_and_no_sample_is_left_out()
    {
        BoxWorld world = World(1);
        world.RunMs(3000);
        Assert.AreEqual(AfeCheck.Count, world.Box.Status.checkCount);
        world.RunMs(700_000);
        Assert.AreEqual(0, world.Box.Status.leftOutCount);
        Assert.AreEqual(0, Missed(world));
        AssertAges(world);
    }

    [TestMethod]
    public void At_the_highest_rate_a_step_takes_the_place_of_one_sample_in_ten_at_most()
    {
        BoxWorld world = World(2);
        world.Pack.ReadMicros = 9000;
        world.Pack.CheckMicros = 9000;
        world.PowerUp();
        world.Desire(1, 10, 10, 10, 10);
        Assert.IsTrue(world.RunUntil(() => world.Box.Gate.AppliedVersion == 1));
        List<(long TimeMs, bool IsLeftOut)> samples = Samples(world, 200_000);
        int leftOut = samples.Count(s => s.IsLeftOut);
        Assert.IsTrue(leftOut is > 20 and < 400, $"{leftOut} of {samples.Count}");
        Assert.AreEqual(0, Missed(world), "left out is not missed");
        for (int i = 1; i < samples.Count; i++)
        {
            Assert.AreEqual(10, samples[i].TimeMs - samples[i - 1].TimeMs, "every sample of the grid is there");
        }

        int[] places = [.. Enumerable.Range(0, samples.Count).Where(i => samples[i].IsLeftOut)];
        Assert.IsTrue(places.Zip(places.Skip(1), (a, b) => b - a).Min() >= 10);
        AssertAges(world);
    }

    [TestMethod]
    public void Step_of_several_periods_leaves_out_what_falls_due_meanwhile_and_nothing_is_missed_or_late()
    {
        BoxWorld world = World(3);
        world.Pack.ReadMicros = 9000;
        world.Pack.CheckMicros = 34_000;
        world.PowerUp();
        world.Desire(1, 100, 1000, 1000, 10);
        Assert.IsTrue(world.RunUntil(() => world.Box.Gate.AppliedVersion == 1));
        List<(long TimeMs, bool IsLeftOut)> samples = Samples(world, 60_000);
        Assert.AreEqual(0, Missed(world));
        int run = 0;
        int runs = 0;
        foreach ((long timeMs, bool isLeftOut) in samples)
        {
            if (!isLeftOut && run > 0)
            {
                Assert.AreEqual(4, run, $"at {timeMs} ms");
                runs++;
            }

            run = isLeftOut ? run + 1 : 0;
        }

        Assert.IsTrue(runs > 10, $"{runs}");
    }

    [TestMethod]
    public void Left_out_sample_has_no_reading_and_no_effect_on_windows_and_alarms()
    {
        BoxWorld world = World(4);
        world.Pack.ReadMicros = 9000;
        world.Pack.CheckMicros = 9000;
        world.PowerUp();
        world.Desire(1, 10, 10, 10, 10);
        bool seen = false;
        long end = world.Clock.MonotonicMicros() + 20_000_000;
        while (world.Clock.MonotonicMicros() < end)
        {
            world.Step();
            PackSample sample = world.Box.Sample;
            if (sample.isLeftOut)
            {
                seen = true;
                Assert.IsTrue(sample.cellQuality.All(q => q == Quality.LeftOut));
                Assert.IsTrue(sample.tempQuality.All(q => q == Quality.LeftOut));
                Assert.IsTrue(sample.deviceStatus.All(s => s == AfeStatus.Ok));
            }
        }

        Assert.IsTrue(seen);
        Assert.AreEqual(0, world.Box.Status.alarmCount);
    }

    [TestMethod]
    public void Dead_device_keeps_its_alarm_through_left_out_samples()
    {
        BoxWorld world = World(5);
        world.Pack.ReadMicros = 9000;
        world.Pack.CheckMicros = 9000;
        world.PowerUp();
        world.Desire(1, 1000, 1000, 1000, 10);
        world.RunMs(10_000);
        world.Pack.DeadDevices = 2;
        world.RunMs(200_000);
        Assert.IsTrue(world.Box.Status.leftOutCount > 50, "checks go on without it");
        Alarm[] alarms = [.. world.Box.Status.recentAlarms.Where(a => a is not null)];
        Assert.AreEqual(1, alarms.Count(a => a.causeId == FaultCauses.AfeLost), string.Join(' ', alarms.Select(a => a.cause)));
    }

    [TestMethod]
    public void Replay_runs_no_checks()
    {
        var world = new BoxWorld(6, null, 2, new RecordedSchedule([.. Enumerable.Range(0, 500).Select(i => i * 100L)]));
        world.Pack.Steps = s_steps;
        world.PowerUp();
        Assert.IsTrue(world.RunUntil(() => world.Box.Status.sampleCount == 500));
        Assert.AreEqual(0, world.Pack.StepsRun.Count);
        Assert.IsFalse(world.Box.Status.hasChecks);
    }

    [TestMethod]
    public void Check_that_one_device_never_completes_grows_old_in_the_state()
    {
        BoxWorld world = World(7);
        world.Pack.DeadDevices = 2;
        world.RunMs(1_000_000);
        JsonReader state = world.Documents("state")[^1];
        Assert.IsTrue(state.Number("checks") > 2 * AfeCheck.Count);
        Assert.IsTrue(state.Number("oldest_check_seconds") >= 900, $"{state.Number("oldest_check_seconds")}");
    }

    [TestMethod]
    public void Finding_raises_an_alarm_that_clears_after_two_sound_runs_and_the_state_says_both()
    {
        BoxWorld world = World(7);
        world.RunMs(5000);
        JsonReader state = world.Documents("state")[^1];
        Assert.AreEqual("", state.Text("failed_checks"));
        Assert.AreEqual("", state.Text("open_wires"));
        world.Pack.Result = (check, health, timeMs) =>
        {
            if (check is AfeCheck.CellWires or AfeCheck.Mux)
            {
                health.Put(check, 1, AfeResult.Failed, 600_000, 400_000, timeMs);
                health.wireResult[13 + 4] = AfeResult.Failed;
            }
        };
        world.RunMs(400_000);
        state = world.Documents("state")[^1];
        Assert.AreEqual("2:cell-wires,2:mux", state.Text("failed_checks"));
        Assert.AreEqual("2:4", state.Text("open_wires"));
        Assert.IsTrue(state.Number("checks") > AfeCheck.Count);
        Assert.IsTrue(state.Number("oldest_check_seconds") is >= 60 and <= 600, $"{state.Number("oldest_check_seconds")}");
        List<JsonReader> alarms = world.Documents("alarm");
        CollectionAssert.AreEquivalent(new[] { "sense-wire-open", "reading-untrusted" }, alarms.Select(a => a.Text("cause")).ToArray());
        CollectionAssert.AreEquivalent(new[] { "cell-wires", "mux" }, alarms.Select(a => a.Text("check")).ToArray());
        JsonReader wire = alarms.Single(a => a.Text("cause") == "sense-wire-open");
        Assert.AreEqual((1L, 16L, 4L), (wire.Number("device_index"), wire.Number("cell_index"), wire.Number("wire_index")));
        Assert.IsTrue(world.Box.Sample.cellQuality.Skip(12).All(q => q == Quality.Implausible), "the multiplexer's device");
        Assert.IsTrue(world.Box.Sample.cellQuality.Take(12).All(q => q == Quality.Good));

        world.Pack.Result = (check, health, timeMs) => Array.Fill(health.wireResult, AfeResult.Passed);
        world.RunMs(1_300_000);
        Assert.AreEqual(0, world.Box.Detector.OpenAlarmCount);
        Assert.IsTrue(world.Box.Sample.cellQuality.All(q => q == Quality.Good));
        Assert.AreEqual("", world.Documents("state")[^1].Text("failed_checks"));
    }

    [TestMethod]
    public void Left_out_rows_arrive_with_their_quality_and_the_others_with_their_values()
    {
        BoxWorld world = World(8);
        world.Pack.ReadMicros = 9000;
        world.Pack.CheckMicros = 9000;
        world.PowerUp();
        world.Desire(1, 10, 10, 10, 10);
        Assert.IsTrue(world.RunUntil(() => world.Box.Gate.AppliedVersion == 1));
        long[] leftOut = [.. Samples(world, 20_000).Where(s => s.IsLeftOut).Select(s => s.TimeMs)];
        Assert.IsTrue(world.Drain());
        int boot = world.Box.Status.bootNumber;
        List<DecodedRow> rows = [.. world.Broker.ArrivedOf("data").Select(m => BlockDecoder.Decode(m.Payload))
            .Where(b => b.Boot == boot).SelectMany(b => b.Rows)];
        Assert.IsTrue(leftOut.Length > 20, $"{leftOut.Length}");
        foreach (long timeMs in leftOut)
        {
            DecodedRow[] same = [.. rows.Where(r => r.TimeMs == timeMs)];
            Assert.IsTrue(same.Single(r => r.CellQuality is not null).CellQuality!.All(q => q == Quality.LeftOut), $"at {timeMs}");
            Assert.IsTrue(same.Single(r => r.TempQuality is not null).TempQuality!.All(q => q == Quality.LeftOut), $"at {timeMs}");
        }

        foreach (DecodedRow row in rows.Where(r => r.CellQuality is not null && r.CellQuality.All(q => q == Quality.Good)))
        {
            Assert.AreEqual(FakePack.CellMicrovolts(3, row.TimeMs), row.CellMicrovolts![3], $"at {row.TimeMs}");
        }
    }

    [TestMethod]
    public void Chain_that_is_started_again_begins_its_check_anew()
    {
        BoxWorld world = World(9);
        world.RunMs(5000);
        world.Pack.DeadDevices = 3;
        world.RunMs(200_000);
        int[] steps = [.. world.Pack.StepsRun.Select(s => s.Step)];
        for (int i = 1; i < steps.Length; i++)
        {
            Assert.IsTrue(steps[i] % 3 == 0 || steps[i] == steps[i - 1] + 1, $"step {steps[i]} after {steps[i - 1]}");
        }
    }

    private static BoxWorld World(int seed)
    {
        var world = new BoxWorld(seed);
        world.Pack.Steps = s_steps;
        world.PowerUp();
        return world;
    }

    private static List<(long TimeMs, bool IsLeftOut)> Samples(BoxWorld world, long milliseconds)
    {
        var samples = new List<(long TimeMs, bool IsLeftOut)>();
        int seen = world.Box.Status.sampleCount;
        long end = world.Clock.MonotonicMicros() + (milliseconds * 1000);
        while (world.Clock.MonotonicMicros() < end)
        {
            world.Step();
            if (world.Box.Status.sampleCount != seen)
            {
                seen = world.Box.Status.sampleCount;
                samples.Add((world.Box.Sample.timeMs, world.Box.Sample.isLeftOut));
            }
        }

        return samples;
    }

    private static long Missed(BoxWorld world) => world.Documents("state")[^1].Number("missed_samples");

    /// <summary>No check is older than its longest interval allows.</summary>
    private static void AssertAges(BoxWorld world)
    {
        AfeHealth health = world.Box.Sample.health;
        for (int check = 0; check < AfeCheck.Count; check++)
        {
            long ageMs = world.Box.Status.sampleTimeMs - health.ranAtMs[health.IndexOf(check, 0)];
            Assert.AreEqual(AfeResult.Passed, health.result[health.IndexOf(check, 0)]);
            Assert.IsTrue(ageMs <= (check <= AfeCheck.ProbeWires ? 60_000 : 600_000), $"{AfeCheck.NameOf(check)}: {ageMs} ms");
        }
    }
}
