using System;
using System.Collections.Generic;

namespace DataBox.Evaluation;

/// <summary>Quantiles of a sample, without interpolation: the smallest value that at least this share does not exceed.</summary>
public static class Quantile
{
    /// <param name="share">Above 0, up to 1.</param>
    /// <returns>NaN of nothing.</returns>
    public static double Of(IEnumerable<double> values, double share)
    {
        var sorted = new List<double>(values);
        if (sorted.Count == 0)
        {
            return double.NaN;
        }

        sorted.Sort();

        // A hair less, so that 0.95 x 20 is the 19th and not the 20th.
        return sorted[Math.Clamp((int)Math.Ceiling((share * sorted.Count) - 1e-9) - 1, 0, sorted.Count - 1)];
    }

    public static double Median(IEnumerable<double> values) => Of(values, 0.5);
}
