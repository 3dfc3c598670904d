using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>The score of the T/CAAMTB draft: a fleet over 30 days at 10 s, 6 % of it faulty in four of the five classes.</summary>
public static class FleetPart
{
    public const string Name = "fleet";
    private const int Subsets = 5;
    private const double WarningSeconds = 900;

    public static PartReport Run(EvaluationPlan plan, Jobs jobs)
    {
        int faulty = Math.Max(plan.IsQuick ? 4 : 12, (int)Math.Round(plan.Vehicles * 0.06));
        FleetVehicle[] fleet = jobs.Run("fleet", plan.Vehicles + faulty, index => RunOne(plan, index, faulty, jobs));
        FleetVehicle[] healthy = fleet[faulty..plan.Vehicles];
        FleetVehicle[] standard = fleet[..faulty];
        FleetVehicle[] mixed = fleet[plan.Vehicles..];
        var report = new PartReport(Name);
        report.Tables.Add(Headline(plan, standard, mixed, healthy));
        report.Tables.Add(ByClass(standard, mixed));
        return report;
    }

    /// <summary>Grade of the draft: A to E by F1 and its spread, "+" by class, "++" by the warning of sudden shorts as
    /// well.</summary>
    public static string Grade(double f1, double spread, double classShare, double warnedShare)
    {
        (double F1, double Spread, string Letter)[] rows =
            [(0.90, 0.01, "A"), (0.85, 0.01, "B"), (0.75, 0.02, "C"), (0.70, 0.02, "D"), (0.60, 0.03, "E")];
        foreach ((double leastF1, double mostSpread, string letter) in rows)
        {
            if (f1 >= leastF1 && spread <= mostSpread)
            {
                return letter + (classShare < 0.6 ? "" : warnedShare >= 1 ? "++" : "+");
            }
        }

        return "none";
    }

    /// <summary>A false alarm on a vehicle before its fault counts as one more false vehicle.</summary>
    public static FlagScore Score(IEnumerable<FleetVehicle> vehicles)
    {
        int found = 0;
        int missed = 0;
        int wrong = 0;
        foreach (FleetVehicle vehicle in vehicles)
        {
            bool isFaulty = vehicle.Truth != FleetClass.Healthy;
            found += isFaulty && vehicle.IsFlagged ? 1 : 0;
            missed += isFaulty && !vehicle.IsFlagged ? 1 : 0;
            wrong += vehicle.EarlyAlarms > 0 ? 1 : 0;
        }

        return new FlagScore(found, missed, wrong);
    }

    // Faulty ones first, then the healthy ones, then faulty ones of mixed nuisances: the same faults under poor conditions.
    private static FleetVehicle RunOne(EvaluationPlan plan, int index, int faulty, Jobs jobs)
    {
        ulong seed = Seeds.Of(plan, 1, index);
        bool isHealthy = index >= faulty && index < plan.Vehicles;
        bool isMixed = isHealthy ? index % 2 == 1 : index >= plan.Vehicles;
        int place = index < faulty ? index : index - plan.Vehicles;
        FleetClass truth = isHealthy ? FleetClass.Healthy : (FleetClass)(1 + (place % 4));
        VehicleSettings settings = isMixed
            ? Standard.Mixed(seed, plan.IsQuick ? 1 : 6)
            : Standard.Settings(seed, plan.IsQuick ? 1 : 4);
        return FleetVehicle.Run(settings, isMixed, truth, jobs.Stop);
    }

    private static Table Headline(
        EvaluationPlan plan, FleetVehicle[] standard, FleetVehicle[] mixed, FleetVehicle[] healthy)
    {
        var table = new Table(
            $"Fleet: {healthy.Length + standard.Length} vehicles, 30 days at 10 s, {standard.Length} faulty",
            "faulty ones", "recall", "precision", "F1", "F1 spread", "class right", "cell right", "sudden warned >= 15 min",
            "grade");
        AddRow(table, plan, "standard conditions", standard, healthy);
        AddRow(table, plan, "mixed nuisances", mixed, healthy);
        int early = healthy.Count(v => v.EarlyAlarms > 0);
        table.Notes.Add(
            $"Healthy vehicles with a false alarm: {early} of {healthy.Length}; other alarms on them (limits, imbalance, lost "
            + $"frames): {healthy.Sum(v => v.Others)}.");
        table.Notes.Add(
            $"Spread: greatest less least F1 over {Subsets} random subsets of 9 in 10 vehicles. The order of vehicles changes "
            + "nothing: each has its own detector.");
        table.Notes.Add("Insulation, the fifth class, can't be measured from cells, probes and current.");
        return table;
    }

    private static void AddRow(Table table, EvaluationPlan plan, string name, FleetVehicle[] faulty, FleetVehicle[] healthy)
    {
        FleetVehicle[] all = [.. faulty, .. healthy];
        FlagScore score = Score(all);
        double spread = Spread(plan, all);
        double classShare = faulty.Count(v => v.Said == v.Truth) / (double)faulty.Length;
        FleetVehicle[] staged = [.. faulty.Where(v => v.HasSoftStage)];
        int warned = staged.Count(v => v.LeadSeconds >= WarningSeconds);
        double warnedShare = staged.Length == 0 ? double.NaN : warned / (double)staged.Length;
        table.Add(
            name, Words.Percent(score.Recall), Words.Percent(score.Precision), Words.Percent(score.F1), Words.Percent(spread, 2),
            Words.Percent(classShare), Words.Percent(faulty.Count(v => v.IsRightCell) / (double)faulty.Length),
            Words.Of(warned, staged.Length), Grade(score.F1, spread, classShare, warnedShare));
    }

    private static double Spread(EvaluationPlan plan, FleetVehicle[] all)
    {
        var random = new SimRandom(plan.Seed, 62);
        double least = 1;
        double most = 0;
        for (int subset = 0; subset < Subsets; subset++)
        {
            FleetVehicle[] order = [.. all];
            for (int i = order.Length - 1; i > 0; i--)
            {
                int other = random.Next(i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }

            double f1 = Score(order.Take(Math.Max(1, order.Length * 9 / 10))).F1;
            least = Math.Min(least, f1);
            most = Math.Max(most, f1);
        }

        return Math.Max(0, most - least);
    }

    private static Table ByClass(FleetVehicle[] standard, FleetVehicle[] mixed)
    {
        var table = new Table(
            "Fleet: by class", "class", "conditions", "found", "class right", "cell right", "delay median", "p95",
            "lead median", "first said");
        foreach ((string name, FleetVehicle[] vehicles) in new[] { ("standard", standard), ("mixed", mixed) })
        {
            foreach (IGrouping<FleetClass, FleetVehicle> kind in vehicles.GroupBy(v => v.Truth).OrderBy(g => g.Key))
            {
                FleetVehicle[] all = [.. kind];
                double[] delays = [.. all.Select(v => v.DelaySeconds)];
                double[] leads =
                    [.. all.Where(v => v.HasSoftStage && !double.IsInfinity(v.LeadSeconds)).Select(v => v.LeadSeconds)];
                string said = string.Join(", ", all.Where(v => v.First != null).GroupBy(v => CauseGroups.NameOf(v.First!.causeId))
                    .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => $"{g.Key} {g.Count()}"));
                table.Add(
                    kind.Key.ToString(), name, Words.Of(all.Count(v => v.IsFlagged), all.Length),
                    Words.Of(all.Count(v => v.Said == v.Truth), all.Length), Words.Of(all.Count(v => v.IsRightCell), all.Length),
                    Words.Time(Quantile.Median(delays)), Words.Time(Quantile.Of(delays, 0.95)),
                    Words.Time(Quantile.Median(leads)), said);
            }
        }

        return table;
    }
}
