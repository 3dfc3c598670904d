using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>Severity floors: of each fault, the share found by severity and time, and the mildest found in 95 % within a time.
/// </summary>
public static class CurvesPart
{
    public const string Name = "curves";

    /// <summary>Points for plots.</summary>
    public const string File = "curves.csv";

    public static PartReport Run(EvaluationPlan plan, Jobs jobs)
    {
        List<(CurveSpec Spec, int Use)> chosen =
            [.. CurveSpec.All().Select((s, k) => (s, 300 + k)).Where(c => plan.Wants(c.s.Name))];
        List<CurveSpec> specs =
            [.. chosen.Select(c => plan.IsQuick ? c.Spec with { Severities = c.Spec.Severities[^1..] } : c.Spec)];
        var points = new List<(int Spec, double Severity)>();
        for (int s = 0; s < specs.Count; s++)
        {
            points.AddRange(specs[s].Severities.Select(severity => (s, severity)));
        }

        double[] delays = jobs.Run("curves", points.Count * plan.Seeds, index =>
        {
            // The same vehicles, cells and onsets at each severity: the curve shows severity alone.
            (int spec, double severity) = points[index / plan.Seeds];
            return specs[spec].Run(severity, Seeds.Of(plan, chosen[spec].Use, index % plan.Seeds), jobs.Stop);
        });
        var report = new PartReport(Name);
        var lines = new List<string> { "fault,severity,unit,vehicles,within_s,share" };
        var floors = new Table("Floors: mildest severity found in 95 % within a time", "fault", "unit", "severity by time");
        for (int s = 0; s < specs.Count; s++)
        {
            double[][] each = [.. specs[s].Severities.Select(v => Delays(points.IndexOf((s, v))))];
            report.Tables.Add(ToTable(specs[s], each));
            floors.Add(specs[s].Name, specs[s].Unit, Floors(specs[s], each));
            lines.AddRange(Lines(specs[s], each));
            report.Plots.Add(PartPlots.OfCurve(specs[s], each));
        }

        report.Tables.Insert(0, floors);
        report.Files.Add((File, lines));
        return report;

        double[] Delays(int point) => delays[(point * plan.Seeds)..((point + 1) * plan.Seeds)];
    }

    /// <summary>The mildest severity that, like all graver ones, was found in 95 % within a time; -1: none.</summary>
    /// <param name="shares">From the mildest to the gravest.</param>
    public static int Floor(IReadOnlyList<double> shares)
    {
        int floor = -1;
        for (int k = shares.Count - 1; k >= 0 && shares[k] >= TargetsPart.Wanted; k--)
        {
            floor = k;
        }

        return floor;
    }

    private static double Share(double[] delays, double seconds) => delays.Count(d => d <= seconds + 0.5) / (double)delays.Length;

    private static string Floors(CurveSpec spec, double[][] each) => string.Join("; ", spec.Times.Select(time =>
    {
        int floor = Floor([.. each.Select(d => Share(d, time))]);
        return $"{Words.Time(time)}: {(floor < 0 ? "-" : Plain(spec.Severities[floor]))}";
    }));

    private static Table ToTable(CurveSpec spec, double[][] each)
    {
        var table = new Table(
            $"Floors: {spec.Name}, {each[0].Length} vehicles a severity",
            [spec.Unit, .. spec.Times.Select(t => "within " + Words.Time(t)), "median"]);
        for (int k = 0; k < each.Length; k++)
        {
            table.Add(
            [
                Plain(spec.Severities[k]), .. spec.Times.Select(t => Words.Percent(Share(each[k], t), 0)),
                Words.Time(Quantile.Median(each[k])),
            ]);
        }

        return table;
    }

    private static IEnumerable<string> Lines(CurveSpec spec, double[][] each) =>
        from k in Enumerable.Range(0, each.Length)
        from time in spec.Times
        select string.Create(
            CultureInfo.InvariantCulture,
            $"\"{spec.Name}\",{spec.Severities[k]},{spec.Unit},{each[k].Length},{time},{Share(each[k], time):F4}");

    private static string Plain(double value) => value.ToString(CultureInfo.InvariantCulture);
}
