using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>The operating condition on recordings of real packs, held against their current column, which is hidden from the
/// recogniser or not. docs/diagnosis.md has the numbers.</summary>
[TestClass]
public class ConditionRecordingTests
{
    private static readonly string[] Words = ["unknown", "rest", "charge", "fast_charge", "drive", "regeneration"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("ev-car1.csv.gz", 12, 150, true, 99)]
    [DataRow("ev-car1.csv.gz", 12, 150, false, 98)]
    [DataRow("ev-car2.csv.gz", 11, 100, true, 85)]
    [DataRow("ev-car2.csv.gz", 11, 100, false, 98)]
    [DataRow("pack-8s-b14.csv", 8, 20, true, 40)]
    [DataRow("pack-8s-b14.csv", 8, 20, false, 98)]
    [DataRow("leaf-6s-1c.csv", 6, 65, true, 98)]
    [DataRow("leaf-6s-1c.csv", 6, 65, false, 98)]
    [DataRow("leaf-6s-2c.csv", 6, 65, true, 98)]
    [DataRow("leaf-6s-2c.csv", 6, 65, false, 98)]
    [DataRow("battdiag-isc-12s.csv.gz", 12, 5, true, 98)]
    [DataRow("battdiag-isc-12s.csv.gz", 12, 5, false, 98)]
    public void Condition_agrees_with_the_current_where_that_is_clear(
        string file, int cellsPerDevice, int capacityAh, bool hidesCurrent, int leastPercent)
    {
        DetectorSettings settings = DetectorSettings.Nmc();
        Assert.IsTrue(settings.TrySet(DetectorSettings.CapacityAh, capacityAh, out string error), error);
        RecordedPack pack = RecordedPack.Open(file, cellsPerDevice, settings, hidesCurrent);
        List<(long TimeMs, int Current, byte State)> rows = new();
        int changes = 0;
        pack.OnRow = (timeMs, current) =>
        {
            byte state = pack.Detector.Condition.State;
            changes += rows.Count > 0 && rows[^1].State != state ? 1 : 0;
            rows.Add((timeMs, current ?? 0, state));
        };
        pack.Run(_ => { });

        int rest = capacityAh * 20;
        Dictionary<string, int> table = new();
        int clear = 0;
        int agreed = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            string truth = Truth(rows, i, rest);
            string said = Family(rows[i].State);
            if (truth.Length > 0)
            {
                clear++;
                agreed += truth == said ? 1 : 0;
                string key = $"{truth} said {said}";
                table[key] = table.GetValueOrDefault(key) + 1;
            }
        }

        string shares = string.Join(", ", rows.GroupBy(r => r.State).OrderBy(g => g.Key)
            .Select(g => $"{Words[g.Key]} {100.0 * g.Count() / rows.Count:0.0} %"));
        TestContext.WriteLine($"{file} {(hidesCurrent ? "without" : "with")} current: {rows.Count} rows, "
            + $"{changes} changes, {shares}");
        TestContext.WriteLine($"  clear {clear}, agreed {100.0 * agreed / clear:0.00} %; "
            + string.Join(", ", table.OrderBy(p => p.Key).Select(p => $"{p.Key}: {p.Value}")));
        string[] row = DiagnosisPage.Table("| measured on |").Single(r => r[0] == file);
        Assert.AreEqual($"{100.0 * agreed / clear:0.0} %", row[hidesCurrent ? 2 : 3], "docs/diagnosis.md");
        Assert.IsTrue(!hidesCurrent || row[4] == shares, "docs/diagnosis.md: " + shares);
        Assert.IsTrue(clear > 100, "nothing to compare with");
        Assert.IsTrue(agreed * 100L >= (long)leastPercent * clear, $"agreed {100.0 * agreed / clear:0.00} %");
    }

    private static string Family(byte state) => state switch
    {
        OperatingCondition.Rest => "rest",
        OperatingCondition.Charge or OperatingCondition.FastCharge => "charge",
        OperatingCondition.Drive or OperatingCondition.Regeneration => "drive",
        _ => "unknown",
    };

    /// <summary>What the current alone says of the three minutes up to a row and the half minute after it; empty where that is
    /// not clear: a gap in it, a change in it, a current between the thresholds.</summary>
    private static string Truth(List<(long TimeMs, int Current, byte State)> rows, int at, int rest)
    {
        int first = at;
        while (first > 0 && rows[at].TimeMs - rows[first].TimeMs < 180_000)
        {
            if (rows[first].TimeMs - rows[first - 1].TimeMs > 60_000)
            {
                return "";
            }

            first--;
        }

        int end = at;
        while (end < rows.Count && rows[end].TimeMs - rows[at].TimeMs < 30_000)
        {
            end++;
        }

        if (rows[at].TimeMs - rows[first].TimeMs < 180_000)
        {
            return "";
        }

        int least = int.MaxValue;
        int most = int.MinValue;
        int below = 0;
        bool isBelowNow = false;
        for (int i = first; i < end; i++)
        {
            least = Math.Min(least, rows[i].Current);
            most = Math.Max(most, rows[i].Current);
            below += rows[i].Current < -5 * rest ? 1 : 0;
            isBelowNow |= rows[i].Current < -5 * rest && rows[at].TimeMs - rows[i].TimeMs < 60_000;
        }

        return most <= rest && least >= -rest ? "rest" : least > 2 * rest ? "charge"
            : isBelowNow && below * 4 > end - first ? "drive" : "";
    }
}
