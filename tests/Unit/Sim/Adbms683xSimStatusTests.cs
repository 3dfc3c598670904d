using System;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Flags, limits, plain registers, and the hooks that harm converters.</summary>
[TestClass]
public class Adbms683xSimStatusTests
{
    [TestMethod]
    public void Flag_that_is_forced_survives_a_clear_and_one_that_is_let_go_does_not_come_back()
    {
        foreach (Adbms683xFlag flag in Enum.GetValues<Adbms683xFlag>())
        {
            Adbms683xBench bench = Clean();
            Assert.AreEqual(0, Flags(bench), flag.ToString());
            bench.chain.SetFlag(0, flag, true);
            bench.Write(0x717, "FFFF0000FFFF");
            Assert.AreEqual(1 << (int)flag, Flags(bench), flag.ToString());
            bench.chain.SetFlag(0, flag, false);
            Assert.AreEqual(0, Flags(bench), flag.ToString());
        }
    }

    [TestMethod]
    public void Order_of_the_supply_flags_can_be_turned_round()
    {
        Adbms683xBench bench = Clean();
        bench.chain.Choices.VdeIsBit6 = false;
        bench.chain.SetFlag(0, Adbms683xFlag.SupplyDelta, true);
        Assert.AreEqual(0x8000, Flags(bench));
    }

    [TestMethod]
    public void Sleep_leaves_a_flag_until_it_is_cleared()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Awake();
        Assert.AreEqual(0x0800, Flags(bench));
        bench.Write(0x717, "00000000FFF7");
        Assert.AreEqual(0x0800, Flags(bench), "its bit of the mask was 0");
        bench.Write(0x717, "000000000008");
        Assert.AreEqual(0, Flags(bench));
    }

    [TestMethod]
    [DataRow("01", 0x0100)]
    [DataRow("02", 0x0100)]
    [DataRow("04", 0x0050)]
    [DataRow("0C", 0x00A0)]
    [DataRow("10", 0x0400)]
    [DataRow("60", 0x000F)]
    [DataRow("80", 0x0200)]
    public void Test_bits_raise_the_flags_they_are_for(string flagD, int flags)
    {
        Adbms683xBench bench = Clean();
        bench.Write(0x001, "81" + flagD + "00FF0300");
        Assert.AreEqual(flags, Flags(bench));
        int count = bench.Data(0x033)[5];
        Assert.IsTrue(flagD == "01" ? count > 70 : flagD == "02" ? count < 52 : count is >= 52 and <= 70);
        bench.Write(0x001, Adbms683xBench.ReferenceOn);
        Assert.AreEqual(flags, Flags(bench), "stays until it is cleared");
        bench.Write(0x717, "FFFF0000FFFF");
        Assert.AreEqual(0, Flags(bench));
    }

    [TestMethod]
    [DataRow(5490000, 3000000, 0x80)]
    [DataRow(4500000, 3000000, 0x40)]
    [DataRow(5000000, 3530000, 0x20)]
    [DataRow(5000000, 2750000, 0x10)]
    [DataRow(5480000, 3520000, 0x00)]
    [DataRow(4520000, 2760000, 0x00)]
    public void Supplies_outside_their_windows_raise_flags(int analogue, int digital, int flags)
    {
        Adbms683xBench bench = Clean();
        bench.chain.SetSupplyMicrovolts(0, analogue, digital);
        Assert.AreEqual(flags, Flags(bench));
    }

    [TestMethod]
    public void Oscillator_that_drifts_is_counted_and_flagged()
    {
        Adbms683xBench bench = Clean();
        bench.chain.SetOscillatorCount(0, 71);
        Assert.AreEqual(71, bench.Data(0x033)[5]);
        Assert.AreEqual(0x0100, Flags(bench));
    }

    [TestMethod]
    public void Die_that_gets_too_hot_loses_the_configuration_and_says_so()
    {
        Adbms683xBench bench = Clean();
        bench.Write(0x024, "715246000000");
        bench.chain.SetDieDeciC(0, 1499);
        Assert.AreEqual(0, Flags(bench));
        bench.chain.SetDieDeciC(0, 1500);
        Assert.AreEqual("010000FF0300", Convert.ToHexString(bench.Data(0x002)));
        Assert.AreEqual("000000000000", Convert.ToHexString(bench.Data(0x026)));
        Assert.AreEqual(0x0400, Flags(bench));
        bench.chain.SetDieDeciC(0, 600);
        Assert.AreEqual(0x0400, Flags(bench));
    }

    [TestMethod]
    public void Status_C_with_error_injection_has_a_check_word_that_is_wrong_by_one_bit()
    {
        Adbms683xBench bench = Clean();
        byte[] slot = bench.Slot(0x072);
        Assert.IsFalse(Adbms683xBench.HasRightPec(slot));
        slot[7] ^= 1;
        Assert.IsTrue(Adbms683xBench.HasRightPec(slot));
        bench.chain.Choices.ErrorInjectionBreaksPec = false;
        Assert.IsTrue(Adbms683xBench.HasRightPec(bench.Slot(0x072)));
    }

    [TestMethod]
    public void Limit_flags_stay_until_they_are_cleared_or_follow_if_so_chosen()
    {
        foreach (bool latches in new[] { true, false })
        {
            Adbms683xBench bench = Clean();
            bench.chain.Choices.LatchesLimitFlags = latches;
            bench.Write(0x024, "715246000000");
            bench.chain.SetAllCellsMicrovolts(3600000);
            bench.chain.SetCellMicrovolts(0, 2, 2900000);
            bench.chain.SetCellMicrovolts(0, 9, 4300000);
            bench.Send(Adbms683xBench.AdcvContinuous);
            bench.Wait(1000);
            Assert.AreEqual("10000800", Limits(bench));
            bench.chain.SetAllCellsMicrovolts(3600000);
            bench.Wait(2000);
            Assert.AreEqual(latches ? "10000800" : "00000000", Limits(bench));
            bench.Write(0x715, "100000000000");
            Assert.AreEqual(latches ? "00000800" : "00000000", Limits(bench));
        }
    }

    [TestMethod]
    public void Broken_filter_spoils_average_and_filter_and_not_the_rounds()
    {
        Adbms683xBench bench = Clean();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.chain.SetFilterBroken(0, true);
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.Wait(9000);
        Assert.AreEqual(3600000, bench.Microvolts(Adbms683xBench.Rdcvall)[4]);
        Assert.AreEqual(76800, Math.Abs(bench.Microvolts(Adbms683xBench.Rdacall)[4] - 3600000));
        Assert.AreEqual(76800, Math.Abs(bench.Microvolts(Adbms683xBench.Rdfcall)[4] - 3600000));
        bench.chain.SetFilterBroken(0, false);
        bench.Wait(9000);
        Assert.AreEqual(3600000, bench.Microvolts(Adbms683xBench.Rdacall)[4]);
        Assert.AreEqual(3600000, bench.Microvolts(Adbms683xBench.Rdfcall)[4]);
    }

    [TestMethod]
    public void Converters_that_stop_leave_old_results_and_a_counter_that_stands()
    {
        Adbms683xBench bench = Clean();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.Wait(5000);
        bench.chain.StopConverters(0, true);
        bench.chain.SetAllCellsMicrovolts(4000000);
        bench.Wait(2000);
        byte[] before = bench.Data(Adbms683xBench.Rdstatc);
        bench.Send(Adbms683xBench.Adax);
        bench.Wait(20000);
        CollectionAssert.AreEqual(before, bench.Data(Adbms683xBench.Rdstatc));
        Assert.AreEqual(3600000, bench.Microvolts(Adbms683xBench.Rdcvall)[0]);
        Assert.AreEqual(0x7FFF, bench.Words(0x019)[0]);
        Assert.AreEqual(0, bench.Send([.. Adbms683xBench.Command(0x71E), 0xFF])[4], "busy");

        bench.chain.StopConverters(0, false);
        bench.Wait(18000);
        Assert.AreEqual(4000050, bench.Microvolts(Adbms683xBench.Rdcvall)[0], 75);
        Assert.AreEqual(-10000, bench.Words(0x019)[0]);
    }

    [TestMethod]
    public void Slow_converters_take_longer()
    {
        Adbms683xBench bench = Clean();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.chain.SetConversionPercent(0, 120);
        bench.Send(Adbms683xBench.Adcv);
        bench.Wait(1150);
        Assert.AreEqual(0x7FFF, bench.Words(Adbms683xBench.Rdcva)[0]);
        bench.Wait(50);
        Assert.AreEqual(14000, bench.Words(Adbms683xBench.Rdcva)[0]);
    }

    [TestMethod]
    public void Cell_that_is_stuck_keeps_its_code_in_the_C_ADC_alone()
    {
        Adbms683xBench bench = Clean();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.chain.SetCellStuck(0, 1, true);
        bench.chain.SetAllCellsMicrovolts(3900000);
        bench.Send(Adbms683xBench.Adcv | 0x100);
        bench.Wait(9000);
        CollectionAssert.AreEqual(new[] { 16000, 14000, 16000 }, bench.Words(Adbms683xBench.Rdcva));
        CollectionAssert.AreEqual(new[] { 16000, 16000, 16000 }, bench.Words(0x003));
        Assert.AreEqual(2, bench.Data(Adbms683xBench.Rdstatc)[0]);
        bench.chain.SetCellStuck(0, 1, false);
        bench.Send(Adbms683xBench.Adcv);
        bench.Wait(1000);
        Assert.AreEqual(16000, bench.Words(Adbms683xBench.Rdcva)[1]);
    }

    [TestMethod]
    public void Noise_has_the_deviation_that_was_asked_for_and_repeats_with_its_seed()
    {
        double[] first = Noise(3);
        CollectionAssert.AreEqual(first, Noise(3));
        CollectionAssert.AreNotEqual(first, Noise(4));
        double mean = first.Average();
        double deviation = Math.Sqrt(first.Average(value => (value - mean) * (value - mean)));
        Assert.AreEqual(3600000, mean, 60);
        Assert.AreEqual(1000, deviation, 60);
    }

    [TestMethod]
    public void Registers_that_a_read_only_box_leaves_alone_are_kept_and_zero_at_first()
    {
        Adbms683xBench bench = Clean();
        foreach ((int write, int read) in new[] { (0x020, 0x022), (0x021, 0x023), (0x721, 0x722) })
        {
            Assert.AreEqual("000000000000", Convert.ToHexString(bench.Data(read)));
            bench.Write(write, "123456789ABC");
            Assert.AreEqual("123456789ABC", Convert.ToHexString(bench.Data(read)));
        }

        bench.Send(0x028);
        Assert.AreEqual(0x10, bench.Data(0x002)[5], "MUTE_ST");
        bench.Send(0x029);
        Assert.AreEqual(0x00, bench.Data(0x002)[5]);
        bench.Write(0x001, "FFFFFFFFFFFF");
        Assert.AreEqual("87FFF8FF030F", Convert.ToHexString(bench.Data(0x002)), "states are no switches");
    }

    [TestMethod]
    public void Retention_register_takes_one_write_after_it_was_unlocked_and_outlives_sleep()
    {
        Adbms683xBench bench = Clean();
        bench.Write(0x039, "010203040506");
        Assert.AreEqual("000000000000", Convert.ToHexString(bench.Data(0x03A)));
        bench.Send(0x038);
        bench.Write(0x039, "010203040506");
        bench.Write(0x039, "0A0B0C0D0E0F");
        bench.clock.Advance(3000000);
        bench.Awake();
        Assert.AreEqual("010203040506", Convert.ToHexString(bench.Data(0x03A)));
    }

    [TestMethod]
    public void Serial_numbers_differ()
    {
        var bench = new Adbms683xBench(3);
        bench.Awake();
        string[] numbers = [.. Enumerable.Range(0, 3).Select(d => Convert.ToHexString(bench.Data(0x02C, d)))];
        Assert.AreEqual(3, numbers.Distinct().Count());
        Assert.IsFalse(numbers.Contains("000000000000"));
    }

    private static double[] Noise(ulong seed)
    {
        var bench = new Adbms683xBench(1, seed);
        bench.Ready();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.chain.SetNoiseMicrovoltsRms(0, 1000);
        bench.Send(Adbms683xBench.AdcvContinuous);
        double[] values = new double[100 * 16];
        for (int round = 0; round < 100; round++)
        {
            bench.Wait(1000);
            Array.ConvertAll(bench.Microvolts(Adbms683xBench.Rdcvall), value => (double)value).CopyTo(values, 16 * round);
        }

        return values;
    }

    private static int Flags(Adbms683xBench bench) => BitConverter.ToUInt16(bench.Data(Adbms683xBench.Rdstatc), 4);

    private static string Limits(Adbms683xBench bench) => Convert.ToHexString(bench.Data(0x033)[..4]);

    private static Adbms683xBench Clean()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Ready();
        bench.Write(0x717, "FFFF0000FFFF");
        return bench;
    }
}
