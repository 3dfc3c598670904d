using System.Collections.Generic;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>The rows of the target table, one after the other.</summary>
public static class TargetsPart
{
    public const string Name = "targets";

    /// <summary>Of the seeds, that a fault is to be found in in time.</summary>
    public const double Wanted = 0.95;

    public static PartReport Run(EvaluationPlan plan, Jobs jobs)
    {
        // Seeds hang on the place in the whole list: a row alone runs as it does among the others.
        List<(TargetRow Row, int Use)> chosen =
            [.. TargetRows.All().Select((r, k) => (r, 100 + k)).Where(c => plan.Wants(c.r.Name))];
        List<TargetRow> rows = [.. chosen.Select(c => c.Row)];
        TargetResult[] results = jobs.Run(
            "targets",
            rows.Count * plan.Seeds,
            index => rows[index / plan.Seeds].Run(Seeds.Of(plan, chosen[index / plan.Seeds].Use, index % plan.Seeds), jobs.Stop));
        var table = new Table(
            $"Targets: {plan.Seeds} vehicles a row",
            "row", "target", "vehicles", "in time", "median", "p95", "found at all", "first alarm: right cell", "right cause",
            "suspect median", "met");
        var said = new Table("Targets: what the first alarm said", "row", "causes");
        for (int r = 0; r < rows.Count; r++)
        {
            TargetResult[] all = [.. results.Skip(r * plan.Seeds).Take(plan.Seeds).Where(x => x.Applies)];
            table.Add(Fields(rows[r], all));
            said.Add(rows[r].Name, string.Join(", ", all.GroupBy(x => x.FirstSaid)
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, System.StringComparer.Ordinal)
                .Select(g => $"{g.Key} {g.Count()}")));
        }

        table.Notes.Add(
            "Contact rows count steps of 50 A, wire rows samples after the first that was 100 mV off; the others tell time.");
        table.Notes.Add(
            "Wire rows leave out faults that never move a reading by 100 mV: those are for the open-wire test, which is not "
            + "simulated here.");
        var report = new PartReport(Name);
        report.Tables.Add(table);
        report.Tables.Add(said);
        if (plan.Wants("recorded hard shorts"))
        {
            IndentationPart.AddTo(report, plan, jobs);
        }

        return report;
    }

    private static string[] Fields(TargetRow row, TargetResult[] all)
    {
        int inTime = all.Count(x => x.IsInTime);
        TargetResult[] alarmed = [.. all.Where(x => x.HasAlarm)];
        double median = Quantile.Median(all.Select(x => x.Measured));
        double p95 = Quantile.Of(all.Select(x => x.Measured), 0.95);
        return
        [
            row.Name, row.Target, Words.Count(all.Length), Words.Of(inTime, all.Length), Tell(row, median), Tell(row, p95),
            Words.Of(all.Count(x => x.IsFound), all.Length), Words.Of(alarmed.Count(x => x.IsRightCell), alarmed.Length),
            Words.Of(alarmed.Count(x => x.IsRightCause), alarmed.Length),
            Words.Time(Quantile.Median(all.Select(x => x.SuspectAfter))),
            all.Length > 0 && inTime >= Wanted * all.Length ? "yes" : "no",
        ];
    }

    private static string Tell(TargetRow row, double value) => row.Measure == null ? Words.Time(value)
        : double.IsInfinity(value) ? "never" : Words.Number(value);
}
