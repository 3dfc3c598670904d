using System;
using System.IO;
using DataBox.Core;

namespace DataBox.Bench;

/// <summary>Question: how many interpreted instructions does a cell reading cost on its way from sample to block?</summary>
public static class StepsReport
{
    public static int Run(TextWriter output, string? folder, int maxBlocks)
    {
        output.WriteLine("IL steps a cell reading (row buffer, scan, model choice, coding, CRC; framework calls count 1)");
        output.WriteLine($"{"recording",-26}{"cells+pack",12}{"all groups",12}");
        foreach (BenchRecording recording in BenchSet.All(folder))
        {
            double apart = PerReading(recording, SignalGroups.Cells | SignalGroups.Pack, maxBlocks);
            double together = PerReading(recording, SignalGroups.All, maxBlocks);
            output.WriteLine($"{recording.Name,-26}{apart,12:F1}{together,12:F1}");
        }

        return 0;
    }

    /// <summary>Steps a cell reading.</summary>
    public static double PerReading(BenchRecording recording, int groups, int maxBlocks)
    {
        long rows = Math.Min(recording.Rows.Length, (long)maxBlocks * RowBuffer.MaxRows);
        long steps = StepCount.Encode(
            recording.Name, recording.Text, recording.Layout.deviceCount, groups, maxBlocks);
        return (double)steps / (rows * recording.Layout.cellCount);
    }
}
