using System.Collections.Generic;
using System.IO;
using System.Linq;
using DataBox.Ports;

namespace DataBox.Cli.Chips;

/// <summary>The work of `databox afe read`: start, read, check, print.</summary>
public static class ReadRun
{
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
            for (int i = 0; i < plan.Samples; i++)
            {
                sample.timeMs = chain.TimeMs(i);
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
