using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DataBox.Core;

namespace DataBox.Bench;

/// <summary>Question: how many interpreted instructions does a sample cost, from the chip to the block?</summary>
public static class StepsReport
{
    /// <summary>Chains whose reading is counted: one of each family, and a long one of the smaller device.</summary>
    public static IReadOnlyList<AfeRatePack> Chains { get; } =
    [
        new("ltc6811", [12, 12, 12, 12, 12, 12, 12, 12], 3, ""),
        new("ltc6813", [18], 3, ""),
        new("adbms6830", [16, 16, 16, 16, 16, 16], 3, ""),
        new("bq76952", [16], 3, ""),
    ];

    /// <param name="samples">Of each chain; at 10 Hz.</param>
    /// <param name="methods">So many methods of each reading are listed.</param>
    public static int Run(TextWriter output, string? folder, int maxBlocks, int samples, int methods)
    {
        output.WriteLine("IL steps a cell reading (row buffer, scan, model choice, coding, CRC; framework calls count 1)");
        output.WriteLine($"{"recording",-26}{"cells+pack",12}{"all groups",12}");
        foreach (BenchRecording recording in BenchSet.All(folder))
        {
            double apart = PerReading(recording, SignalGroups.Cells | SignalGroups.Pack, maxBlocks);
            double together = PerReading(recording, SignalGroups.All, maxBlocks);
            output.WriteLine($"{recording.Name,-26}{apart,12:F1}{together,12:F1}");
        }

        output.WriteLine();
        output.WriteLine($"IL steps a sample, {samples} at 10 Hz of a simulated chain, 0.3 mV of noise, windows of 1 s, every sample a row");
        output.WriteLine(
            $"{"",-18}{"",6}{"read",9}{"",9}{"",7}{"judge",9}{"",9}{"",7}{"encode",9}{"",7}{"all",7}{"checks",10}{"",8}");
        output.WriteLine(
            $"{"chain",-18}{"cells",6}{"mean",9}{"worst",9}{"a cell",7}{"mean",9}{"worst",9}{"a cell",7}{"mean",9}{"a cell",7}"
            + $"{"a cell",7}{"round",10}{"worst",8}");
        foreach (AfeRatePack pack in Chains)
        {
            ChainSteps chain = ChainSteps.Count(pack, samples);
            double cells = pack.CellCount;
            output.WriteLine(
                $"{pack.Title,-18}{cells,6}{chain.Read,9:F0}{chain.ReadWorst,9}{chain.Read / cells,7:F0}"
                + $"{chain.Judge,9:F0}{chain.JudgeWorst,9}{chain.Judge / cells,7:F0}{chain.Encode,9:F0}{chain.Encode / cells,7:F0}"
                + $"{(chain.Read + chain.Judge + chain.Encode) / cells,7:F0}{chain.Round,10}{chain.StepWorst,8}");
            foreach ((string method, double steps) in chain.Hottest.Take(methods).Concat(chain.HottestJudge.Take(methods)))
            {
                output.WriteLine($"  {steps,9:F0}  {method}");
            }
        }

        ReportCauses(output, samples, methods);
        return 0;
    }

    private static void ReportCauses(TextWriter output, int samples, int methods)
    {
        output.WriteLine();
        output.WriteLine($"IL steps a sample of the whole detector, {samples} at 10 Hz of a simulated vehicle after five days, windows of 1 s");
        output.WriteLine($"{"cells",-12}{"driving",10}{"worst",10}{"at rest",10}{"worst",10}{"a cell",8}");
        foreach (int[] cells in new int[][] { [18], [16, 16, 16, 16, 16, 16] })
        {
            CauseSteps steps = CauseSteps.Count(cells, 5, samples);
            output.WriteLine($"{cells.Sum(),-12}{steps.Drive,10:F0}{steps.DriveWorst,10}{steps.Rest,10:F0}{steps.RestWorst,10}"
                + $"{steps.Drive / cells.Sum(),8:F0}");
            foreach ((string method, double count) in steps.Hottest.Take(methods))
            {
                output.WriteLine($"  {count,9:F0}  {method}");
            }
        }
    }

    /// <summary>Steps a cell reading.</summary>
    public static double PerReading(BenchRecording recording, int groups, int maxBlocks)
    {
        long rows = Math.Min(recording.Rows.Length, (long)maxBlocks * RowBuffer.MaxRows);
        (long[][] steps, _) = StepContext.Run(
            nameof(StepWork.Encode), recording.Name, recording.Text, recording.Layout.deviceCount, groups, maxBlocks);
        return (double)steps[0].Sum() / (rows * recording.Layout.cellCount);
    }
}
