using System;
using System.IO;
using DataBox.Sim;

namespace DataBox.Bench;

/// <summary>Question: how near does sampling come to what chips and SPI clock allow, checks and repeated transfers included, and
/// what is to be expected of a board?</summary>
public static class AfeReport
{
    /// <summary>The share of the ideal that a whole schedule of checks may leave.</summary>
    public const double Goal = 0.95;

    private const double BitErrors = 1e-6;

    /// <param name="seconds">Virtual time of each line; the schedule repeats itself after 600.</param>
    /// <param name="overheadMicros">A board's cost a transfer.</param>
    public static int Run(TextWriter output, double seconds, int overheadMicros)
    {
        output.WriteLine(
            $"{seconds:0} s of virtual time a line, back to back, bit error rate 1e-6 both ways, whole schedule of checks");
        output.WriteLine(
            $"{"chain",-34}{"cells",6}{"ideal us",10}{"mean us",10}{"share",8}{"Hz",7}{"left out",10}{"checks",8}{"retries",9}"
            + $"{"transfers",11}{$"us, {overheadMicros} us each",18}{"Hz",7}");
        int misses = 0;
        foreach (AfeRatePack pack in AfeRatePack.All())
        {
            misses += Line(output, pack, seconds, overheadMicros) ? 0 : 1;
        }

        output.WriteLine(misses == 0
            ? $"every chain reaches {Goal:0.00} of its ideal"
            : $"{misses} below {Goal:0.00} of their ideal");
        return misses == 0 ? 0 : 1;
    }

    private static bool Line(TextWriter output, AfeRatePack pack, double seconds, int overheadMicros)
    {
        AfeRate rate = AfeRate.Measure(pack, seconds, 0, BitErrors, 1);
        AfeRate board = AfeRate.Measure(pack, Math.Min(seconds, 60), overheadMicros, BitErrors, 1);
        double ideal = AfeIdeal.Micros(pack, SimCatalogue.Find(pack.Chip)!.MaxClockHz);
        double share = ideal / rate.MeanMicros;
        output.WriteLine(
            $"{pack.Title,-34}{pack.CellCount,6}{ideal,10:F0}{rate.MeanMicros,10:F0}{share,8:F3}{1e6 / rate.MeanMicros,7:F1}"
            + $"{rate.LeftOut,10}{rate.Checks,8}{rate.Retries,9}{board.Transfers,11:F1}{board.MeanMicros,18:F0}"
            + $"{1e6 / board.MeanMicros,7:F1}");
        if (rate.Findings != 0)
        {
            output.WriteLine($"  {rate.Findings} checks failed on sound chips");
        }

        return share >= Goal && rate.Findings == 0;
    }
}
