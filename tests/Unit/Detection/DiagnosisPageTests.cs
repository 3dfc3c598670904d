using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>docs/diagnosis.md says what the code does: its tables are compared with the code's.</summary>
[TestClass]
public class DiagnosisPageTests
{
    [TestMethod]
    public void Table_of_causes_equals_the_code()
    {
        string[][] rows = DiagnosisPage.Table("| cause |");
        string[] expected = Enumerable.Range(0, FaultCauses.Count)
            .Select(c => $"{FaultCauses.NameOf(c)} {FaultCauses.SeverityOf(c)} {FaultCauses.UnitOf(c)} {FaultCauses.AdviceKeyOf(c)}")
            .ToArray();
        string[] severities = ["", "notice", "warning", "critical"];
        string[] actual = rows
            .Select(r => $"{r[0]} {Array.IndexOf(severities, r[1])} {r[2]} {r[3]}")
            .ToArray();
        CollectionAssert.AreEqual(expected, actual);
        CollectionAssert.AllItemsAreUnique(Enumerable.Range(0, FaultCauses.Count).Select(FaultCauses.NameOf).ToArray());
    }

    [TestMethod]
    public void Table_of_evidence_equals_the_code_and_names_end_in_the_unit()
    {
        string[][] rows = DiagnosisPage.Table("| feature |");
        CollectionAssert.AreEqual(
            Enumerable.Range(0, Evidence.Count).Select(Evidence.NameOf).ToArray(), rows.Select(r => r[0]).ToArray());
        foreach (string[] row in rows)
        {
            string end = row[1] switch
            {
                "µV" => "_uv",
                "mA" => "_ma",
                "ppm/h" => "_ppm_per_h",
                "mΩ" => "_mohm",
                "µΩ" => "_uohm",
                "permille" => "_permille",
                "0.1 °C" => "_dc",
                "0.1 °C/min" => "_dc_per_min",
                "count" => "s",
                _ => "no such unit",
            };
            StringAssert.EndsWith(row[0], end, row[1]);
            Assert.IsTrue(row[2].Length > 5, row[0]);
        }
    }

    [TestMethod]
    public void Table_of_settings_equals_the_code()
    {
        DetectorSettings nmc = DetectorSettings.Nmc();
        DetectorSettings lfp = DetectorSettings.Lfp();
        string[][] rows = DiagnosisPage.Table("| key |");
        Assert.AreEqual(DetectorSettings.Count, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            string key = DetectorSettings.KeyAt(i);
            Assert.AreEqual(key, rows[i][0]);
            Assert.AreEqual(nmc.values[i], DiagnosisPage.Number(rows[i][1]), key);
            Assert.AreEqual(lfp.values[i], DiagnosisPage.Number(rows[i][2]), key);
            int least = DiagnosisPage.Number(rows[i][3]);
            int most = DiagnosisPage.Number(rows[i][4]);
            Assert.IsTrue(nmc.TrySet(i, least, out _) && nmc.TrySet(i, most, out _), key);
            Assert.IsFalse(nmc.TrySet(i, (long)least - 1, out _) || nmc.TrySet(i, (long)most + 1, out _), key);
        }
    }
}

/// <summary>Reads tables of docs/diagnosis.md.</summary>
internal static class DiagnosisPage
{
    /// <summary>Cells of the table whose head begins so, without the head; a missing table fails.</summary>
    public static string[][] Table(string head)
    {
        string[] lines = File.ReadAllLines(Path.Combine(RepositoryRoot(), "docs", "diagnosis.md"));
        int at = Array.FindIndex(lines, l => l.StartsWith(head, StringComparison.Ordinal));
        Assert.IsTrue(at >= 0, "docs/diagnosis.md has no table " + head);
        List<string[]> rows = new();
        for (int i = at + 2; i < lines.Length && lines[i].StartsWith('|'); i++)
        {
            rows.Add(lines[i].Trim('|').Split('|').Select(c => c.Trim().Trim('`')).ToArray());
        }

        return rows.ToArray();
    }

    public static int Number(string text) => int.Parse(text.Replace(",", ""));

    public static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "DataBox.sln")))
        {
            folder = folder.Parent;
        }

        Assert.IsNotNull(folder, "no DataBox.sln above the tests");
        return folder.FullName;
    }
}
