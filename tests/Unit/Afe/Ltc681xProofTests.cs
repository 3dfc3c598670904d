using System;
using System.Collections.Generic;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>A chain so long and a conversion so short that one look fits into it: the others take turns, and still nothing
/// stale or wrong is good.</summary>
[TestClass]
public class Ltc681xProofTests
{
    private const int ClearAux = 0x0712;
    private const int ConvertAux = 0x04E0;
    private const int ReadConfigA = 0x0002;

    [TestMethod]
    public void Every_sample_looks_at_a_cell_group_and_at_the_others_by_turns()
    {
        SimBench bench = Fast(3);
        Dictionary<int, int> counts = Count(bench, 100, 0);
        Assert.AreEqual(100, counts[ClearAux]);
        Assert.AreEqual(500, CellReads(counts), "four groups and the look");
        Assert.AreEqual(200, AuxReads(counts), "two groups, or one and the look: the reference is alone in its group");
        Assert.IsInRange(1, 4, counts[ReadConfigA], "twice a second");

        // With time between the samples every one proves its own temperatures.
        counts = Count(bench, 100, 60000);
        Assert.AreEqual(300, AuxReads(counts));
    }

    [TestMethod]
    public void Chain_whose_conversion_covers_them_makes_every_look_in_every_sample()
    {
        SimBench bench = SimBench.Running("ltc6811", 4);
        Dictionary<int, int> counts = Count(bench, 100, 0);
        Assert.AreEqual(500, CellReads(counts));
        Assert.AreEqual(300, AuxReads(counts));
        Assert.AreEqual(100, counts[ReadConfigA]);
    }

    [TestMethod]
    public void Device_that_lost_its_configuration_gives_nothing_good_and_is_set_up_in_the_next_sample()
    {
        foreach (int device in new[] { 0, 7, 15 })
        {
            SimBench bench = Fast(3);
            bench.Read(0);
            bench.chips.OverheatOnce(device);
            bench.NewTruth();
            byte first = bench.Read(0);
            bench.MustBeTrue();
            Assert.AreEqual(AfeStatus.Stale, first);
            bench.DeviceMustBe((device + 1) % 16, Quality.Good);
            for (int c = bench.layout.firstCell[device]; c < bench.layout.firstCell[device + 1]; c++)
            {
                Assert.AreEqual(Quality.NotConverted, bench.sample.cellQuality[c]);
            }

            for (int p = bench.layout.firstProbe[device]; p < bench.layout.firstProbe[device + 1]; p++)
            {
                Assert.AreEqual(Quality.Stale, bench.sample.tempQuality[p], "its divider may not have settled");
            }

            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Reconfigured, bench.Read(0));
            bench.MustBeWhole();
        }
    }

    [TestMethod]
    public void Configuration_that_changed_unnoticed_is_found_within_half_a_second()
    {
        SimBench bench = Fast(3);
        bench.Read(0);

        // Somebody's thresholds, reference still on: the readings are right, the flags are not.
        var other = new Ltc681xLine(bench.chips, bench.clock, 16);
        var data = new byte[6 * 16];
        for (int d = 0; d < 16; d++)
        {
            Ltc681xRegisters.ConfigA(0, d == 9 ? 2000000 : 2500000, 4250000).CopyTo(data, d * 6);
        }

        other.Write(Ltc681xCommands.WriteConfigA, data);
        long before = bench.clock.MonotonicMicros();
        byte status;
        do
        {
            bench.NewTruth();
            status = bench.Read(0);
            bench.MustBeTrue();
        }
        while (status == AfeStatus.Ok);

        Assert.AreEqual(AfeStatus.Reconfigured, status);
        Assert.AreEqual(AfeStatus.Reconfigured, bench.sample.deviceStatus[9]);
        Assert.IsLessThanOrEqualTo(Ltc681xProof.ConfigLookMicros + 40000L, bench.clock.MonotonicMicros() - before);
    }

    [TestMethod]
    public void Lost_clear_and_lost_conversion_of_the_probes_together_give_at_most_the_sample_before()
    {
        int unproven = 0;
        for (int seed = 1; seed <= 4; seed++)
        {
            var random = new Random(seed);
            SimBench bench = Fast(seed, seed % 2 == 0 ? 3 : 5);
            bool loses = false;
            bench.bus.beforeTransfer = _ =>
            {
                if (loses && (bench.bus.command == ClearAux || bench.bus.command == ConvertAux))
                {
                    bench.chips.LoseCommands(5, 1);
                }
            };
            int[] last = (int[])bench.tempDeciC.Clone();
            for (int i = 0; i < 300; i++)
            {
                last = (int[])bench.tempDeciC.Clone();
                bench.NewTruth();
                loses = random.Next(3) != 0;
                bench.Read(random.Next(3) == 0 ? 60000 : 0);
                for (int p = bench.layout.firstProbe[5]; p < bench.layout.firstProbe[6]; p++)
                {
                    int read = bench.sample.tempDeciC[p];
                    bool isGood = bench.sample.tempQuality[p] == Quality.Good;
                    Assert.IsTrue(!isGood || Math.Abs(read - bench.tempDeciC[p]) <= 2 || Math.Abs(read - last[p]) <= 2,
                        "seed " + seed + " sample " + i + ": " + read + ", is " + bench.tempDeciC[p] + ", was " + last[p]);
                    unproven += isGood ? 0 : 1;
                }
            }
        }

        Assert.IsGreaterThan(500, unproven, "the proof must have failed often");
    }

    [TestMethod]
    public void Chain_that_heard_nothing_for_a_while_is_good_again_at_once_when_it_hears()
    {
        SimBench bench = Fast(3, 5);
        for (int round = 0; round < 3; round++)
        {
            bench.bus.swallowsCommands = true;
            for (int i = 0; i < 3 + round; i++)
            {
                bench.NewTruth();
                Assert.AreEqual(AfeStatus.Stale, bench.Read(0));
                bench.MustBeTrue();
            }

            bench.bus.swallowsCommands = false;
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Ok, bench.Read(0));
            bench.MustBeWhole();
        }
    }

    [TestMethod]
    public void Reference_that_leaves_its_window_is_seen_in_the_next_sample_at_the_latest()
    {
        SimBench bench = Fast(3);
        for (int i = 0; i < 8; i++)
        {
            bench.chips.SetReferenceMicrovolts(4, i % 4 < 2 ? 2980000 : 3000000);
            bench.Read(0);
            bench.NewTruth();
            bench.Read(0);
            bench.MustBeTrue();
            for (int p = bench.layout.firstProbe[4]; p < bench.layout.firstProbe[5]; p++)
            {
                Assert.AreEqual(i % 4 < 2 ? Quality.ReferenceFault : Quality.Good, bench.sample.tempQuality[p], "round " + i);
            }
        }
    }

    [TestMethod]
    public void Check_between_two_samples_ends_the_trust_in_what_the_last_one_proved()
    {
        SimBench bench = Fast(3);
        int used = 0;
        for (int step = 0; step < bench.chain.StepCount; step++)
        {
            long frames = bench.chips.FrameCount;
            bench.chain.RunStep(step, bench.sample);
            bool usedTheLine = bench.chips.FrameCount != frames;
            used += usedTheLine ? 1 : 0;
            Dictionary<int, int> counts = Count(bench, 1, 0);
            if (!usedTheLine)
            {
                continue;
            }

            Assert.AreEqual(3, AuxReads(counts), "two groups and the look, after step " + step);
            Assert.AreEqual(1, counts[ReadConfigA], "after step " + step);
        }

        Assert.IsGreaterThan(10, used);
    }

    private static SimBench Fast(int seed, int probes = 3)
    {
        var config = new Ltc681xConfig { transferOverheadMicros = 0, adcMode = AdcMode.Khz27, auxMode = AdcMode.Khz27 };
        return SimBench.Running("ltc6811", 16, probes, config, seed);
    }

    private static Dictionary<int, int> Count(SimBench bench, int samples, int pauseMicros)
    {
        var counts = new Dictionary<int, int> { [ReadConfigA] = 0 };
        bench.bus.beforeTransfer = _ =>
        {
            counts.TryGetValue(bench.bus.command, out int count);
            counts[bench.bus.command] = count + 1;
        };
        for (int i = 0; i < samples; i++)
        {
            Assert.AreEqual(AfeStatus.Ok, bench.Read(pauseMicros));
            bench.MustBeWhole();
        }

        bench.bus.beforeTransfer = null;
        return counts;
    }

    private static int CellReads(Dictionary<int, int> counts)
    {
        return counts[0x0004] + counts[0x0006] + counts[0x0008] + counts[0x000A];
    }

    private static int AuxReads(Dictionary<int, int> counts)
    {
        return counts[0x000C] + counts[0x000E];
    }
}
