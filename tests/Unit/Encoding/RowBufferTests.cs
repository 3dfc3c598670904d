using System;
using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Encoding;

[TestClass]
public class RowBufferTests
{
    private static readonly PackLayout s_layout = PackLayout.FromCounts(1, new[] { 2, 1 }, new[] { 1, 0 });

    [TestMethod]
    public void Row_is_a_copy_that_later_samples_do_not_change()
    {
        var rows = new RowBuffer(s_layout);
        PackSample sample = Sample(1000);
        rows.Open(9);
        rows.Add(sample, SignalGroups.All);
        sample.cellMicrovolts[2] = 1;
        sample.tempDeciC[0] = 1;
        sample.currentMilliamps = 1;
        sample.timeMs = 2000;
        rows.Add(sample, SignalGroups.All);

        Assert.AreEqual(9u, rows.seq);
        Assert.AreEqual(2, rows.rowCount);
        Assert.AreEqual(1000, rows.firstTimeMs);
        CollectionAssert.AreEqual(new[] { 3700000, 3701000, 3702000, 3700000, 3701000, 1 }, rows.cellMicrovolts[..6]);
        CollectionAssert.AreEqual(new short[] { 250, 1 }, rows.tempDeciC[..2]);
        CollectionAssert.AreEqual(new[] { -5000, 1 }, rows.currentMilliamps[..2]);
    }

    [TestMethod]
    public void Sixty_rows_fit_and_one_more_is_refused()
    {
        var rows = new RowBuffer(s_layout);
        rows.Open(1);
        for (int r = 0; r < RowBuffer.MaxRows; r++)
        {
            Assert.IsFalse(rows.IsFull);
            rows.Add(Sample(r), SignalGroups.Cells);
        }

        Assert.IsTrue(rows.IsFull);
        Assert.ThrowsExactly<InvalidOperationException>(() => rows.Add(Sample(99), SignalGroups.Cells));
        Assert.AreEqual(60, rows.rowCount);
        rows.Open(2);
        Assert.AreEqual(0, rows.rowCount);
        Assert.AreEqual(0, rows.BlockCount);
    }

    [TestMethod]
    public void Equal_times_are_kept_and_a_falling_time_is_refused()
    {
        var rows = new RowBuffer(s_layout);
        rows.Open(1);
        rows.Add(Sample(5), SignalGroups.Cells);
        rows.Add(Sample(5), SignalGroups.Cells);
        Assert.ThrowsExactly<InvalidOperationException>(() => rows.Add(Sample(4), SignalGroups.Cells));
        Assert.AreEqual(2, rows.rowCount);
    }

    [TestMethod]
    public void Row_without_a_group_or_with_an_unknown_one_is_refused()
    {
        var rows = new RowBuffer(s_layout);
        rows.Open(1);
        Assert.ThrowsExactly<InvalidOperationException>(() => rows.Add(Sample(1), 0));
        Assert.ThrowsExactly<InvalidOperationException>(() => rows.Add(Sample(1), 8));
        Assert.AreEqual(0, rows.rowCount);
    }

    [TestMethod]
    public void Temperatures_beside_others_take_a_second_sequence_number()
    {
        var rows = new RowBuffer(s_layout);
        rows.Open(1);
        rows.Add(Sample(1), SignalGroups.Cells);
        rows.Add(Sample(2), SignalGroups.Pack);
        Assert.AreEqual(1, rows.BlockCount);
        rows.Add(Sample(3), SignalGroups.Temperatures);
        Assert.AreEqual(2, rows.BlockCount);
        rows.Open(3);
        rows.Add(Sample(3), SignalGroups.Temperatures);
        Assert.AreEqual(1, rows.BlockCount);
    }

    [TestMethod]
    public void Current_and_pack_voltage_beyond_a_block_are_marked_not_bent()
    {
        var rows = new RowBuffer(s_layout);
        PackSample sample = Sample(1);
        sample.currentMilliamps = -2000001;
        sample.packMillivolts = 2000001;
        sample.packQuality = Quality.Good;
        rows.Open(1);
        rows.Add(sample, SignalGroups.Pack);
        Assert.AreEqual(Quality.OutOfRange, rows.currentQuality[0]);
        Assert.AreEqual(Quality.OutOfRange, rows.packQuality[0]);
    }

    private static PackSample Sample(long timeMs)
    {
        var sample = new PackSample(s_layout) { timeMs = timeMs, currentMilliamps = -5000, currentQuality = Quality.Good };
        for (int i = 0; i < 3; i++)
        {
            sample.cellMicrovolts[i] = 3700000 + (1000 * i);
        }

        sample.tempDeciC[0] = 250;
        return sample;
    }
}
