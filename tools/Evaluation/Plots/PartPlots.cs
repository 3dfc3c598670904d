using System;
using System.Collections.Generic;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>The pictures of each part, with the names of their files.</summary>
public static class PartPlots
{
    private const double Hour = 3600;
    private const int LeadIn = 20;

    // Asked for at standard conditions.
    private static readonly PlotSeries s_softTarget = new("target", [1, 10, 100, 1000], [2 / 60.0, 0.75, 12, 72]);

    /// <summary>Time until half and until 95 % of the vehicles were found, over severity.</summary>
    /// <param name="delays">[severities][vehicles] s; infinite: not found.</param>
    public static (string Name, PlotPage Page) OfCurve(CurveSpec spec, double[][] delays)
    {
        PlotSeries At(double share, string name) =>
            new(name, spec.Severities, [.. delays.Select(d => Quantile.Of(d, share) / Hour)]);
        return ("floor-" + FileName(spec.Name), EvaluationPlots.Severity(
            $"{spec.Name}: {delays[0].Length} vehicles a severity", $"severity, {spec.Unit}",
            [At(0.5, "half found"), At(TargetsPart.Wanted, Words.Percent(TargetsPart.Wanted, 0) + " found")],
            spec.Name == "soft short" ? s_softTarget : null));
    }

    /// <summary>Ranks of each fault against the baselines, and the healthy days' statistics.</summary>
    public static IEnumerable<(string Name, PlotPage Page)> OfDays(Cases cases, IReadOnlyList<string> baselines)
    {
        for (int k = 0; k < cases.Kinds.Count; k++)
        {
            CaseKind kind = cases.Kinds[k];
            DayStatistics[] faulty = [.. cases.Faulty[k].SelectMany(c => c.Days)];
            DayStatistics[] healthy = [.. cases.HealthyOf(kind).SelectMany(c => c.Days)];
            yield return ("roc-" + FileName(kind.Name), EvaluationPlots.Roc(
                $"{kind.Name}: {faulty.Length} faulty and {healthy.Length} healthy vehicle-days",
                [
                    (
                        "box", [.. faulty.Select(d => d.OfCause(kind.CauseId, kind.Named))],
                        [.. healthy.Select(d => d.OfCause(kind.CauseId, kind.Named))]),
                    .. baselines.Select((name, b) => (
                        name, (IReadOnlyList<double>)[.. faulty.Select(d => d.OfBaseline(b))],
                        (IReadOnlyList<double>)[.. healthy.Select(d => d.OfBaseline(b))])),
                ]));
        }

        yield return ("healthy-days", EvaluationPlots.Healthy("how near healthy days come to each alarm", [
            .. cases.Kinds.DistinctBy(k => k.CauseId).Select(k => (
                CauseGroups.NameOf(k.CauseId),
                (IReadOnlyList<double>)[.. cases.HealthyOf(k).SelectMany(c => c.Days).Select(d => d.OfCause(k.CauseId, k.Named))])),
        ]));
    }

    /// <summary>A recorded short from shortly before its first sign until it has run away or a few minutes are over.</summary>
    /// <param name="suspectSample">-1: never.</param>
    /// <param name="alarmSample">-1: never.</param>
    public static (string Name, PlotPage Page) OfRecordedShort(IndentationRecording recording, int suspectSample, int alarmSample)
    {
        int from = Math.Max(0, recording.SignSample - LeadIn);
        int end = recording.RunawaySample >= 0 ? recording.RunawaySample + LeadIn : recording.SignSample + 600;
        int[] samples = [.. Enumerable.Range(from, Math.Min(end, recording.DropVolts.Length) - from)];
        double At(int sample) => sample < 0 ? double.NaN : sample - recording.SignSample;
        return ("indentation-" + FileName(recording.Name), EvaluationPlots.HardShort(
            recording.Name + ", time from the first sign" + (recording.RunawaySample < 0 ? "; did not run away" : ""),
            [.. samples.Select(At)], [.. samples.Select(s => recording.StartVolts - recording.DropVolts[s])],
            [.. samples.Select(s => recording.StartCelsius + recording.RiseKelvin[s])], At(suspectSample), At(alarmSample)));
    }

    private static string FileName(string name) =>
        string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Replace("--", "-").Trim('-');
}
