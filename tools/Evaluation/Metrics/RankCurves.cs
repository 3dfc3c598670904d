using System.Collections.Generic;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>How well a statistic ranks what is faulty above what is healthy, whatever the threshold.</summary>
public static class RankCurves
{
    /// <summary>Area under the receiver operating curve: the chance that a faulty one stands above a healthy one, a tie counted
    /// half (Mann-Whitney).</summary>
    /// <returns>NaN where one of the kinds is missing.</returns>
    public static double Auroc(IReadOnlyCollection<double> faulty, IReadOnlyCollection<double> healthy)
    {
        if (faulty.Count == 0 || healthy.Count == 0)
        {
            return double.NaN;
        }

        double wins = 0;
        double healthyBelow = 0;
        foreach ((int faultyTied, int healthyTied) in Enumerable.Reverse(Levels(faulty, healthy)))
        {
            wins += faultyTied * (healthyBelow + (0.5 * healthyTied));
            healthyBelow += healthyTied;
        }

        return wins / ((double)faulty.Count * healthy.Count);
    }

    /// <summary>Area under precision over recall as average precision: each level of the statistic adds its recall times the
    /// precision down to it, without interpolation.</summary>
    /// <returns>NaN where one of the kinds is missing.</returns>
    public static double Auprc(IReadOnlyCollection<double> faulty, IReadOnlyCollection<double> healthy)
    {
        if (faulty.Count == 0 || healthy.Count == 0)
        {
            return double.NaN;
        }

        double area = 0;
        double found = 0;
        double taken = 0;
        foreach ((int faultyTied, int healthyTied) in Levels(faulty, healthy))
        {
            found += faultyTied;
            taken += faultyTied + healthyTied;
            area += faultyTied / (double)faulty.Count * (found / taken);
        }

        return area;
    }

    // From the greatest value down: how many of each kind have it.
    private static List<(int Faulty, int Healthy)> Levels(IEnumerable<double> faulty, IEnumerable<double> healthy) =>
        [.. faulty.Select(v => (Value: v, IsFaulty: 1)).Concat(healthy.Select(v => (Value: v, IsFaulty: 0)))
            .GroupBy(v => v.Value)
            .OrderByDescending(level => level.Key)
            .Select(level => (level.Sum(v => v.IsFaulty), level.Count(v => v.IsFaulty == 0)))];
}
