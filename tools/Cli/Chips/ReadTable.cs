using System;
using System.Globalization;
using System.IO;
using System.Linq;
using DataBox.Cli.Telemetry;
using DataBox.Ports;

namespace DataBox.Cli.Chips;

/// <summary>One sample device by device, six readings a line; a reading that is not good says why.</summary>
public static class ReadTable
{
    private const int PerLine = 6;

    public static void Write(
        TextWriter output, PackLayout layout, PackSample sample, ReadStatistics statistics, IAfe afe)
    {
        for (int d = 0; d < layout.deviceCount; d++)
        {
            int first = layout.firstCell[d];
            int cells = layout.CellsOf(d);
            output.WriteLine();
            output.WriteLine($"device {d + 1}: {StatusNames.Of(sample.deviceStatus[d])}{Span(sample, first, cells)}");
            Rows(output, "cells", "V", cells, i => Cell(sample, first + i));
            if (statistics.Samples > 1)
            {
                Rows(output, "mean", "V", cells, i => statistics.GoodCount(first + i) == 0
                    ? "-" : Volts(statistics.MeanMicrovolts(first + i), 5));
                Rows(output, "noise", "uV rms", cells, i => statistics.GoodCount(first + i) < 2
                    ? "-" : statistics.NoiseMicrovolts(first + i).ToString("0", CultureInfo.InvariantCulture));
                Rows(output, "good", "of " + statistics.Samples, cells, i =>
                    statistics.GoodCount(first + i).ToString(CultureInfo.InvariantCulture));
            }

            Rows(output, "probes", "degC", layout.ProbesOf(d), i => Probe(sample, layout.firstProbe[d] + i));
        }

        output.WriteLine();
        output.WriteLine($"pack{Span(sample, 0, layout.cellCount)}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{afe.RetryCount} transfers repeated; a sample takes at least {afe.ShortestCycleMicros / 1000.0:0.00} ms"));
    }

    /// <summary>Volts with a point, whatever the machine's language.</summary>
    public static string Volts(double microvolts, int decimals) =>
        (microvolts / 1e6).ToString("F" + decimals, CultureInfo.InvariantCulture);

    private static void Rows(TextWriter output, string what, string unit, int count, Func<int, string> text)
    {
        for (int from = 0; from < count; from += PerLine)
        {
            int to = Math.Min(from + PerLine, count);
            string numbers = from + 1 == to ? $"{to}" : $"{from + 1}-{to}";
            string row = string.Concat(Enumerable.Range(from, to - from).Select(i => $" {text(i),9}"));
            output.WriteLine($"  {what,-7}{numbers,-6}{row} {unit}");
        }
    }

    private static string Cell(PackSample sample, int cell) => sample.cellQuality[cell] switch
    {
        Quality.Good => Volts(sample.cellMicrovolts[cell], 4),
        byte doubtful when Quality.HasValue(doubtful) =>
            Volts(sample.cellMicrovolts[cell], 4) + " " + QualityNames.Of(doubtful),
        byte bad => QualityNames.Of(bad),
    };

    private static string Probe(PackSample sample, int probe) => sample.tempQuality[probe] switch
    {
        Quality.Good => Degrees(sample.tempDeciC[probe]),
        byte doubtful when Quality.HasValue(doubtful) => Degrees(sample.tempDeciC[probe]) + " " + QualityNames.Of(doubtful),
        byte bad => QualityNames.Of(bad),
    };

    private static string Degrees(int deciC) => (deciC / 10.0).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Span(PackSample sample, int first, int count)
    {
        int[] good = [.. Enumerable.Range(first, count).Where(c => sample.cellQuality[c] == Quality.Good)];
        if (good.Length == 0)
        {
            return "  no good cell";
        }

        int lowest = good.MinBy(c => sample.cellMicrovolts[c]);
        int highest = good.MaxBy(c => sample.cellMicrovolts[c]);
        long sum = good.Sum(c => (long)sample.cellMicrovolts[c]);
        string some = good.Length == count ? "" : $" ({good.Length} of {count} cells)";
        return $"  min {Volts(sample.cellMicrovolts[lowest], 4)} V (cell {lowest - first + 1})"
            + $"  max {Volts(sample.cellMicrovolts[highest], 4)} V (cell {highest - first + 1})"
            + $"  sum {Volts(sum, 4)} V{some}";
    }
}
