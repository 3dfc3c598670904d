using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>The tables of docs/recordings.md: what recordings are known to hold and every alarm that the detector raises about them,
/// repeated ones at one place in one row.</summary>
public static class RecordingPage
{
    public static IReadOnlyList<Table> Tables(IReadOnlyList<RecordingResult> results) =>
        [Counts(results), Demands(results), Nearness(results), .. results.Where(r => r.Raised.Any()).Select(Alarms)];

    private static Table Counts(IReadOnlyList<RecordingResult> results)
    {
        string[] baselines = [.. BaselineSet.Make(DetectorSettings.Nmc()).Select(b => b.Name)];
        Table table = new("Recordings: how much is said", ["recording", "rows", "hours", "Ah", "suspicions", "alarms", .. baselines]);
        foreach (RecordingResult result in results)
        {
            table.Add([
                result.File.Name, Number((int)result.RowCount), Words.Number(result.Hours, 1), Words.Count(result.File.CapacityAh),
                Number(result.Suspicions.Count), Number(result.Raised.Count()), .. result.BaselineAlarms.Select(Number),
            ]);
        }

        return table;
    }

    private static Table Demands(IReadOnlyList<RecordingResult> results)
    {
        Table table = new("Recordings: what they hold", "recording", "demand", "met", "what was seen");
        foreach (RecordingDemand demand in results.SelectMany(RecordingDemands.Of))
        {
            table.Add(demand.Recording, demand.Text, demand.IsMet ? "yes" : "no", demand.Seen);
        }

        return table;
    }

    // Places are left out: the greatest of two equal ones is of no interest.
    private static Table Nearness(IReadOnlyList<RecordingResult> results)
    {
        int[] causes = [.. results.SelectMany(r => r.Worst.Select(w => w.CauseId)).Distinct()];
        Table table = new(
            "Recordings: greatest statistic of each cause, part of its alarm's threshold", ["recording", .. causes.Select(FaultCauses.NameOf)]);
        foreach (RecordingResult result in results)
        {
            table.Add([
                result.File.Name,
                .. causes.Select(c => result.Worst.FirstOrDefault(w => w.CauseId == c) is { } w ? Words.Percent(w.Permille / 1000.0, 0) : "-"),
            ]);
        }

        return table;
    }

    private static Table Alarms(RecordingResult result)
    {
        Table table = new(
            "Alarms about " + result.File.Name, "cause", "where", "first raised", "since", "times", "open at the end", "value of limit, first",
            "evidence, first");
        foreach (IGrouping<(string Cause, string Place), Alarm> group in result.Raised.GroupBy(a => (a.cause, AlarmCells.Place(a))))
        {
            Alarm first = group.First();
            bool isOpen = result.Changes.Last(a => a.id == group.Last().id).change != AlarmChange.Cleared;
            table.Add(
                AlarmCells.Cause(first), group.Key.Place, AlarmCells.Time(first.timeMs), AlarmCells.Time(first.sinceMs),
                Number(group.Count()), isOpen ? "yes" : "no", AlarmCells.Value(first), AlarmCells.EvidenceOf(first));
        }

        return table;
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
