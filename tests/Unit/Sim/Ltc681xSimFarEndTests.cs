using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The bridge behind the last device: order turned round, wake-up device by device, both halves of a cut chain.
/// </summary>
[TestClass]
public class Ltc681xSimFarEndTests
{
    private const int Wrcfga = 0x001;
    private const int Rdcfga = 0x002;
    private const int Rdcva = 0x004;

    [TestMethod]
    [DataRow("ltc6811", false)]
    [DataRow("ltc6812", true)]
    [DataRow("ltc6813", true)]
    [DataRow("adbms1818", true)]
    public void Far_end_is_there_where_ports_can_change_parts(string part, bool there)
    {
        Assert.AreEqual(there, new ChainBench(part, 2).chain.FarEnd != null);
    }

    [TestMethod]
    public void Last_device_answers_first_and_takes_the_last_bytes()
    {
        ChainBench bench = Measured(3);
        byte[] near = bench.Read(Rdcva);
        byte[] far = FarRead(bench, Rdcva);
        for (int d = 0; d < 3; d++)
        {
            CollectionAssert.AreEqual(near[(8 * d)..(8 * (d + 1))], far[(8 * (2 - d))..(8 * (3 - d))], "device " + d);
        }

        byte[] frame =
        [
            .. ChainBench.Command(Wrcfga),
            .. ChainBench.WithPec([0xFC, 0x10, 0, 0, 0, 0]),
            .. ChainBench.WithPec([0xFC, 0x11, 0, 0, 0, 0]),
            .. ChainBench.WithPec([0xFC, 0x12, 0, 0, 0, 0]),
        ];
        bench.chain.FarEnd!.Transfer(frame, new byte[frame.Length], frame.Length);
        byte[] config = bench.Read(Rdcfga);
        CollectionAssert.AreEqual(new byte[] { 0x10, 0x11, 0x12 }, new[] { config[1], config[9], config[17] });
    }

    [TestMethod]
    public void Frames_from_both_ends_follow_each_other_without_a_pause()
    {
        ChainBench bench = Measured(4);
        for (int i = 0; i < 10; i++)
        {
            Assert.AreEqual(4, Answers(bench.Read(Rdcva)));
            Assert.AreEqual(4, Answers(FarRead(bench, Rdcva)));
        }
    }

    [TestMethod]
    public void Pulse_from_the_far_end_wakes_one_device_at_a_time()
    {
        var bench = new ChainBench("ltc6813", 3);
        for (int woken = 1; woken <= 3; woken++)
        {
            bench.chain.FarEnd!.Pulse(0);
            bench.clock.Advance(4000);
            Assert.AreEqual(woken, Awake(bench));
        }

        bench = new ChainBench("ltc6813", 3);
        bench.chain.Pulse(0);
        bench.clock.Advance(4000);
        Assert.AreEqual(3, Awake(bench), "port A hands the pulse on");
    }

    [TestMethod]
    public void Idle_ports_are_woken_from_the_far_end_one_by_one()
    {
        ChainBench bench = Measured(3);
        bench.clock.Advance(5600);
        int[] answers = [.. Enumerable.Range(0, 4).Select(_ => Answers(FarRead(bench, Rdcfga)))];
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3 }, answers);
    }

    [TestMethod]
    public void Cut_wire_leaves_each_end_its_half()
    {
        for (int cut = 0; cut <= 5; cut++)
        {
            ChainBench bench = Measured(5);
            bench.chain.Faults.CutBelowDevice = cut;
            Assert.AreEqual(cut, Answers(bench.Read(Rdcva)), "near, cut below " + cut);
            byte[] far = FarRead(bench, Rdcva);
            Assert.AreEqual(5 - cut, Answers(far), "far, cut below " + cut);
            if (cut < 5)
            {
                Assert.AreEqual(30000 + (4 * 100), far[0] | (far[1] << 8), "the last device is the first from there");
            }
        }
    }

    [TestMethod]
    public void Two_cuts_leave_the_middle_to_nobody()
    {
        ChainBench bench = Measured(5);
        bench.chain.Faults.Cut(1);
        bench.chain.Faults.Cut(3);
        Assert.AreEqual(1, Answers(bench.Read(Rdcva)));
        Assert.AreEqual(2, Answers(FarRead(bench, Rdcva)));
    }

    [TestMethod]
    public void Dead_device_is_missing_from_both_halves()
    {
        for (int dead = 0; dead < 5; dead++)
        {
            ChainBench bench = Measured(5);
            bench.chain.SetPowered(dead, false);
            Assert.AreEqual(dead, Answers(bench.Read(Rdcva)));
            Assert.AreEqual(4 - dead, Answers(FarRead(bench, Rdcva)));
        }
    }

    [TestMethod]
    public void Half_chain_that_is_woken_and_configured_from_its_own_end_measures()
    {
        ChainBench bench = new ChainBench("ltc6813", 4);
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.chain.Faults.CutBelowDevice = 1;
        ISpiBus far = bench.chain.FarEnd!;
        for (int i = 0; i < 3; i++)
        {
            far.Pulse(300);
            bench.clock.Advance(110);
        }

        byte[] group = ChainBench.WithPec([0xFC, 0, 0, 0, 0, 0]);
        byte[] frame = [.. ChainBench.Command(Wrcfga), .. group, .. group, .. group];
        far.Transfer(frame, new byte[frame.Length], frame.Length);
        bench.clock.Advance(4400);
        far.Transfer(ChainBench.Command(0x360), new byte[4], 4);
        bench.clock.Advance(2500);
        byte[] reply = FarRead(bench, Rdcva);
        Assert.AreEqual(3, Answers(reply));
        Assert.AreEqual(37000, reply[16] | (reply[17] << 8));
    }

    [TestMethod]
    public void Far_frames_count_and_take_their_time_like_near_ones()
    {
        ChainBench bench = Measured(2);
        (long frames, long bytes, long pulses) = (bench.chain.FrameCount, bench.chain.ByteCount, bench.chain.PulseCount);
        long before = bench.clock.MonotonicMicros();
        bench.chain.Faults.FlipReadBit(frames, 40);
        byte[] reply = FarRead(bench, Rdcva);
        Assert.IsFalse(ChainBench.HasRightPec(reply[..8]), "faults reach the far wires too");
        Assert.AreEqual(20 * 8, bench.clock.MonotonicMicros() - before);
        Assert.AreEqual(frames + 1, bench.chain.FrameCount);
        Assert.AreEqual(bytes + 20, bench.chain.ByteCount);
        bench.chain.FarEnd!.Pulse(5);
        Assert.AreEqual(pulses + 1, bench.chain.PulseCount);
    }

    private static ChainBench Measured(int devices)
    {
        ChainBench bench = new ChainBench("ltc6813", devices).Awake();
        for (int d = 0; d < devices; d++)
        {
            bench.chain.SetCellMicrovolts(d, 0, 3000000 + (d * 10000));
        }

        bench.Write(Wrcfga, "FC0000000000");
        bench.clock.Advance(4400);
        bench.Send(0x360);
        bench.clock.Advance(2500);
        return bench;
    }

    private static byte[] FarRead(ChainBench bench, int code)
    {
        List<byte> frame = [.. ChainBench.Command(code)];
        frame.AddRange(Enumerable.Repeat((byte)0xFF, 8 * bench.chain.DeviceCount));
        byte[] reply = new byte[frame.Count];
        bench.chain.FarEnd!.Transfer([.. frame], reply, reply.Length);
        return reply[4..];
    }

    private static int Answers(byte[] reply)
    {
        int count = 0;
        while (8 * count < reply.Length && ChainBench.HasRightPec(reply[(8 * count)..(8 * (count + 1))]))
        {
            count++;
        }

        Assert.IsTrue(reply.Skip(8 * count).All(value => value == 0xFF), "all ones behind answer " + count);
        return count;
    }

    private static int Awake(ChainBench bench) =>
        Enumerable.Range(0, bench.chain.DeviceCount).Count(d => !bench.chain.IsAsleep(d));
}
