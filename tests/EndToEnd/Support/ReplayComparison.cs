using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd.Support;

/// <summary>
/// Holds what arrived decoded at the broker against the recording that was played: times and current exact, cells within
/// 50 µV, temperatures within 0.2 degC; what the chip can't express, and what the car did not have, empty with a reason.
/// </summary>
public sealed class ReplayComparison
{
    private const int CellToleranceMicrovolts = 50;
    private const int TempToleranceDeciC = 2;
    private const int LargestReadableMicrovolts = 5_734_300;
    private readonly Dictionary<(long Row, string Column), string> _reasons = [];

    public int Rows { get; private set; }

    public int Missing { get; private set; }

    public int NotExpressible { get; private set; }

    public int Zeros { get; private set; }

    public int OpenProbes { get; private set; }

    public static ReplayComparison Of(string recording, string output)
    {
        var comparison = new ReplayComparison();
        comparison.Compare(recording, output);
        return comparison;
    }

    private void Compare(string recording, string output)
    {
        string reasons = Path.Combine(
            Path.GetDirectoryName(output)!, Path.GetFileNameWithoutExtension(output) + ".reasons.csv");
        foreach (string line in File.ReadLines(reasons).Skip(1))
        {
            string[] field = line.Split(',');
            _reasons[(long.Parse(field[0], CultureInfo.InvariantCulture), field[2])] = field[3];
        }

        using IEnumerator<string> sent = Recordings.Lines(recording).GetEnumerator();
        using IEnumerator<string> came = File.ReadLines(output).GetEnumerator();
        Assert.IsTrue(sent.MoveNext() && came.MoveNext());
        string[] sentColumns = sent.Current.Split(',');
        string[] cameColumns = came.Current.Split(',');
        int[] place = [.. sentColumns.Select(c => Array.IndexOf(cameColumns, c))];
        while (sent.MoveNext())
        {
            Rows++;
            Assert.IsTrue(came.MoveNext(), $"row {Rows} of {recording} did not arrive");
            CompareRow(sent.Current.Split(','), came.Current.Split(','), sentColumns, place);
        }

        Assert.IsFalse(came.MoveNext(), $"more rows arrived than the {Rows} that were played");
    }

    private void CompareRow(string[] sent, string[] came, string[] columns, int[] place)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] == "bms_warning")
            {
                continue;
            }

            string value = came[place[i]];
            string where = $"row {Rows}, {columns[i]}: played '{sent[i]}', arrived '{value}'";
            _reasons.TryGetValue((Rows, columns[i]), out string? reason);
            if (sent[i].Length == 0)
            {
                Assert.AreEqual("", value, where);
                Assert.AreEqual("missing", reason, where);
                Missing++;
                continue;
            }

            long played = long.Parse(sent[i], CultureInfo.InvariantCulture);
            if (columns[i].StartsWith("cell", StringComparison.Ordinal))
            {
                CompareCell(played, value, reason, where);
            }
            else if (columns[i].StartsWith("temp", StringComparison.Ordinal))
            {
                CompareTemperature(played, value, reason, where);
            }
            else
            {
                Assert.AreEqual(sent[i], value, where);
            }
        }
    }

    private void CompareCell(long played, string value, string? reason, string where)
    {
        if (played > LargestReadableMicrovolts)
        {
            Assert.AreEqual("", value, where);
            Assert.IsNotNull(reason, where);
            NotExpressible++;
            return;
        }

        Assert.AreNotEqual("", value, $"{where} ({reason})");
        long arrived = long.Parse(value, CultureInfo.InvariantCulture);
        Assert.IsTrue(Math.Abs(arrived - played) <= CellToleranceMicrovolts, where);
        if (played == 0)
        {
            Assert.AreEqual("implausible", reason, where);
            Zeros++;
        }
    }

    private void CompareTemperature(long played, string value, string? reason, string where)
    {
        if (played == -400)
        {
            Assert.AreEqual("", value, where);
            Assert.AreEqual("open-probe", reason, where);
            OpenProbes++;
            return;
        }

        Assert.AreNotEqual("", value, $"{where} ({reason})");
        long arrived = long.Parse(value, CultureInfo.InvariantCulture);
        Assert.IsTrue(Math.Abs(arrived - played) <= TempToleranceDeciC, where);
    }
}
