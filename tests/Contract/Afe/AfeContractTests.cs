using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Afe;

/// <summary>What IAfe promises, held against every chip of the catalogue on its simulated twin. A chip without a twin
/// fails here; nothing is skipped.</summary>
[TestClass]
public class AfeContractTests
{
    public static IEnumerable<object[]> Chips => AfeCatalogue.Names().Split(", ").Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Every_reading_of_a_sound_chain_is_right(string chip)
    {
        foreach (int devices in new[] { 1, 3, 16 })
        {
            var bench = new AfeBench(chip, devices);
            Assert.AreEqual(AfeStatus.Ok, bench.afe.Start());
            for (int i = 0; i < 20; i++)
            {
                Assert.AreEqual(AfeStatus.Ok, bench.ReadNext(), "sample " + i + " of " + devices + " devices");
                Assert.AreEqual("", bench.WrongValues());
                Assert.IsTrue(bench.sample.cellQuality.All(quality => quality == Quality.Good), "cells");
                Assert.IsTrue(bench.sample.tempQuality.All(quality => quality == Quality.Good), "probes");
                Assert.IsTrue(bench.sample.deviceStatus.All(status => status == AfeStatus.Ok), "devices");
            }

            Assert.AreEqual(0, bench.afe.RetryCount);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Every_conversion_mode_reads_right_also_where_the_ports_go_idle_meanwhile(string chip)
    {
        for (byte mode = 0; mode < AdcMode.Count; mode++)
        {
            var bench = new AfeBench(chip, 4, 1, mode);
            Assert.AreEqual(AfeStatus.Ok, bench.afe.Start(), AdcMode.NameOf(mode));
            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(AfeStatus.Ok, bench.ReadNext(), AdcMode.NameOf(mode));
                Assert.AreEqual("", bench.WrongValues(), AdcMode.NameOf(mode));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void A_read_takes_no_longer_than_the_driver_says(string chip)
    {
        foreach (int devices in new[] { 1, 8, 16 })
        {
            var bench = new AfeBench(chip, devices);
            bench.afe.Start();
            bench.ReadNext();

            // Back to back: a pause would let the ports go idle, and waking them is not part of the shortest cycle.
            long before = bench.clock.MonotonicMicros();
            bench.afe.Read(bench.sample);
            long took = bench.clock.MonotonicMicros() - before;
            int promised = bench.afe.ShortestCycleMicros;
            Assert.IsTrue(took <= promised && took > promised / 2, devices + " devices: " + took + " us, said " + promised);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Reading_with_wrong_PEC_is_flagged_not_used(string chip)
    {
        var bench = new AfeBench(chip, 2);
        bench.afe.Start();
        bench.ReadNext();
        int[] before = [.. bench.sample.cellMicrovolts];
        bench.chain.Faults.ScatterReadBits(1000000, 3);
        Assert.IsTrue(bench.ReadNext() >= AfeStatus.PecError);
        Assert.IsFalse(bench.sample.cellQuality.Any(Quality.HasValue));
        Assert.IsFalse(bench.sample.tempQuality.Any(Quality.HasValue));
        CollectionAssert.AreEqual(before, bench.sample.cellMicrovolts);
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void One_turned_bit_costs_a_retry_and_no_reading(string chip)
    {
        var bench = new AfeBench(chip, 2);
        bench.afe.Start();
        bench.ReadNext();
        long framesOfARead = -bench.chain.FrameCount;
        bench.ReadNext();
        framesOfARead += bench.chain.FrameCount;
        int retries = 0;
        for (int frame = 0; frame < framesOfARead; frame++)
        {
            bench.chain.Faults.FlipReadBit(bench.chain.FrameCount + frame, 50);
            byte status = bench.ReadNext();
            Assert.IsTrue(status <= AfeStatus.Retried, "status " + status + " with frame " + frame + " harmed");
            Assert.IsTrue(bench.sample.cellQuality.All(quality => quality == Quality.Good), "frame " + frame);
            Assert.AreEqual("", bench.WrongValues());
            retries += status == AfeStatus.Retried ? 1 : 0;
        }

        Assert.IsTrue(retries >= 3, retries + " samples were repeated");
        Assert.AreEqual(retries, bench.afe.RetryCount);
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Converter_that_is_late_gives_no_value(string chip)
    {
        var bench = new AfeBench(chip, 3);
        bench.afe.Start();
        bench.ReadNext();
        bench.chain.SetConversionPercent(1, 1000);
        Assert.AreNotEqual(AfeStatus.Ok, bench.ReadNext());
        Assert.AreEqual(0, bench.GoodCellsOf(1));
        Assert.AreEqual("", bench.WrongValues());
        Assert.AreEqual(bench.layout.CellsOf(0), bench.GoodCellsOf(0));
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Register_that_would_not_clear_is_never_taken_for_fresh(string chip)
    {
        var bench = new AfeBench(chip, 3);
        bench.afe.Start();
        bench.ReadNext();
        bench.chain.IgnoreClears(1, 1000000);
        bench.chain.SetConversionPercent(1, 1000);
        Assert.AreNotEqual(AfeStatus.Ok, bench.ReadNext());
        Assert.AreEqual(0, bench.GoodCellsOf(1));
        Assert.AreEqual("", bench.WrongValues());
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Chain_that_fell_asleep_is_woken_set_up_and_read(string chip)
    {
        var bench = new AfeBench(chip, 16);
        bench.afe.Start();
        bench.ReadNext();
        bench.clock.Advance(60000000);
        byte status = bench.ReadNext();
        Assert.AreEqual("", bench.WrongValues());
        Assert.IsTrue(status <= AfeStatus.Stale, "status " + status);
        Assert.AreEqual(AfeStatus.Ok, bench.ReadNext());
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Dead_device_takes_those_above_with_it_and_leaves_those_below(string chip)
    {
        var bench = new AfeBench(chip, 5);
        bench.afe.Start();
        bench.ReadNext();
        bench.chain.SetPowered(2, false);
        Assert.AreEqual(AfeStatus.NoReply, bench.ReadNext());
        for (int d = 0; d < 5; d++)
        {
            Assert.AreEqual(d < 2 ? bench.layout.CellsOf(d) : 0, bench.GoodCellsOf(d), "device " + d);
            Assert.AreEqual(d < 2 ? AfeStatus.Ok : AfeStatus.NoReply, bench.sample.deviceStatus[d], "device " + d);
        }

        bench.chain.SetPowered(2, true);
        Assert.IsTrue(ComesBack(bench, 10), "not back after a second");
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Under_any_mix_of_faults_no_wrong_value_passes_and_afterwards_the_chain_comes_back(string chip)
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var bench = new AfeBench(chip, 4, seed);
            var random = new SimRandom(seed, 77);
            long goodReadings = 0;
            bench.afe.Start();
            bench.chain.Faults.ScatterReadBits(1500, seed);
            bench.chain.Faults.ScatterWriteBits(500, seed);
            for (int i = 0; i < 250; i++)
            {
                Break(bench.chain, random);
                bench.ReadNext();
                Assert.AreEqual("", bench.WrongValues(), "seed " + seed + ", sample " + i);
                goodReadings += bench.sample.cellQuality.Count(Quality.HasValue);
            }

            double goodShare = goodReadings / (250.0 * bench.layout.cellCount);
            Assert.IsTrue(goodShare is > 0.1 and < 0.9, "seed " + seed + ": " + goodShare + " of the readings were good");

            Assert.IsTrue(bench.chain.Faults.InjectedCount > 100, "seed " + seed + ": too few faults to prove anything");
            bench.chain.Faults.End();
            for (int d = 0; d < 4; d++)
            {
                bench.chain.SetConversionPercent(d, 100);
                bench.chain.IgnoreClears(d, 0);
                bench.chain.SetPowered(d, true);
            }

            Assert.IsTrue(ComesBack(bench, 20), "seed " + seed + ": not back two seconds after the last fault");
        }
    }

    private static void Break(Ltc681xSimChain chain, SimRandom random)
    {
        int device = random.Next(4);
        switch (random.Next(24))
        {
            case 0:
                chain.PowerCycle(device);
                break;
            case 1:
                chain.SetPowered(device, false);
                break;
            case 2 or 3 or 4:
                chain.SetPowered(device, true);
                break;
            case 5:
                chain.IgnoreClears(device, 1 + random.Next(3));
                break;
            case 6:
                chain.Faults.ForceReads((byte)(random.Next(2) == 0 ? 0x00 : 0xFF), 1 + random.Next(12));
                break;
            case 7:
                chain.SetConversionPercent(device, 100 + random.Next(200));
                break;
            case 8 or 9:
                chain.SetConversionPercent(device, 100);
                break;
            case 10:
                chain.Faults.CutBelowDevice = device;
                break;
            case 11 or 12 or 13:
                chain.Faults.CutBelowDevice = -1;
                break;
            case 14:
                chain.OverheatOnce(device);
                break;
        }
    }

    private static bool ComesBack(AfeBench bench, int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            if (bench.ReadNext() == AfeStatus.Ok)
            {
                // And stays.
                return bench.ReadNext() == AfeStatus.Ok && bench.WrongValues().Length == 0;
            }
        }

        return false;
    }
}
