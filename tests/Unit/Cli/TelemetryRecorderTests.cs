using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Cli.Telemetry;
using DataBox.Core;
using DataBox.Ports;
using DataBox.Tests.Unit.Decoding;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

/// <summary>Payloads as a broker hands them out, in a reader's file: real blocks of the box's encoder.</summary>
[TestClass]
public class TelemetryRecorderTests
{
    private static readonly PackLayout Layout = new(1, [0xFFF], [0x7]);
    private readonly Sink _sink = new();
    private readonly List<string> _said = [];

    [TestMethod]
    public void Rows_come_out_once_and_in_order_whatever_the_broker_does()
    {
        TelemetryRecorder recorder = Recorder();
        foreach (uint seq in new uint[] { 0, 2, 1, 1, 0, 3 })
        {
            recorder.Take(Block(seq));
        }

        recorder.Finish();
        CollectionAssert.AreEqual(new long[] { 0, 50, 100, 150, 200, 250, 300, 350 }, _sink.Rows.Select(r => r.TimeMs).ToArray());
        Assert.AreEqual("car-7: 4 blocks, 8 rows, no gap, 2 copies left out", recorder.Summary());
        Assert.AreEqual(0, _said.Count);
    }

    [TestMethod]
    public void Missing_blocks_are_said_and_listed_with_their_numbers()
    {
        TelemetryRecorder recorder = Recorder();
        recorder.Take(Block(2));
        recorder.Take(Block(5));
        recorder.Finish();
        Assert.AreEqual(
            "car-7: 2 blocks, 4 rows, 2 gaps: boot 12: blocks 0 to 1 are missing (2); boot 12: blocks 3 to 4 are missing (2)",
            recorder.Summary());
        Assert.AreEqual(2, _said.Count);
        StringAssert.Contains(_said[0], "gap: boot 12: blocks 0 to 1");
    }

    [TestMethod]
    public void Temperatures_in_a_block_of_their_own_join_the_row_of_their_sample()
    {
        TelemetryRecorder recorder = Recorder();
        var rows = new RowBuffer(Layout);
        var encoder = new BlockEncoder(Layout, RoundTrip.Box, RoundTrip.Boot);
        rows.Open(0);
        rows.Add(Sample(0), RoundTrip.All);
        rows.Add(Sample(50), RoundTrip.Cells);
        recorder.Take(Encoded(encoder, rows, RoundTrip.Cells | RoundTrip.Pack, 0));
        recorder.Take(Encoded(encoder, rows, RoundTrip.Temperatures, 1));
        recorder.Finish();
        Assert.AreEqual(2, _sink.Rows.Count);
        Assert.AreEqual(3_700_000, _sink.Rows[0].CellMicrovolts![0]);
        Assert.AreEqual(250, _sink.Rows[0].TempDeciC![0]);
        Assert.AreEqual(-1500, _sink.Rows[0].Pack!.CurrentMilliamps);
        Assert.IsNull(_sink.Rows[1].TempDeciC);
        Assert.IsNull(_sink.Rows[1].Pack);
        StringAssert.Contains(recorder.Summary(), "2 blocks, 2 rows, no gap");
    }

    [TestMethod]
    public void Bytes_that_are_no_block_are_said_counted_and_stop_nothing()
    {
        TelemetryRecorder recorder = Recorder();
        recorder.Take([]);
        recorder.Take([1, 2, 3]);
        byte[] flipped = Block(0);
        flipped[^1] ^= 1;
        recorder.Take(flipped);
        recorder.Take(Block(0));
        recorder.Finish();
        Assert.AreEqual(3, _said.Count);
        Assert.IsTrue(_said.TrueForAll(l => l.StartsWith("car-7: ", StringComparison.Ordinal) && !l.Contains('\n')));
        StringAssert.Contains(recorder.Summary(), "1 blocks, 2 rows, no gap, 3 not readable");
    }

    [TestMethod]
    public void Block_of_another_box_is_left_out_by_name()
    {
        TelemetryRecorder recorder = new("other", _sink, _said.Add);
        recorder.Take(Block(0));
        recorder.Finish();
        Assert.AreEqual(0, _sink.Rows.Count);
        StringAssert.Contains(_said[0], "'car-7'");
    }

    [TestMethod]
    public void Reading_without_value_has_its_quality_alone()
    {
        PackSample[] samples = Samples(0);
        samples[0].cellMicrovolts[3] = 12_345;
        samples[0].cellQuality[3] = Quality.PecError;
        samples[0].cellMicrovolts[4] = 0;
        samples[0].cellQuality[4] = Quality.Implausible;
        TelemetryRecorder recorder = Recorder();
        recorder.Take(new RoundTrip(Layout).Encode(samples, [RoundTrip.All, RoundTrip.All], 0));
        recorder.Finish();
        Assert.IsNull(_sink.Rows[0].CellMicrovolts![3]);
        Assert.AreEqual(Quality.PecError, _sink.Rows[0].CellQuality![3]);
        Assert.AreEqual(0, _sink.Rows[0].CellMicrovolts![4]);
        Assert.AreEqual(Quality.Implausible, _sink.Rows[0].CellQuality![4]);
    }

    private TelemetryRecorder Recorder() => new(RoundTrip.Box, _sink, _said.Add, true);

    /// <summary>Block n holds the samples at n * 100 and n * 100 + 50 ms.</summary>
    private static byte[] Block(uint seq) => new RoundTrip(Layout).Encode(Samples(seq * 100), [RoundTrip.All, RoundTrip.All], seq);

    private static byte[] Encoded(BlockEncoder encoder, RowBuffer rows, int groups, uint seq)
    {
        encoder.Begin(rows, 0, groups, seq);
        while (!encoder.EncodeNextRow())
        {
        }

        return encoder.Finish();
    }

    private static PackSample[] Samples(long timeMs) => [Sample(timeMs), Sample(timeMs + 50)];

    private static PackSample Sample(long timeMs)
    {
        var sample = new PackSample(Layout) { timeMs = timeMs, currentMilliamps = -1500, currentQuality = Quality.Good };
        Array.Fill(sample.cellMicrovolts, 3_700_000);
        Array.Fill(sample.cellQuality, Quality.Good);
        Array.Fill(sample.tempDeciC, (short)250);
        Array.Fill(sample.tempQuality, Quality.Good);
        return sample;
    }

    private sealed class Sink : ITelemetrySink
    {
        public List<TelemetryRow> Rows { get; } = [];

        public void Begin(TelemetryShape shape, uint boot) => Assert.AreEqual(new TelemetryShape(RoundTrip.Box, 12, 3), shape);

        public void Write(TelemetryRow row) => Rows.Add(row);

        public void Flush()
        {
        }

        public void Dispose()
        {
        }
    }
}
