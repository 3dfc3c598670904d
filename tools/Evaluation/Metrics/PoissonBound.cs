using System;

namespace DataBox.Evaluation;

/// <summary>Exact bounds of a Poisson mean after n events were seen (Garwood 1936).</summary>
public static class PoissonBound
{
    /// <summary>The mean under which n or fewer events have the chance 1 - confidence: one-sided upper bound. For 0 events at
    /// 95 % it is 2.996.</summary>
    /// <param name="events">0 or more.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static double Upper(int events, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        return Solve(mean => Cumulative(events, mean) - (1 - confidence), events);
    }

    /// <summary>The mean under which n or more events have the chance 1 - confidence: one-sided lower bound; 0 for none.</summary>
    public static double Lower(int events, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        return events == 0 ? 0 : Solve(mean => Cumulative(events - 1, mean) - confidence, events);
    }

    /// <summary>Chance of n or fewer events.</summary>
    public static double Cumulative(int events, double mean)
    {
        if (mean <= 0)
        {
            return 1;
        }

        // Terms in logarithms: e^-mean alone is 0 beyond a mean of 745.
        double log = -mean;
        double sum = Math.Exp(log);
        for (int k = 1; k <= events; k++)
        {
            log += Math.Log(mean / k);
            sum += Math.Exp(log);
        }

        return Math.Min(1, sum);
    }

    // The chance falls as the mean grows: halve the bracket until it is as narrow as a double tells.
    private static double Solve(Func<double, double> above, int events)
    {
        double low = 0;
        double high = events + 10 + (10 * Math.Sqrt(events));
        while (above(high) > 0)
        {
            high *= 2;
        }

        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            if (above(middle) > 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }
}
