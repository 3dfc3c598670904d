using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>What the first alarm says of each kind of fault, and of healthy vehicles.</summary>
public static class ConfusionPart
{
    public const string Name = "confusion";

    private static readonly string[] s_order =
    [
        CauseGroups.None, CauseGroups.Unclassified, .. new[]
        {
            FaultCauses.TransientShort, FaultCauses.SoftShort, FaultCauses.HardShort, FaultCauses.PlatingSuspected,
            FaultCauses.HvConnection, FaultCauses.SenseWireShort, FaultCauses.SenseWireOpen, FaultCauses.SensorDrift,
            FaultCauses.SensorStuck, FaultCauses.ThermalAnomaly,
        }.Select(CauseGroups.NameOf),
    ];

    public static PartReport Run(EvaluationPlan plan, Jobs jobs)
    {
        Cases cases = jobs.Once("cases", () => Cases.Run(plan, jobs));
        var counts = new ConfusionCounts();
        AddAll(counts, CauseGroups.None, [.. cases.Slow, .. cases.Fast]);
        int grouped = 0;
        int confused = 0;
        for (int k = 0; k < cases.Kinds.Count; k++)
        {
            AddAll(counts, cases.Kinds[k].Name, cases.Faulty[k]);
            if (CauseGroups.GroupOf(cases.Kinds[k].CauseId) is { } truth)
            {
                // A fault that was called nothing, or unclassified, is not taken for another one: that is recall's affair.
                string?[] said = [.. cases.Faulty[k].Select(c => c.Said < 0 ? null : CauseGroups.GroupOf(c.Said))];
                grouped += said.Count(s => s != null);
                confused += said.Count(s => s != null && s != truth);
            }
        }

        var report = new PartReport(Name);
        report.Tables.Add(ToTable(counts, cases));
        report.Tables[0].Notes.Add(
            $"Shorts, connections and sampling wires taken for each other: {Words.Of(confused, grouped)} of those that were called "
            + "one of them.");
        report.Tables[0].Notes.Add(
            "The first fault alarm after the onset decides, wherever it points; severities and times as for the vehicle-days.");
        return report;
    }

    private static void AddAll(ConfusionCounts counts, string truth, IEnumerable<CaseResult> results)
    {
        foreach (CaseResult result in results)
        {
            counts.Add(truth, result.Said < 0 ? CauseGroups.None : CauseGroups.NameOf(result.Said));
        }
    }

    private static Table ToTable(ConfusionCounts counts, Cases cases)
    {
        IReadOnlyList<string> saids = counts.Saids(s_order);
        var table = new Table("Confusion: what is so (rows), what was said first (columns)", ["", .. saids, "right cell"]);
        foreach (string truth in counts.Truths)
        {
            int kind = cases.Kinds.FindIndex(k => k.Name == truth);
            CaseResult[] named = kind < 0 ? [] : [.. cases.Faulty[kind].Where(c => c.Said >= 0)];
            string rightCell = Words.Of(named.Count(c => c.IsRightCell), named.Length);
            table.Add([truth, .. saids.Select(s => Words.Count(counts.Of(truth, s))), rightCell]);
        }

        return table;
    }
}
