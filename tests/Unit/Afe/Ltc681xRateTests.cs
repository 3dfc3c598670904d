using System;
using System.Collections.Generic;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>How near the driver comes to what chips and bus allow. The host takes no time here, so what is measured is what
/// the driver waits and transfers.</summary>
[TestClass]
public class Ltc681xRateTests
{
    private static readonly (string Chip, int[] Cells)[] s_packs =
    {
        ("ltc6813", new[] { 16 }),
        ("ltc6811", Even(8, 12)),
        ("ltc6813", Even(6, 16)),
        ("ltc6811", Even(16, 12)),
        ("ltc6813", new[] { 18, 18, 18, 18, 18, 17, 17, 17, 17, 17, 17 }),
    };

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Sampling_takes_at_most_3_5_percent_more_than_conversion_and_transfer()
    {
        foreach (byte mode in new[] { AdcMode.Khz7, AdcMode.Khz27 })
        {
            foreach (int probes in new[] { 0, 3, 5 })
            {
                foreach ((string chip, int[] cells) in s_packs)
                {
                    // As on real chips, where noise moves the last bits.
                    double ratio = Ratio(chip, cells, probes, mode, moves: true);
                    string pack = cells.Length + " x " + chip + ", " + probes + " probes, " + AdcMode.NameOf(mode);
                    TestContext.WriteLine(pack + ": " + ratio.ToString("F4"));
                    // Below 1 where every other sample need not read the reference's group.
                    Assert.IsTrue(ratio is >= 0.98 and <= 1.035, pack + ": " + ratio);
                }
            }
        }
    }

    [TestMethod]
    public void Temperatures_that_stand_still_to_the_last_bit_are_proven_every_other_sample()
    {
        // Two looks a sample don't fit into a conversion of 1.1 ms: 16 devices take 1,056 us a read, 11 take 736.
        double sixteen = Ratio("ltc6811", Even(16, 12), 5, AdcMode.Khz27, moves: false);
        double eleven = Ratio("ltc6813", s_packs[4].Cells, 5, AdcMode.Khz27, moves: false);
        TestContext.WriteLine(sixteen.ToString("F4") + " " + eleven.ToString("F4"));
        Assert.IsTrue(sixteen is > 1.035 and < 1.08, "16: " + sixteen);
        Assert.IsTrue(eleven is > 1.02 and < 1.04, "11: " + eleven);

        // Three probes leave the reference alone in its group: the look takes the place of reading that.
        foreach ((string chip, int[] cells) in s_packs)
        {
            double ratio = Ratio(chip, cells, 3, AdcMode.Khz27, moves: false);
            Assert.IsTrue(ratio is >= 0.98 and <= 1.035, cells.Length + " x " + chip + ": " + ratio);
        }
    }

    [TestMethod]
    public void Converters_that_are_slower_or_faster_than_typical_are_waited_for_as_long_as_they_take()
    {
        foreach (int percent in new[] { 80, 94, 100, 103, 106 })
        {
            SimBench bench = SimBench.Running("ltc6811", 4, 3);
            for (int d = 0; d < 4; d++)
            {
                bench.chips.SetConversionPercent(d, percent);
            }

            for (int i = 0; i < 100; i++)
            {
                bench.Read(1000);
            }

            long before = bench.clock.MonotonicMicros();
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Ok, bench.Read(0));
            bench.MustBeWhole(percent + " %");
            // Clears, cells, command, the longer of GPIOs (2,335) and four reads of 36 bytes, two reads.
            long needed = (4 * 32) + (2 * 2335 * percent / 100) + (2 * 288);
            Assert.AreEqual(needed, bench.clock.MonotonicMicros() - before, 40.0, percent + " %");
            Assert.AreEqual(0, bench.chain.RetryCount);
        }
    }

    [TestMethod]
    public void Board_whose_transfers_cost_more_than_the_margin_waits_instead_of_asking()
    {
        foreach ((int overheadMicros, bool polls) in new[] { (0, true), (50, true), (200, false) })
        {
            var config = new Ltc681xConfig { transferOverheadMicros = overheadMicros };
            SimBench bench = SimBench.Running("ltc6811", 1, 0, config);
            long frames = bench.chips.FrameCount;
            bench.Read(0);

            // CLRCELL, ADCV, two looks, four cell groups, and the poll.
            Assert.AreEqual(polls ? 9 : 8, bench.chips.FrameCount - frames, overheadMicros + " us a transfer");
            bench.chips.SetConversionPercent(0, 130);
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Stale, bench.Read());
            bench.DeviceMustBe(0, Quality.NotConverted);
        }
    }

    [TestMethod]
    public void Poll_that_noise_answered_costs_time_and_no_truth()
    {
        SimBench bench = SimBench.Running("ltc6811", 3);
        var random = new Random(5);
        bench.bus.afterTransfer = (reply, length) =>
        {
            // Only polls are 7 bytes long.
            if (length == 7)
            {
                reply[4 + random.Next(3)] ^= (byte)(1 << random.Next(8));
            }
        };
        for (int i = 0; i < 300; i++)
        {
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Ok, bench.Read(2000));
            bench.MustBeWhole("sample " + i);
        }
    }

    /// <summary>Mean cycle over what sampling alone needs: command, conversion, command, what of the GPIOs' conversion the cell
    /// reads don't cover, and the reads.</summary>
    private static double Ratio(string chip, int[] cells, int probes, byte mode, bool moves)
    {
        var probesEach = new int[cells.Length];
        Array.Fill(probesEach, probes);
        PackLayout layout = PackLayout.FromCounts(1, cells, probesEach);
        var config = new Ltc681xConfig { transferOverheadMicros = 0, adcMode = mode, auxMode = mode };
        var bench = new SimBench(chip, layout, config);
        Assert.AreEqual(AfeStatus.Ok, bench.chain.Start());
        bench.Read(0);
        int samples = 0;
        long needed = 0;
        long before = bench.clock.MonotonicMicros();
        while (bench.clock.MonotonicMicros() - before < 2000000)
        {
            if (moves)
            {
                bench.NewTruth();
                for (int d = 0; d < cells.Length; d++)
                {
                    bench.chips.SetReferenceMicrovolts(d, 3000000 + (samples % 2 * 300));
                }
            }

            Assert.AreEqual(AfeStatus.Ok, bench.Read(0));
            bench.MustBeWhole();
            samples++;
            needed += Needed(chip, cells.Length, layout, config);
        }

        Assert.AreEqual(0, bench.chain.RetryCount);
        return (bench.clock.MonotonicMicros() - before) / (double)needed;
    }

    private static int Needed(string chip, int devices, PackLayout layout, Ltc681xConfig config)
    {
        Ltc681xModel model = Ltc681xFamily.Model(chip);
        int read = (4 + (8 * devices)) * 8;
        int cellReads = Ltc681xScan.UsedCellGroups(layout).Length * read;
        int auxReads = Ltc681xScan.UsedAuxGroups(layout, null!).Length * read;
        int cells = 32 + model.CellMicros(config.adcMode);
        return auxReads == 0 ? cells + cellReads
            : cells + 32 + Math.Max(model.AuxMicros(config.auxMode), cellReads) + auxReads;
    }

    private static int[] Even(int devices, int cells)
    {
        var all = new int[devices];
        Array.Fill(all, cells);
        return all;
    }
}
