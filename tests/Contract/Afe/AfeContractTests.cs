using System.Collections.Generic;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Afe;

/// <summary>What IAfe promises about a sample, held against every chip of the catalogue on its simulated twin. A chip without
/// a twin fails here; nothing is skipped.</summary>
[TestClass]
public class AfeContractTests
{
    public static IEnumerable<object[]> Chips => AfeBench.Chips;

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Chip_and_twin_agree_about_what_there_is(string chip)
    {
        AfeChip facts = AfeCatalogue.Find(chip);
        SimChip twin = AfeBench.TwinOf(chip);
        Assert.AreEqual(
            (facts.cellInputs, facts.gpios, facts.maxDevices, facts.maxClockHz),
            (twin.CellInputs, twin.GpioInputs, twin.MaxDevices, twin.MaxClockHz));
        ISimChain chain = twin.Make(new SimChainPlan(new ManualClock(), 1));
        Assert.AreEqual(facts.isReversible, chain.FarEnd != null);
        Assert.AreEqual(chip, chain.Chip);
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Every_reading_of_a_sound_chain_is_right(string chip)
    {
        foreach (int devices in new[] { 1, 3, 16 })
        {
            var bench = new AfeBench(chip, AfeBench.Most(chip, devices));
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
    public void Devices_may_hold_different_numbers_of_cells_and_leave_inputs_free(string chip)
    {
        int[] cellMasks = [0xFFF, 0x0FF, 0x3DF, 0x007];
        int[] probeMasks = [0x1, 0x0, 0x6, 0x3];
        int devices = AfeBench.Most(chip, 4);
        var bench = new AfeBench(chip, new PackLayout(1, cellMasks[..devices], probeMasks[..devices]));
        bench.afe.Start();
        bench.ReadNext();
        for (int i = 0; i < 20; i++)
        {
            Assert.AreEqual(AfeStatus.Ok, bench.ReadNext());
            Assert.IsTrue(bench.IsWhole(), bench.WrongValues());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Map_that_does_not_fit_the_chip_is_refused_with_the_place(string chip)
    {
        AfeChip facts = AfeCatalogue.Find(chip);
        var clock = new ManualClock();
        ISimChain chain = AfeBench.TwinOf(chip).Make(new SimChainPlan(clock, 1));
        if (facts.cellInputs < 18)
        {
            var tooMany = new PackLayout(1, [1 << facts.cellInputs], [0]);
            var refused = Assert.ThrowsExactly<System.ArgumentException>(
                () => AfeCatalogue.Make(chip, chain, null, clock, tooMany, new AfeConfig()));
            StringAssert.Contains(refused.Message, "device 1 has a cell above input " + facts.cellInputs);
        }

        if (!facts.isReversible)
        {
            Assert.ThrowsExactly<System.ArgumentException>(
                () => AfeCatalogue.Make(chip, chain, chain, clock, AfeBench.FullLayout(chip, 1), new AfeConfig()));
        }

        Assert.ThrowsExactly<System.ArgumentException>(() => AfeCatalogue.Make(
            chip, chain, null, clock, AfeBench.FullLayout(chip, 1), new AfeConfig { mode = "no-such-mode" }));
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void A_read_takes_no_longer_than_the_driver_says(string chip)
    {
        foreach (int devices in new[] { 1, 8, 16 })
        {
            var bench = new AfeBench(chip, AfeBench.Most(chip, devices));
            bench.afe.Start();
            bench.ReadNext();

            // Back to back: a pause would let the ports go idle, and waking them is not part of the shortest cycle.
            const int reads = 100;
            long before = bench.clock.MonotonicMicros();
            long longest = 0;
            for (int i = 0; i < reads; i++)
            {
                long begun = bench.clock.MonotonicMicros();
                bench.afe.Read(bench.sample);
                longest = System.Math.Max(longest, bench.clock.MonotonicMicros() - begun);
            }

            long mean = (bench.clock.MonotonicMicros() - before) / reads;
            int promised = bench.afe.ShortestCycleMicros;
            Assert.IsTrue(longest <= promised, devices + " devices: " + longest + " us, said " + promised);
            Assert.IsTrue(mean > promised / 2, devices + " devices: " + mean + " us on average, said " + promised);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Nothing_is_allocated_by_a_read_or_a_step(string chip)
    {
        var bench = new AfeBench(chip, AfeBench.Most(chip, 4));
        bench.afe.Start();
        bench.ReadNext();
        bench.RunChecks(withReads: true);
        long before = System.GC.GetAllocatedBytesForCurrentThread();
        long bySim = 0;
        for (int i = 0; i < 10; i++)
        {
            bench.afe.Read(bench.sample);
        }

        bySim = System.GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.AreEqual(0, bySim, "bytes by ten reads");
        before = System.GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < bench.afe.StepCount; step++)
        {
            bench.afe.RunStep(step, bench.sample);
        }

        Assert.AreEqual(0, System.GC.GetAllocatedBytesForCurrentThread() - before, "bytes by a round of checks");
    }
}
