using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Decoding;
using DataBox.Ports;
using DataBox.Sim;
using DataBox.Tests.Unit.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>What real packs measured comes out of the blocks as it went in, every value of it.</summary>
[TestClass]
public sealed class RecordedBlocksTests
{
    private const int MaxMicrovolts = 6_553_500;
    private const int RowsOfBlock = 60;

    [TestMethod]
    [Timeout(60_000)]
    [DataRow("ev-car1.csv.gz", 8)]
    [DataRow("ev-car2.csv.gz", 8)]
    [DataRow("leaf-6s-1c.csv", 1)]
    [DataRow("leaf-6s-2c.csv", 1)]
    [DataRow("pack-8s-b14.csv", 1)]
    [DataRow("battdiag-isc-12s.csv.gz", 1)]
    [DataRow("noisy-drive-01mv.csv.gz", 2)]
    [DataRow("noisy-drive-03mv.csv.gz", 2)]
    [DataRow("noisy-rest-01mv.csv.gz", 2)]
    [DataRow("noisy-rest-03mv.csv.gz", 2)]
    public void Every_recorded_value_comes_out_of_the_blocks_as_it_went_in(string file, int devices)
    {
        using Recording recording = Recording.Open(SharedFolder.RequireFile("data/" + file));
        PackLayout layout = Layout(recording, devices);
        var roundTrip = new RoundTrip(layout);
        uint seq = 0;
        var last = new RecordingRow(recording.CellCount, recording.ProbeCount);
        List<PackSample> samples = Take(recording, layout, last);
        Assert.AreNotEqual(0, samples.Count, file + " has no rows");
        while (samples.Count > 0)
        {
            int[] all = Enumerable.Repeat(RoundTrip.All, samples.Count).ToArray();
            byte[] cells = roundTrip.EncodePart(samples, all, RoundTrip.Cells | RoundTrip.Pack, seq, seq);
            byte[] temperatures = roundTrip.EncodePart(samples, all, RoundTrip.Temperatures, seq, seq + 1);
            byte[] together = roundTrip.Encode(samples, all, seq);
            seq += 2;
            AssertBlock(samples, RoundTrip.Cells | RoundTrip.Pack, cells, file);
            AssertBlock(samples, RoundTrip.Temperatures, temperatures, file);
            AssertBlock(samples, RoundTrip.All, together, file);
            samples = Take(recording, layout, last);
        }
    }

    private static void AssertBlock(List<PackSample> samples, int groups, byte[] bytes, string file)
    {
        DecodedBlock block = BlockDecoder.Decode(bytes);
        Assert.AreEqual(samples.Count, block.Rows.Count);
        for (int i = 0; i < samples.Count; i++)
        {
            RoundTrip.AssertRow(samples[i], groups, block.Rows[i], $"{file} at {samples[i].timeMs} ms, groups {groups}");
            Assert.AreEqual(i, block.Rows[i].Index);
        }
    }

    private static PackLayout Layout(Recording recording, int devices) => PackLayout.FromCounts(
        1, Spread(recording.CellCount, devices), Spread(recording.ProbeCount, devices));

    private static int[] Spread(int count, int devices) =>
        Enumerable.Range(0, devices).Select(d => (count / devices) + (d < count % devices ? 1 : 0)).ToArray();

    private static List<PackSample> Take(Recording recording, PackLayout layout, RecordingRow row)
    {
        var samples = new List<PackSample>();
        while (samples.Count < RowsOfBlock && recording.TryRead(row))
        {
            samples.Add(Sample(layout, row));
        }

        return samples;
    }

    private static PackSample Sample(PackLayout layout, RecordingRow row)
    {
        var sample = new PackSample(layout) { timeMs = row.timeMs };
        for (int i = 0; i < row.cellMicrovolts.Length; i++)
        {
            int value = row.cellMicrovolts[i];
            sample.cellQuality[i] = !row.hasCell[i] ? Quality.Missing
                : value is < 0 or > MaxMicrovolts ? Quality.OutOfRange
                : value == 0 ? Quality.Implausible : Quality.Good;
            sample.cellMicrovolts[i] = value;
        }

        for (int i = 0; i < row.tempDeciC.Length; i++)
        {
            int value = row.tempDeciC[i];
            sample.tempQuality[i] = !row.hasTemp[i] ? Quality.Missing
                : value is < -400 or > 1250 ? Quality.OpenProbe : Quality.Good;
            sample.tempDeciC[i] = (short)value;
        }

        sample.currentMilliamps = row.currentMilliamps;
        sample.currentQuality = row.hasCurrent ? Quality.Good : Quality.Missing;
        sample.vehicleState = row.bmsWarning;
        sample.vehicleStateQuality = row.hasBmsWarning ? Quality.Good : Quality.Missing;
        return sample;
    }
}
