using System;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Command counter, check words, lost commands, faults on the wire.</summary>
[TestClass]
public class Adbms683xSimFrameTests
{
    private const int Rdcfgb = 0x026;
    private const int Wrcfgb = 0x024;

    [TestMethod]
    public void Counter_wraps_from_63_to_1_and_RSTCC_makes_it_0()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Awake();
        for (int i = 1; i <= 63; i++)
        {
            bench.Send(Adbms683xBench.Snap);
            Assert.AreEqual(i, bench.Counter());
        }

        bench.Send(Adbms683xBench.Snap);
        Assert.AreEqual(1, bench.Counter());
        bench.Send(0x02E);
        Assert.AreEqual(0, bench.Counter());
    }

    [TestMethod]
    public void Command_with_a_wrong_check_word_is_not_counted_and_leaves_a_flag()
    {
        Adbms683xBench bench = new Adbms683xBench(2).Ready();
        bench.Write(0x717, "FFFF0000FFFF");
        byte[] command = Adbms683xBench.Command(Adbms683xBench.Adcv);
        command[3] ^= 2;
        bench.Send(command);
        bench.Wait(2000);
        Assert.AreEqual(2, bench.Counter());
        Assert.AreEqual(0x7FFF, bench.Words(Adbms683xBench.Rdcva)[0]);
        Assert.AreEqual(0x10, bench.Data(Adbms683xBench.Rdstatc)[5], "SPIFLT");
    }

    [TestMethod]
    public void Write_with_a_wrong_check_word_is_refused_and_not_counted_by_that_device_alone()
    {
        Adbms683xBench bench = new Adbms683xBench(2).Awake();

        // Data of the far device, 1, comes first on the wire: its bits are 32 to 95.
        bench.chain.Faults.FlipWriteBit(bench.chain.FrameCount, 40);
        bench.Write(Wrcfgb, "715246000000");
        Assert.AreEqual("715246000000", Convert.ToHexString(bench.Data(Rdcfgb)));
        Assert.AreEqual("000000000000", Convert.ToHexString(bench.Data(Rdcfgb, 1)));
        Assert.AreEqual(1, bench.Counter());
        Assert.AreEqual(0, bench.Counter(1));
    }

    [TestMethod]
    public void Write_reaches_the_far_device_first_and_one_that_is_too_short_leaves_it_alone()
    {
        Adbms683xBench bench = new Adbms683xBench(2).Awake();
        byte[] far = Adbms683xBench.WithPec10(Convert.FromHexString("A10138000000"), 0);
        byte[] near = Adbms683xBench.WithPec10(Convert.FromHexString("715246000000"), 0);
        bench.Send([.. Adbms683xBench.Command(Wrcfgb), .. far, .. near]);
        Assert.AreEqual("715246000000", Convert.ToHexString(bench.Data(Rdcfgb)));
        Assert.AreEqual("A10138000000", Convert.ToHexString(bench.Data(Rdcfgb, 1)));
        bench.Send([.. Adbms683xBench.Command(Wrcfgb), .. far]);
        Assert.AreEqual("A10138000000", Convert.ToHexString(bench.Data(Rdcfgb)));
        Assert.AreEqual(2, bench.Counter());
        Assert.AreEqual(1, bench.Counter(1));
    }

    [TestMethod]
    public void Lost_commands_are_neither_done_nor_counted_and_reads_are_answered()
    {
        Adbms683xBench bench = new Adbms683xBench(2).Ready();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.chain.LoseCommands(1, 2);
        bench.Send(Adbms683xBench.Adcv);
        bench.Write(Wrcfgb, "715246000000");
        bench.Send(Adbms683xBench.Snap);
        bench.Wait(2000);
        Assert.AreEqual(4, bench.Counter());
        Assert.AreEqual(2, bench.Counter(1));
        Assert.AreEqual(0x7FFF, bench.Words(Adbms683xBench.Rdcva, 1)[0]);
        Assert.AreEqual("000000000000", Convert.ToHexString(bench.Data(Rdcfgb, 1)));
        Assert.AreEqual(0x20, bench.Data(0x002, 1)[5], "the third was taken");
    }

    [TestMethod]
    public void Counter_that_was_made_wrong_goes_on_from_there()
    {
        Adbms683xBench bench = new Adbms683xBench(2).Ready();
        bench.chain.SetCounter(1, 40);
        bench.Send(Adbms683xBench.Snap);
        Assert.AreEqual(2, bench.Counter());
        Assert.AreEqual(41, bench.Counter(1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chain.SetCounter(1, 64));
    }

    [TestMethod]
    public void Codes_that_the_chip_does_not_have_are_not_obeyed()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Awake();
        foreach (int code in new[] { 0x000, 0x029A, 0x0713, 0x07FF, 0x040 })
        {
            Assert.IsTrue(bench.Read(code).All(value => value == 0xFF), code.ToString("X3"));
        }

        Assert.AreEqual(0, bench.Counter());
    }

    [TestMethod]
    public void Bit_turned_on_the_way_back_breaks_the_check_word_once()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Awake();
        for (int bit = 32; bit < 96; bit++)
        {
            bench.chain.Faults.FlipReadBit(bench.chain.FrameCount, bit);
            Assert.IsFalse(Adbms683xBench.HasRightPec(bench.Slot(0x002)), "bit " + bit);
            Assert.IsTrue(Adbms683xBench.HasRightPec(bench.Slot(0x002)), "after bit " + bit);
        }

        Assert.AreEqual(64, bench.chain.Faults.InjectedCount);
    }

    [TestMethod]
    public void Clock_edge_that_slips_in_a_write_spoils_the_devices_whose_bytes_lie_before_it()
    {
        foreach (bool dropped in new[] { true, false })
        {
            Adbms683xBench bench = new Adbms683xBench(3).Awake();

            // Of three devices the middle one's bytes are bits 96 to 159.
            int bit = 120;
            long frame = bench.chain.FrameCount;
            if (dropped)
            {
                bench.chain.Faults.DropClock(frame, bit);
            }
            else
            {
                bench.chain.Faults.DoubleClock(frame, bit);
            }

            bench.Write(Wrcfgb, "715246000000");
            CollectionAssert.AreEqual(
                new[] { 1, 0, 0 }, Enumerable.Range(0, 3).Select(bench.Counter).ToArray(), dropped.ToString());
        }
    }

    [TestMethod]
    public void Clock_edge_that_slips_in_a_command_above_a_device_leaves_those_below_alone()
    {
        Adbms683xBench bench = new Adbms683xBench(3).Awake();
        bench.chain.Faults.DropClock(bench.chain.FrameCount, 14, 1);
        bench.Send(Adbms683xBench.Snap);
        CollectionAssert.AreEqual(new[] { 1, 0, 0 }, Enumerable.Range(0, 3).Select(bench.Counter).ToArray());
    }

    [TestMethod]
    public void Clock_edge_that_slips_in_a_long_read_spoils_that_device_and_those_behind_it()
    {
        Adbms683xBench bench = new Adbms683xBench(3).Ready();
        for (int slot = 0; slot < 3; slot++)
        {
            bench.chain.Faults.DropHostClock(bench.chain.FrameCount, 32 + (slot * 34 * 8) + 100);
            byte[] reply = bench.Read(Adbms683xBench.Rdcvall, 32);
            for (int d = 0; d < 3; d++)
            {
                Assert.AreEqual(d < slot, Adbms683xBench.HasRightPec(reply[(34 * d)..(34 * (d + 1))]), slot + " " + d);
            }
        }
    }

    [TestMethod]
    public void Lines_that_stand_never_verify()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Awake();
        foreach (byte level in new byte[] { 0x00, 0xFF })
        {
            bench.chain.Faults.ForceReads(level, 1);
            byte[] slot = bench.Slot(0x002);
            Assert.IsTrue(slot.All(value => value == level));
            Assert.IsFalse(Adbms683xBench.HasRightPec(slot));
        }
    }

    [TestMethod]
    public void Frames_and_bytes_are_counted_and_take_their_bits_over_the_clock()
    {
        Adbms683xBench bench = new Adbms683xBench(3).Awake();
        long frames = bench.chain.FrameCount;
        long bytes = bench.chain.ByteCount;
        long before = bench.clock.MonotonicMicros();
        bench.Read(Adbms683xBench.Rdcvall, 32);
        Assert.AreEqual((4 + (3 * 34)) * 4, bench.clock.MonotonicMicros() - before, "at 2 MHz");
        Assert.AreEqual(1, bench.chain.FrameCount - frames);
        Assert.AreEqual(4 + (3 * 34), bench.chain.ByteCount - bytes);
    }

    [TestMethod]
    public void Read_that_ends_early_gets_what_it_clocked()
    {
        Adbms683xBench bench = new Adbms683xBench(2).Ready();
        byte[] whole = bench.Read(0x002);
        byte[] part = bench.Send([.. Adbms683xBench.Command(0x002), .. Enumerable.Repeat((byte)0xFF, 11)])[4..];
        CollectionAssert.AreEqual(whole[..11], part);
    }
}
