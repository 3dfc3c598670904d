using System;
using System.Collections.Generic;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>Faults put into stretches of recordings that have none of their own there.</summary>
public static class InjectionPart
{
    public const string Name = "injected";

    public static PartReport Run(EvaluationPlan plan, Jobs jobs)
    {
        PartReport report = new(Name);
        Table table = new(
            "Faults put into recorded stretches", "recording", "fault", "trials", "found as what it is", "median delay", "first named otherwise",
            "not found", "new alarms about other cells");
        report.Tables.Add(table);
        (InjectionStretch Stretch, RecordingFile File)[] stretches = [.. Found(plan)];
        table.Notes.Add(stretches.Length == 0
            ? "Left out: no folder of recordings was given."
            : "A leak moves the cell down the simulator's NCA curve, a contact adds current times resistance, a tap short pulls three "
            + "readings, bursts are two samples a minute. The noisy recordings are made, the others recorded; what is learned before is the "
            + "same stretch, played before. An alarm that the stretch raises without the fault counts for nothing.");
        InjectionTrial[] plain = jobs.Run("stretches", stretches.Length, i => InjectionTrial.Run(stretches[i].File, stretches[i].Stretch, null, null));
        (int Stretch, InjectedFault Fault)[] faults = [.. stretches.SelectMany((s, i) => s.Stretch.Faults
            .SelectMany(make => s.Stretch.Cells.Select(cell => (i, make(cell, s.File.CapacityAh)))))];
        InjectionTrial[] trials = jobs.Run("injected faults", faults.Length, k =>
        {
            jobs.Stop.ThrowIfCancellationRequested();
            int at = faults[k].Stretch;
            return InjectionTrial.Run(stretches[at].File, stretches[at].Stretch, faults[k].Fault, plain[at]);
        });
        foreach (IGrouping<(string Stretch, string Fault), InjectionTrial> group in trials.GroupBy(t => (t.Stretch, t.Fault)))
        {
            AddRow(table, group.Key.Stretch, group.Key.Fault, [.. group]);
        }

        return report;
    }

    private static void AddRow(Table table, string stretch, string fault, InjectionTrial[] trials)
    {
        double[] delays = [.. trials.Select(t => t.RightSeconds).Where(double.IsFinite).Order()];
        InjectionTrial[] missed = [.. trials.Where(t => t.Named == null)];
        IEnumerable<string> otherwise = trials.Where(t => t.Named != null && double.IsNaN(t.RightSeconds)).Select(t => t.Named!.cause);
        IEnumerable<string> elsewhere = trials.SelectMany(t => t.Elsewhere).Select(a => a.cause + " at " + AlarmCells.Place(a)).Distinct();
        table.Add(
            stretch, fault, Words.Count(trials.Length), Words.Count(delays.Length),
            delays.Length == 0 ? "-" : Words.Time(delays[(delays.Length - 1) / 2]), string.Join(", ", otherwise.Distinct()),
            Words.Count(missed.Length), string.Join(", ", elsewhere.Take(4)));
    }

    private static IEnumerable<(InjectionStretch, RecordingFile)> Found(EvaluationPlan plan)
    {
        if (plan.DataFolder == null)
        {
            yield break;
        }

        IReadOnlyList<RecordingFile> files = RecordingFile.In(plan.DataFolder);
        foreach (InjectionStretch stretch in InjectionStretch.All.Where(s => !plan.IsQuick || s.Stem.StartsWith("noisy-drive", StringComparison.Ordinal)))
        {
            if (files.FirstOrDefault(f => f.Name == stretch.Stem) is { } file)
            {
                yield return (stretch, file);
            }
        }
    }
}
