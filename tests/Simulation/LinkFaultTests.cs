using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

[TestClass]
public class LinkFaultTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    public void Bad_network_loses_nothing_and_doubles_only_whole_messages(int seed)
    {
        var world = new BoxWorld(seed, c => c.rates.blockSeconds = 2);
        world.Broker.BreakChance = 0.1;
        world.Broker.LoseAckChance = 0.05;
        world.Broker.DoubleAckChance = 0.1;
        world.Broker.RefuseChance = 0.2;
        world.Broker.DelayMicros = 20_000 * seed;
        for (int i = 1; i <= 20; i++)
        {
            world.RunMs(10_000);
            world.Desire(i, 100 * world.Random.Next(1, 10), 1000, 1000);
            if (i % 4 == 0)
            {
                world.Broker.Online = !world.Broker.Online;
            }
        }

        Assert.IsTrue(world.Broker.Connections >= 4, $"seed {seed}: the network was not bad");
        Assert.IsTrue(world.Box.Outbox.resentMessages > 0, $"seed {seed}");
        HealAndDrain(world, $"seed {seed}");
    }

    [TestMethod]
    public void Broker_that_acknowledges_nothing_for_minutes_costs_nothing_but_doubles()
    {
        var world = new BoxWorld(7, c => c.rates.blockSeconds = 5);
        world.Broker.AcknowledgesNothing = true;
        world.RunMs(200_000);
        Assert.AreEqual(0, world.Box.Outbox.acknowledgedMessages);
        Assert.IsTrue(world.Broker.Connections > 2, "a connection without acknowledgement is given up");
        HealAndDrain(world, "seed 7");
    }

    [TestMethod]
    public void Box_without_broker_says_it_once_keeps_trying_and_drops_the_oldest_blocks_counted()
    {
        var world = new BoxWorld(3, c =>
        {
            c.rates.blockSeconds = 1;
            c.outboxBlocks = 10;
        });
        world.Broker.Online = false;
        world.RunMs(120_000);
        Assert.AreEqual(1, world.Log.Lines.Count(l => l.Contains("not reached", StringComparison.Ordinal)));
        Assert.AreEqual(10, world.Box.Outbox.BlockCount);
        Assert.AreEqual((int)world.Box.Status.openSeq - 10, world.Box.Outbox.droppedBlocks);
        Assert.IsTrue(world.Box.Outbox.TryGetOldestSeq(out uint oldest));
        Assert.AreEqual(world.Box.Status.openSeq - 10, oldest);

        world.Broker.Online = true;
        Assert.IsTrue(world.RunUntil(() => world.Box.Link.IsUp, 120_000));
        world.RunMs(2000);
        var state = world.Documents("state")[0];
        Assert.IsTrue(state.Number("dropped_blocks") >= 100, "the state says what was lost");
        Assert.AreEqual(1, world.Log.Lines.Count(l => l.Contains("connected", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Every_connection_begins_with_a_birth_and_a_state_of_its_own()
    {
        var world = new BoxWorld(4);
        for (int i = 1; i <= 3; i++)
        {
            Assert.IsTrue(world.RunUntil(() => world.Box.Link.IsUp, 120_000));
            world.RunMs(2000);
            Assert.AreEqual(i, world.Documents("birth").Count);
            Assert.AreEqual(i, world.Documents("state")[^1].Number("connects"));
            Assert.AreEqual(world.Box.Status.bootNumber, world.Documents("birth")[^1].Number("boot"));
            world.Broker.Break();
        }

        Assert.AreEqual("{\"schema\":1,\"box\":\"car-1\",\"boot\":1}", world.Broker.Wills[^1]);
    }

    [TestMethod]
    public void Retained_document_is_taken_at_the_first_connect_and_unchanged_at_the_next()
    {
        var world = new BoxWorld(5);
        world.Broker.Online = false;
        world.RunMs(3000);
        world.Desire(9, 200, 200, 200);
        world.Broker.Online = true;
        Assert.IsTrue(world.RunUntil(() => world.Box.Gate.AppliedVersion == 9, 120_000));
        world.RunMs(1000);
        world.Broker.Break();
        world.RunMs(10_000);
        CollectionAssert.AreEqual(
            new[] { "accepted", "unchanged" }, world.Documents("ack").Select(a => a.Text("result")).ToArray());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Garbage_on_every_subscribed_topic_is_answered_and_changes_nothing(int seed)
    {
        var world = new BoxWorld(seed);
        world.Desire(5, 200, 200, 200);
        world.RunMs(2000);
        int answered = world.Documents("ack").Count;
        int sent = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] garbage = new byte[world.Random.Next(0, 300)];
            world.Random.NextBytes(garbage);
            string text = i % 3 == 0 ? "{\"schema\":1,\"version\":4}"
                : i % 3 == 1 ? "{\"schema\":1,\"version\":" : string.Empty;
            string kind = i % 2 == 0 ? "desired" : "cmd";
            world.Broker.Publish(
                $"dbx/1/car-1/{kind}", text.Length > 0 ? System.Text.Encoding.UTF8.GetBytes(text) : garbage, false);
            sent++;
            world.RunMs(20);
        }

        world.Broker.Publish("dbx/1/other/desired", [1], false);
        world.RunMs(1000);
        List<Core.JsonReader> acks = world.Documents("ack");
        Assert.AreEqual(answered + sent, acks.Count, $"seed {seed}: each got its answer");
        Assert.IsTrue(acks.Skip(answered).All(a => a.Text("result") == "refused"), $"seed {seed}");
        Assert.IsTrue(acks.Skip(answered).All(a => a.Text("text").Length is > 10 and <= 160), $"seed {seed}");
        Assert.AreEqual(5u, world.Box.Gate.AppliedVersion);
        Assert.AreEqual(200, world.Box.Rates.GroupPeriodMs(0));
        Assert.AreEqual(1, world.Box.Status.strayMessageCount);
        int lines = world.Log.Lines.Count(l => l.Contains("refused", StringComparison.Ordinal));
        Assert.IsTrue(lines is >= 5 and <= 10, $"{lines} lines in 7 s: said, but not {sent} times");
    }

    [TestMethod]
    public void Rebirth_is_answered_with_a_birth()
    {
        var world = new BoxWorld(6);
        world.RunMs(1000);
        world.Command("{\"id\":\"x1\",\"cmd\":\"rebirth\"}");
        world.RunMs(1000);
        Assert.AreEqual(2, world.Documents("birth").Count);
        Assert.AreEqual("done", world.Documents("ack")[^1].Text("result"));
    }

    private static void HealAndDrain(BoxWorld world, string context)
    {
        world.Broker.Online = true;
        world.Broker.BreakChance = 0;
        world.Broker.LoseAckChance = 0;
        world.Broker.RefuseChance = 0;
        world.Broker.AcknowledgesNothing = false;
        Assert.IsTrue(world.Drain(), $"{context}: does not come back; {world.Log.Lines[^1]}");
        Assert.AreEqual(0, world.Box.Outbox.droppedBlocks, context);
        int blocks = (int)world.Box.Status.openSeq;
        Assert.AreEqual(blocks, world.Box.Outbox.acknowledgedBlocks, context);
        string[] payloads = [.. world.Broker.ArrivedOf("data").Select(m => Convert.ToHexString(m.Payload))];
        Assert.AreEqual(blocks, payloads.Distinct().Count(), $"{context}: lost, or sent again with other bytes");
    }
}
