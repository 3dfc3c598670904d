using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>The vehicles that days and confusion are counted on: every kind of fault, and healthy ones at both rates.</summary>
public sealed class Cases
{
    private const double LongestWait = 20 * Standard.Day;

    private Cases(List<CaseKind> kinds, CaseResult[][] faulty, CaseResult[] slow, CaseResult[] fast)
    {
        Kinds = kinds;
        Faulty = faulty;
        Slow = slow;
        Fast = fast;
    }

    public List<CaseKind> Kinds { get; }

    /// <summary>[kinds][vehicles]</summary>
    public CaseResult[][] Faulty { get; }

    /// <summary>Healthy ones at 1 Hz, and at 10 Hz.</summary>
    public CaseResult[] Slow { get; }

    public CaseResult[] Fast { get; }

    /// <summary>Healthy ones at the rate of a kind.</summary>
    public CaseResult[] HealthyOf(CaseKind kind) => kind.Period < 1 ? Fast : Slow;

    public static Cases Run(EvaluationPlan plan, Jobs jobs)
    {
        List<(CaseKind Kind, int Use)> chosen = [.. CaseKind.All().Select((k, i) => (k, 200 + i)).Where(c => plan.Wants(c.k.Name))];
        List<CaseKind> kinds = [.. chosen.Select(c => c.Kind)];
        int n = plan.Seeds;
        int slow = 2 * n;
        CaseResult[] all = jobs.Run("cases", (kinds.Count * n) + slow + n, index =>
        {
            int kind = index / n;
            return kind < kinds.Count
                ? RunFaulty(kinds[kind], Seeds.Of(plan, chosen[kind].Use, index % n), jobs.Stop)
                : RunHealthy(plan, index - (kinds.Count * n), slow, jobs.Stop);
        });
        int first = kinds.Count * n;
        return new Cases(
            kinds, [.. Enumerable.Range(0, kinds.Count).Select(k => all[(k * n)..((k + 1) * n)])], all[first..(first + slow)],
            all[(first + slow)..]);
    }

    private static CaseResult RunFaulty(CaseKind kind, ulong seed, CancellationToken stop)
    {
        VehicleSettings settings = kind.Vehicle(seed);
        var random = new SimRandom(seed, 82);
        var feed = new VehicleFeed(settings, Standard.Thresholds(settings));
        feed.Baselines = BaselineSet.Make(feed.BoxSettings);
        Trial trial = Trial.UpTo(Trial.DrawOnset(random), feed, kind.Period, stop);
        VehicleFault fault = kind.Fault(trial, random);
        trial.Begin(fault);
        double due = kind.DueSeconds(fault);
        if (due > 0)
        {
            trial.RunUntil(due, () => false);
        }

        if (!kind.IsDue(trial))
        {
            trial.RunUntil(LongestWait, () => kind.IsDue(trial));
        }

        return Watch(trial, kind.Days, kind.DaySeconds, false);
    }

    // By turns under standard conditions and with mixed nuisances; only they have no fault to wait for.
    private static CaseResult RunHealthy(EvaluationPlan plan, int index, int slow, CancellationToken stop)
    {
        bool isFast = index >= slow;
        ulong seed = Seeds.Of(plan, 230, index);
        bool isMixed = index % 2 == 1;
        VehicleSettings settings = isMixed ? Standard.Mixed(seed, isFast ? 1 : 2) : Standard.Settings(seed, isFast ? 1 : 2);
        VehicleFeed feed = isMixed ? Standard.MixedFeed(settings) : new VehicleFeed(settings, Standard.Thresholds(settings));
        feed.Baselines = BaselineSet.Make(feed.BoxSettings);
        Trial trial = Trial.UpTo(Trial.DrawOnset(new SimRandom(seed, 82)), feed, isFast ? 0.1 : 1, stop);
        return Watch(trial, isFast ? 1 : 2, Standard.Day, isMixed);
    }

    private static CaseResult Watch(Trial trial, int days, double seconds, bool isMixed)
    {
        var statistics = new List<DayStatistics>();
        for (int day = 0; day < days; day++)
        {
            int begun = DayStatistics.Begin(trial.Feed);
            trial.RunUntil(trial.Elapsed + seconds, () => false);
            statistics.Add(DayStatistics.End(trial.Feed, begun, isMixed));
        }

        Alarm? first = trial.Alarms.FirstOrDefault();
        return new CaseResult(
            statistics,
            first?.causeId ?? -1,
            first != null && trial.Truth is { } truth && CauseGroups.PointsAt(first, truth, trial.Feed.Vehicle.Sense));
    }
}
