using System.Collections.Generic;
using System.IO;
using System.Linq;
using DataBox.Ports;

namespace DataBox.Cli.Chips;

/// <summary>The work of `databox afe read`: start, read, check, print.</summary>
public static class ReadRun
{
    // A chain that was just set up may have nothing to show yet, temperatures least of all: some chips take turns at them.
    private const int MostFirstReads = 10;
    private const int FirstPauseMicros = 20000;

    /// <exception cref="CommandException">No such bus; or, after the tables, what of them can't be trusted. One line.
    /// </exception>
    public static void Run(ReadPlan plan, TextWriter output)
    {
        int[] probes = [.. plan.CellsOf.Select(_ => plan.Probes)];
        PackLayout layout = PackLayout.FromCounts(1, plan.CellsOf, probes);
        using OpenChain chain = OpenChain.Open(plan, layout);
        output.WriteLine(
            $"{layout.deviceCount} x {plan.Chip.name}, {layout.cellCount} cells, {layout.probeCount} probes: {chain.Name}");
        var sample = new PackSample(layout);
        var statistics = new ReadStatistics(layout);
        try
        {
            chain.Afe.Start();
            int reads = 0;
            while (!ReadFirst(chain, sample, reads) && ++reads < MostFirstReads)
            {
                chain.Pause(FirstPauseMicros);
            }

            statistics.Add(sample);
            for (int i = 1; i < plan.Samples; i++)
            {
                sample.timeMs = chain.TimeMs(reads + i);
                chain.Afe.Read(sample);
                statistics.Add(sample);
            }

            ReadTable.Write(output, layout, sample, statistics, chain.Afe);
            if (plan.Checks)
            {
                RunChecks(chain.Afe, sample);
                CheckTable.Write(output, layout, sample.health);
            }
        }
        catch (IOException e)
        {
            throw new CommandException(e.Message);
        }

        string[] doubts = [.. Doubts(layout, sample, plan.Checks)];
        if (doubts.Length > 0)
        {
            throw new CommandException("not to be trusted: " + string.Join("; ", doubts));
        }
    }

    /// <returns>False: a later read may show more.</returns>
    private static bool ReadFirst(OpenChain chain, PackSample sample, int number)
    {
        sample.timeMs = chain.TimeMs(number);
        byte status = chain.Afe.Read(sample);
        return status is not (AfeStatus.Reconfigured or AfeStatus.Stale)
            && !sample.cellQuality.Concat(sample.tempQuality).Any(q => q is Quality.Stale or Quality.NotConverted);
    }

    private static void RunChecks(IAfe afe, PackSample sample)
    {
        for (int step = 0; step < afe.StepCount; step++)
        {
            afe.RunStep(step, sample);
        }
    }

    private static IEnumerable<string> Doubts(PackLayout layout, PackSample sample, bool checks)
    {
        if (sample.deviceStatus.All(status => status == AfeStatus.NoReply))
        {
            yield return layout.deviceCount == 1 ? "the device did not answer: supply, wiring, chip select, --mode?"
                : "no device answered: supply, wiring, chip select, --mode?";
            yield break;
        }

        for (int d = 0; d < layout.deviceCount; d++)
        {
            if (sample.deviceStatus[d] > AfeStatus.Reconfigured)
            {
                yield return $"device {d + 1} {StatusNames.Of(sample.deviceStatus[d])}";
            }
        }

        int cells = sample.cellQuality.Count(quality => quality != Quality.Good);
        int probes = sample.tempQuality.Count(quality => quality != Quality.Good);
        if (cells > 0)
        {
            yield return cells == 1 ? "1 cell" : $"{cells} cells";
        }

        if (probes > 0)
        {
            yield return probes == 1 ? "1 probe" : $"{probes} probes";
        }

        int failed = checks ? sample.health.result.Count(result => result == AfeResult.Failed) : 0;
        if (failed > 0)
        {
            yield return failed == 1 ? "1 check failed" : $"{failed} checks failed";
        }
    }
}
