using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>How well the statistic of each cause ranks faulty vehicle-days above healthy ones, against the baselines on the same
/// samples.</summary>
public static class DaysPart
{
    public const string Name = "auroc";

    public static PartReport Run(EvaluationPlan plan, Jobs jobs)
    {
        Cases cases = jobs.Once("cases", () => Cases.Run(plan, jobs));
        string[] names = [.. BaselineSet.Make(DetectorSettings.Nmc()).Select(b => b.Name)];
        var roc = new Table(
            "Vehicle-days: area under the ROC curve",
            ["fault", "severities", "faulty days", "healthy days", "box", "box, standard healthy days", .. names, "best"]);
        var prc = new Table("Vehicle-days: area under precision over recall", ["fault", "faulty share", "box", .. names]);
        for (int k = 0; k < cases.Kinds.Count; k++)
        {
            CaseKind kind = cases.Kinds[k];
            List<DayStatistics> faulty = [.. cases.Faulty[k].SelectMany(c => c.Days)];
            List<DayStatistics> healthy = [.. cases.HealthyOf(kind).SelectMany(c => c.Days)];
            List<DayStatistics> standard = [.. healthy.Where(d => !d.IsMixed)];
            double box = Area(RankCurves.Auroc, faulty, healthy, d => d.OfCause(kind.CauseId, kind.Named));
            double[] others = [.. names.Select((_, b) => Area(RankCurves.Auroc, faulty, healthy, d => d.OfBaseline(b)))];
            roc.Add(
            [
                kind.Name, kind.Severities, Words.Count(faulty.Count), Words.Count(healthy.Count), Words.Number(box, 3),
                Words.Number(Area(RankCurves.Auroc, faulty, standard, d => d.OfCause(kind.CauseId, kind.Named)), 3),
                .. others.Select(o => Words.Number(o, 3)),
                others.All(o => box > o) ? "box" : names[Array.IndexOf(others, others.Max())],
            ]);
            prc.Add(
            [
                kind.Name, Words.Percent(faulty.Count / (double)(faulty.Count + healthy.Count), 0),
                Words.Number(Area(RankCurves.Auprc, faulty, healthy, d => d.OfCause(kind.CauseId, kind.Named)), 3),
                .. names.Select((_, b) => Words.Number(Area(RankCurves.Auprc, faulty, healthy, d => d.OfBaseline(b)), 3)),
            ]);
        }

        roc.Notes.Add(
            "Statistic: the greatest of the day, of the cause's own rule; a baseline has one for all. Half of the healthy days are "
            + "of mixed nuisances.");
        roc.Notes.Add("Days count once the row's time is over. Box at 10 Hz for transient shorts, else 1 Hz.");
        var report = new PartReport(Name);
        report.Tables.Add(roc);
        report.Tables.Add(prc);
        report.Plots.AddRange(PartPlots.OfDays(cases, names));
        return report;
    }

    private static double Area(
        Func<IReadOnlyCollection<double>, IReadOnlyCollection<double>, double> area,
        List<DayStatistics> faulty,
        List<DayStatistics> healthy,
        Func<DayStatistics, double> statistic) => area([.. faulty.Select(statistic)], [.. healthy.Select(statistic)]);
}
