using System.Collections.Generic;
using System.Linq;
using DataBox.Decoding;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>Whatever a box can be made to measure comes out as it went in.</summary>
[TestClass]
public sealed class BlockRoundTripTests
{
    private const int Seeds = 600;

    private static readonly int[] Flags = [0, 0x10, 0x20, 0x40, 0x80, 0xF0];

    [TestMethod]
    public void Any_rows_come_out_as_they_went_in()
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var pack = new RandomPack(seed);
            int flags = Flags[seed % (ulong)Flags.Length];
            uint seq = seed % 3 == 0 ? uint.MaxValue : (uint)seed;
            DecodedBlock block = BlockDecoder.Decode(new RoundTrip(pack.Layout).Encode(pack.Samples, pack.Masks, seq, flags));

            Assert.AreEqual(RoundTrip.Box, block.Box);
            Assert.AreEqual((uint)RoundTrip.Boot, block.Boot);
            Assert.AreEqual(seq, block.Seq);
            Assert.AreEqual(flags, block.Flags);
            Assert.IsFalse(block.IsCompanion);
            Assert.AreEqual(pack.Layout.version, block.LayoutVersion);
            for (int d = 0; d < pack.Layout.deviceCount; d++)
            {
                Assert.AreEqual(pack.Layout.CellsOf(d), block.CellsOfDevice[d]);
                Assert.AreEqual(pack.Layout.ProbesOf(d), block.ProbesOfDevice[d]);
            }

            AssertRows(pack, RoundTrip.All, block, seed);
        }
    }

    [TestMethod]
    public void Rows_of_a_block_and_its_companion_belong_together_by_their_index()
    {
        int pairs = 0;
        for (ulong seed = 1; seed <= Seeds; seed += 3)
        {
            var pack = new RandomPack(seed);
            int carried = pack.Masks.Aggregate(0, (all, mask) => all | mask);
            if ((carried & RoundTrip.Temperatures) == 0 || carried == RoundTrip.Temperatures)
            {
                continue;
            }

            var roundTrip = new RoundTrip(pack.Layout);
            const int main = RoundTrip.Cells | RoundTrip.Pack;
            byte[] first = roundTrip.EncodePart(pack.Samples, pack.Masks, main, 41, 41);
            byte[] second = roundTrip.EncodePart(pack.Samples, pack.Masks, RoundTrip.Temperatures, 41, 42);
            DecodedBlock block = BlockDecoder.Decode(first);
            DecodedBlock companion = BlockDecoder.Decode(second);

            Assert.IsFalse(block.IsCompanion);
            Assert.IsTrue(companion.IsCompanion);
            Assert.AreEqual(42u, companion.Seq);
            AssertRows(pack, main, block, seed);
            AssertRows(pack, RoundTrip.Temperatures, companion, seed);
            pairs++;
        }

        Assert.IsGreaterThan(100, pairs, "the seeds make too few pairs to prove anything");
    }

    [TestMethod]
    public void The_seeds_reach_both_models_of_cells()
    {
        var noise = 0;
        var step = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var pack = new RandomPack(seed);
            byte[] block = new RoundTrip(pack.Layout).Encode(pack.Samples, pack.Masks);
            noise += (block[2] & 8) != 0 ? 1 : 0;
            step += (block[2] & 9) == 1 && (block[3] & 64) == 0 ? 1 : 0;
        }

        Assert.IsGreaterThan(40, noise, "blocks by the noise model");
        Assert.IsGreaterThan(40, step, "blocks by the step model");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(5)]
    public void Cells_that_nothing_predicts_come_out_of_plain_blocks(int noisyRows)
    {
        // With some noise first the block starts with the noise model; both models give up when all cells jump by volts.
        var random = new SimRandom(20);
        PackLayout layout = PackLayout.FromCounts(1, Enumerable.Repeat(18, 16).ToArray(), new int[16]);
        var samples = new List<PackSample>();
        for (int row = 0; row < 60; row++)
        {
            var sample = new PackSample(layout) { timeMs = row * 1000 };
            for (int i = 0; i < layout.cellCount; i++)
            {
                sample.cellMicrovolts[i] = row < noisyRows ? 3_700_000 + random.Next(2000) : random.Next(6_553_501);
                sample.cellQuality[i] = random.Next(40) == 0 ? Quality.PecError : (byte)(random.Next(2) * Quality.Stuck);
            }

            samples.Add(sample);
        }

        int[] masks = Enumerable.Repeat(RoundTrip.Cells, 60).ToArray();
        byte[] bytes = new RoundTrip(layout).Encode(samples, masks);
        DecodedBlock block = BlockDecoder.Decode(bytes);

        Assert.AreNotEqual(0, bytes[3] & 64, "the block is not plain");
        for (int row = 0; row < 60; row++)
        {
            RoundTrip.AssertRow(samples[row], RoundTrip.Cells, block.Rows[row], "row " + row);
        }
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(100, 100)]
    [DataRow(1000, 1000)]
    [DataRow(50000, 50000)]
    [DataRow(70000, 10000)]
    public void The_step_of_the_cells_is_told(int unit, int step)
    {
        PackLayout layout = PackLayout.FromCounts(1, [12], [0]);
        var sample = new PackSample(layout);
        for (int i = 0; i < 12; i++)
        {
            sample.cellMicrovolts[i] = (20 + i) * unit;
        }

        DecodedBlock block = BlockDecoder.Decode(new RoundTrip(layout).Encode([sample], [RoundTrip.Cells]));

        Assert.AreEqual(step, block.CellLsbMicrovolts);
    }

    [TestMethod]
    [DataRow((1L << 30) - 2)]
    [DataRow((1L << 30) - 1)]
    [DataRow(1L << 30)]
    [DataRow((1L << 47) + 1)]
    public void Distances_in_time_about_the_longest_number_are_told(long distance)
    {
        PackLayout layout = PackLayout.FromCounts(1, [1], [0]);
        long[] times = [0, 1, 1 + distance];
        PackSample[] samples = [.. times.Select(t => new PackSample(layout) { timeMs = t })];

        DecodedBlock block = BlockDecoder.Decode(new RoundTrip(layout).Encode(samples, [1, 1, 1]));

        CollectionAssert.AreEqual(times, block.Rows.Select(r => r.TimeMs).ToArray());
    }

    private static void AssertRows(RandomPack pack, int groups, DecodedBlock block, ulong seed)
    {
        List<int> due = Enumerable.Range(0, pack.Samples.Count).Where(i => (pack.Masks[i] & groups) != 0).ToList();
        Assert.HasCount(due.Count, block.Rows);
        for (int r = 0; r < due.Count; r++)
        {
            int i = due[r];
            Assert.AreEqual(i, block.Rows[r].Index);
            RoundTrip.AssertRow(pack.Samples[i], pack.Masks[i] & groups, block.Rows[r], $"seed {seed}, row {i}");
        }
    }
}
