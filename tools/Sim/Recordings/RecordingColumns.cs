using System;
using System.Collections.Generic;
using System.Globalization;

namespace DataBox.Sim;

/// <summary>What a column holds, with the range its numbers may have.</summary>
internal enum RecordingField
{
    Time,
    Current,
    Cell,
    Temperature,
    BmsWarning,
}

/// <summary>The header of a recording: which column is what. Any order; cells and probes are numbered from 1 without a
/// gap.</summary>
internal sealed class RecordingColumns
{
    private const string Known = "a recording has time_ms, current_ma, cellN_uv, tempN_dc and bms_warning";

    private RecordingColumns(string[] names, RecordingField[] fields, int[] indexes)
    {
        Names = names;
        Fields = fields;
        Indexes = indexes;
        CellCount = Count(RecordingField.Cell);
        ProbeCount = Count(RecordingField.Temperature);
    }

    public string[] Names { get; }

    public RecordingField[] Fields { get; }

    /// <summary>[columns] cell or probe, from 0.</summary>
    public int[] Indexes { get; }

    public int CellCount { get; }

    public int ProbeCount { get; }

    public bool Has(RecordingField field) => Count(field) > 0;

    /// <exception cref="RecordingException">A column is unknown, twice there, or missing.</exception>
    public static RecordingColumns Parse(string header, string file)
    {
        string[] names = header.Split(',');
        var fields = new RecordingField[names.Length];
        int[] indexes = new int[names.Length];
        var seen = new HashSet<string>();
        for (int i = 0; i < names.Length; i++)
        {
            if (!TryName(names[i], out fields[i], out indexes[i]))
            {
                throw Bad(file, "unknown column '" + RecordingText.Quote(names[i]) + "'; " + Known);
            }

            if (!seen.Add(names[i]))
            {
                throw Bad(file, "column " + names[i] + " is there twice");
            }
        }

        var columns = new RecordingColumns(names, fields, indexes);
        if (!columns.Has(RecordingField.Time))
        {
            throw Bad(file, "column time_ms is missing");
        }

        if (columns.CellCount == 0)
        {
            throw Bad(file, "column cell1_uv is missing; a recording has at least one cell");
        }

        RequireAll(seen, columns.CellCount, "cell", "_uv", file);
        RequireAll(seen, columns.ProbeCount, "temp", "_dc", file);
        return columns;
    }

    private static void RequireAll(HashSet<string> seen, int count, string prefix, string suffix, string file)
    {
        for (int number = 1; number <= count; number++)
        {
            string name = prefix + number.ToString(CultureInfo.InvariantCulture) + suffix;
            if (!seen.Contains(name))
            {
                throw Bad(file, "column " + name + " is missing");
            }
        }
    }

    private static bool TryName(string name, out RecordingField field, out int index)
    {
        index = 0;
        field = name switch
        {
            "time_ms" => RecordingField.Time,
            "current_ma" => RecordingField.Current,
            "bms_warning" => RecordingField.BmsWarning,
            _ => name.StartsWith("cell", StringComparison.Ordinal) ? RecordingField.Cell : RecordingField.Temperature,
        };
        return field switch
        {
            RecordingField.Cell => TryNumber(name, "cell", "_uv", out index),
            RecordingField.Temperature => TryNumber(name, "temp", "_dc", out index),
            _ => true,
        };
    }

    private static bool TryNumber(string name, string prefix, string suffix, out int index)
    {
        index = -1;
        if (!name.StartsWith(prefix, StringComparison.Ordinal) || !name.EndsWith(suffix, StringComparison.Ordinal)
            || name.Length <= prefix.Length + suffix.Length)
        {
            return false;
        }

        string digits = name[prefix.Length..^suffix.Length];
        if (digits.Length > 4 || digits[0] == '0'
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return false;
        }

        index = number - 1;
        return true;
    }

    private int Count(RecordingField field)
    {
        int count = 0;
        foreach (RecordingField other in Fields)
        {
            count += other == field ? 1 : 0;
        }

        return count;
    }

    private static RecordingException Bad(string file, string what) => new(file + " line 1: " + what);
}
