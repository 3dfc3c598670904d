using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;
using DataBox.Ports;

namespace DataBox.Bench;

/// <summary>A recording in memory as the codec sees it: the file's own values, each with its quality.</summary>
/// <remarks>Plain on purpose: the replay's parser checks and explains; this one trusts the benchmark's files.</remarks>
public sealed class BenchRecording
{
    private const int MaxMicrovolts = 6553500;
    private const int NoReadingDeciC = -400;

    public required string Name { get; init; }

    public required PackLayout Layout { get; init; }

    /// <summary>One filled sample a row.</summary>
    public required PackSample[] Rows { get; init; }

    /// <summary>The recording as CSV text, UTF-8.</summary>
    public required byte[] Text { get; init; }

    public long CellReadings => (long)Rows.Length * Layout.cellCount;

    /// <summary>Reads a CSV file, plain or gzip.</summary>
    /// <param name="cellsPerDevice">Most cells on one device; devices are filled as evenly as the probes allow.</param>
    public static BenchRecording Load(string path, int devices)
    {
        byte[] text = File.ReadAllBytes(path);
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var zipped = new GZipStream(new MemoryStream(text), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            zipped.CopyTo(plain);
            text = plain.ToArray();
        }

        return Parse(Path.GetFileName(path), text, devices);
    }

    /// <summary>Reads CSV text.</summary>
    public static BenchRecording Parse(string name, byte[] text, int devices)
    {
        using var reader = new StringReader(Encoding.UTF8.GetString(text));
        string[] header = reader.ReadLine()!.Split(',');
        var cells = new List<int>();
        var probes = new List<int>();
        int current = -1;
        for (int i = 0; i < header.Length; i++)
        {
            if (header[i].StartsWith("cell", StringComparison.Ordinal))
            {
                cells.Add(i);
            }
            else if (header[i].StartsWith("temp", StringComparison.Ordinal))
            {
                probes.Add(i);
            }
            else if (header[i] == "current_ma")
            {
                current = i;
            }
        }

        PackLayout layout = PackLayout.FromCounts(1, Spread(cells.Count, devices), Spread(probes.Count, devices));
        var rows = new List<PackSample>();
        string? line;
        while ((line = reader.ReadLine()) != null)
        {
            rows.Add(Row(layout, line.Split(','), cells, probes, current));
        }

        return new BenchRecording { Name = name, Layout = layout, Rows = rows.ToArray(), Text = text };
    }

    private static PackSample Row(PackLayout layout, string[] fields, List<int> cells, List<int> probes, int current)
    {
        var sample = new PackSample(layout) { timeMs = long.Parse(fields[0]) };
        for (int i = 0; i < cells.Count; i++)
        {
            string field = fields[cells[i]];
            int value = field.Length == 0 ? 0 : int.Parse(field);
            sample.cellQuality[i] = field.Length == 0 ? Quality.Missing
                : value > MaxMicrovolts ? Quality.OutOfRange
                : value == 0 ? Quality.Implausible : Quality.Good;
            sample.cellMicrovolts[i] = Quality.HasValue(sample.cellQuality[i]) ? value : 0;
        }

        for (int i = 0; i < probes.Count; i++)
        {
            string field = fields[probes[i]];
            int value = field.Length == 0 ? 0 : int.Parse(field);
            sample.tempQuality[i] = field.Length == 0 ? Quality.Missing
                : value == NoReadingDeciC ? Quality.OpenProbe : Quality.Good;
            sample.tempDeciC[i] = (short)(Quality.HasValue(sample.tempQuality[i]) ? value : 0);
        }

        if (current >= 0 && fields[current].Length > 0)
        {
            sample.currentMilliamps = int.Parse(fields[current]);
            sample.currentQuality = Quality.Good;
        }

        return sample;
    }

    private static int[] Spread(int count, int devices)
    {
        int[] result = new int[devices];
        for (int d = 0; d < devices; d++)
        {
            result[d] = (count / devices) + (d < count % devices ? 1 : 0);
        }

        return result;
    }
}
