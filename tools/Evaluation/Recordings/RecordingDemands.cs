using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>Something that has to be true of what is said about a recording.</summary>
/// <param name="Seen">What shows whether it is; empty: nothing to see.</param>
public sealed record RecordingDemand(string Recording, string Text, bool IsMet, string Seen);

/// <summary>What the recordings are known to hold, as demands on the alarms.</summary>
public static class RecordingDemands
{
    /// <summary>The car of which one cell, from 0 in the pack, goes slowly wrong.</summary>
    public const string FaultyCar = "ev-car2";
    public const int FaultyCell = 81;

    private const long ShortMs = 900_000;

    private static readonly int[] s_bus = [FaultCauses.SensorImplausible, FaultCauses.AfeLost];

    private static readonly int[] s_limits =
    [
        FaultCauses.OverVoltage, FaultCauses.UnderVoltage, FaultCauses.OverTemperature, FaultCauses.UnderTemperature,
        FaultCauses.Imbalance,
    ];

    private static readonly int[] s_shorts = [FaultCauses.TransientShort, FaultCauses.SoftShort, FaultCauses.HardShort];

    private static readonly int[] s_grave =
        [.. s_shorts, FaultCauses.PlatingSuspected, FaultCauses.SenseWireShort, FaultCauses.SenseWireOpen];

    /// <summary>Those of this recording; none for one that is not known.</summary>
    public static IReadOnlyList<RecordingDemand> Of(RecordingResult result)
    {
        string name = result.File.Name;
        return name switch
        {
            "leaf-6s-1c" or "leaf-6s-2c" => [OnlyThese(result, "only limits and imbalance", s_limits)],
            "battdiag-isc-12s" => [ShortInTime(result), NothingElse(result)],
            "pack-8s-b14" =>
                [OnlyThese(result, "only bus faults, limits and imbalance", [.. s_bus, .. s_limits]), BrokenRows(result), WeakCells(result)],
            "ev-car1" => [NoneOfThese(result, "no short, plating or sense-wire alarm", -1), BrokenRows(result)],
            FaultyCar =>
            [
                NamedFirst(result), FirstWarning(result),
                NoneOfThese(result, "no short, plating or sense-wire alarm on the other 87 cells", FaultyCell),
            ],
            _ => name.StartsWith("noisy-", StringComparison.Ordinal) ? [OnlyThese(result, "no alarm", []), NoSuspicion(result)] : [],
        };
    }

    private static RecordingDemand OnlyThese(RecordingResult result, string text, int[] causes) =>
        Without(result, text, a => !causes.Contains(a.causeId));

    private static RecordingDemand NoneOfThese(RecordingResult result, string text, int exceptCell) =>
        Without(result, text, a => s_grave.Contains(a.causeId) && (exceptCell < 0 || a.cellIndex != exceptCell));

    private static RecordingDemand Without(RecordingResult result, string text, Func<Alarm, bool> isWrong)
    {
        Alarm[] wrong = result.Raised.Where(isWrong).ToArray();
        return new RecordingDemand(result.File.Name, text, wrong.Length == 0, List(wrong));
    }

    private static RecordingDemand NoSuspicion(RecordingResult result)
    {
        string seen = string.Join("; ", result.Suspicions.Take(5).Select(s => FaultCauses.NameOf(s.CauseId) + " at place " + (s.Place + 1)));
        return new RecordingDemand(result.File.Name, "no suspicion", result.Suspicions.Count == 0, seen);
    }

    private static RecordingDemand ShortInTime(RecordingResult result)
    {
        Alarm? first = result.Raised.FirstOrDefault(a => s_shorts.Contains(a.causeId) && a.cellIndex == 0);
        bool isMet = first != null && first.timeMs >= ShortMs && first.timeMs <= ShortMs + 3000;
        return new RecordingDemand(result.File.Name, "a short at cell 1 within 3 s of 0:15:00", isMet, first == null ? "" : Line(first));
    }

    private static RecordingDemand NothingElse(RecordingResult result) =>
        Without(result, "no other alarm", a => a.cellIndex != 0 || !s_shorts.Contains(a.causeId));

    private static RecordingDemand BrokenRows(RecordingResult result)
    {
        int count = result.Raised.Count(a => s_bus.Contains(a.causeId));
        return new RecordingDemand(result.File.Name, "broken rows are bus faults", count > 0, count + " alarms");
    }

    private static RecordingDemand WeakCells(RecordingResult result)
    {
        // The pack is discharged in the last hour.
        Alarm[] late = result.Raised.Where(a => a.timeMs > (result.Hours - 1) * 3_600_000
            && a.causeId is FaultCauses.Imbalance or FaultCauses.UnderVoltage).ToArray();
        return new RecordingDemand(
            result.File.Name, "weak cells at the end of the discharge are imbalance or under-voltage", late.Length > 0, List(late));
    }

    private static RecordingDemand NamedFirst(RecordingResult result)
    {
        Alarm? first = result.Raised.FirstOrDefault(a => a.cellIndex >= 0 && !s_bus.Contains(a.causeId));
        bool isMet = first?.cellIndex == FaultyCell;
        return new RecordingDemand(result.File.Name, "cell 82 is the first cell named", isMet, first == null ? "" : Line(first));
    }

    private static RecordingDemand FirstWarning(RecordingResult result)
    {
        Suspicion? suspicion = result.Suspicions.FirstOrDefault(
            s => s.Place == FaultyCell && s.CauseId is not FaultCauses.ThermalAnomaly and not FaultCauses.HardShort);
        Alarm? alarm = result.Raised.FirstOrDefault(a => a.cellIndex == FaultyCell && !s_bus.Contains(a.causeId));
        string suspect = suspicion == null
            ? "never suspect"
            : "suspect: " + FaultCauses.NameOf(suspicion.CauseId) + ", " + AlarmCells.Time(suspicion.TimeMs);
        string seen = suspect + "; " + (alarm == null ? "no alarm" : "alarm: " + Line(alarm));
        return new RecordingDemand(result.File.Name, "the first warning about cell 82", alarm != null, seen);
    }

    private static string List(Alarm[] alarms) =>
        string.Join("; ", alarms.Take(6).Select(Line)) + (alarms.Length > 6 ? "; and " + (alarms.Length - 6) + " more" : "");

    private static string Line(Alarm alarm) => AlarmCells.Cause(alarm) + ", " + AlarmCells.Place(alarm) + ", " + AlarmCells.Time(alarm.timeMs);
}
