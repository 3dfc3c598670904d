using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Afe;

/// <summary>What IAfe promises when the line, the supply or the converters of a chain fail: nothing wrong passes, what is sound
/// goes on, and what was broken comes back by itself.</summary>
[TestClass]
public class AfeFaultContractTests
{
    public static IEnumerable<object[]> Chips => AfeBench.Chips;

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Reading_with_wrong_PEC_is_flagged_not_used(string chip)
    {
        var bench = new AfeBench(chip, AfeBench.Most(chip, 2));
        bench.afe.Start();
        bench.ReadNext();
        int[] before = [.. bench.sample.cellMicrovolts];
        bench.chain.Faults.ScatterReadBits(1000000, 3);
        Assert.IsTrue(bench.ReadNext() >= AfeStatus.PecError);
        Assert.IsFalse(bench.sample.cellQuality.Any(Quality.HasValue));
        CollectionAssert.AreEqual(before, bench.sample.cellMicrovolts);
        for (int i = 0; i < 20; i++)
        {
            bench.ReadNext();
        }

        Assert.IsFalse(bench.sample.tempQuality.Any(Quality.HasValue));
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void One_turned_bit_costs_a_retry_and_no_reading(string chip)
    {
        var bench = new AfeBench(chip, AfeBench.Most(chip, 2));
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

        Assert.AreEqual(retries, bench.afe.RetryCount);
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Command_that_was_lost_gives_no_old_value(string chip)
    {
        for (int lost = 1; lost <= 12; lost++)
        {
            var bench = new AfeBench(chip, AfeBench.Most(chip, 3));
            int device = bench.layout.deviceCount / 2;
            bench.afe.Start();
            bench.ReadNext();
            for (int i = 0; i < 10; i++)
            {
                bench.chain.LoseCommands(device, lost);
                bench.ReadNext();
                Assert.AreEqual("", bench.WrongValues(), lost + " commands lost");
            }

            bench.chain.LoseCommands(device, 0);
            Assert.IsTrue(bench.ComesBack(20), lost + " commands lost: not back after two seconds");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Any_one_or_two_transfers_that_nobody_understood_give_no_old_value(string chip)
    {
        var bench = new AfeBench(chip, AfeBench.Most(chip, 3));
        bench.afe.Start();
        bench.ReadNext();
        long frames = -bench.chain.FrameCount;
        bench.ReadNext();
        frames = Math.Min(frames + bench.chain.FrameCount, 24);
        for (int first = 0; first < frames; first++)
        {
            for (int second = first; second < frames; second++)
            {
                // A turned bit in the command: its check word no longer fits, so no device takes it.
                bench.chain.Faults.FlipWriteBit(bench.chain.FrameCount + first, 14);
                bench.chain.Faults.FlipWriteBit(bench.chain.FrameCount + second, 13);
                for (int i = 0; i < 3; i++)
                {
                    bench.ReadNext();
                    Assert.AreEqual("", bench.WrongValues(), "transfers " + first + " and " + second + ", sample " + i);
                }
            }
        }

        bench.chain.Faults.End();
        Assert.IsTrue(bench.ComesBack(20), "not back after two seconds");
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Transfer_that_is_lost_sample_after_sample_leaves_nothing_old_behind(string chip)
    {
        for (int lost = 0; lost < 16; lost++)
        {
            var bench = new AfeBench(chip, AfeBench.Most(chip, 3));
            bench.afe.Start();
            bench.ReadNext();
            for (int i = 0; i < 30; i++)
            {
                // Back to back, as no pause lets a family look twice at what it does.
                bench.chain.Faults.FlipWriteBit(bench.chain.FrameCount + lost, 14);
                bench.PutNewValues();
                bench.clock.Advance(1000);
                bench.Read();
                Assert.AreEqual("", bench.WrongValues(), "transfer " + lost + " of each sample, sample " + i);
            }

            bench.chain.Faults.End();
            Assert.IsTrue(bench.ComesBack(20), "transfer " + lost + " of each sample: not back after two seconds");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Converters_that_stopped_are_known_within_two_seconds(string chip)
    {
        var bench = new AfeBench(chip, AfeBench.Most(chip, 3));
        int device = bench.layout.deviceCount / 2;
        bench.afe.Start();
        bench.ReadNext();
        bench.chain.StopConverters(device, true);
        int samples = 0;
        do
        {
            bench.ReadNext();
            samples++;
        }
        while (bench.GoodCellsOf(device) != 0 && samples < 20);

        Assert.AreEqual(0, bench.GoodCellsOf(device), "after " + samples + " samples");
        for (int i = 0; i < 20; i++)
        {
            Assert.AreNotEqual(AfeStatus.Ok, bench.ReadNext());
            Assert.AreEqual("", bench.WrongValues());
        }

        bench.chain.StopConverters(device, false);
        Assert.IsTrue(bench.ComesBack(20), "not back after two seconds");
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Chain_that_fell_asleep_is_woken_set_up_and_read(string chip)
    {
        var bench = new AfeBench(chip, AfeBench.Most(chip, 16));
        bench.afe.Start();
        bench.ReadNext();
        bench.clock.Advance(60000000);
        byte status = bench.ReadNext();
        Assert.AreEqual("", bench.WrongValues());
        Assert.IsTrue(status <= AfeStatus.Stale, "status " + status);
        Assert.IsTrue(bench.ComesBack(5));
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Dead_device_takes_those_above_with_it_and_leaves_those_below(string chip)
    {
        int devices = AfeBench.Most(chip, 5);
        int dead = devices / 2;
        var bench = new AfeBench(chip, devices);
        bench.afe.Start();
        bench.ReadNext();
        bench.chain.SetPowered(dead, false);
        Assert.AreEqual(AfeStatus.NoReply, bench.ReadNext());
        for (int d = 0; d < devices; d++)
        {
            Assert.AreEqual(d < dead ? bench.layout.CellsOf(d) : 0, bench.GoodCellsOf(d), "device " + d);
            Assert.AreEqual(d < dead ? AfeStatus.Ok : AfeStatus.NoReply, bench.sample.deviceStatus[d], "device " + d);
        }

        bench.chain.SetPowered(dead, true);
        Assert.IsTrue(bench.ComesBack(20), "not back after two seconds");
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Under_any_mix_of_faults_no_wrong_value_passes_and_afterwards_the_chain_comes_back(string chip)
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var bench = new AfeBench(chip, AfeBench.Most(chip, 4), seed);
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
            Assert.IsTrue(goodShare is > 0.05 and < 0.95, "seed " + seed + ": " + goodShare + " of the readings were good");
            Assert.IsTrue(bench.chain.Faults.InjectedCount > 50, "seed " + seed + ": too few faults to prove anything");
            bench.chain.Faults.End();
            for (int d = 0; d < bench.layout.deviceCount; d++)
            {
                bench.chain.LoseCommands(d, 0);
                bench.chain.SetPowered(d, true);
            }

            Assert.IsTrue(bench.ComesBack(30), "seed " + seed + ": not back three seconds after the last fault");
        }
    }

    private static void Break(ISimChain chain, SimRandom random)
    {
        int device = random.Next(chain.DeviceCount);
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
            case 5 or 6 or 7:
                chain.LoseCommands(device, 1 + random.Next(6));
                break;
            case 8 or 9:
                chain.Faults.ForceReads((byte)(random.Next(2) == 0 ? 0x00 : 0xFF), 1 + random.Next(12));
                break;
            case 10:
                chain.Faults.CutBelowDevice = device;
                break;
            case 11 or 12 or 13:
                chain.Faults.CutBelowDevice = -1;
                break;
        }
    }
}
