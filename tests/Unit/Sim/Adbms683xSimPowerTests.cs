using System;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Sleep, wake-up, idle ports, watchdog, resets, cuts, dead devices, and the bridge at the far end.</summary>
[TestClass]
public class Adbms683xSimPowerTests
{
    private const int Rdcfga = 0x002;
    private const int Rdsid = 0x02C;

    [TestMethod]
    public void Wake_up_takes_its_time_in_every_device_from_either_end()
    {
        foreach (bool fromFar in new[] { false, true })
        {
            Adbms683xBench bench = At(new Adbms683xBench(3), fromFar);
            bench.Bus.Pulse(0);
            bench.clock.Advance(1499);
            Assert.AreEqual(2, Answering(bench));

            bench = At(new Adbms683xBench(3), fromFar);
            bench.Bus.Pulse(0);
            bench.clock.Advance(1500);
            Assert.AreEqual(3, Answering(bench));
        }
    }

    [TestMethod]
    public void Port_that_was_quiet_for_5500_us_swallows_one_frame_and_is_ready_10_us_later()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Awake();
        bench.clock.Advance(4900);
        Assert.AreEqual(1, Answering(bench));
        bench.clock.Advance(5501);
        Assert.AreEqual(0, Answering(bench));
        Assert.AreEqual(1, Answering(bench));
    }

    [TestMethod]
    public void Watchdog_takes_configuration_results_and_counter_away()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Ready();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.Write(0x024, "715246000000");
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.Wait(1999000);
        Assert.IsFalse(bench.chain.IsAsleep(0));
        bench.Wait(2000);
        Assert.IsTrue(bench.chain.IsAsleep(0));
        bench.Awake();
        Assert.AreEqual("010000FF0300", Convert.ToHexString(bench.Data(Rdcfga)));
        Assert.AreEqual("000000000000", Convert.ToHexString(bench.Data(0x026)));
        Assert.AreEqual(0, bench.Counter());
        bench.Wait(20000);
        foreach (int read in new[] { 0x004, 0x044, 0x012, 0x003, 0x019, 0x01C, 0x030, 0x031 })
        {
            Assert.AreEqual(0x7FFF, bench.Words(read)[0], read.ToString("X3"));
        }
    }

    [TestMethod]
    public void Soft_reset_is_like_sleep_and_can_be_woken_after_50_ms()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Ready();
        bench.Send(0x027);
        bench.clock.Advance(49000);
        bench.Awake();
        Assert.AreEqual(0, Answering(bench));
        bench.clock.Advance(2000);
        bench.Awake();
        Assert.AreEqual(1, Answering(bench));
        Assert.AreEqual(0, bench.Counter());
        Assert.AreEqual(0x01, bench.Data(Rdcfga)[0], "REFON");
    }

    [TestMethod]
    public void Power_cycle_leaves_one_device_with_power_on_values_and_those_above_unreachable_until_it_wakes()
    {
        Adbms683xBench bench = new Adbms683xBench(4).Ready();
        bench.chain.PowerCycle(1);
        Assert.AreEqual(1, Answering(bench));
        bench.Awake();
        Assert.AreEqual(4, Answering(bench));
        CollectionAssert.AreEqual(new[] { 1, 0, 1, 1 }, Enumerable.Range(0, 4).Select(bench.Counter).ToArray());
    }

    [TestMethod]
    public void Far_end_sees_the_same_devices_in_the_other_order()
    {
        Adbms683xBench bench = new Adbms683xBench(3).Ready();
        string[] near = Serials(bench);
        At(bench, true);
        CollectionAssert.AreEqual(near.Reverse().ToArray(), Serials(bench));

        byte[][] data = [.. new[] { "715246000000", "A10138000000", "065F46000000" }
            .Select(text => Adbms683xBench.WithPec10(Convert.FromHexString(text), 0))];
        bench.Send([.. Adbms683xBench.Command(0x024), .. data[0], .. data[1], .. data[2]]);
        At(bench, false);
        Assert.AreEqual("715246000000", Convert.ToHexString(bench.Data(0x026, 0)), "farthest from the far end");
        Assert.AreEqual("A10138000000", Convert.ToHexString(bench.Data(0x026, 1)));
        Assert.AreEqual("065F46000000", Convert.ToHexString(bench.Data(0x026, 2)));
    }

    [TestMethod]
    public void Both_ends_share_clock_and_counts()
    {
        Adbms683xBench bench = new Adbms683xBench(2).Ready();
        long frames = bench.chain.FrameCount;
        long bytes = bench.chain.ByteCount;
        At(bench, true).Read(Rdcfga);
        At(bench, false).Read(Rdcfga);
        Assert.AreEqual(2, bench.chain.FrameCount - frames);
        Assert.AreEqual(40, bench.chain.ByteCount - bytes);
        Assert.AreEqual(bench.chain.ClockHz, bench.chain.FarEnd.ClockHz);
    }

    [TestMethod]
    public void Cut_leaves_each_end_its_part()
    {
        for (int cut = 0; cut < 4; cut++)
        {
            Adbms683xBench bench = new Adbms683xBench(4).Ready();
            bench.chain.Faults.CutBelowDevice = cut;
            Assert.AreEqual(cut, Answering(bench));
            Assert.AreEqual(4 - cut, Answering(At(bench, true)));
        }

        Adbms683xBench twice = new Adbms683xBench(4).Ready();
        twice.chain.Faults.Cut(1);
        twice.chain.Faults.Cut(3);
        Assert.AreEqual(1, Answering(twice));
        Assert.AreEqual(1, Answering(At(twice, true)));
        twice.chain.Faults.CutBelowDevice = 4;
        Assert.AreEqual(0, Answering(twice), "the wire to the far bridge");
        Assert.AreEqual(4, Answering(At(twice, false)));
    }

    [TestMethod]
    public void Dead_device_ends_the_chain_from_both_sides()
    {
        Adbms683xBench bench = new Adbms683xBench(4).Ready();
        bench.chain.SetPowered(1, false);
        Assert.AreEqual(1, Answering(bench));
        Assert.AreEqual(2, Answering(At(bench, true)));
        bench.chain.SetPowered(1, true);
        Assert.AreEqual(2, Answering(bench), "it sleeps");
        bench.Awake();
        Assert.AreEqual(4, Answering(bench));
    }

    [TestMethod]
    public void Cut_chain_falls_asleep_above_the_cut_and_is_woken_from_the_far_end()
    {
        Adbms683xBench bench = new Adbms683xBench(3).Ready();
        bench.chain.Faults.CutBelowDevice = 1;
        for (int i = 0; i < 3; i++)
        {
            bench.Wait(1000000);
            bench.Read(Rdcfga);
        }

        Assert.IsFalse(bench.chain.IsAsleep(0));
        Assert.IsTrue(bench.chain.IsAsleep(1));
        At(bench, true).Awake();
        Assert.AreEqual(2, Answering(bench));
        Assert.AreEqual(0, bench.Counter(0), "device 2");
        Assert.AreEqual(1, At(bench, false).Counter(0), "device 0 was awake all along");
    }

    [TestMethod]
    public void Chain_takes_one_to_sixteen_devices_and_up_to_2_MHz()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Adbms683xBench(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Adbms683xBench(17));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new Adbms683xSimChain(new ManualClock(), Adbms683xPart.Ades1830, 1, clockHz: 2000001));
        foreach (string name in new[] { "adbms6830", "ades1830" })
        {
            SimChip chip = SimCatalogue.Find(name)!;
            ISimChain chain = chip.Make(new SimChainPlan(new ManualClock(), 16));
            Assert.AreEqual(name, chain.Chip);
            Assert.AreEqual(16, chain.CellInputs);
            Assert.AreEqual(9, chain.GpioInputs);
            Assert.AreEqual(2000000, chain.ClockHz);
            Assert.AreEqual(2, chain.ConverterCount);
        }
    }

    [TestMethod]
    public void Ten_seconds_of_twelve_devices_at_1_kHz_keep_every_round()
    {
        Adbms683xBench bench = new Adbms683xBench(12).Ready();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.Send(Adbms683xBench.AdcvContinuousRedundant);
        byte[] snap = Adbms683xBench.Command(Adbms683xBench.Snap);
        byte[] unsnap = Adbms683xBench.Command(Adbms683xBench.Unsnap);
        byte[] read = [.. Adbms683xBench.Command(Adbms683xBench.Rdcvall), .. Enumerable.Repeat((byte)0xFF, 12 * 34)];
        byte[] reply = new byte[read.Length];
        long end = bench.clock.MonotonicMicros() + 10000000;
        int cycles = 0;
        while (bench.clock.MonotonicMicros() < end)
        {
            bench.chain.SetCellMicrovolts(cycles % 12, cycles % 16, 3000000 + cycles);
            bench.chain.Transfer(snap, reply, 4);
            bench.chain.Transfer(read, reply, read.Length);
            bench.chain.Transfer(unsnap, reply, 4);
            cycles++;
        }

        Assert.IsTrue(cycles > 5900, cycles.ToString());
        byte[] status = bench.Data(Adbms683xBench.Rdstatc, 11);
        Assert.AreEqual(10000 % 2048, (status[2] << 6) | (status[3] >> 2), 3);
    }

    private static string[] Serials(Adbms683xBench bench) =>
        [.. Enumerable.Range(0, bench.chain.DeviceCount).Select(d => Convert.ToHexString(bench.Data(Rdsid, d)))];

    private static Adbms683xBench At(Adbms683xBench bench, bool fromFar)
    {
        bench.Bus = fromFar ? bench.chain.FarEnd : bench.chain;
        return bench;
    }

    private static int Answering(Adbms683xBench bench)
    {
        byte[] reply = bench.Read(Rdcfga);
        int count = 0;
        while (count < bench.chain.DeviceCount && Adbms683xBench.HasRightPec(reply[(8 * count)..(8 * (count + 1))]))
        {
            count++;
        }

        Assert.IsTrue(reply.Skip(8 * count).All(value => value == 0xFF), "all ones above device " + count);
        return count;
    }
}
