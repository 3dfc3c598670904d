using System;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Sleep, wake-up, idle ports, watchdog, cuts and dead devices.</summary>
[TestClass]
public class Ltc681xSimPowerTests
{
    private const int Wrcfga = 0x001;
    private const int Rdcfga = 0x002;
    private const int Rdcva = 0x004;

    [TestMethod]
    public void Sleeping_chain_reads_as_all_ones_and_is_woken_by_the_frame()
    {
        var bench = new ChainBench("ltc6811", 1);
        Assert.IsTrue(bench.Read(Rdcfga).All(value => value == 0xFF));
        bench.clock.Advance(400);
        Assert.IsTrue(ChainBench.HasRightPec(bench.Read(Rdcfga)));
    }

    [TestMethod]
    public void Wake_up_takes_its_time_in_every_device()
    {
        var bench = new ChainBench("ltc6811", 3);
        bench.chain.Pulse(0);
        bench.clock.Advance(1199);
        Assert.AreEqual(2, DevicesThatAnswer(bench));

        bench = new ChainBench("ltc6811", 3);
        bench.chain.Pulse(0);
        bench.clock.Advance(1200);
        Assert.AreEqual(3, DevicesThatAnswer(bench));
    }

    [TestMethod]
    public void Port_that_was_quiet_for_5500_us_swallows_one_frame_and_is_ready_10_us_later()
    {
        var bench = new ChainBench("ltc6811", 1).Awake();
        Assert.AreEqual(1, DevicesThatAnswer(bench));
        bench.clock.Advance(5500);
        Assert.AreEqual(1, DevicesThatAnswer(bench));
        bench.clock.Advance(5501);
        Assert.AreEqual(0, DevicesThatAnswer(bench));
        Assert.AreEqual(1, DevicesThatAnswer(bench));
    }

    [TestMethod]
    public void Watchdog_takes_configuration_and_results_away()
    {
        var bench = new ChainBench("ltc6811", 1).Awake();
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.Write(Wrcfga, "FC5217A40000");
        bench.clock.Advance(4000);
        bench.Send(0x360);
        bench.clock.Advance(2400);
        Assert.AreEqual(37000, bench.Words(Rdcva, 0)[0]);

        bench.clock.Advance(2000100);
        Assert.IsTrue(bench.chain.IsAsleep(0));
        bench.Awake();
        Assert.AreEqual(0xFFFF, bench.Words(Rdcva, 0)[0]);
        int[] config = bench.Words(Rdcfga, 0);
        Assert.AreEqual(0, config[0] & 4, "REFON after the watchdog");
        Assert.AreEqual(0, config[1], "limits after the watchdog");
    }

    [TestMethod]
    public void Pulses_alone_do_not_feed_the_watchdog()
    {
        var bench = new ChainBench("ltc6811", 1).Awake();
        for (int i = 0; i < 665; i++)
        {
            bench.clock.Advance(3000);
            bench.chain.Pulse(0);
        }

        Assert.IsFalse(bench.chain.IsAsleep(0));
        bench.clock.Advance(5001);
        Assert.IsTrue(bench.chain.IsAsleep(0));
    }

    [TestMethod]
    public void Device_asleep_makes_those_above_it_unreachable()
    {
        var bench = new ChainBench("ltc6811", 4).Awake();
        Assert.AreEqual(4, DevicesThatAnswer(bench));
        bench.chain.PowerCycle(1);
        Assert.AreEqual(1, DevicesThatAnswer(bench));
        bench.Awake();
        Assert.AreEqual(4, DevicesThatAnswer(bench));
    }

    [TestMethod]
    public void Device_that_is_ready_keeps_its_neighbours_wake_up_pulse_to_itself()
    {
        var bench = new ChainBench("ltc6811", 3).Awake();
        bench.chain.PowerCycle(0);
        bench.chain.PowerCycle(2);
        bench.chain.Pulse(0);
        bench.clock.Advance(3000);
        Assert.AreEqual(2, DevicesThatAnswer(bench));
        bench.clock.Advance(400);
        Assert.AreEqual(3, DevicesThatAnswer(bench), "a whole frame was handed on");
    }

    [TestMethod]
    public void Brown_out_takes_every_register_back_to_its_first_values()
    {
        var bench = new ChainBench("ltc6813", 1).Awake();
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.Write(Wrcfga, "FC5217A40000");
        bench.Write(0x024, "0F4000000000");
        bench.clock.Advance(4400);
        foreach (int command in new[] { 0x715, 0x360, 0x560, 0x568 })
        {
            bench.Send(command);
            bench.clock.Advance(4000);
        }

        bench.chain.PowerCycle(0);
        Assert.IsTrue(bench.chain.IsAsleep(0));
        bench.Awake();
        CollectionAssert.AreEqual(new byte[] { 0, 0, 0, 0, 0 }, bench.Read(Rdcfga)[1..6]);
        Assert.AreEqual(0, bench.Read(Rdcfga)[0] & 5, "REFON, ADCOPT");
        CollectionAssert.AreEqual(new byte[] { 0, 0, 0, 0, 0 }, bench.Read(0x026)[1..6]);
        foreach (int group in new[] { 0x004, 0x006, 0x008, 0x00A, 0x009, 0x00B, 0x00C, 0x00E, 0x00D, 0x010 })
        {
            Assert.IsTrue(bench.Words(group, 0).All(word => word == 0xFFFF), "group " + group.ToString("X3"));
        }

        Assert.AreEqual(0xFFFF, bench.Words(0x012, 0)[0]);
        Assert.AreEqual(2, bench.Read(0x012)[5] & 3, "MUXFAIL");
    }

    [TestMethod]
    public void Cut_and_dead_device_end_the_chain_where_they_are()
    {
        var bench = new ChainBench("ltc6811", 4).Awake();
        bench.chain.Faults.CutBelowDevice = 3;
        Assert.AreEqual(3, DevicesThatAnswer(bench));
        bench.chain.SetPowered(1, false);
        Assert.AreEqual(1, DevicesThatAnswer(bench));
        bench.chain.Faults.CutBelowDevice = 0;
        Assert.AreEqual(0, DevicesThatAnswer(bench));
        bench.chain.Faults.CutBelowDevice = -1;
        bench.chain.SetPowered(1, true);
        bench.Awake();
        Assert.AreEqual(4, DevicesThatAnswer(bench));
    }

    [TestMethod]
    public void Transfer_takes_its_bits_over_the_clock()
    {
        var bench = new ChainBench("ltc6811", 2).Awake();
        long before = bench.clock.MonotonicMicros();
        bench.Read(Rdcva);
        Assert.AreEqual(20 * 8, bench.clock.MonotonicMicros() - before);
    }

    [TestMethod]
    public void Seventeen_devices_are_no_chain()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ChainBench("ltc6811", 17));
    }

    private static int DevicesThatAnswer(ChainBench bench)
    {
        byte[] reply = bench.Read(Rdcfga);
        int count = 0;
        while (count < bench.chain.DeviceCount && ChainBench.HasRightPec(reply[(8 * count)..(8 * (count + 1))]))
        {
            count++;
        }

        Assert.IsTrue(reply.Skip(8 * count).All(value => value == 0xFF), "all ones above device " + count);
        return count;
    }
}
