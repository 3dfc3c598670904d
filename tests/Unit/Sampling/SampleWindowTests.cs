using System;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Reference;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sampling;

[TestClass]
public class SampleWindowTests
{
    [TestMethod]
    public void Window_ends_with_the_sample_that_is_one_window_later()
    {
        PackLayout layout = PackLayout.FromCounts(1, [3], [0]);
        SampleWindow window = new(layout);
        PackSample sample = new(layout);
        Assert.IsTrue(window.IsOver(0), "before the first restart");
        window.Restart(500, 1000);
        for (int k = 0; k < 10; k++)
        {
            sample.timeMs = 500 + (k * 100);
            Assert.IsFalse(window.IsOver(sample.timeMs));
            window.Add(sample);
        }

        Assert.IsTrue(window.IsOver(1500));
        Assert.AreEqual(10, window.sampleCount);
        Assert.AreEqual(500, window.openMs);
        Assert.AreEqual(1400, window.lastMs);
        window.Restart(1500, 1000);
        Assert.AreEqual(0, window.sampleCount);
    }

    [TestMethod]
    public void Window_that_is_full_is_over_though_its_time_stands_still()
    {
        PackLayout layout = PackLayout.FromCounts(1, [3], [0]);
        SampleWindow window = new(layout);
        PackSample sample = new(layout);
        window.Restart(0, 10_000);
        for (int k = 0; k < SampleWindow.MaxSamples; k++)
        {
            Assert.IsFalse(window.IsOver(0));
            window.Add(sample);
        }

        Assert.IsTrue(window.IsOver(0));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Features_equal_the_plain_arithmetic_on_random_packs(int seed)
    {
        Random random = new(seed);
        int[] counts = [12, 18, 3, 2, 7, 0, 1];
        PackLayout layout = PackLayout.FromCounts(1, counts, [0, 0, 0, 0, 0, 0, 0]);
        SampleWindow window = new(layout);
        PackSample sample = new(layout);
        for (int round = 0; round < 200; round++)
        {
            WindowTwin twin = new(layout.firstCell);
            window.Restart(round * 1000, 1000);
            int spread = (int)Math.Pow(10, random.Next(2, 7));
            int samples = random.Next(1, 12);
            for (int k = 0; k < samples; k++)
            {
                Fill(sample, random, spread);
                window.Add(sample);
                twin.Add(
                    Array.ConvertAll(sample.cellMicrovolts, v => (double)v),
                    Array.ConvertAll(sample.cellQuality, q => q == Quality.Good));
            }

            window.Close();
            Compare(layout, window.columns, twin, $"seed {seed} round {round}");
        }
    }

    [TestMethod]
    public void Sums_of_a_full_window_at_the_ends_of_the_range_do_not_overflow()
    {
        PackLayout layout = PackLayout.FromCounts(1, [4], [1]);
        SampleWindow window = new(layout);
        PackSample sample = new(layout);
        window.Restart(0, 10_000);
        sample.cellMicrovolts[0] = 0;
        sample.cellMicrovolts[1] = 3_000_000;
        sample.cellMicrovolts[2] = 6_553_500;
        sample.cellMicrovolts[3] = 6_553_500;
        sample.tempDeciC[0] = short.MinValue;
        sample.currentQuality = Quality.Good;
        sample.currentMilliamps = -2_000_000;
        for (int k = 0; k < SampleWindow.MaxSamples; k++)
        {
            window.Add(sample);
        }

        window.Close();
        Assert.AreEqual(-819_100, window.columns.meanDeviation[0]);
        Assert.AreEqual(0, window.columns.meanDeviation[1]);
        Assert.AreEqual(819_100, window.columns.meanDeviation[3]);
        Assert.AreEqual(3_000_000, window.columns.meanMedian[0], "the lower of the two in the middle");
        Assert.AreEqual(819_100, window.columns.meanScale[0]);
        Assert.AreEqual(short.MinValue, window.columns.meanTemp[0]);
        Assert.AreEqual(-2_000_000, window.columns.meanCurrent);
    }

    [TestMethod]
    public void Only_good_readings_enter_and_missing_current_is_no_current()
    {
        PackLayout layout = PackLayout.FromCounts(1, [5], [2]);
        SampleWindow window = new(layout);
        PackSample sample = new(layout);
        window.Restart(0, 1000);
        int[] volts = [3_600_000, 3_700_000, 3_800_000, 0, 6_000_000];
        byte[] qualities = [Quality.Good, Quality.Good, Quality.Good, Quality.Implausible, Quality.Stuck];
        Array.Copy(volts, sample.cellMicrovolts, 5);
        Array.Copy(qualities, sample.cellQuality, 5);
        sample.tempDeciC[0] = 300;
        sample.tempDeciC[1] = 900;
        sample.tempQuality[1] = Quality.OutOfRange;
        window.Add(sample);
        window.Close();
        Assert.AreEqual(3_700_000, window.columns.meanMedian[0]);
        Assert.AreEqual(100_000, window.columns.meanScale[0]);
        CollectionAssert.AreEqual(new short[] { 1, 1, 1, 0, 0 }, window.columns.goodCount);
        CollectionAssert.AreEqual(new short[] { 1, 0 }, window.columns.tempCount);
        Assert.AreEqual(300, window.columns.meanTemp[0]);
        Assert.AreEqual(0, window.columns.currentCount);
    }

    [TestMethod]
    public void Order_kept_between_samples_survives_cells_that_come_and_go()
    {
        PackLayout layout = PackLayout.FromCounts(1, [6], [0]);
        SampleWindow window = new(layout);
        PackSample sample = new(layout);
        Random random = new(5);
        for (int k = 0; k < 500; k++)
        {
            Fill(sample, random, 5000);
            window.Restart(k, 1000);
            window.Add(sample);
            CollectionAssert.AreEquivalent(
                new[] { 0, 1, 2, 3, 4, 5 }, window.columns.sortedKeys.Select(k => k & 31).ToArray());
        }
    }

    [TestMethod]
    [DataRow(1, 16)]
    [DataRow(8, 12)]
    [DataRow(16, 12)]
    public void Bytes_stated_for_the_memory_table_cover_the_arrays_and_little_more(int devices, int cellsEach)
    {
        PackLayout layout = PackLayout.FromCounts(
            1, Enumerable.Repeat(cellsEach, devices).ToArray(), Enumerable.Repeat(5, devices).ToArray());
        HeapBytes.AssertCovers(SampleWindow.BytesFor(layout), new SampleWindow(layout).columns);
        HeapBytes.AssertCovers(
            Detector.BytesFor(layout) - AlarmBook.BytesFor() - HealthRule.BytesFor(layout) - HealthTrust.BytesFor(layout)
                - CauseSet.BytesFor(layout) - OperatingCondition.BytesFor(),
            new Detector(layout, DetectorSettings.Nmc()).Columns);
    }

    private static void Fill(PackSample sample, Random random, int spread)
    {
        for (int i = 0; i < sample.cellMicrovolts.Length; i++)
        {
            sample.cellMicrovolts[i] = Math.Clamp(3_300_000 + random.Next(-spread, spread + 1), 0, 6_553_500);
            sample.cellQuality[i] = random.Next(8) == 0 ? (byte)random.Next(1, Quality.Last + 1) : Quality.Good;
        }
    }

    private static void Compare(PackLayout layout, WindowColumns columns, WindowTwin twin, string where)
    {
        for (int d = 0; d < layout.deviceCount; d++)
        {
            Assert.AreEqual(twin.Judged[d], columns.judgedCount[d], where);
            Assert.AreEqual(twin.MeanMedian(d), columns.meanMedian[d], 0.5, where);
            Assert.AreEqual(twin.MeanScale(d), columns.meanScale[d], 0.5, where);
        }

        for (int i = 0; i < layout.cellCount; i++)
        {
            Assert.AreEqual(twin.Count[i], columns.goodCount[i], where);
            Assert.AreEqual(twin.MeanDeviation(i), columns.meanDeviation[i], 0.5, where);
            if (twin.Count[i] != 0)
            {
                Assert.AreEqual(twin.Least[i], columns.minDeviation[i], where);
                Assert.AreEqual(twin.Greatest[i], columns.maxDeviation[i], where);
            }
        }
    }
}
