using System;
using System.Collections.Generic;
using DataBox.Decoding;

namespace DataBox.Cli.Telemetry;

/// <summary>
/// Takes blocks as they come from the broker, puts them in order, each once, and writes their rows. What is missing, came
/// twice or could not be read is said at once and again in the summary.
/// </summary>
/// <param name="fromFirst">The reader has listened since the box started, so a first block that is not number 0 is a gap.</param>
public sealed class TelemetryRecorder(string box, ITelemetrySink sink, Action<string> say, bool fromFirst = false)
{
    private readonly SequenceOrder<DecodedBlock> _order = new();
    private readonly BlockJoiner _joiner = new();
    private TelemetryShape? _shape;
    private uint _boot;
    private int _gapsSaid;
    private int _refused;
    private long _blocks;
    private long _rows;

    /// <summary>The newest block that has come with all before it, or their gap; boot and sequence number; null before the first.
    /// </summary>
    public (uint Boot, uint Seq)? LastInOrder { get; private set; }

    /// <summary>Decodes a payload of the topic data and writes what is in order now. Never throws on contents.</summary>
    public void Take(byte[] payload)
    {
        DecodedBlock block;
        try
        {
            block = BlockDecoder.Decode(payload);
        }
        catch (BlockFormatException e)
        {
            _refused++;
            say($"{box}: {payload.Length} bytes that are no block: {e.Message}");
            return;
        }

        if (block.Box != box)
        {
            _refused++;
            say($"{box}: a block of box '{block.Box}' came on this box's topic and is left out");
            return;
        }

        Write(_order.Add(block.Boot, block.Seq, block, fromFirst));
        sink.Flush();
    }

    /// <summary>Nothing more comes.</summary>
    public void Finish()
    {
        Write(_order.Drain());
        if (_joiner.Finish() is { } last)
        {
            Write(last, null);
        }

        sink.Flush();
    }

    public string Summary()
    {
        string gaps = _order.Gaps.Count == 0 ? "no gap" : $"{_order.Gaps.Count} gaps: {string.Join("; ", _order.Gaps)}";
        string copies = _order.Duplicates == 0 ? "" : $", {_order.Duplicates} copies left out";
        string late = _order.Late == 0 ? "" : $", {_order.Late} too late";
        string refused = _refused == 0 ? "" : $", {_refused} not readable";
        return $"{box}: {_blocks} blocks, {_rows} rows, {gaps}{copies}{late}{refused}";
    }

    private void Write(IEnumerable<DecodedBlock> blocks)
    {
        foreach (DecodedBlock block in blocks)
        {
            foreach ((DecodedBlock first, DecodedBlock? companion) in _joiner.Add(block))
            {
                Write(first, companion);
            }

            LastInOrder = (block.Boot, block.Seq);
        }

        for (; _gapsSaid < _order.Gaps.Count; _gapsSaid++)
        {
            say($"{box}: gap: {_order.Gaps[_gapsSaid]}");
        }
    }

    private void Write(DecodedBlock block, DecodedBlock? companion)
    {
        var shape = new TelemetryShape(box, Sum(block.CellsOfDevice), Sum(block.ProbesOfDevice));
        if (_shape is null || _boot != block.Boot || shape != _shape)
        {
            sink.Begin(shape, block.Boot);
            _shape = shape;
            _boot = block.Boot;
        }

        foreach ((DecodedRow? row, DecodedRow? other) in BlockJoiner.Rows(block, companion))
        {
            sink.Write(ToRow(block, row, other));
            _rows++;
        }

        _blocks += companion is null ? 1 : 2;
    }

    private static TelemetryRow ToRow(DecodedBlock block, DecodedRow? row, DecodedRow? other)
    {
        DecodedRow? cells = row?.CellMicrovolts is not null ? row : other;
        DecodedRow? temperatures = row?.TempDeciC is not null ? row : other;
        return new TelemetryRow
        {
            TimeMs = (row ?? other)!.TimeMs,
            Boot = block.Boot,
            Seq = block.Seq,
            CellMicrovolts = Readings(cells?.CellMicrovolts, cells?.CellQuality),
            CellQuality = cells?.CellQuality,
            TempDeciC = Readings(temperatures?.TempDeciC, temperatures?.TempQuality),
            TempQuality = temperatures?.TempQuality,
            Pack = ToReading(row?.Pack ?? other?.Pack),
        };
    }

    private static PackReading? ToReading(DecodedPack? p) => p is null ? null : new PackReading(
        Reading(p.CurrentMilliamps, p.CurrentQuality),
        p.CurrentQuality,
        Reading(p.PackMillivolts, p.PackQuality),
        p.PackQuality,
        Reading(p.VehicleState, p.VehicleStateQuality),
        p.VehicleStateQuality);

    private static int?[]? Readings(int[]? values, byte[]? quality)
    {
        if (values is null)
        {
            return null;
        }

        var readings = new int?[values.Length];
        for (int i = 0; i < readings.Length; i++)
        {
            readings[i] = Reading(values[i], quality![i]);
        }

        return readings;
    }

    private static int? Reading(int value, byte quality) => QualityNames.HasValue(quality) ? value : null;

    private static int Sum(int[] counts)
    {
        int sum = 0;
        foreach (int count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
