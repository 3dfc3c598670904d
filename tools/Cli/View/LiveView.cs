using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DataBox.Cli.Running;
using DataBox.Cli.Telemetry;
using DataBox.Core;
using DataBox.Detection;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DataBox.Cli.View;

/// <summary>Draws a snapshot for a terminal: cells by device, temperatures, rate in force, alarms, last events.</summary>
/// <remarks>
/// Colour is never alone: a cell that stands out carries a sign, one without a value the reason's first letters. In frames
/// where the terminal has the room, without them where not; what does not fit even so is summed up in a line.
/// </remarks>
public static class LiveView
{
    /// <summary>A cell this far from its device's median is marked, µV.</summary>
    private const int MarkMicrovolts = 20_000;

    /// <summary>Characters of a reading: four digits or letters and a sign.</summary>
    private const int ReadingWidth = 5;

    /// <summary>Characters before a device's cells: "193-204 ".</summary>
    private const int LabelWidth = 8;

    private const int MostAlarms = 6;
    private const int MostEvents = 5;

    private sealed record Section(string Title, List<string> Lines);

    public static IRenderable Render(BoxSnapshot s, int width, int height) =>
        Page(s, width, height, true, true) ?? Page(s, width, height, false, true) ?? Page(s, width, height, false, false)
        ?? Small(s, width, height);

    /// <returns>Null where the terminal has no room for it.</returns>
    private static Rows? Page(BoxSnapshot s, int width, int height, bool framed, bool withChecks)
    {
        int inner = framed ? width - 4 : width;
        int cellsOfLine = CellsOfLine(inner);
        if (cellsOfLine < 1 || (framed && cellsOfLine < s.CellsOfDevice.Max()))
        {
            return null;
        }

        List<Section> sections =
        [
            new(
                $"box, condition {s.Condition} for {Age(s.SampleTimeMs - s.ConditionSinceMs)}, {Learned(s.LearnedPermille)}",
                Header(s, inner, framed, withChecks)),
            new($"cells, mV (+ - : more than 20 mV from the device's median{Reasons(s.CellQuality)})", Cells(s, cellsOfLine)),
            new($"temperatures, °C{Reasons(s.TempQuality)}", Temperatures(s, inner)),
            new("rate in force", Rate(s, inner)),
        ];
        int besides = framed ? 2 : 1;
        int room = height - sections.Sum(x => x.Lines.Count + besides) - (2 * besides);
        if (room < 2)
        {
            return null;
        }

        sections.Add(new Section("alarms", Alarms(s, inner, Math.Min(MostAlarms, room - 1))));
        sections.Add(new Section("events", Events(s, inner, Math.Min(MostEvents, room - sections[^1].Lines.Count))));
        return new Rows(sections.SelectMany(x => framed ? [Framed(x)] : Bare(x, width)));
    }

    /// <summary>For a terminal that is too small for the cells.</summary>
    private static Rows Small(BoxSnapshot s, int width, int height)
    {
        List<string> lines =
        [
            .. TextFlow.Sentence($"{s.Box}: {PlainView.Line(s)}", width),
            .. TextFlow.Sentence($"(a terminal larger than {width} x {height} shows every cell)", width),
            .. Alarms(s, width, MostAlarms),
            .. Events(s, width, MostEvents),
        ];
        return new Rows(lines.Take(Math.Max(1, height)).Select(x => new Markup(x)));
    }

    private static List<string> Header(BoxSnapshot s, int width, bool withSource, bool withChecks)
    {
        var flow = new TextFlow(width);
        flow.Add($"{s.Box} boot {s.Boot}", "bold").Add($"{(s.Online ? "online" : "no broker")} {s.Broker}", s.Online ? "green" : "yellow");
        if (withSource)
        {
            flow.Add(s.Source);
        }

        flow.EndLine();
        flow.Add($"time {Clock(s.SampleTimeMs)}").Add($"samples {s.Samples}").Add($"windows {s.Windows}")
            .Add($"AFE {s.AfeText}", s.AfeText == "ok" ? "" : "red").Add($"current {Amps(s.CurrentMilliamps)}");
        flow.EndLine();
        if (withChecks && s.ChecksText.Length > 0)
        {
            flow.Add($"checks {s.ChecksText}", s.HasFindings ? "red" : "");
            flow.EndLine();
        }

        return flow.Add($"block {s.OpenSeq} open with {s.OpenRows} rows").Add($"outbox {s.OutboxMessages}")
            .Add($"acknowledged {s.Acknowledged}").Add($"dropped {s.Dropped}", s.Dropped == 0 ? "" : "yellow").Lines;
    }

    private static int CellsOfLine(int width) => (width - LabelWidth + 1) / (ReadingWidth + 1);

    private static List<string> Cells(BoxSnapshot s, int cellsOfLine)
    {
        var lines = new List<string>();
        int first = 0;
        foreach (int count in s.CellsOfDevice)
        {
            int median = Median(s, first, count);
            string label = $"[grey]{$"{first + 1,3}-{first + count,-3}"}[/] ";
            foreach (int[] some in Enumerable.Range(first, count).Chunk(cellsOfLine))
            {
                lines.Add(label + string.Join(' ', some.Select(i => Cell(s.CellMicrovolts[i], s.CellQuality[i], median))));
                label = new string(' ', LabelWidth);
            }

            first += count;
        }

        return lines;
    }

    private static string Cell(int microvolts, byte quality, int medianMicrovolts)
    {
        if (!QualityNames.HasValue(quality))
        {
            return $"[red]{QualityNames.Short(quality),-ReadingWidth}[/]";
        }

        string text = (microvolts / 1000).ToString(CultureInfo.InvariantCulture).PadLeft(ReadingWidth - 1);
        int off = microvolts - medianMicrovolts;
        return quality != 0 ? $"[red]{text}?[/]"
            : off > MarkMicrovolts ? $"[yellow]{text}+[/]"
            : off < -MarkMicrovolts ? $"[aqua]{text}-[/]"
            : $"{text} ";
    }

    private static List<string> Temperatures(BoxSnapshot s, int width)
    {
        if (s.TempDeciC.Length == 0)
        {
            return ["[grey]no probe[/]"];
        }

        var flow = new TextFlow(width, " ");
        for (int i = 0; i < s.TempDeciC.Length; i++)
        {
            byte quality = s.TempQuality[i];
            string text = QualityNames.HasValue(quality)
                ? (s.TempDeciC[i] / 10.0).ToString("0.0", CultureInfo.InvariantCulture) + (quality == 0 ? "" : "?")
                : QualityNames.Short(quality);
            flow.Add(text.PadLeft(ReadingWidth), quality == 0 ? "" : "red");
        }

        return flow.Lines;
    }

    private static List<string> Rate(BoxSnapshot s, int width) => new TextFlow(width)
        .Add($"sampled every {s.SamplePeriodMs} ms").Add($"window {s.WindowMs} ms")
        .Add($"rows: cells {Period(s.CellsPeriodMs)}").Add($"temperatures {Period(s.TemperaturesPeriodMs)}")
        .Add($"pack {Period(s.PackPeriodMs)}").Add(s.DesiredVersion == 0 ? "built-in" : $"desired version {s.DesiredVersion}").Lines;

    private static List<string> Alarms(BoxSnapshot s, int width, int most)
    {
        string suspects = s.Suspects == 0 ? "" : $"suspect: {s.FirstSuspects}{(s.Suspects > SuspectWords.MostNamed ? ", ..." : "")}";
        if (s.Alarms.Count == 0)
        {
            return [suspects.Length == 0 ? "[green]none[/]" : Suspect($"no alarm, {suspects}", width)];
        }

        bool hasRoom = suspects.Length > 0 && most > 1;
        most -= hasRoom ? 1 : 0;
        int shown = s.Alarms.Count <= most ? s.Alarms.Count : most - 1;
        List<string> lines = [.. s.Alarms.Take(shown).Select(a => $"[red]![/] {TextFlow.Cut(a, width - 2).EscapeMarkup()}")];
        if (shown < s.Alarms.Count)
        {
            lines.Add($"[red]![/] {(shown == 0 ? "" : "and ")}{s.Alarms.Count - shown}{(shown == 0 ? "" : " more")} open");
        }

        if (hasRoom)
        {
            lines.Add(Suspect(suspects, width));
        }

        return lines;
    }

    private static string Suspect(string text, int width) => $"[yellow]?[/] {TextFlow.Cut(text, width - 2).EscapeMarkup()}";

    /// <summary>Down, so that 100 % means all of it.</summary>
    private static string Learned(int permille) => permille == 0 ? "nothing learned" : $"learned {permille / 10} %";

    /// <summary>The last events that fit as a whole; the very last in any case, cut off where it has to be.</summary>
    private static List<string> Events(BoxSnapshot s, int width, int most)
    {
        var lines = new List<string>();
        foreach (string text in Enumerable.Reverse(s.Events))
        {
            List<string> sentence = TextFlow.Sentence(text, width);
            if (lines.Count + sentence.Count > most)
            {
                break;
            }

            lines.InsertRange(0, sentence);
        }

        return lines.Count > 0 || s.Events.Count == 0 ? lines : [TextFlow.Cut(s.Events[^1], width).EscapeMarkup()];
    }

    /// <summary>What the letters mean that stand in the place of readings just now.</summary>
    private static string Reasons(byte[] quality) => string.Concat(quality.Distinct().Order().Where(q => q != 0).Select(
        q => QualityNames.HasValue(q) ? $", ? = {QualityNames.Of(q)}" : $", {QualityNames.Short(q)} = {QualityNames.Of(q)}"));

    private static Panel Framed(Section section) => new Panel(new Rows(section.Lines.Select(x => new Markup(x))))
        .Header(section.Title.EscapeMarkup()).Border(BoxBorder.Rounded).Expand();

    private static IEnumerable<IRenderable> Bare(Section section, int width) =>
    [
        new Markup($"[underline]{TextFlow.Cut(section.Title, width).EscapeMarkup()}[/]"),
        .. section.Lines.Select(x => new Markup(x)),
    ];

    private static string Period(int periodMs) => periodMs == 0 ? "every sample" : $"{periodMs} ms";

    private static string Amps(int? milliamps) => milliamps is { } present
        ? (present / 1000.0).ToString("0.00", CultureInfo.InvariantCulture) + " A"
        : "-";

    private static string Age(long ms) => ms < 120_000 ? $"{Math.Max(0, ms) / 1000} s" : $"{ms / 60_000} min";

    private static string Clock(long ms) => TimeSpan.FromMilliseconds(ms).ToString(@"d\.hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private static int Median(BoxSnapshot s, int first, int count)
    {
        int[] good = [.. Enumerable.Range(first, count).Where(i => s.CellQuality[i] == 0).Select(i => s.CellMicrovolts[i]).Order()];
        return good.Length == 0 ? 0 : good[(good.Length - 1) / 2];
    }
}
