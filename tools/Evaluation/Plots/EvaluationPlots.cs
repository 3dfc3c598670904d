using System;
using System.Collections.Generic;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>The pictures of the evaluation, each from plain points.</summary>
public static class EvaluationPlots
{
    private const int Bins = 50;

    /// <summary>Time until found over severity.</summary>
    /// <param name="severityLabel">With its unit, as "resistance, ohm".</param>
    /// <param name="curves">One a share found or a condition: severity, hours.</param>
    /// <param name="target">Time that is asked for over severity; null: none.</param>
    public static PlotPage Severity(string title, string severityLabel, IReadOnlyList<PlotSeries> curves, PlotSeries? target = null) =>
        new(title, severityLabel, "time until found, h", [.. curves.Select(c => c with { HasPoints = true }), .. Compared(target)])
        {
            IsLogX = true, IsLogY = true,
        };

    /// <summary>Share of faulty days found over share of healthy days alarmed.</summary>
    /// <param name="detectors">Name; statistic of each faulty and of each healthy vehicle-day. The first is the box.</param>
    public static PlotPage Roc(string title, IReadOnlyList<(string Name, IReadOnlyList<double> Faulty, IReadOnlyList<double> Healthy)> detectors) =>
        new(title, "healthy vehicle-days above the threshold, share", "faulty vehicle-days above it, share",
            [.. detectors.Select((d, k) => RocCurve(d.Name, d.Faulty, d.Healthy) with { IsDashed = k > 0 })])
        {
            XRange = (-0.02, 1.02), YRange = (-0.02, 1.02),
        };

    /// <summary>How often which part of its threshold was reached without a fault.</summary>
    /// <param name="statistics">Name of the cause; the greatest statistic of each healthy vehicle-day, 1 is the alarm.</param>
    public static PlotPage Healthy(string title, IReadOnlyList<(string Name, IReadOnlyList<double> Worst)> statistics) =>
        new(title, "greatest statistic of the day, part of the alarm's threshold", "healthy vehicle-days",
            [.. statistics.Select(s => Histogram(s.Name, s.Worst))])
        {
            IsLogY = true, XRange = (0, 1.05), YRange = (0.5, Math.Max(10, 2 * statistics.Max(s => s.Worst.Count))),
            Marks = [new PlotMark("suspect", 0.75), new PlotMark("alarm", 1)],
        };

    /// <summary>A hard short: what was read and when it was told.</summary>
    /// <param name="seconds">Of each row.</param>
    /// <param name="volts">Of the cell.</param>
    /// <param name="celsius">Its probe.</param>
    /// <param name="suspectSeconds">NaN: never.</param>
    /// <param name="alarmSeconds">NaN: never.</param>
    public static PlotPage HardShort(
        string title, IReadOnlyList<double> seconds, IReadOnlyList<double> volts, IReadOnlyList<double> celsius, double suspectSeconds,
        double alarmSeconds)
    {
        PlotMark[] marks = [new("suspect", suspectSeconds), new("alarm", alarmSeconds)];
        return new PlotPage(title, "time, s", "voltage, V",
            [new PlotSeries("cell", seconds, volts), new PlotSeries("probe (right)", seconds, celsius) { IsRight = true }])
        {
            RightLabel = "temperature, °C", Marks = marks.Where(m => double.IsFinite(m.X)).ToArray(),
        };
    }

    /// <summary>Steps down the sorted statistics: one point a change, (0,0) to (1,1).</summary>
    public static PlotSeries RocCurve(string name, IReadOnlyList<double> faulty, IReadOnlyList<double> healthy)
    {
        List<double> x = [0];
        List<double> y = [0];
        double[] levels = [.. faulty.Concat(healthy).Distinct().OrderDescending()];
        double[] up = [.. faulty.OrderDescending()];
        double[] wrong = [.. healthy.OrderDescending()];
        int found = 0;
        int alarmed = 0;
        foreach (double level in levels)
        {
            while (found < up.Length && up[found] >= level)
            {
                found++;
            }

            while (alarmed < wrong.Length && wrong[alarmed] >= level)
            {
                alarmed++;
            }

            x.Add(wrong.Length == 0 ? 0 : alarmed / (double)wrong.Length);
            y.Add(up.Length == 0 ? 0 : found / (double)up.Length);
        }

        return new PlotSeries(name, x, y);
    }

    /// <summary>Counts in 50 parts of 0..1, as the outline of columns; what is beyond 1 is in the last.</summary>
    public static PlotSeries Histogram(string name, IReadOnlyList<double> values)
    {
        int[] counts = new int[Bins];
        foreach (double value in values)
        {
            counts[Math.Clamp((int)(value * Bins), 0, Bins - 1)]++;
        }

        // An empty column stands below the least that a decade axis shows.
        double[] x = [.. Enumerable.Range(0, Bins).SelectMany(b => new[] { b / (double)Bins, (b + 1) / (double)Bins })];
        double[] y = [.. counts.SelectMany(c => new[] { Math.Max(c, 0.1), Math.Max(c, 0.1) })];
        return new PlotSeries(name, x, y);
    }

    private static IEnumerable<PlotSeries> Compared(PlotSeries? target) => target == null ? [] : [target with { IsDashed = true }];
}
