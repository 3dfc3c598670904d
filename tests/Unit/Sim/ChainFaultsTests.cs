using System;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Harm on the wires: error rates and slipped clock edges, as bits on the wire.</summary>
[TestClass]
public class ChainFaultsTests
{
    private const int Wrcfga = 0x001;
    private const int Rdcfga = 0x002;
    private const int Rdcva = 0x004;

    [TestMethod]
    [DataRow(1e-3)]
    [DataRow(1e-4)]
    public void Bit_errors_come_at_their_rate_and_gaps_are_geometric(double rate)
    {
        ChainBench bench = new ChainBench("ltc6811", 16).Awake();
        bench.chain.Faults.SetBitErrors(rate, 0, 11);
        byte[] sound = new byte[1024];
        byte[] seen = new byte[1024];
        Array.Fill(sound, (byte)0xFF);
        long bits = 0;
        int errors = 0;
        int shortGaps = 0;
        long last = -1;
        while (errors < 4000)
        {
            // No command: nothing answers, and the box would read ones.
            bench.chain.Transfer(sound, seen, seen.Length);
            for (int bit = 0; bit < seen.Length * 8; bit++, bits++)
            {
                if ((seen[bit / 8] & (0x80 >> (bit % 8))) == 0)
                {
                    shortGaps += bits - last <= Math.Log(2) / rate ? 1 : 0;
                    last = bits;
                    errors++;
                }
            }
        }

        Assert.AreEqual(errors, bench.chain.Faults.BitErrorCount);
        Assert.AreEqual(rate, (double)errors / bits, rate * 0.06);
        Assert.AreEqual(0.5, (double)shortGaps / errors, 0.04, "half the gaps are below the median");
    }

    [TestMethod]
    public void Bit_errors_on_the_way_to_the_devices_repeat_with_their_seed_and_end()
    {
        ChainBench bench = new ChainBench("ltc6811", 4).Awake();
        long[] answered = new long[3];
        for (int run = 0; run < 3; run++)
        {
            bench.chain.Faults.SetBitErrors(0, 2e-3, run < 2 ? 5UL : 6UL);
            for (int i = 0; i < 2000; i++)
            {
                answered[run] = (answered[run] * 31) + (ChainBench.HasRightPec(bench.Read(Rdcfga)[..8]) ? 1 : 0);
            }
        }

        Assert.AreEqual(answered[0], answered[1]);
        Assert.AreNotEqual(answered[0], answered[2]);
        long before = bench.chain.Faults.BitErrorCount;
        Assert.AreNotEqual(0, before);
        bench.chain.Faults.End();
        Assert.IsTrue(ChainBench.HasRightPec(bench.Read(Rdcfga)[..8]));
        Assert.AreEqual(before, bench.chain.Faults.BitErrorCount);
    }

    [TestMethod]
    public void Lost_edge_puts_a_one_into_the_reply_and_delays_the_rest()
    {
        ChainBench bench = Measured();
        string reply = Bits(bench.Read(Rdcva));
        bench.chain.Faults.DropClock(bench.chain.FrameCount, 32 + 21);
        Assert.AreEqual(reply.Insert(21, "1")[..128], Bits(bench.Read(Rdcva)));
        Assert.AreEqual(reply, Bits(bench.Read(Rdcva)), "one frame only");
        Assert.AreEqual(1, bench.chain.Faults.SlipCount);
    }

    [TestMethod]
    public void Doubled_edge_takes_a_bit_out_of_the_reply()
    {
        ChainBench bench = Measured();
        string reply = Bits(bench.Read(Rdcva));
        bench.chain.Faults.DoubleClock(bench.chain.FrameCount, 32 + 21);
        Assert.AreEqual(reply.Remove(22, 1) + "1", Bits(bench.Read(Rdcva)));
    }

    [TestMethod]
    public void Receiver_that_slips_shifts_what_the_box_reads_and_nothing_else()
    {
        ChainBench bench = Measured();
        string reply = Bits(bench.Read(Rdcva));
        bench.chain.Faults.DropHostClock(bench.chain.FrameCount, 32 + 21);
        Assert.AreEqual(reply.Remove(21, 1) + "1", Bits(bench.Read(Rdcva)));
        bench.chain.Faults.DoubleHostClock(bench.chain.FrameCount, 32 + 21);
        Assert.AreEqual(reply.Insert(22, reply[21..22])[..128], Bits(bench.Read(Rdcva)));
        bench.chain.Faults.DropHostClock(bench.chain.FrameCount, 50);
        bench.Write(Wrcfga, "FC5217A40000");
        CollectionAssert.AreEqual(new[] { 0x52, 0x52 }, VuvOfBoth(bench));
    }

    [TestMethod]
    public void Lost_edge_between_two_devices_shifts_the_upper_ones_reply_alone()
    {
        ChainBench bench = Measured();
        string reply = Bits(bench.Read(Rdcva));
        bench.chain.Faults.DropClock(bench.chain.FrameCount, 32 + 21, 1);
        Assert.AreEqual(reply.Insert(64 + 21, "1")[..128], Bits(bench.Read(Rdcva)));
        bench.chain.Faults.DoubleClock(bench.chain.FrameCount, 32 + 21, 1);
        Assert.AreEqual(reply.Remove(64 + 22, 1) + "1", Bits(bench.Read(Rdcva)));
    }

    [TestMethod]
    public void Edge_lost_in_the_command_is_a_command_nobody_knows()
    {
        ChainBench bench = Measured();
        for (int bit = 0; bit < 32; bit++)
        {
            bench.chain.Faults.DropClock(bench.chain.FrameCount, bit);
            Assert.IsTrue(bench.Read(Rdcva).All(value => value == 0xFF), "bit " + bit);
            bench.chain.Faults.DropClock(bench.chain.FrameCount, bit);
            bench.Send(0x711);
            Assert.AreNotEqual(0xFFFF, bench.Words(Rdcva, 0)[0], "clear without bit " + bit);
        }
    }

    [TestMethod]
    public void Edge_lost_in_the_command_above_a_device_silences_those_above()
    {
        ChainBench bench = Measured();
        byte[] reply = bench.Read(Rdcva);
        bench.chain.Faults.DropClock(bench.chain.FrameCount, 9, 1);
        byte[] half = bench.Read(Rdcva);
        CollectionAssert.AreEqual(reply[..8], half[..8]);
        Assert.IsTrue(half[8..].All(value => value == 0xFF));
    }

    [TestMethod]
    public void Edge_doubled_behind_the_last_bit_of_a_command_does_no_harm()
    {
        ChainBench bench = Measured();
        bench.chain.Faults.DoubleClock(bench.chain.FrameCount, 31);
        bench.Send(0x711);
        Assert.AreEqual(0xFFFF, bench.Words(Rdcva, 0)[0]);
    }

    [TestMethod]
    [DataRow(40, 0, 0x52, 0x00, DisplayName = "in the far device's bytes: the near one's come whole behind it")]
    [DataRow(115, 0, 0x00, 0x00, DisplayName = "in the near device's bytes: the far one's are out of place too")]
    [DataRow(115, 1, 0x52, 0x00, DisplayName = "above the near device, where its neighbour's bytes pass")]
    [DataRow(50, 1, 0x52, 0x52, DisplayName = "above the near device, before any byte of its neighbour has come")]
    public void Written_data_counts_from_the_end_of_the_frame(int bit, int device, int near, int far)
    {
        ChainBench bench = Measured();
        bench.chain.Faults.DropClock(bench.chain.FrameCount, bit, device);
        bench.Write(Wrcfga, "FC5217A40000");
        CollectionAssert.AreEqual(new[] { near, far }, VuvOfBoth(bench), "lost");
        bench.Write(Wrcfga, "FC0000000000");
        bench.chain.Faults.DoubleClock(bench.chain.FrameCount, bit, device);
        bench.Write(Wrcfga, "FC5217A40000");
        CollectionAssert.AreEqual(new[] { near, far }, VuvOfBoth(bench), "doubled");
    }

    [TestMethod]
    public void Scattered_slips_come_at_their_rate()
    {
        ChainBench bench = Measured();
        bench.chain.Faults.ScatterClockSlips(0.1, 3);
        int broken = 0;
        for (int i = 0; i < 5000; i++)
        {
            byte[] reply = bench.Read(Rdcva);
            broken += ChainBench.HasRightPec(reply[..8]) && ChainBench.HasRightPec(reply[8..]) ? 0 : 1;
        }

        Assert.AreEqual(500, bench.chain.Faults.SlipCount, 65);
        Assert.IsTrue(broken > bench.chain.Faults.SlipCount / 2, broken + " frames broken");
        bench.chain.Faults.ScatterClockSlips(0, 3);
        Assert.IsTrue(ChainBench.HasRightPec(bench.Read(Rdcva)[..8]));
    }

    [TestMethod]
    public void Lowest_cut_is_named_and_each_mends_alone()
    {
        ChainBench bench = new ChainBench("ltc6813", 4).Awake();
        bench.chain.Faults.Cut(4);
        bench.chain.Faults.Cut(2);
        Assert.AreEqual(2, bench.chain.Faults.CutBelowDevice);
        bench.chain.Faults.Mend(2);
        Assert.AreEqual(4, bench.chain.Faults.CutBelowDevice);
        bench.chain.Faults.CutBelowDevice = -1;
        Assert.AreEqual(-1, bench.chain.Faults.CutBelowDevice);
    }

    private static ChainBench Measured()
    {
        ChainBench bench = new ChainBench("ltc6811", 2).Awake();
        for (int input = 0; input < 12; input++)
        {
            bench.chain.SetCellMicrovolts(0, input, 3300000 + (input * 12300));
            bench.chain.SetCellMicrovolts(1, input, 4100000 - (input * 32100));
        }

        bench.Write(Wrcfga, "FC0000000000");
        bench.clock.Advance(4400);
        bench.Send(0x360);
        bench.clock.Advance(2500);
        return bench;
    }

    private static int[] VuvOfBoth(ChainBench bench)
    {
        byte[] reply = bench.Read(Rdcfga);
        return [reply[1], reply[9]];
    }

    private static string Bits(byte[] bytes) =>
        string.Concat(bytes.Select(value => Convert.ToString(value, 2).PadLeft(8, '0')));
}
