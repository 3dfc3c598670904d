using System;
using System.Collections.Generic;
using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Encoding;

[TestClass]
public class BlockEncoderTests
{
    private const int ModelByte = 2;
    private const int RowsByte = 3;

    [TestMethod]
    public void Same_rows_give_the_same_bytes_whatever_was_encoded_before()
    {
        PackLayout layout = Layout(12, 2);
        RowBuffer calm = Rows(layout, 60, 1, noise: 0);
        RowBuffer wild = Rows(layout, 60, 2, noise: 1000);
        var used = new BlockEncoder(layout, "box-1", 3);
        Encode(used, wild);
        byte[] second = Encode(used, calm);
        byte[] fresh = Encode(new BlockEncoder(layout, "box-1", 3), calm);
        CollectionAssert.AreEqual(fresh, second);
    }

    [TestMethod]
    public void Encoding_a_row_allocates_nothing()
    {
        PackLayout layout = Layout(96, 24);
        var encoder = new BlockEncoder(layout, "box-1", 3);
        foreach (int noise in new[] { 0, 5, 1000 })
        {
            RowBuffer rows = Rows(layout, 60, noise, noise);
            Encode(encoder, rows);
            encoder.Begin(rows, 0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            while (!encoder.EncodeNextRow())
            {
            }

            Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before, "noise " + noise);
            encoder.Finish();
        }
    }

    [TestMethod]
    public void Every_layout_and_wildness_stays_within_the_stated_bytes()
    {
        foreach (int cells in new[] { 1, 16, 96, 288 })
        {
            PackLayout layout = Layout(cells, 0);
            var encoder = new BlockEncoder(layout, "a-box-with-the-longest-possible1", int.MaxValue);
            for (int noise = 1; noise < 10000000; noise *= 10)
            {
                byte[] block = Encode(encoder, Rows(layout, 60, noise, noise));
                Assert.IsTrue(block.Length <= BlockEncoder.MaxBytesFor(layout), cells + " cells, noise " + noise);
            }
        }
    }

    [TestMethod]
    public void Rows_that_outgrow_the_output_are_coded_plain_and_fit()
    {
        // Calm rows make the encoder choose the narrow noise model; then every cell is anywhere and changes its quality too.
        PackLayout layout = Layout(288, 0);
        var random = new Random(5);
        var rows = new RowBuffer(layout);
        var sample = new PackSample(layout);
        byte[] withValue = { Quality.Good, Quality.Implausible, Quality.Stuck };
        rows.Open(1);
        for (int r = 0; r < RowBuffer.MaxRows; r++)
        {
            sample.timeMs = r * 100;
            for (int i = 0; i < layout.cellCount; i++)
            {
                sample.cellMicrovolts[i] = r < 6 ? 3700000 + random.Next(-9, 10) : random.Next(0, 6553501);
                sample.cellQuality[i] = r < 6 ? Quality.Good : withValue[random.Next(3)];
            }

            rows.Add(sample, SignalGroups.Cells);
        }

        byte[] block = Encode(new BlockEncoder(layout, "box-1", 1), rows);
        Assert.AreNotEqual(0, block[RowsByte] & BlockFlags.PlainCells);
        Assert.IsTrue(block.Length <= BlockEncoder.MaxBytesFor(layout));
    }

    [TestMethod]
    public void Noise_and_standing_cells_get_the_model_that_is_made_for_them()
    {
        PackLayout layout = Layout(16, 0);
        var encoder = new BlockEncoder(layout, "box-1", 1);
        Assert.AreEqual(0, Encode(encoder, Rows(layout, 60, 1, noise: 0))[ModelByte] & BlockFlags.NoiseModel);
        Assert.AreNotEqual(0, Encode(encoder, Rows(layout, 60, 1, noise: 8))[ModelByte] & BlockFlags.NoiseModel);
    }

    [TestMethod]
    public void A_coarser_source_costs_no_more_through_a_finer_chip()
    {
        // 1 mV values are 1 mV values, also when a 100 uV chip measured them: the step is found, not configured.
        PackLayout layout = Layout(12, 0);
        RowBuffer rows = Rows(layout, 60, 3, noise: 0);
        byte[] block = Encode(new BlockEncoder(layout, "b", 1), rows);
        const int steps = 4 + 1 + 1 + 1 + 1 + 1 + 2;
        Assert.AreEqual(9, block[steps] >> 4, "index of 1,000 uV");
    }

    [TestMethod]
    public void Regular_rows_that_stand_still_cost_next_to_nothing()
    {
        PackLayout layout = Layout(96, 24);
        var encoder = new BlockEncoder(layout, "box-1", 1);
        int one = Encode(encoder, Rows(layout, 1, 4, noise: 0, moves: false)).Length;
        int sixty = Encode(encoder, Rows(layout, 60, 4, noise: 0, moves: false)).Length;
        Assert.IsTrue(sixty - one <= 32, one + " bytes for one row, " + sixty + " for sixty");
    }

    [TestMethod]
    public void A_bad_reading_that_stays_costs_once()
    {
        PackLayout layout = Layout(96, 0);
        var encoder = new BlockEncoder(layout, "box-1", 1);
        int good = Encode(encoder, Rows(layout, 60, 4, noise: 0, moves: false)).Length;
        RowBuffer rows = Rows(layout, 60, 4, noise: 0, moves: false);
        for (int r = 10; r < 60; r++)
        {
            rows.cellQuality[(r * 96) + 17] = Quality.NoReply;
        }

        int bad = Encode(encoder, rows).Length;
        Assert.IsTrue(bad > good && bad - good <= 8, good + " bytes good, " + bad + " with a cell lost");
    }

    [TestMethod]
    public void Readings_beyond_the_range_are_left_out_and_marked()
    {
        PackLayout layout = Layout(4, 1);
        RowBuffer rows = Rows(layout, 3, 1, noise: 0);
        rows.cellMicrovolts[5] = -1;
        rows.cellMicrovolts[6] = 6553501;
        rows.tempDeciC[1] = 1251;
        rows.tempDeciC[2] = -401;
        Encode(new BlockEncoder(layout, "box-1", 1), rows);
        Assert.AreEqual(Quality.OutOfRange, rows.cellQuality[5]);
        Assert.AreEqual(Quality.OutOfRange, rows.cellQuality[6]);
        Assert.AreEqual(Quality.OutOfRange, rows.tempQuality[1]);
        Assert.AreEqual(Quality.OutOfRange, rows.tempQuality[2]);
    }

    [TestMethod]
    public void Misuse_is_refused_before_anything_happens()
    {
        PackLayout layout = Layout(4, 0);
        Assert.ThrowsExactly<ArgumentException>(() => new BlockEncoder(layout, "", 1));
        Assert.ThrowsExactly<ArgumentException>(() => new BlockEncoder(layout, "Box", 1));
        Assert.ThrowsExactly<ArgumentException>(() => new BlockEncoder(layout, new string('a', 33), 1));
        Assert.ThrowsExactly<ArgumentException>(() => new BlockEncoder(layout, "box", -1));
        var encoder = new BlockEncoder(layout, "box-1", 1);
        Assert.ThrowsExactly<InvalidOperationException>(() => encoder.Finish());
        var rows = new RowBuffer(layout);
        rows.Open(1);
        Assert.ThrowsExactly<InvalidOperationException>(() => encoder.Begin(rows, 0));
    }

    [TestMethod]
    public void Block_ends_in_the_CRC_of_what_is_before_it()
    {
        PackLayout layout = Layout(4, 1);
        byte[] block = Encode(new BlockEncoder(layout, "box-1", 1), Rows(layout, 7, 1, noise: 3));
        Assert.AreEqual(Crc32.Compute(block, 0, block.Length - 4), BitConverter.ToUInt32(block, block.Length - 4));
    }

    private static byte[] Encode(BlockEncoder encoder, RowBuffer rows)
    {
        encoder.Begin(rows, 0);
        while (!encoder.EncodeNextRow())
        {
        }

        return encoder.Finish();
    }

    private static PackLayout Layout(int cells, int probes)
    {
        var cellsOf = new List<int>();
        for (int left = cells; left > 0; left -= 18)
        {
            cellsOf.Add(Math.Min(left, 18));
        }

        int[] probesOf = new int[cellsOf.Count];
        for (int i = 0; i < probes; i++)
        {
            probesOf[i % probesOf.Length]++;
        }

        return PackLayout.FromCounts(1, cellsOf.ToArray(), probesOf);
    }

    /// <summary>Rows a second apart; without noise 1 mV values of which some move, with noise that many 100 uV steps up and down.
    /// </summary>
    private static RowBuffer Rows(PackLayout layout, int count, int seed, int noise, bool moves = true)
    {
        var random = new Random(seed);
        var rows = new RowBuffer(layout);
        var sample = new PackSample(layout) { currentQuality = Quality.Good };
        int[] level = new int[layout.cellCount];
        for (int i = 0; i < level.Length; i++)
        {
            level[i] = 3700000 + (random.Next(-20, 21) * 1000);
        }

        Array.Fill(sample.tempDeciC, (short)250);
        rows.Open((uint)seed);
        for (int r = 0; r < count; r++)
        {
            sample.timeMs = r * 1000;
            sample.currentMilliamps = moves ? random.Next(0, 3) * 250 : 500;
            for (int i = 0; i < level.Length; i++)
            {
                if (moves && r > 0 && random.Next(20) == 0)
                {
                    level[i] += random.Next(-2, 3) * 1000;
                }

                long step = (random.NextInt64(0, (2L * noise) + 1) + random.NextInt64(0, (2L * noise) + 1) - (2L * noise)) * 100;
                sample.cellMicrovolts[i] = (int)Math.Clamp(level[i] + step, 0, 6553500);
            }

            rows.Add(sample, SignalGroups.All);
        }

        return rows;
    }
}
