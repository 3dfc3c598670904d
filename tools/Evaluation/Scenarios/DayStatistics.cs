using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>The greatest statistics of one vehicle on one day.</summary>
public sealed class DayStatistics
{
    private readonly Dictionary<int, double> _causes;
    private readonly double[] _baselines;
    private readonly HashSet<int> _alarmed;

    private DayStatistics(VehicleFeed feed, int changesBefore, bool isMixed)
    {
        _alarmed = [.. feed.Changes.Skip(changesBefore).Where(a => a.change == AlarmChange.Raised).Select(a => a.causeId)];
        AlarmBook book = feed.Detector.Book;
        for (int k = 0; k < book.OpenCount; k++)
        {
            _alarmed.Add(book.At(k).causeId);
        }

        IsMixed = isMixed;
        _causes = feed.Detector.Causes.rules.ToDictionary(r => r.causeId, r => r.worstPermille / 1000.0);
        _baselines = [.. feed.Baselines.Select(b => b.WorstSince)];
    }

    /// <summary>Of a vehicle with mixed nuisances.</summary>
    public bool IsMixed { get; }

    /// <summary>Of the rule of a cause, as a part of its threshold; 1 at least where an alarm was open that names the fault
    /// without a statistic, such as a stuck sensor's.</summary>
    /// <param name="named">Causes that name the fault.</param>
    public double OfCause(int causeId, int[] named) => Math.Max(_causes[causeId], named.Any(_alarmed.Contains) ? 1 : 0);

    /// <param name="index">In the set of baselines.</param>
    public double OfBaseline(int index) => _baselines[index];

    /// <returns>What <see cref="End"/> needs.</returns>
    public static int Begin(VehicleFeed feed)
    {
        foreach (CauseRule rule in feed.Detector.Causes.rules)
        {
            rule.ForgetWorst();
        }

        foreach (IBaselineDetector baseline in feed.Baselines)
        {
            baseline.ForgetWorst();
        }

        return feed.Changes.Count;
    }

    public static DayStatistics End(VehicleFeed feed, int begun, bool isMixed) => new(feed, begun, isMixed);
}
