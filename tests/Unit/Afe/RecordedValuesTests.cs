using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>Voltages and temperatures of real cars through simulated chips and driver.</summary>
[TestClass]
public class RecordedValuesTests
{
    [TestMethod]
    public void Recorded_cells_arrive_within_50_microvolts_and_temperatures_within_200_millidegrees()
    {
        foreach ((string file, int[] cells, int[] probes) in new[]
        {
            ("ev-car1.csv.gz", Same(8, 12), Same(8, 3)),
            ("ev-car2.csv.gz", Same(8, 11), new[] { 3, 3, 3, 2, 2, 2, 2, 2 }),
        })
        {
            var bench = new SimBench("ltc6811", PackLayout.FromCounts(1, cells, probes));
            Assert.AreEqual(AfeStatus.Ok, bench.chain.Start());
            int rows = 0;
            foreach (string[] row in Rows(Find(file), 40))
            {
                if (!PutOnChips(bench, row))
                {
                    continue;
                }

                Assert.AreEqual(AfeStatus.Ok, bench.Read(), file);
                bench.MustBeWhole(file);
                rows++;
            }

            Assert.IsGreaterThan(100, rows, file);
        }
    }

    /// <summary>False for a row with a reading that a chip can't have: absent, over full scale, or the code for none.
    /// </summary>
    private static bool PutOnChips(SimBench bench, string[] row)
    {
        int cell = 0;
        int probe = 0;
        for (int d = 0; d < bench.layout.deviceCount; d++)
        {
            for (int input = 0; input < bench.layout.CellsOf(d); input++, cell++)
            {
                if (!int.TryParse(row[2 + cell], CultureInfo.InvariantCulture, out int microvolts) || microvolts > 5734300)
                {
                    return false;
                }

                bench.cellMicrovolts[cell] = microvolts;
                bench.chips.SetCellMicrovolts(d, input, microvolts);
            }

            for (int gpio = 0; gpio < bench.layout.ProbesOf(d); gpio++, probe++)
            {
                int column = 2 + bench.layout.cellCount + probe;
                if (!int.TryParse(row[column], CultureInfo.InvariantCulture, out int deciC) || deciC <= -400)
                {
                    return false;
                }

                bench.tempDeciC[probe] = deciC;
                bench.chips.SetProbeDeciC(d, gpio, deciC);
            }
        }

        return true;
    }

    /// <summary>Every n-th row; cells and temperatures stand in rising order after time and current.</summary>
    private static IEnumerable<string[]> Rows(string path, int every)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string header = reader.ReadLine()!;
        StringAssert.StartsWith(header, "time_ms,current_ma,cell1_uv,");
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            if (number++ % every == 0)
            {
                yield return line.Split(',');
            }
        }
    }

    private static int[] Same(int devices, int count)
    {
        int[] counts = new int[devices];
        Array.Fill(counts, count);
        return counts;
    }

    private static string Find(string file)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "DataBox.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        string path = Path.Combine(folder ?? ".", "..", "shared", "data", file);
        if (!File.Exists(path))
        {
            string message = "the recording ../shared/data/" + file + " is not there";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(message);
            }

            Assert.Inconclusive(message);
        }

        return path;
    }
}
