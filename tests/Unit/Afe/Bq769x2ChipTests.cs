using System;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>Samples and settings of the BQ76952's driver on a chip that misbehaves on request.</summary>
[TestClass]
public class Bq769x2ChipTests
{
    [TestMethod]
    public void Sample_is_that_of_a_scan_that_ended_after_the_call()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 9);
        for (int i = 0; i < 50; i++)
        {
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Ok, bench.Read(1000 * (70 + (7 * i % 60))), "sample " + i);
            bench.MustBeWhole("sample " + i);
        }

        Assert.AreEqual(0, bench.chip.RetryCount);
    }

    [TestMethod]
    public void Old_results_are_never_taken_while_the_converter_stands()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 3);
        bench.fake.converterStopped = true;
        bench.NewTruth();
        for (int i = 0; i < 3; i++)
        {
            Assert.AreEqual(AfeStatus.Stale, bench.Read());
            Assert.IsTrue(bench.sample.cellQuality.All(q => q == Quality.Stale));
            Assert.IsTrue(bench.sample.tempQuality.All(q => q == Quality.Stale));
        }

        bench.fake.converterStopped = false;
        bench.ComeBack();
    }

    [TestMethod]
    public void Flag_that_never_reads_clear_proves_nothing()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(12, 0);
        bench.fake.ignoresClears = true;
        bench.Read();
        Assert.AreEqual(AfeStatus.Stale, bench.Read());
        Assert.IsTrue(bench.sample.cellQuality.All(q => q == Quality.Stale));
        bench.fake.ignoresClears = false;
        bench.ComeBack();
    }

    [TestMethod]
    public void Scan_that_ends_while_cells_are_read_makes_them_be_read_again()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 0);
        int framesOfASample = bench.FramesOfASample();
        for (int after = 0; after < framesOfASample; after++)
        {
            bench.NewTruth();
            short[] before = (short[])bench.fake.cells.Clone();
            int first = bench.fake.frames + after;
            bench.fake.beforeFrame = frame =>
            {
                if (frame == first)
                {
                    // The host was held up here: new values, and scans that have taken them.
                    bench.NewTruth();
                    bench.fake.now += 130000;
                }
            };
            byte status = bench.Read();
            Assert.IsTrue(status <= AfeStatus.Retried, "status " + status + ", held up before frame " + after);
            int[] read = bench.sample.cellMicrovolts;
            Assert.IsTrue(
                read.Zip(before, (uv, mv) => uv == mv * 1000).All(same => same)
                    || read.Zip(bench.fake.cells, (uv, mv) => uv == mv * 1000).All(same => same),
                "two scans in one sample, held up before frame " + after);
        }
    }

    [TestMethod]
    public void Chip_that_was_reset_is_set_up_again_and_gives_no_value_before()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 9);
        bench.fake.Reset();
        bench.NewTruth();
        Assert.AreEqual(AfeStatus.Reconfigured, bench.Read());
        Assert.IsFalse(bench.sample.cellQuality.Any(Quality.HasValue));
        bench.ComeBack();
        Assert.IsFalse(bench.fake.sleepEnabled);
    }

    [TestMethod]
    public void Silent_chip_costs_little_and_comes_back_by_itself()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 3);
        bench.fake.silent = true;
        Assert.AreEqual(AfeStatus.NoReply, bench.Read());
        int before = bench.fake.frames;
        int retries = bench.chip.RetryCount;
        Assert.AreEqual(AfeStatus.NoReply, bench.Read());
        Assert.IsLessThan(12, bench.fake.frames - before);
        Assert.AreEqual(retries, bench.chip.RetryCount);
        Assert.IsTrue(bench.sample.cellQuality.All(q => q == Quality.NoReply));
        bench.fake.Reset();
        bench.fake.silent = false;
        bench.ComeBack();
    }

    [TestMethod]
    public void No_wrong_value_passes_under_bit_errors_both_ways_and_resets()
    {
        long good = 0;
        for (int seed = 1; seed <= 6; seed++)
        {
            Bq769x2Bench bench = Bq769x2Bench.Running(16, 9, seed);
            var random = new Random(seed);
            void Harm(byte[] frame)
            {
                for (int bit = 0; bit < 24; bit++)
                {
                    if (random.Next(1000) == 0)
                    {
                        frame[bit >> 3] ^= (byte)(1 << (bit & 7));
                    }
                }
            }

            bench.fake.onMosi = Harm;
            bench.fake.onMiso = Harm;
            for (int i = 0; i < 400; i++)
            {
                bench.NewTruth();
                if (random.Next(40) == 0)
                {
                    bench.fake.Reset();
                }

                bench.Read(90000);
                good += bench.MustBeTrue("seed " + seed + ", sample " + i);
            }

            bench.fake.onMosi = null;
            bench.fake.onMiso = null;
            bench.ComeBack();
        }

        Assert.IsGreaterThan(6 * 400 * 16 / 2, good, "too few readings passed to prove anything");
    }

    [TestMethod]
    public void Cell_and_probe_values_have_their_limits()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(4, 6);
        (short Millivolts, byte Quality, int Microvolts)[] cells =
        {
            (-3, Quality.Good, 0), (-200, Quality.OutOfRange, 0), (5500, Quality.Good, 5500000), (6000, Quality.OutOfRange, 0),
        };
        (short Kelvin, byte Quality, short DeciC)[] probes =
        {
            (2331, Quality.Good, -400), (3981, Quality.Good, 1250), (2330, Quality.OutOfRange, 0),
            (3982, Quality.OutOfRange, 0), (1930, Quality.OpenProbe, 0), (4500, Quality.ShortedProbe, 0),
        };
        for (int i = 0; i < 4; i++)
        {
            bench.fake.cells[i] = cells[i].Millivolts;
        }

        for (int i = 0; i < 6; i++)
        {
            bench.fake.kelvin[i] = probes[i].Kelvin;
        }

        bench.Read(300000);
        bench.Read(300000);
        for (int i = 0; i < 4; i++)
        {
            Assert.AreEqual(cells[i].Quality, bench.sample.cellQuality[i], "cell " + i);
            if (cells[i].Quality == Quality.Good)
            {
                Assert.AreEqual(cells[i].Microvolts, bench.sample.cellMicrovolts[i]);
            }
        }

        for (int i = 0; i < 6; i++)
        {
            Assert.AreEqual(probes[i].Quality, bench.sample.tempQuality[i], "probe " + i);
            if (probes[i].Quality == Quality.Good)
            {
                Assert.AreEqual(probes[i].DeciC, bench.sample.tempDeciC[i]);
            }
        }
    }

    [TestMethod]
    public void Shortest_cycle_is_what_samples_back_to_back_take()
    {
        foreach (string mode in new[] { "normal", "fast" })
        {
            Bq769x2Bench bench = Bq769x2Bench.Running(16, 9, 1, mode);
            for (int i = 0; i < 20; i++)
            {
                long before = bench.fake.now;
                bench.chip.Read(bench.sample);
                long took = bench.fake.now - before;
                Assert.IsTrue(took <= bench.chip.ShortestCycleMicros && took > bench.chip.ShortestCycleMicros / 2,
                    mode + ": " + took + " of " + bench.chip.ShortestCycleMicros);
            }
        }
    }

    [TestMethod]
    public void What_does_not_fit_is_refused()
    {
        var fake = new Bq769x2Fake();
        PackLayout layout = ChainBytes.Layout(1, 16, 0);
        void Refused(string part, AfeConfig config, PackLayout map)
        {
            ArgumentException refused = Assert.ThrowsExactly<ArgumentException>(
                () => AfeCatalogue.Make("bq76952", fake, null, fake, map, config));
            StringAssert.Contains(refused.Message, part);
        }

        Refused("adc_mode", new AfeConfig { mode = "7khz" }, layout);
        Refused("voltage", new AfeConfig { gpioInputMask = new[] { 1 } }, layout);
        Refused("3 cells", new AfeConfig(), ChainBytes.Layout(1, 2, 0));
        Refused("at most 1", new AfeConfig(), ChainBytes.Layout(2, 8, 0));
        Refused("too slow", new AfeConfig { transferOverheadMicros = 2000 }, layout);
        Refused("above input 16", new AfeConfig(), ChainBytes.Layout(1, 17, 0));
    }
}
