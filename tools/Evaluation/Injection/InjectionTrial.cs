using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>One fault in one stretch.</summary>
/// <param name="Fault">Its name; empty: the stretch as it is.</param>
/// <param name="Named">The first alarm about the cell that the stretch alone does not have; null: none.</param>
/// <param name="RightSeconds">From the onset to the first alarm of a right cause; NaN: none.</param>
/// <param name="Elsewhere">Alarms about other cells that the stretch alone does not have.</param>
public sealed record InjectionTrial(
    string Stretch, string Fault, int Cell, Alarm? Named, double RightSeconds, IReadOnlyList<Alarm> Elsewhere, IReadOnlyList<Alarm> Raised)
{
    /// <param name="fault">Null: the stretch as it is.</param>
    /// <param name="plain">Of the stretch as it is; null for itself.</param>
    public static InjectionTrial Run(RecordingFile file, InjectionStretch stretch, InjectedFault? fault, InjectionTrial? plain)
    {
        double onsetMs = stretch.OnsetHours * 3_600_000;
        RecordingReplay? replay = null;
        replay = new RecordingReplay(file)
        {
            Passes = stretch.Passes,
            GapMs = stretch.GapMs,
            Disturb = sample =>
            {
                double sinceMs = sample.timeMs - replay!.FirstMs - onsetMs;
                if (fault != null && replay.RowCount > 1 && sinceMs >= 0)
                {
                    fault.Act(sample, replay.Layout, sinceMs / 1000);
                }
            },
        };
        using (replay)
        {
            while (replay.Step() && replay.Sample.timeMs - replay.FirstMs < stretch.EndHours * 3_600_000)
            {
            }

            long beginMs = replay.FirstMs + (long)onsetMs;
            Alarm[] raised = [.. replay.Changes.Where(a => a.change == AlarmChange.Raised && a.cellIndex >= 0 && a.timeMs >= beginMs)];
            return Judge(file.Name, fault, raised, plain, beginMs);
        }
    }

    private static InjectionTrial Judge(string stretch, InjectedFault? fault, Alarm[] raised, InjectionTrial? plain, long beginMs)
    {
        if (fault == null)
        {
            return new InjectionTrial(stretch, "", -1, null, double.NaN, [], raised);
        }

        HashSet<(int, int)> known = [.. (plain?.Raised ?? []).Select(a => (a.causeId, a.cellIndex))];
        Alarm[] news = [.. raised.Where(a => !known.Contains((a.causeId, a.cellIndex)))];
        int reach = fault.TouchesNeighbours ? 1 : 0;
        Alarm[] here = [.. news.Where(a => Math.Abs(a.cellIndex - fault.Cell) <= reach)];
        Alarm? right = here.FirstOrDefault(a => fault.Causes.Contains(a.causeId));
        return new InjectionTrial(
            stretch, fault.Name, fault.Cell, here.FirstOrDefault(), right == null ? double.NaN : (right.timeMs - beginMs) / 1000.0,
            [.. news.Except(here)], raised);
    }
}
