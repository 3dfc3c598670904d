using System;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>A simulated chain with a bridge at each end: what is broken costs itself, and nothing else.</summary>
[TestClass]
public class Ltc681xFarEndTests
{
    [TestMethod]
    public void Cut_wire_costs_no_reading_in_the_very_sample_that_finds_it()
    {
        foreach (int devices in new[] { 1, 2, 5, 16 })
        {
            for (int cut = 0; cut < devices; cut++)
            {
                string context = devices + " devices, cut below " + cut;
                SimBench bench = Running(devices);
                Assert.AreEqual(devices, bench.chain.Findings.firstNotNear, context);
                bench.chips.Faults.CutBelowDevice = cut;
                bench.NewTruth();
                Assert.IsLessThanOrEqualTo(AfeStatus.Retried, bench.Read(), context);
                bench.MustBeWhole(context);
                int retries = bench.chain.RetryCount;
                for (int i = 0; i < 8; i++)
                {
                    bench.NewTruth();
                    Assert.AreEqual(AfeStatus.Ok, bench.Read(), context);
                    bench.MustBeWhole(context);
                    Assert.AreEqual(cut, bench.chain.Findings.firstNotNear, context);
                    Assert.AreEqual(0, bench.chain.Findings.NotReachedMask, context);
                }

                Assert.AreEqual(retries, bench.chain.RetryCount, context + ": a known break costs no repeats");
                bench.chips.Faults.CutBelowDevice = -1;
                bench.ComeBack(context);
                Assert.AreEqual(devices, bench.chain.Findings.firstNotNear, context + ", mended");
            }
        }
    }

    [TestMethod]
    public void Dead_device_costs_itself_alone_and_comes_back_by_itself()
    {
        for (int dead = 0; dead < 5; dead++)
        {
            SimBench bench = Running(5);
            bench.chips.SetPowered(dead, false);
            for (int i = 0; i < 12; i++)
            {
                bench.NewTruth();
                long before = bench.clock.MonotonicMicros();
                Assert.AreEqual(AfeStatus.NoReply, bench.Read());
                Assert.IsLessThan(before + 100000 + 60000, bench.clock.MonotonicMicros(), "a dead device costs bounded time");
                bench.MustBeTrue();
                for (int d = 0; d < 5; d++)
                {
                    bench.DeviceMustBe(d, d == dead ? Quality.NoReply : Quality.Good);
                }

                Assert.AreEqual(dead, bench.chain.Findings.firstNotNear);
                Assert.AreEqual(1 << dead, bench.chain.Findings.NotReachedMask);
            }

            bench.chips.SetPowered(dead, true);
            bench.ComeBack("device " + dead);
            Assert.AreEqual(5, bench.chain.Findings.firstNotNear);
            Assert.AreEqual(0, bench.chain.Findings.NotReachedMask);
        }
    }

    [TestMethod]
    public void Part_between_two_breaks_is_lost_and_said_so()
    {
        SimBench bench = Running(6);
        bench.chips.Faults.Cut(2);
        bench.chips.Faults.Cut(4);
        for (int i = 0; i < 10; i++)
        {
            bench.NewTruth();
            bench.Read();
            bench.MustBeTrue();
            for (int d = 0; d < 6; d++)
            {
                bench.DeviceMustBe(d, d is 2 or 3 ? Quality.NoReply : Quality.Good);
            }

            Assert.AreEqual(2, bench.chain.Findings.firstNotNear);
            Assert.AreEqual(0b1100, bench.chain.Findings.NotReachedMask);
        }

        bench.chips.Faults.Mend(2);
        bench.ComeBack();
        Assert.AreEqual(4, bench.chain.Findings.firstNotNear);
        bench.chips.Faults.Mend(4);
        bench.ComeBack();
        Assert.AreEqual(6, bench.chain.Findings.firstNotNear);
    }

    [TestMethod]
    public void Break_that_moves_is_followed()
    {
        SimBench bench = Running(6);
        int at = -1;
        foreach (int cut in new[] { 3, 1, 5, 0, 4 })
        {
            bench.chips.Faults.Cut(cut);
            if (at >= 0)
            {
                bench.chips.Faults.Mend(at);
            }

            at = cut;
            for (int i = 0; i < 8; i++)
            {
                bench.NewTruth();
                bench.Read();
                bench.MustBeTrue("cut below " + cut);
            }

            bench.MustBeWhole("cut below " + cut);
            Assert.AreEqual(cut, bench.chain.Findings.firstNotNear);
        }
    }

    [TestMethod]
    public void Cut_chain_starts_and_wakes_from_sleep_at_both_ends()
    {
        for (int cut = 0; cut < 4; cut++)
        {
            var bench = new SimBench("adbms1818", ChainBytes.Layout(4, 18, 5), farEnd: true);
            bench.chips.Faults.CutBelowDevice = cut;
            Assert.AreEqual(AfeStatus.Ok, bench.chain.Start(), "cut below " + cut);
            foreach (int pause in new[] { 1000, 4300, 100000, 1790000, 2500000, 60000000 })
            {
                bench.NewTruth();
                byte status = bench.Read(pause);
                Assert.AreEqual(pause > 2000000 ? AfeStatus.Reconfigured : AfeStatus.Ok, status, "after " + pause);
                bench.MustBeWhole("after " + pause);
            }
        }
    }

    [TestMethod]
    public void Configuration_lost_behind_the_break_is_written_from_the_far_end()
    {
        SimBench bench = Running(5);
        bench.chips.Faults.CutBelowDevice = 2;
        bench.Read();
        for (int d = 0; d < 5; d++)
        {
            bench.chips.OverheatOnce(d);
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Reconfigured, bench.Read());
            Assert.AreEqual(AfeStatus.Reconfigured, bench.sample.deviceStatus[d]);
            bench.MustBeWhole("device " + d);
        }
    }

    [TestMethod]
    public void Broken_chain_is_read_nearly_as_fast_as_a_whole_one()
    {
        // A frame more for every one, four bytes each, and the whole margin of the conversion: it is not polled.
        SimBench bench = Running(6);
        double whole = MeanCycle(bench);
        bench.chips.Faults.CutBelowDevice = 3;
        bench.Read();
        double broken = MeanCycle(bench);
        Assert.IsTrue(broken > whole && broken < whole * 1.12, whole + " whole, " + broken + " broken");
    }

    [TestMethod]
    public void Noise_cuts_and_dead_devices_together_never_make_a_wrong_reading_good()
    {
        long good = 0;
        for (int seed = 1; seed <= 10; seed++)
        {
            var random = new Random(seed);
            SimBench bench = SimBench.Running("ltc6812", 5, 9, null, seed, true);
            bench.chips.Faults.ScatterReadBits(1000, (ulong)seed);
            bench.chips.Faults.ScatterWriteBits(300, (ulong)seed);
            for (int i = 0; i < 150; i++)
            {
                int device = random.Next(5);
                switch (random.Next(8))
                {
                    case 0:
                        bench.chips.Faults.Cut(device);
                        break;
                    case 1 or 2:
                        bench.chips.Faults.Mend(device);
                        break;
                    case 3:
                        bench.chips.SetPowered(device, false);
                        break;
                    case 4 or 5:
                        bench.chips.SetPowered(device, true);
                        break;
                    case 6:
                        bench.chips.LoseCommands(device, 1 + random.Next(6));
                        break;
                }

                bench.NewTruth();
                bench.Read(random.Next(120000));
                good += bench.MustBeTrue("seed " + seed + ", sample " + i);
            }

            bench.chips.Faults.End();
            for (int d = 0; d < 5; d++)
            {
                bench.chips.Faults.Mend(d);
                bench.chips.SetPowered(d, true);
                bench.chips.LoseCommands(d, 0);
            }

            bench.ComeBack("seed " + seed);
        }

        Assert.IsGreaterThan(10 * 150 * 75 / 5, good, "too little was read to prove anything");
    }

    [TestMethod]
    public void Chip_with_one_direction_refuses_a_far_bus()
    {
        var bus = new ScriptedBus();
        var refused = Assert.ThrowsExactly<ArgumentException>(() => new Ltc681xChain(bus, bus, bus,
            ChainBytes.Layout(2, 12, 0), Ltc681xFamily.Model("ltc6811"), new Ltc681xConfig()));
        StringAssert.Contains(refused.Message, "ltc6811");
    }

    private static SimBench Running(int devices)
    {
        return SimBench.Running("ltc6813", devices, 3, null, 1, true);
    }

    private static double MeanCycle(SimBench bench)
    {
        long before = bench.clock.MonotonicMicros();
        for (int i = 0; i < 400; i++)
        {
            Assert.AreEqual(AfeStatus.Ok, bench.Read(0));
        }

        return (bench.clock.MonotonicMicros() - before) / 400.0;
    }
}
