using System.Collections.Generic;
using System.IO;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Afe;

/// <summary>docs/afe-safety.md says which chip has which check; the drivers say it too.</summary>
[TestClass]
public class AfeSafetyPageTests
{
    private const string None = "-";

    public static IEnumerable<object[]> Chips => AfeBench.Chips;

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Page_names_the_checks_that_the_driver_has(string chip)
    {
        string[][] rows = [.. File.ReadLines(Page())
            .SkipWhile(line => !line.StartsWith("| check |", System.StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
        int column = System.Array.FindIndex(rows[0], names => names.Split(", ").Contains(chip));
        Assert.IsTrue(column > 0, chip + " has no column");
        string[] said = [.. rows.Skip(2).Where(row => row[column] != None).Select(row => row[0])];

        IAfe afe = new AfeBench(chip, 1).afe;
        string[] has = [.. Enumerable.Range(0, afe.StepCount).Select(afe.CheckOfStep).Distinct().Order()
            .Select(AfeCheck.NameOf)];
        Assert.AreEqual(string.Join(", ", has), string.Join(", ", said));
        Assert.AreEqual(AfeCheck.Count, rows.Length - 2, "rows");
    }

    private static string Page()
    {
        string folder = System.AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DataBox.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "docs", "afe-safety.md");
    }
}
