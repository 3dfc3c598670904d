using System.Collections.Generic;
using System.Linq;
using DataBox.Core;

namespace DataBox.Evaluation;

/// <summary>The greatest statistics of one vehicle on one day.</summary>
public sealed class DayStatistics
{
    private readonly Dictionary<int, double> _causes;
    private readonly double[] _baselines;

    private DayStatistics(VehicleFeed feed, bool isMixed)
    {
        IsMixed = isMixed;
        _causes = feed.Detector.Causes.rules.ToDictionary(r => r.causeId, r => r.worstPermille / 1000.0);
        _baselines = [.. feed.Baselines.Select(b => b.WorstSince)];
    }

    /// <summary>Of a vehicle with mixed nuisances.</summary>
    public bool IsMixed { get; }

    /// <summary>Of the rule of a cause, as a part of its threshold.</summary>
    public double OfCause(int causeId) => _causes[causeId];

    /// <param name="index">In the set of baselines.</param>
    public double OfBaseline(int index) => _baselines[index];

    public static void Begin(VehicleFeed feed)
    {
        foreach (CauseRule rule in feed.Detector.Causes.rules)
        {
            rule.ForgetWorst();
        }

        foreach (IBaselineDetector baseline in feed.Baselines)
        {
            baseline.ForgetWorst();
        }
    }

    public static DayStatistics End(VehicleFeed feed, bool isMixed) => new(feed, isMixed);
}
