using System.Collections.Generic;
using DataBox.Core;
using DataBox.Decoding;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>A box's encoder before the decoder, and what has to come out again.</summary>
internal sealed class RoundTrip(PackLayout layout)
{
    public const int Cells = 1;
    public const int Temperatures = 2;
    public const int Pack = 4;
    public const int All = 7;

    public const string Box = "car-7";
    public const int Boot = 12;

    private readonly RowBuffer rows = new(layout);
    private readonly BlockEncoder encoder = new(layout, Box, Boot);

    /// <summary>One block of rows; row i carries the groups of masks[i].</summary>
    public byte[] Encode(IReadOnlyList<PackSample> samples, IReadOnlyList<int> masks, uint seq = 1, int flags = 0)
    {
        Fill(samples, masks, seq);
        encoder.Begin(rows, flags);
        return Complete();
    }

    /// <summary>Those groups of the same rows that go into one of several blocks.</summary>
    /// <param name="rowsSeq">Number of the rows' first block.</param>
    /// <param name="seq">Number of this one; the next makes it a companion.</param>
    public byte[] EncodePart(
        IReadOnlyList<PackSample> samples, IReadOnlyList<int> masks, int groups, uint rowsSeq, uint seq)
    {
        Fill(samples, masks, rowsSeq);
        encoder.Begin(rows, 0, groups, seq);
        return Complete();
    }

    /// <summary>Fails with <paramref name="what"/> unless the decoded row is the sample, as far as its groups go.</summary>
    public static void AssertRow(PackSample sent, int groups, DecodedRow row, string what)
    {
        Assert.AreEqual(sent.timeMs, row.TimeMs, what + ": time");
        Assert.AreEqual((groups & Cells) != 0, row.CellMicrovolts != null, what + ": has cells");
        Assert.AreEqual((groups & Temperatures) != 0, row.TempDeciC != null, what + ": has temperatures");
        Assert.AreEqual((groups & Pack) != 0, row.Pack != null, what + ": has pack");
        for (int i = 0; i < (row.CellMicrovolts?.Length ?? 0); i++)
        {
            int cell = row.CellMicrovolts![i];
            AssertReading(sent.cellMicrovolts[i], sent.cellQuality[i], cell, row.CellQuality![i], what, "cell", i);
        }

        for (int i = 0; i < (row.TempDeciC?.Length ?? 0); i++)
        {
            int temp = row.TempDeciC![i];
            AssertReading(sent.tempDeciC[i], sent.tempQuality[i], temp, row.TempQuality![i], what, "probe", i);
        }

        if (row.Pack is { } pack)
        {
            byte voltageQuality = pack.PackQuality;
            byte stateQuality = pack.VehicleStateQuality;
            AssertReading(
                sent.currentMilliamps, sent.currentQuality, pack.CurrentMilliamps, pack.CurrentQuality, what, "current", 0);
            AssertReading(sent.packMillivolts, sent.packQuality, pack.PackMillivolts, voltageQuality, what, "pack", 0);
            AssertReading(sent.vehicleState, sent.vehicleStateQuality, pack.VehicleState, stateQuality, what, "state", 0);
        }
    }

    private static void AssertReading(
        int sent, byte sentQuality, int value, byte quality, string what, string signal, int index)
    {
        // A message is made only where it is read: there are millions of readings.
        if (sentQuality != quality || value != (Quality.HasValue(sentQuality) ? sent : 0))
        {
            Assert.Fail($"{what}: {signal} {index}: sent {sent} of quality {sentQuality}, decoded {value} of quality {quality}");
        }
    }

    private void Fill(IReadOnlyList<PackSample> samples, IReadOnlyList<int> masks, uint seq)
    {
        rows.Open(seq);
        for (int i = 0; i < samples.Count; i++)
        {
            rows.Add(samples[i], masks[i]);
        }
    }

    private byte[] Complete()
    {
        while (!encoder.EncodeNextRow())
        {
        }

        return encoder.Finish();
    }
}
