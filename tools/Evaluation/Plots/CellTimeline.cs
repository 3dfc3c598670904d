using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>How one cell of a recording stood against the others of its device, and when something was said of it.</summary>
public static class CellTimeline
{
    private const int PointsPerDay = 24;
    private const double Day = 86_400_000;

    /// <param name="cell">From 0 in the pack.</param>
    public static PlotPage Of(RecordingFile file, int cell)
    {
        SortedDictionary<int, (double Least, double Most)> hours = [];
        using RecordingReplay replay = new(file);
        int device = Array.FindLastIndex(replay.Layout.firstCell, first => first <= cell);
        while (replay.Step())
        {
            if (Deviation(replay.Sample, replay.Layout, device, cell) is { } millivolts)
            {
                int hour = (int)((replay.Sample.timeMs - replay.FirstMs) / Day * PointsPerDay);
                (double least, double most) = hours.GetValueOrDefault(hour, (millivolts, millivolts));
                hours[hour] = (Math.Min(least, millivolts), Math.Max(most, millivolts));
            }
        }

        double[] x = [.. hours.Keys.SelectMany(h => new[] { h / (double)PointsPerDay, (h + 0.5) / PointsPerDay })];
        double[] y = [.. hours.Values.SelectMany(v => new[] { v.Least, v.Most })];
        return new PlotPage(
            $"{file.Name}, cell {cell + 1}: deviation from its device's median, least and greatest of each hour", "days since the first row",
            "deviation, mV", [new PlotSeries("", x, y) { IsCloud = true }])
        {
            Marks = Marks(replay, cell), Levels = [new PlotLevel("", 0)],
        };
    }

    private static PlotMark[] Marks(RecordingReplay replay, int cell)
    {
        IEnumerable<PlotMark> suspicion = replay.Suspicions.Where(s => s.Place == cell && !IsOfProbes(s.CauseId)).Take(1)
            .Select(s => new PlotMark("suspect: " + FaultCauses.NameOf(s.CauseId), (s.TimeMs - replay.FirstMs) / Day));
        IEnumerable<PlotMark> alarms = replay.Changes
            .Where(a => a.change == AlarmChange.Raised && a.cellIndex == cell && a.causeId != FaultCauses.SensorImplausible)
            .DistinctBy(a => a.causeId).Take(4)
            .Select(a => new PlotMark("alarm: " + AlarmCells.Cause(a), (a.timeMs - replay.FirstMs) / Day));
        return [.. suspicion, .. alarms];
    }

    private static bool IsOfProbes(int causeId) => causeId is FaultCauses.ThermalAnomaly;

    // mV; null where there is no reading.
    private static double? Deviation(PackSample sample, PackLayout layout, int device, int cell)
    {
        List<int> good = [];
        for (int i = layout.firstCell[device]; i < layout.firstCell[device + 1]; i++)
        {
            if (sample.cellQuality[i] == Quality.Good)
            {
                good.Add(sample.cellMicrovolts[i]);
            }
        }

        good.Sort();
        return good.Count < 3 || sample.cellQuality[cell] != Quality.Good
            ? null
            : (sample.cellMicrovolts[cell] - good[(good.Count - 1) / 2]) / 1000.0;
    }
}
