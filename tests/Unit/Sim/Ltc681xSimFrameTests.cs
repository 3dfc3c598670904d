using System;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Check words, faults on the wire, and registers that read back differently from what was written.</summary>
[TestClass]
public class Ltc681xSimFrameTests
{
    private const int Wrcfga = 0x001;
    private const int Rdcfga = 0x002;
    private const int Rdcva = 0x004;

    [TestMethod]
    public void Read_with_a_wrong_command_PEC_is_answered_with_all_ones()
    {
        ChainBench bench = new ChainBench("ltc6811", 2).Awake();
        bench.chain.Faults.FlipWriteBit(bench.chain.FrameCount, 20);
        Assert.IsTrue(bench.Read(Rdcfga).All(value => value == 0xFF));
        Assert.AreEqual(1, bench.chain.Faults.InjectedCount);
        Assert.IsTrue(ChainBench.HasRightPec(bench.Read(Rdcfga)[..8]));
    }

    [TestMethod]
    public void Write_with_a_wrong_data_PEC_is_refused_by_that_device_alone()
    {
        ChainBench bench = new ChainBench("ltc6811", 2).Awake();

        // Data of the far device, 1, comes first on the wire: its bits are 32 to 95.
        bench.chain.Faults.FlipWriteBit(bench.chain.FrameCount, 40);
        bench.Write(Wrcfga, "FC5217A40000");
        Assert.AreEqual(0x5204, Masked(bench.Words(Rdcfga, 0)));
        Assert.AreEqual(0x0000, Masked(bench.Words(Rdcfga, 1)));
    }

    [TestMethod]
    public void Write_that_is_too_short_leaves_the_far_device_alone()
    {
        ChainBench bench = new ChainBench("ltc6811", 2).Awake();
        byte[] group = ChainBench.WithPec(Convert.FromHexString("FC5217A40000"));
        bench.Send([.. ChainBench.Command(Wrcfga), .. group]);
        Assert.AreEqual(0x5204, Masked(bench.Words(Rdcfga, 0)));
        Assert.AreEqual(0x0000, Masked(bench.Words(Rdcfga, 1)));
    }

    [TestMethod]
    public void Bit_turned_on_the_way_back_breaks_the_check_word_once()
    {
        ChainBench bench = new ChainBench("ltc6811", 1).Awake();
        for (int bit = 32; bit < 96; bit++)
        {
            bench.chain.Faults.FlipReadBit(bench.chain.FrameCount, bit);
            byte[] harmed = bench.Read(Rdcfga);

            // The lowest bit of the check word carries nothing, but is 0 in a right frame.
            Assert.IsFalse(ChainBench.HasRightPec(harmed), "bit " + bit);
            Assert.IsTrue(ChainBench.HasRightPec(bench.Read(Rdcfga)), "after bit " + bit);
        }

        Assert.AreEqual(64, bench.chain.Faults.InjectedCount);
    }

    [TestMethod]
    public void Forced_frames_are_all_ones_or_all_zeros_and_never_verify()
    {
        ChainBench bench = new ChainBench("ltc6811", 1).Awake();
        bench.chain.Faults.ForceReads(0x00, 1);
        byte[] zeros = bench.Read(Rdcfga);
        Assert.IsTrue(zeros.All(value => value == 0));
        Assert.IsFalse(ChainBench.HasRightPec(zeros));
        bench.chain.Faults.ForceReads(0xFF, 2);
        Assert.IsFalse(ChainBench.HasRightPec(bench.Read(Rdcfga)));
        Assert.IsFalse(ChainBench.HasRightPec(bench.Read(Rdcfga)));
        Assert.IsTrue(ChainBench.HasRightPec(bench.Read(Rdcfga)));
    }

    [TestMethod]
    public void Scattered_bits_repeat_with_their_seed()
    {
        Assert.AreEqual(ScatterCount(7), ScatterCount(7));
        Assert.AreNotEqual(0, ScatterCount(7));
    }

    [TestMethod]
    public void GPIO_bits_read_the_pins_and_DTEN_can_not_be_written()
    {
        ChainBench bench = new ChainBench("ltc6811", 1).Awake();
        bench.chain.SetGpioMicrovolts(0, 0, 3000000);
        bench.chain.SetGpioMicrovolts(0, 2, 3000000);
        bench.Write(Wrcfga, "FE0000000000");
        Assert.AreEqual(0x2C, bench.Read(Rdcfga)[0], "pins 1 and 3 high, REFON");

        bench.Write(Wrcfga, "F40000000000");
        Assert.AreEqual(0x24, bench.Read(Rdcfga)[0], "pull-down of GPIO 1");
        bench.Write(Wrcfga, "DC0000000000");
        Assert.AreEqual(0x0C, bench.Read(Rdcfga)[0], "pull-down of GPIO 3");
        bench.chain.SetDischargeTimerPin(0, true);
        Assert.AreEqual(0x0E, bench.Read(Rdcfga)[0]);
    }

    [TestMethod]
    public void Group_that_the_part_does_not_have_reads_as_all_ones()
    {
        ChainBench small = new ChainBench("ltc6811", 1).Awake();
        Assert.IsTrue(small.Read(0x009).All(value => value == 0xFF), "cell group E of a 6811");
        Assert.IsTrue(small.Read(0x026).All(value => value == 0xFF), "configuration B of a 6811");
        ChainBench large = new ChainBench("ltc6812", 1).Awake();
        Assert.IsTrue(ChainBench.HasRightPec(large.Read(0x009)), "cell group E of a 6812");
        Assert.IsFalse(ChainBench.HasRightPec(large.Read(0x00B)), "cell group F of a 6812");
    }

    [TestMethod]
    public void Configuration_B_keeps_what_the_part_has()
    {
        ChainBench bench = new ChainBench("ltc6813", 1).Awake();
        for (int gpio = 5; gpio < 9; gpio++)
        {
            bench.chain.SetGpioMicrovolts(0, gpio, 3000000);
        }

        bench.Write(0x024, "FFFF12345678");
        CollectionAssert.AreEqual(new byte[] { 0xFF, 0x7F, 0, 0, 0, 0 }, bench.Read(0x026)[..6]);
        bench.Send(0x028);
        Assert.AreEqual(0xFF, bench.Read(0x026)[1], "MUTE shows");
    }

    private static int Masked(int[] config) => config[0] & 0xFF04;

    private static long ScatterCount(ulong seed)
    {
        ChainBench bench = new ChainBench("ltc6811", 8).Awake();
        bench.chain.Faults.ScatterReadBits(500, seed);
        for (int i = 0; i < 500; i++)
        {
            bench.Read(Rdcva);
        }

        return bench.chain.Faults.InjectedCount;
    }
}
