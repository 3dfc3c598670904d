using System;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

/// <summary>What a whole box has learned, over restarts, power cuts and commands.</summary>
[TestClass]
public class BaselineTests
{
    private Learner _learner = null!;

    [TestMethod]
    public void Box_that_is_switched_off_finds_what_it_had_learned_and_says_so()
    {
        BoxWorld world = World(1);
        Assert.AreEqual("new", Baseline(world));
        world.RunMs(BaselineKeeper.FirstMs + 60_000);
        byte[] learned = [.. _learner.Learned];
        Assert.IsTrue(learned.All(b => b > 100), "a count of ticks");
        world.PowerUp();
        Assert.IsTrue(_learner.Learned.All(b => b > 0), string.Join(' ', _learner.Learned));
        world.RunMs(2000);
        Assert.AreEqual("restored", Baseline(world));
        Assert.IsTrue(world.Log.Lines.Any(l => l.StartsWith("baseline: restored", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Power_cut_at_every_step_of_the_write_leaves_whole_baselines()
    {
        int cuts = 0;
        for (int step = 0; step < 20; step++)
        {
            BoxWorld world = World(2);
            world.RunMs(5000);
            world.Command("{\"id\":\"a\",\"cmd\":\"relearn\",\"cell_index\":3}");
            world.RunMs(5000);
            Array.Fill(_learner.Learned, (byte)201);
            _learner.IsFrozen = true;
            world.Command("{\"id\":\"b\",\"cmd\":\"relearn\",\"cell_index\":5}");
            world.Storage.StepsLeft = step;
            bool isCut = false;
            try
            {
                world.RunMs(5000);
            }
            catch (PowerCutException)
            {
                isCut = true;
                cuts++;
            }

            bool isAnswered = world.Documents("ack").Any(a => a.Text("id") == "b" && a.Text("result") == "done");
            world.Storage.StepsLeft = -1;
            world.PowerUp();
            Assert.AreEqual("restored", world.Box.Status.baseline, $"cut at step {step}");
            byte[] now = _learner.Learned;
            bool isNew = now[0] == 201;
            Assert.IsTrue(now.Where((_, i) => i != 3 && i != 5).All(b => b == now[0]), $"cut at {step}: {string.Join(' ', now)}");
            Assert.IsTrue(now[5] == 0 || (!isAnswered && !isNew), $"cut at step {step}: an answered command was taken back");
            if (!isCut)
            {
                Assert.IsTrue(isNew);
                break;
            }
        }

        Assert.AreEqual(5 + 3 + 5, cuts, "the mark, the piece, the head");
    }

    [TestMethod]
    public void Relearn_is_answered_clears_what_rested_on_the_cell_and_comes_twice_without_effect()
    {
        BoxWorld world = World(3);
        world.RunMs(30_000);
        _learner.Permille[4] = 1200;
        _learner.Permille[6] = 1200;
        world.RunMs(3000);
        Assert.AreEqual(2, world.Box.Detector.OpenAlarmCount);
        _learner.Permille[4] = 0;
        world.Command("{\"id\":\"r\",\"cmd\":\"relearn\",\"cell_index\":4}");
        world.RunMs(2000);
        Assert.AreEqual("done", world.Documents("ack")[^1].Text("result"));
        Assert.AreEqual(1, world.Box.Detector.OpenAlarmCount);
        JsonReader cleared = world.Documents("alarm").Last();
        Assert.AreEqual(("cleared", 4L), (cleared.Text("change"), cleared.Number("cell_index")));
        Assert.IsTrue(_learner.Learned[4] < 10 && _learner.Learned[6] > 20);

        world.RunMs(20_000);
        world.Command("{\"id\":\"r\",\"cmd\":\"relearn\",\"cell_index\":4}");
        world.RunMs(1000);
        Assert.AreEqual("done", world.Documents("ack")[^1].Text("result"));
        Assert.IsTrue(_learner.Learned[4] > 15, "the same command again");
        world.Command("{\"id\":\"all\",\"cmd\":\"relearn\"}");
        world.RunMs(1000);
        Assert.IsTrue(_learner.Learned.All(b => b < 5));
    }

    [TestMethod]
    [DataRow("\"cell_index\":24", "out_of_bounds", "cmd: cell_index is 24, allowed 0 to 23")]
    [DataRow("\"cell_index\":-1", "out_of_bounds", "cell_index is -1, allowed 0 to 23")]
    [DataRow("\"cell_index\":4294967296", "out_of_bounds", "cell_index is 4294967296")]
    [DataRow("\"cell_index\":\"4\"", "malformed", "cell_index is not an integer")]
    [DataRow("\"cell\":4", "unknown_field", "unknown field cell")]
    [DataRow("\"alarm\":4", "unknown_field", "unknown field alarm")]
    public void Relearn_that_makes_no_sense_is_refused_and_forgets_nothing(string field, string code, string text)
    {
        BoxWorld world = World(4);
        world.RunMs(20_000);
        world.Command("{\"id\":\"r\",\"cmd\":\"relearn\"," + field + "}");
        world.RunMs(1000);
        Assert.AreEqual(code, world.Documents("ack")[^1].Text("code"));
        StringAssert.Contains(world.Documents("ack")[^1].Text("text"), text);
        Assert.IsTrue(_learner.Learned.All(b => b > 10));
    }

    [TestMethod]
    public void Storage_that_refuses_leaves_the_baseline_and_says_so()
    {
        BoxWorld world = World(5);
        world.RunMs(20_000);
        world.Storage.Refuses = true;
        world.Command("{\"id\":\"r\",\"cmd\":\"relearn\",\"cell_index\":4}");
        world.RunMs(1000);
        Assert.AreEqual("storage_failed", world.Documents("ack")[^1].Text("code"));
        Assert.IsTrue(_learner.Learned[4] > 10);
    }

    [TestMethod]
    public void Limits_of_the_desired_state_judge_from_the_next_window_on_survive_a_restart_and_expire()
    {
        var world = new BoxWorld(6);
        world.Clock.UtcMs = 1_790_000_000_000;
        world.RunMs(3000);
        world.Desire("{\"schema\":1,\"version\":1,\"limits\":{\"over_voltage_uv\":4300000}}");
        world.RunMs(1000);
        Assert.AreEqual("out_of_bounds", world.Documents("ack")[^1].Text("code"));
        world.Desire("{\"schema\":1,\"version\":2,\"expires_ms\":1790000060000,\"limits\":{\"over_voltage_uv\":3000000}}");
        world.RunMs(3000);
        JsonReader state = world.Documents("state")[^1];
        Assert.AreEqual("over_voltage_uv=3000000", state.Text("limits"), world.Documents("ack")[^1].Text("text"));
        int raised = world.Documents("alarm").Count(a => a.Text("cause") == "over-voltage");
        Assert.IsTrue(raised > 5, $"{raised}");
        world.PowerUp();
        world.RunMs(2000);
        Assert.AreEqual("over_voltage_uv=3000000", world.Documents("state")[^1].Text("limits"));
        Assert.IsTrue(world.Box.Detector.OpenAlarmCount > 5);
        world.Clock.UtcMs = 1_790_000_060_001;
        world.RunMs(15_000);
        Assert.AreEqual("expired", world.Documents("ack")[^1].Text("result"));
        Assert.AreEqual("", world.Documents("state")[^1].Text("limits"));
        Assert.AreEqual(0, world.Box.Detector.OpenAlarmCount, "the configuration's limits count again");
    }

    private BoxWorld World(int seed)
    {
        var world = new BoxWorld(seed)
        {
            BeforeStart = box =>
            {
                _learner = new Learner(box.Detector, box.Sample.cellMicrovolts.Length);
                box.Detector.Causes.rules[^1] = _learner;
            },
        };
        world.PowerUp();
        return world;
    }

    private static string Baseline(BoxWorld world)
    {
        world.RunMs(2000);
        return world.Documents("state")[^1].Text("baseline");
    }

    /// <summary>A cause that counts the ticks it has seen, in one byte a cell.</summary>
    private sealed class Learner(Detector detector, int cells)
        : CauseRule(FaultCauses.Imbalance, detector.Causes.features, detector.Book, cells)
    {
        public byte[] Learned { get; } = new byte[cells];

        public int[] Permille { get; } = new int[cells];

        public bool IsFrozen { get; set; }

        public override int LearnedBytes => Learned.Length;

        public override void WriteLearned(byte[] target, int at) => Learned.CopyTo(target, at);

        public override void ReadLearned(byte[] source, int at) => Array.Copy(source, at, Learned, 0, Learned.Length);

        public override void Relearn(int cell)
        {
            for (int i = 0; i < Learned.Length; i++)
            {
                Learned[i] = cell < 0 || cell == i ? (byte)0 : Learned[i];
            }
        }

        public override bool OnTick()
        {
            for (int i = 0; i < Learned.Length; i++)
            {
                Learned[i] = IsFrozen ? Learned[i] : (byte)Math.Min(200, Learned[i] + 1);
                Judge(i, Permille[i], features.nowMs, features.nowMs);
            }

            return false;
        }

        protected override int ValueOf(int place) => Permille[place];

        protected override void Describe(Alarm alarm, int place) => alarm.cellIndex = place;
    }
}
