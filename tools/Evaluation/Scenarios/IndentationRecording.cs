using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>A recorded internal short by indentation, sample by sample at 1 Hz, against the mean of its first minute.</summary>
public sealed class IndentationRecording
{
    public const double RunawayCelsius = 150;
    private const int FirstMinute = 60;
    private const double SignVolts = 0.005;
    private const double SignKelvin = 2;
    private const double SignKelvinPerSecond = 0.5;

    private IndentationRecording(string name, List<(double Volts, double Celsius)> rows)
    {
        Name = name;
        StartVolts = rows.Take(FirstMinute).Average(r => r.Volts);
        StartCelsius = rows.Take(FirstMinute).Average(r => r.Celsius);
        DropVolts = [.. rows.Select(r => StartVolts - r.Volts)];
        RiseKelvin = [.. rows.Select(r => r.Celsius - StartCelsius)];
        RunawaySample = rows.FindIndex(r => r.Celsius >= RunawayCelsius);
        SignSample = Enumerable.Range(FirstMinute, rows.Count - FirstMinute).FirstOrDefault(IsSign, -1);
    }

    public string Name { get; }

    public double StartVolts { get; }

    /// <summary>Of the hottest of the six probes.</summary>
    public double StartCelsius { get; }

    /// <summary>[samples]</summary>
    public double[] DropVolts { get; }

    /// <summary>[samples] of the hottest of the six probes.</summary>
    public double[] RiseKelvin { get; }

    /// <summary>First sample of 150 °C; -1: it did not run away.</summary>
    public int RunawaySample { get; }

    /// <summary>First sample with a drop of 5 mV and (2 K more, or 0.5 K/s); -1: none.</summary>
    public int SignSample { get; }

    /// <param name="folder">With the subfolder cells/indentation, or that one itself.</param>
    /// <exception cref="FileNotFoundException">There are none.</exception>
    public static List<IndentationRecording> ReadAll(string folder)
    {
        string inside = Path.Combine(folder, "cells", "indentation");
        string from = Directory.Exists(inside) ? inside : folder;
        List<IndentationRecording> all =
            [.. Directory.GetFiles(from, "*.csv.gz").Order(StringComparer.Ordinal).Select(Read)];
        return all.Count > 0 ? all : throw new FileNotFoundException($"no recordings of indentation (*.csv.gz) in {from}");
    }

    private static IndentationRecording Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string[] head = (reader.ReadLine() ?? "").Split(',');
        int volts = Array.IndexOf(head, "cell_V");
        int[] probes = [.. Enumerable.Range(0, head.Length).Where(i => head[i].StartsWith("tc", StringComparison.Ordinal))];
        if (volts < 0 || probes.Length == 0)
        {
            throw new InvalidDataException($"{path}: has no column cell_V or tc1_C");
        }

        var rows = new List<(double Volts, double Celsius)>();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            double At(int i) => double.Parse(fields[i], CultureInfo.InvariantCulture);
            rows.Add((At(volts), probes.Max(At)));
        }

        return new IndentationRecording(Path.GetFileName(path).Replace(".csv.gz", "", StringComparison.Ordinal), rows);
    }

    private bool IsSign(int sample) => DropVolts[sample] >= SignVolts
        && (RiseKelvin[sample] >= SignKelvin || RiseKelvin[sample] - RiseKelvin[sample - 1] >= SignKelvinPerSecond);
}
