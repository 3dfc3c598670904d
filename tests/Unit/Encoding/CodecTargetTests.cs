using System;
using System.IO;
using DataBox.Bench;
using DataBox.Core;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Encoding;

/// <summary>What the codec must reach, on the recordings beside the project; the benchmark prints the same numbers.</summary>
[TestClass]
public class CodecTargetTests
{
    /// <summary>Bits a cell reading over all bytes of the blocks that carry cells, whole recordings.</summary>
    [TestMethod]
    [DataRow("ev-car1.csv.gz", 8, 0.43)]
    [DataRow("noisy-rest-01mv.csv.gz", 2, 2.8)]
    [DataRow("noisy-rest-03mv.csv.gz", 2, 4.2)]
    [DataRow("noisy-drive-01mv.csv.gz", 2, 3.4)]
    [DataRow("noisy-drive-03mv.csv.gz", 2, 4.5)]
    public void Recording_costs_at_most_its_bits_a_cell_reading(string file, int devices, double bits)
    {
        BenchRecording recording = Load(file, devices);
        long bytes = 0;
        foreach (byte[] block in BlockRun.Encode(recording, SignalGroups.Cells | SignalGroups.Pack, int.MaxValue))
        {
            bytes += block.Length;
        }

        double measured = bytes * 8.0 / recording.CellReadings;
        Assert.IsTrue(measured <= bits, file + ": " + measured.ToString("F4") + " bits, at most " + bits);
    }

    /// <summary>IL steps a cell reading, on the first blocks.</summary>
    [TestMethod]
    [DataRow("ev-car1.csv.gz", 8, 150)]
    [DataRow("noisy-drive-03mv.csv.gz", 2, 350)]
    public void Recording_costs_at_most_its_steps_a_cell_reading(string file, int devices, int steps)
    {
        BenchRecording recording = Load(file, devices);
        double measured = StepsReport.PerReading(recording, SignalGroups.Cells | SignalGroups.Pack, 100);
        Assert.IsTrue(measured > 20 && measured <= steps, file + ": " + measured.ToString("F1") + " steps, at most " + steps);
    }

    [TestMethod]
    public void Benchmark_runs_on_made_data_without_recordings()
    {
        CompressLine line = CompressReport.Measure(BenchSet.Generated(), 2);
        Assert.AreEqual(120, line.Rows);
        Assert.IsTrue(line.CellBlocks < 2 && line.CellBlocks < line.Gzip && line.Gzip < line.Json, "block below gzip below JSON");
    }

    [TestMethod]
    public void Step_counter_counts_what_it_executes()
    {
        // Twice the blocks cost close to twice the steps: the counter follows the work, not the code.
        BenchRecording recording = BenchSet.Generated();
        double one = StepsReport.PerReading(recording, SignalGroups.All, 3);
        double two = StepsReport.PerReading(recording, SignalGroups.All, 6);
        Assert.IsTrue(one > 20 && two > 20 && Math.Abs(one - two) < one / 2, one + " and " + two + " steps a reading");
    }

    private static BenchRecording Load(string file, int devices)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "DataBox.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        string path = Path.Combine(folder ?? ".", "..", "shared", "data", file);
        if (!File.Exists(path))
        {
            string message = "the recordings are not beside the project: " + file;
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(message);
            }

            Assert.Inconclusive(message);
        }

        return BenchRecording.Load(path, devices);
    }
}
