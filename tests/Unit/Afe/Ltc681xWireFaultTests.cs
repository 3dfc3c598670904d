using System;
using System.Collections.Generic;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>
/// The driver on simulated chips whose wires, supply or box fail. Safety first: no reading that is called good may differ from
/// what the cell had. Then liveness: once it stops, the chain comes back by itself.
/// </summary>
[TestClass]
public class Ltc681xWireFaultTests
{
    [TestMethod]
    public void Devices_below_a_dead_one_stay_good_and_it_comes_back_by_itself()
    {
        foreach (string chip in new[] { "ltc6811", "ltc6813" })
        {
            for (int dead = 0; dead < 5; dead++)
            {
                SimBench bench = SimBench.Running(chip, 5);
                bench.chips.SetPowered(dead, false);
                bench.LoseDevicesFrom(dead);
                bench.chips.SetPowered(dead, true);
                bench.ComeBack();
            }
        }
    }

    [TestMethod]
    public void Cut_chain_is_good_up_to_the_cut_and_comes_back_by_itself()
    {
        for (int cut = 0; cut < 16; cut += 3)
        {
            SimBench bench = SimBench.Running("ltc6811", 16);
            bench.chips.Faults.CutBelowDevice = cut;
            bench.LoseDevicesFrom(cut);
            bench.chips.Faults.CutBelowDevice = -1;
            bench.ComeBack();
        }
    }

    [TestMethod]
    public void Noisy_line_costs_a_bounded_number_of_repeats_a_sample()
    {
        var config = new Ltc681xConfig { transferOverheadMicros = 0, retries = 3, retriesPerSample = 4 };
        SimBench bench = SimBench.Running("ltc6813", 16, config: config);
        bench.chips.Faults.ScatterReadBits(30_000, 7);
        int most = 0;
        for (int i = 0; i < 50; i++)
        {
            int before = bench.chain.RetryCount;
            bench.Read();
            most = Math.Max(most, bench.chain.RetryCount - before);
        }

        Assert.IsInRange(config.retriesPerSample, config.retriesPerSample + config.retries, most);
    }

    [TestMethod]
    public void Board_without_a_chain_says_so_quickly()
    {
        var bench = new SimBench("ltc6813", ChainBytes.Layout(16, 18, 9));
        bench.chips.Faults.CutBelowDevice = 0;
        long before = bench.clock.MonotonicMicros();
        Assert.AreEqual(AfeStatus.NoReply, bench.chain.Start());
        Assert.AreEqual(AfeStatus.NoReply, bench.chain.Read(bench.sample));
        Assert.IsLessThan(60000L, bench.clock.MonotonicMicros() - before);
        bench.DeviceMustBe(0, Quality.NoReply);
        bench.DeviceMustBe(15, Quality.NoReply);

        // Plugged in later, it is found and set up without a start.
        bench.chips.Faults.CutBelowDevice = -1;
        bench.ComeBack();
    }

    [TestMethod]
    public void Any_flipped_bit_of_any_frame_is_harmless()
    {
        SimBench bench = SimBench.Running("ltc6811", 2);
        int frames = bench.FramesOfASample();
        for (int frame = 0; frame < frames; frame++)
        {
            for (int bit = 0; bit < (4 + 16) * 8; bit += bit < 32 ? 1 : 7)
            {
                for (int way = 0; way < 2; way++)
                {
                    bench.NewTruth();
                    if (way == 0)
                    {
                        bench.chips.Faults.FlipWriteBit(bench.chips.FrameCount + frame, bit);
                    }
                    else
                    {
                        bench.chips.Faults.FlipReadBit(bench.chips.FrameCount + frame, bit);
                    }

                    string context = "frame " + frame + " bit " + bit + (way == 0 ? " out" : " in");
                    byte status = bench.Read();
                    int good = bench.MustBeTrue(context);
                    if (way == 1)
                    {
                        Assert.IsLessThanOrEqualTo(AfeStatus.Retried, status, context);
                        bench.MustBeWhole(context);
                    }

                    bench.NewTruth();
                    Assert.AreEqual(AfeStatus.Ok, bench.Read(), context + ", the sample after");
                    bench.MustBeWhole(context + ", the sample after");
                }
            }
        }
    }

    [TestMethod]
    public void Command_that_one_sample_lost_is_noticed_whichever_it_was()
    {
        // Each of the four commands without data in turn, and one that all devices ignored for its wrong PEC.
        SimBench bench = SimBench.Running("ltc6811", 3);
        var seen = new HashSet<byte>();
        int frames = bench.FramesOfASample();
        for (int frame = 0; frame < frames; frame++)
        {
            bench.NewTruth();
            bench.chips.Faults.FlipWriteBit(bench.chips.FrameCount + frame, 31);
            seen.Add(bench.Read());
            bench.MustBeTrue("frame " + frame);
            bench.Read();
            bench.MustBeWhole("after frame " + frame);
        }

        Assert.Contains(AfeStatus.Retried, seen);
        Assert.Contains(AfeStatus.Stale, seen, "a lost conversion leaves the registers clear");
    }

    [TestMethod]
    public void Noise_on_the_line_never_makes_a_wrong_reading_good()
    {
        long goodReadings = 0;
        long readings = 0;
        for (int seed = 1; seed <= 12; seed++)
        {
            foreach (int perMillion in new[] { 300, 3000, 30000, 300000 })
            {
                SimBench bench = SimBench.Running("ltc6813", 4, 9, null, seed);
                bench.chips.Faults.ScatterReadBits(perMillion, (ulong)seed);
                for (int i = 0; i < 25; i++)
                {
                    bench.NewTruth();
                    long before = bench.clock.MonotonicMicros();
                    bench.Read(0);
                    Assert.IsLessThan(150000L, bench.clock.MonotonicMicros() - before, "a sample takes bounded time");
                    int good = bench.MustBeTrue("seed " + seed + " at " + perMillion);
                    if (perMillion == 300)
                    {
                        goodReadings += good;
                        readings += bench.layout.cellCount;
                    }
                }

                bench.chips.Faults.ScatterReadBits(0, 1);
                bench.Read(600000);
                bench.Read();
                bench.MustBeWhole("after the noise, seed " + seed);
            }
        }

        Assert.IsGreaterThan(readings * 99 / 100, goodReadings, "a little noise costs little");
    }

    [TestMethod]
    public void Line_stuck_at_zero_or_one_is_no_reading()
    {
        foreach (byte level in new byte[] { 0x00, 0xFF })
        {
            SimBench bench = SimBench.Running("ltc6811", 3);
            bench.chips.Faults.ForceReads(level, 1000);
            bench.NewTruth();
            Assert.AreEqual(level == 0 ? AfeStatus.PecError : AfeStatus.NoReply, bench.Read());
            bench.DeviceMustBe(0, level == 0 ? Quality.PecError : Quality.NoReply);
            bench.chips.Faults.ForceReads(0, 0);
            bench.ComeBack();
        }
    }

    [TestMethod]
    public void Replies_that_a_broken_bridge_repeats_are_found()
    {
        // From some transfer on, the bridge answers every read with the last intact cell group it saw.
        SimBench bench = SimBench.Running("ltc6811", 2, 0);
        byte[] last = new byte[20];
        bench.bus.afterTransfer = (reply, length) =>
        {
            if (length == last.Length)
            {
                Array.Copy(reply, last, length);
            }
        };
        bench.Read();
        bench.bus.afterTransfer = (reply, length) =>
        {
            if (length == last.Length)
            {
                Array.Copy(last, reply, length);
            }
        };
        for (int i = 0; i < 5; i++)
        {
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Stale, bench.Read());
            Assert.AreEqual(0, bench.MustBeTrue());
        }
    }

    [TestMethod]
    public void Box_that_is_held_up_between_transfers_loses_time_and_no_sample()
    {
        // The interpreter gives other threads 20 ms turns: between any two transfers one may pass.
        var random = new Random(11);
        SimBench bench = SimBench.Running("ltc6811", 8);
        bench.bus.afterTransfer = (_, _) => HoldUp(bench, random, 8);
        Assert.IsGreaterThan(295, WholeSamplesOf300(bench));
    }

    [TestMethod]
    public void Box_that_is_held_up_between_waking_and_transfer_loses_a_frame_and_no_truth()
    {
        // The moment between looking at the clock and selecting is microseconds long; here it is hit in one transfer of 30.
        var random = new Random(12);
        SimBench bench = SimBench.Running("ltc6811", 8);
        bench.bus.beforeTransfer = _ => HoldUp(bench, random, 30);
        Assert.IsGreaterThan(270, WholeSamplesOf300(bench));
    }

    private static void HoldUp(SimBench bench, Random random, int oneIn)
    {
        if (random.Next(oneIn) == 0)
        {
            bench.clock.Advance(random.Next(1, 20000));
        }
    }

    private static int WholeSamplesOf300(SimBench bench)
    {
        int whole = 0;
        for (int i = 0; i < 300; i++)
        {
            bench.NewTruth();
            bench.Read();
            whole += bench.MustBeTrue("sample " + i) == bench.layout.cellCount ? 1 : 0;
        }

        return whole;
    }

    [TestMethod]
    public void Nothing_is_allocated_per_sample_on_good_and_on_broken_chains()
    {
        SimBench bench = SimBench.Running("ltc6811", 4);
        long simAllocates = 0;
        bench.bus.beforeTransfer = _ => simAllocates -= GC.GetAllocatedBytesForCurrentThread();
        bench.bus.afterTransfer = (_, _) => simAllocates += GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 80; i++)
        {
            bench.chips.Faults.CutBelowDevice = i % 20 < 10 ? -1 : 2;
            long before = GC.GetAllocatedBytesForCurrentThread() - simAllocates;
            bench.Read();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - simAllocates - before;
            if (i >= 40)
            {
                Assert.AreEqual(0L, allocated, "sample " + i);
            }
        }
    }
}
