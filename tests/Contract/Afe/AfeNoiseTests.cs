using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Afe;

/// <summary>
/// Random cells on random chains behind a bus that turns a bit in a thousand, both ways: a reading is right or flagged. A
/// million frames for every chip; the pins move between any two samples, so a reading that is one sample old is wrong too.
/// </summary>
[TestClass]
public class AfeNoiseTests
{
    private const long Frames = 1000000;
    private const double BitErrors = 1e-3;

    public static IEnumerable<object[]> Chips => AfeBench.Chips;

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void No_wrong_value_in_a_million_frames_with_a_bit_in_a_thousand_turned(string chip)
    {
        var random = new SimRandom(20251125, 4);
        long frames = 0;
        long bitErrors = 0;
        long readings = 0;
        long good = 0;
        for (ulong seed = 1; frames < Frames; seed++)
        {
            var bench = new AfeBench(chip, RandomLayout(chip, random), seed);
            bench.afe.Start();
            bench.chain.Faults.SetBitErrors(BitErrors, BitErrors, seed);
            bench.chain.Faults.ScatterClockSlips(BitErrors, seed);
            for (int i = 0; i < 1000 && frames + bench.chain.FrameCount < Frames; i++)
            {
                // Often back to back, sometimes after the port went idle or the core fell asleep.
                bench.PutNewValues();
                bench.clock.Advance(random.Next(20) == 0 ? random.Next(3000000) : random.Next(20000));
                if (random.Next(8) == 0 && bench.afe.StepCount > 0)
                {
                    bench.sample.timeMs = bench.clock.MonotonicMicros() / 1000;
                    bench.afe.RunStep(random.Next(bench.afe.StepCount), bench.sample);
                    bench.PutNewValues();
                    bench.clock.Advance(5000);
                }

                bench.Read();
                string wrong = bench.WrongValues();
                Assert.AreEqual("", wrong, chip + ", seed " + seed + ", sample " + i);
                readings += bench.layout.cellCount;
                good += bench.sample.cellQuality.Count(Quality.HasValue);
            }

            frames += bench.chain.FrameCount;
            bitErrors += bench.chain.Faults.BitErrorCount;
        }

        Console.WriteLine(
            $"{chip}: {frames} frames, {bitErrors} bits turned, {readings} readings, {100.0 * good / readings:F1} % of them good");
        Assert.IsTrue(bitErrors > frames / 100, "the bus was too good");
        Assert.IsTrue(good > readings / 20, "hardly anything was read");
        Assert.IsTrue(good < readings, "nothing was flagged");
    }

    private static PackLayout RandomLayout(string chip, SimRandom random)
    {
        AfeChip facts = AfeCatalogue.Find(chip);
        int devices = 1 + random.Next(facts.maxDevices);
        int[] cells = new int[devices];
        int[] probes = new int[devices];
        for (int d = 0; d < devices; d++)
        {
            // Three cells at least, the lowest and the topmost of them in use: a chip is supplied by them.
            int count = 3 + random.Next(facts.cellInputs - 2);
            cells[d] = (1 << count) - 1;
            for (int input = 1; input < count - 1; input++)
            {
                cells[d] &= random.Next(6) == 0 ? ~(1 << input) : -1;
            }

            probes[d] = random.Next(1 << facts.gpios);
        }

        return new PackLayout(1, cells, probes);
    }
}
