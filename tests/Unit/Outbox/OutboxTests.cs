using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.OutboxRoom;

[TestClass]
public class OutboxTests
{
    private readonly OutboxPick _pick = new();

    [TestMethod]
    public void Newest_alarm_goes_first_then_answers_birth_state_and_the_oldest_block()
    {
        var outbox = new Outbox(10, 10000, 4);
        outbox.PutBlock([50], 0);
        outbox.PutBlock([51], 1);
        outbox.PutRetained(MessageKind.State, [40]);
        outbox.PutRetained(MessageKind.Birth, [30]);
        outbox.PutAck([20]);
        outbox.PutAck([21]);
        outbox.PutAlarm([10]);
        outbox.PutAlarm([11]);
        var order = new List<int>();
        while (outbox.TryPick(_pick))
        {
            order.Add(_pick.payload[0]);
            outbox.MarkSent(_pick);
            Assert.IsTrue(outbox.Acknowledge(_pick.ticket));
        }

        CollectionAssert.AreEqual(new[] { 11, 10, 20, 21, 30, 40, 50, 51 }, order);
        Assert.IsTrue(outbox.IsEmpty);
        Assert.AreEqual(0, outbox.Bytes);
        Assert.AreEqual(8, outbox.acknowledgedMessages);
        Assert.AreEqual(2, outbox.acknowledgedBlocks);
    }

    [TestMethod]
    public void Block_stays_until_its_acknowledgement_comes()
    {
        var outbox = new Outbox(10, 10000, 2);
        outbox.PutBlock([1, 2, 3], 7);
        int ticket = Send(outbox);
        Assert.IsFalse(outbox.IsEmpty);
        Assert.IsTrue(outbox.TryGetOldestSeq(out uint seq));
        Assert.AreEqual(7u, seq);
        Assert.IsTrue(outbox.Acknowledge(ticket));
        Assert.IsTrue(outbox.IsEmpty);
        Assert.IsFalse(outbox.TryGetOldestSeq(out _));
    }

    [TestMethod]
    public void Second_acknowledgement_and_one_of_a_lost_connection_release_nothing()
    {
        var outbox = new Outbox(10, 10000, 4);
        outbox.PutBlock([1], 0);
        int lost = Send(outbox);
        outbox.ReturnInFlight();
        int again = Send(outbox);
        Assert.AreNotEqual(lost, again);
        Assert.IsFalse(outbox.Acknowledge(lost), "that attempt was given up");
        Assert.AreEqual(1, outbox.BlockCount);
        Assert.IsTrue(outbox.Acknowledge(again));
        Assert.IsFalse(outbox.Acknowledge(again));
        Assert.IsFalse(outbox.Acknowledge(0), "0 is no ticket, not even of a message that waits");
        Assert.AreEqual(3, outbox.unknownTickets);
    }

    [TestMethod]
    public void After_a_lost_link_all_that_was_in_flight_goes_out_again_in_order_with_the_same_bytes()
    {
        var outbox = new Outbox(10, 10000, 4);
        byte[][] blocks = [[1], [2], [3]];
        for (int i = 0; i < blocks.Length; i++)
        {
            outbox.PutBlock(blocks[i], (uint)i);
        }

        Send(outbox);
        Send(outbox);
        Send(outbox);
        outbox.ReturnInFlight();
        Assert.AreEqual(3, outbox.resentMessages);
        Assert.AreEqual(0, outbox.InFlight);
        for (int i = 0; i < blocks.Length; i++)
        {
            Assert.IsTrue(outbox.TryPick(_pick));
            Assert.AreSame(blocks[i], _pick.payload);
            outbox.MarkSent(_pick);
        }
    }

    [TestMethod]
    public void Full_data_room_drops_the_oldest_block_that_is_not_in_flight_and_counts_it()
    {
        var outbox = new Outbox(3, 10000, 2);
        outbox.PutBlock([0], 0);
        int inFlight = Send(outbox);
        outbox.PutBlock([1], 1);
        outbox.PutBlock([2], 2);
        Assert.IsFalse(outbox.HasRoomForBlocks(1, 1));
        Assert.IsTrue(outbox.PutBlock([3], 3));
        Assert.AreEqual(1, outbox.droppedBlocks);
        Assert.IsTrue(outbox.Acknowledge(inFlight));
        CollectionAssert.AreEqual(new[] { 2, 3 }, Drain(outbox));
    }

    [TestMethod]
    public void Data_room_is_bounded_in_bytes_and_a_block_larger_than_it_is_dropped_and_counted()
    {
        var outbox = new Outbox(100, 1000, 2);
        for (uint i = 0; i < 20; i++)
        {
            Assert.IsTrue(outbox.PutBlock(new byte[200], i));
            Assert.IsTrue(outbox.Bytes <= 1000, $"{outbox.Bytes} bytes");
        }

        Assert.AreEqual(4, outbox.BlockCount);
        Assert.AreEqual(16, outbox.droppedBlocks);
        Assert.IsFalse(outbox.PutBlock(new byte[1001], 99));
        Assert.AreEqual(21, outbox.droppedBlocks, "four made room in vain, and the block itself");
    }

    [TestMethod]
    public void Blocks_never_take_the_room_of_alarms_and_answers()
    {
        var outbox = new Outbox(2, 100, 2);
        for (uint i = 0; i < 10; i++)
        {
            outbox.PutBlock(new byte[30], i);
        }

        for (int i = 0; i < 13; i++)
        {
            Assert.IsTrue(outbox.HasRoomForAlarm());
            Assert.IsTrue(outbox.PutAlarm(new byte[Outbox.LongestAlarmBytes]), $"alarm {i}");
        }

        for (int i = 0; i < Outbox.MaxAcks; i++)
        {
            Assert.IsTrue(outbox.HasRoomForAcks(1));
            Assert.IsTrue(outbox.PutAck(new byte[Outbox.LongestAckBytes]), $"answer {i}");
        }

        Assert.IsFalse(outbox.HasRoomForAlarm());
        Assert.IsFalse(outbox.PutAlarm(new byte[Outbox.LongestAlarmBytes]));
        Assert.IsFalse(outbox.HasRoomForAcks(1));
        Assert.IsFalse(outbox.PutAck([1]));
        Assert.AreEqual(1, outbox.refusedAlarms);
        Assert.AreEqual(1, outbox.refusedAcks);
    }

    [TestMethod]
    public void Sixteen_alarms_of_usual_length_have_room_and_no_more()
    {
        var outbox = new Outbox(2, 100, 2);
        for (int i = 0; i < Outbox.MaxAlarms; i++)
        {
            Assert.IsTrue(outbox.PutAlarm(new byte[500]), $"alarm {i}");
        }

        Assert.IsFalse(outbox.PutAlarm([1]));
    }

    [TestMethod]
    public void Blocks_leave_the_last_place_of_the_window_to_an_alarm()
    {
        var outbox = new Outbox(10, 10000, 2);
        outbox.PutBlock([1], 0);
        outbox.PutBlock([2], 1);
        Send(outbox);
        Assert.IsFalse(outbox.TryPick(_pick), "the second place is not for data");
        outbox.PutAlarm([9]);
        Assert.IsTrue(outbox.TryPick(_pick));
        Assert.AreEqual(MessageKind.Alarm, _pick.kind);
        outbox.MarkSent(_pick);
        Assert.AreEqual(2, outbox.InFlight);
        outbox.PutAlarm([10]);
        Assert.IsFalse(outbox.TryPick(_pick), "the window is full");
    }

    [TestMethod]
    public void Window_of_one_carries_data_too()
    {
        var outbox = new Outbox(10, 10000, 1);
        outbox.PutBlock([1], 0);
        Assert.AreEqual(MessageKind.Data, SendPick(outbox).kind);
        outbox.PutAlarm([2]);
        Assert.IsFalse(outbox.TryPick(_pick));
    }

    [TestMethod]
    public void Newest_state_takes_the_place_of_one_that_waits_and_follows_one_in_flight()
    {
        var outbox = new Outbox(10, 10000, 4);
        outbox.PutRetained(MessageKind.State, [1]);
        outbox.PutRetained(MessageKind.State, [2]);
        OutboxPick sent = SendPick(outbox);
        Assert.AreEqual(2, sent.payload[0]);
        outbox.PutRetained(MessageKind.State, [3]);
        Assert.IsFalse(outbox.TryPick(_pick), "never two states in flight: they could be kept in the wrong order");
        Assert.AreEqual(2, outbox.MessageCount);
        outbox.ReturnInFlight();
        Assert.AreEqual(1, outbox.MessageCount, "the older one is of no use any more");
        Assert.AreEqual(3, SendPick(outbox).payload[0]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Under_random_use_nothing_leaves_uncounted_and_blocks_leave_in_order(int seed)
    {
        var random = new Random(seed);
        var outbox = new Outbox(6, 4000, 1 + (seed % 4));
        var flying = new List<int>();
        uint next = 0;
        int put = 0;
        int delivered = 0;
        var orderOut = new List<byte>();
        var flyingSeq = new Dictionary<int, byte>();
        for (int i = 0; i < 5000; i++)
        {
            switch (random.Next(4))
            {
                case 0:
                    outbox.PutBlock([(byte)next, .. new byte[random.Next(600)]], next);
                    next++;
                    put++;
                    break;
                case 1 when outbox.TryPick(_pick):
                    outbox.MarkSent(_pick);
                    flying.Add(_pick.ticket);
                    flyingSeq[_pick.ticket] = _pick.payload[0];
                    break;
                case 2 when flying.Count > 0:
                    Assert.IsTrue(outbox.Acknowledge(flying[0]), $"seed {seed} step {i}");
                    orderOut.Add(flyingSeq[flying[0]]);
                    flying.RemoveAt(0);
                    delivered++;
                    break;
                case 3 when random.Next(10) == 0:
                    outbox.ReturnInFlight();
                    flying.Clear();
                    break;
                default:
                    break;
            }

            Assert.AreEqual(put, delivered + outbox.droppedBlocks + outbox.BlockCount, $"seed {seed} step {i}");
            Assert.AreEqual(flying.Count, outbox.InFlight, $"seed {seed} step {i}");
            Assert.IsTrue(outbox.Bytes <= 4000 && outbox.BlockCount <= 6, $"seed {seed} step {i}");
        }

        Assert.IsTrue(outbox.droppedBlocks > 0 && delivered > 100, $"seed {seed}: the run did not reach the interesting part");
        byte last = orderOut[0];
        foreach (byte seq in orderOut.Skip(1))
        {
            Assert.IsTrue((byte)(seq - last) is > 0 and < 128, $"seed {seed}: {seq} after {last}");
            last = seq;
        }
    }

    private int Send(Outbox outbox) => SendPick(outbox).ticket;

    private OutboxPick SendPick(Outbox outbox)
    {
        var pick = new OutboxPick();
        Assert.IsTrue(outbox.TryPick(pick));
        outbox.MarkSent(pick);
        return pick;
    }

    private int[] Drain(Outbox outbox)
    {
        var order = new List<int>();
        while (outbox.TryPick(_pick))
        {
            order.Add(_pick.payload[0]);
            outbox.MarkSent(_pick);
            outbox.Acknowledge(_pick.ticket);
        }

        return [.. order];
    }
}
