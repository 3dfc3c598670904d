using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Rows of a single-cell recording beside the repository.</summary>
internal sealed record CellRow(double Seconds, double Volts, double Amps, double AmpHours, double Celsius);

internal static class CellRecording
{
    public static List<CellRow> Read(string name)
    {
        string path = SharedFolder.RequireFile("data/cells/panasonic-18650pf/" + name + ".csv.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string header = reader.ReadLine() ?? "";
        if (!header.StartsWith("time_s,voltage_V,current_A,ah,cell_temp_C", StringComparison.Ordinal))
        {
            throw new InvalidDataException(name + ": " + header);
        }

        var rows = new List<CellRow>();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            double At(int i) => double.Parse(fields[i], CultureInfo.InvariantCulture);
            rows.Add(new CellRow(At(0), At(1), At(2), At(3), At(4)));
        }

        return rows;
    }
}
