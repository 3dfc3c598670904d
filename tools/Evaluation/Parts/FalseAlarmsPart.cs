using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>Healthy hours at 1 Hz with all nuisances: what is raised there is false.</summary>
public static class FalseAlarmsPart
{
    public const string Name = "false-alarms";

    // Of the hours, that each nuisance is to have.
    private const double LeastShare = 0.1;

    public static PartReport Run(EvaluationPlan plan, Jobs jobs)
    {
        double each = plan.IsQuick ? 12 : HealthyVehicle.Days * 24;
        int count = Math.Max(1, (int)Math.Ceiling(plan.Hours / each));
        HealthyVehicle[] fleet = jobs.Run(
            "false alarms",
            count,
            index => HealthyVehicle.Run(HealthyVehicle.Draw(Seeds.Of(plan, 2, index), plan.IsQuick ? 1 : 6), each, jobs.Stop));
        var report = new PartReport(Name);
        report.Tables.Add(Rates(fleet));
        report.Tables.Add(ByCause(fleet));
        report.Tables.Add(Shares(fleet));
        return report;
    }

    /// <summary>Events per 1,000 h with the exact one-sided 95 % bound.</summary>
    public static string Rate(int events, double hours) =>
        $"{Words.Number(1000 * events / hours, 3)} (< {Words.Number(1000 * PoissonBound.Upper(events) / hours, 3)})";

    private static double Hours(IEnumerable<HealthyVehicle> fleet) => fleet.Sum(v => v.Minutes) / 60.0;

    private static Table Rates(HealthyVehicle[] fleet)
    {
        double hours = Hours(fleet);
        var table = new Table(
            $"False alarms: {Words.Number(hours)} healthy hours at 1 Hz, {fleet.Length} vehicles",
            "what", "events", "per 1000 h (exact 95 % bound)");
        Alarm[] alarms = [.. fleet.SelectMany(v => v.Alarms)];
        int faults = alarms.Count(a => CauseGroups.IsFault(a.causeId) && a.causeId != FaultCauses.CellDeviation);
        int unclassified = alarms.Count(a => a.causeId == FaultCauses.CellDeviation);
        int suspects = fleet.Sum(v => v.Rules.Sum(r => r.Suspects));
        AddRow("alarms of a cause", faults);
        AddRow("alarms unclassified", unclassified);
        AddRow("suspects of a cause", suspects);
        AddRow("alarms of limits, imbalance, lost frames", alarms.Length - faults - unclassified);
        foreach (IGrouping<string, (string Name, int Alarms)> baseline in fleet.SelectMany(v => v.Baselines).GroupBy(b => b.Name))
        {
            AddRow("baseline " + baseline.Key + ": alarms", baseline.Sum(b => b.Alarms));
        }

        int learning = fleet.Sum(v => v.LearningAlarms.Count(a => CauseGroups.IsFault(a.causeId)));
        double learningHours = fleet.Length * Standard.RunIn / 3600;
        table.Notes.Add(
            $"Before, while learning at 10 s ({Words.Number(learningHours)} h): {learning} alarms of a cause or unclassified.");
        table.Notes.Add("Bound: one-sided, Garwood's for a Poisson count.");
        return table;

        void AddRow(string name, int events) => table.Add(name, Words.Count(events), Rate(events, hours));
    }

    private static Table ByCause(HealthyVehicle[] fleet)
    {
        var table = new Table(
            "False alarms: by cause", "cause", "alarms", "while learning", "suspects", "worst statistic / threshold",
            "at (seed, place)");
        var ids = new SortedSet<int>(fleet.SelectMany(v => v.Rules.Select(r => r.CauseId)));
        ids.UnionWith(fleet.SelectMany(v => v.Alarms.Concat(v.LearningAlarms)).Select(a => a.causeId));
        foreach (int id in ids)
        {
            (RuleCount Rule, ulong Seed)[] rules =
                [.. fleet.SelectMany(v => v.Rules.Where(r => r.CauseId == id).Select(r => (r, v.Settings.Seed)))];
            (RuleCount worst, ulong seed) = rules.OrderByDescending(r => r.Rule.WorstPermille).FirstOrDefault();
            table.Add(
                CauseGroups.NameOf(id),
                Words.Count(fleet.Sum(v => v.Alarms.Count(a => a.causeId == id))),
                Words.Count(fleet.Sum(v => v.LearningAlarms.Count(a => a.causeId == id))),
                rules.Length == 0 ? "-" : Words.Count(rules.Sum(r => r.Rule.Suspects)),
                rules.Length == 0 ? "-" : Words.Percent(worst.WorstPermille / 1000.0),
                worst.WorstPermille == 0 ? "-" : $"{seed}, {worst.WorstPlace}");
        }

        return table;
    }

    private static Table Shares(HealthyVehicle[] fleet)
    {
        var table = new Table("False alarms: what the hours held", "what", "hours", "share", "");
        double minutes = fleet.Sum(v => v.Minutes);
        for (int k = 0; k < Nuisances.Names.Length; k++)
        {
            int with = fleet.Sum(v => v.NuisanceMinutes[k]);
            bool isRare = k >= Nuisances.UseCount && with < LeastShare * minutes;
            table.Add(Nuisances.Names[k], Words.Number(with / 60.0), Words.Percent(with / minutes), isRare ? "below 10 %" : "");
        }

        return table;
    }
}
