using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using DataBox.Core;

namespace DataBox.Evaluation;

/// <summary>The tables of docs/recordings.md: every alarm that the detector raises about the recordings, repeated ones at one place in
/// one row. They stand between two marks, the words around them are written by hand.</summary>
public static class RecordingPage
{
    public const string Begin = "<!-- tables: begin -->";
    public const string End = "<!-- tables: end -->";

    /// <summary>All tables, as lines.</summary>
    public static IReadOnlyList<string> Tables(IReadOnlyList<RecordingResult> results)
    {
        List<string> lines = [.. Summary(results)];
        lines.AddRange(["", "| recording | demand | met | what was seen |", "|---|---|---|---|"]);
        lines.AddRange(results.SelectMany(r => RecordingDemands.Of(r))
            .Select(d => $"| {d.Recording} | {d.Text} | {(d.IsMet ? "yes" : "no")} | {d.Seen} |"));
        foreach (RecordingResult result in results.Where(r => r.Raised.Any()))
        {
            lines.AddRange(["", "## " + result.File.Name, ""]);
            lines.AddRange(Alarms(result));
        }

        return lines;
    }

    /// <summary>Puts the tables between the marks of a page.</summary>
    /// <exception cref="InvalidDataException">The page lacks the marks.</exception>
    public static void Write(string pagePath, IReadOnlyList<RecordingResult> results)
    {
        string[] page = File.ReadAllLines(pagePath);
        (int begin, int end) = Marks(page);
        File.WriteAllText(pagePath, string.Join('\n', [.. page[..(begin + 1)], .. Tables(results), .. page[end..]]) + "\n");
    }

    /// <summary>The tables as the page has them.</summary>
    /// <exception cref="InvalidDataException">The page lacks the marks.</exception>
    public static IReadOnlyList<string> Read(string pagePath)
    {
        string[] page = File.ReadAllLines(pagePath);
        (int begin, int end) = Marks(page);
        return page[(begin + 1)..end];
    }

    private static (int Begin, int End) Marks(string[] page)
    {
        int begin = Array.IndexOf(page, Begin);
        int end = Array.IndexOf(page, End);
        return begin >= 0 && end > begin
            ? (begin, end)
            : throw new InvalidDataException("the page lacks the marks " + Begin + " and " + End);
    }

    private static IEnumerable<string> Summary(IReadOnlyList<RecordingResult> results)
    {
        string[] baselines = BaselineSet.Make(DetectorSettings.Nmc()).Select(b => b.Name).ToArray();
        yield return "| recording | rows | hours | Ah | suspicions | alarms | " + string.Join(" | ", baselines) + " |";
        yield return string.Concat(Enumerable.Repeat("|---", 6 + baselines.Length)) + "|";
        foreach (RecordingResult result in results)
        {
            string counts = string.Join(" | ", result.BaselineAlarms.Select(Number));
            yield return $"| {result.File.Name} | {Number((int)result.RowCount)} | {result.Hours.ToString("N1", CultureInfo.InvariantCulture)} | "
                + $"{result.File.CapacityAh} | {Number(result.Suspicions.Count)} | {Number(result.Raised.Count())} | {counts} |";
        }
    }

    private static IEnumerable<string> Alarms(RecordingResult result)
    {
        yield return "| cause | where | first raised | since | times | open at the end | value of limit, first | evidence, first |";
        yield return "|---|---|---|---|---|---|---|---|";
        foreach (IGrouping<(string, string), Alarm> group in result.Raised.GroupBy(a => (a.cause, AlarmCells.Place(a))))
        {
            Alarm first = group.First();
            bool isOpen = result.Changes.Last(a => a.id == group.Last().id).change != AlarmChange.Cleared;
            yield return $"| {AlarmCells.Cause(first)} | {group.Key.Item2} | {AlarmCells.Time(first.timeMs)} | {AlarmCells.Time(first.sinceMs)} | "
                + $"{group.Count()} | {(isOpen ? "yes" : "no")} | {AlarmCells.Value(first)} | {AlarmCells.EvidenceOf(first)} |";
        }
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
