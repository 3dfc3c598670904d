using System;
using System.Globalization;
using System.Linq;
using DataBox.Cli.Running;
using DataBox.Cli.Telemetry;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DataBox.Cli.View;

/// <summary>Draws a snapshot for a terminal: cells by device, temperatures, rate in force, alarms, last events.</summary>
/// <remarks>Colour is never alone: a cell that stands out carries a sign, one without a value carries the reason's letter.
/// </remarks>
public static class LiveView
{
    /// <summary>A cell this far from its device's median is marked, µV.</summary>
    private const int MarkMicrovolts = 20_000;

    public static IRenderable Render(BoxSnapshot s)
    {
        var page = new Rows(
            Header(s),
            Cells(s),
            Temperatures(s),
            Rate(s),
            Alarms(s),
            Events(s));
        return page;
    }

    private static Panel Header(BoxSnapshot s)
    {
        string link = s.Online ? "[green]online[/]" : "[yellow]no broker[/]";
        string current = s.CurrentMilliamps is { } mA ? Amps(mA) : "-";
        return Titled(
            "box",
            new Markup(
                $"[bold]{s.Box.EscapeMarkup()}[/] boot {s.Boot}   {link} {s.Broker.EscapeMarkup()}   {s.Source.EscapeMarkup()}\n"
                + $"time {Clock(s.SampleTimeMs)}   samples {s.Samples}   windows {s.Windows}   AFE {s.AfeText}   current {current}\n"
                + $"block {s.OpenSeq} open with {s.OpenRows} rows   outbox {s.OutboxMessages}   acknowledged {s.Acknowledged}   "
                + $"dropped {s.Dropped}"));
    }

    private static Panel Cells(BoxSnapshot s)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders();
        table.AddColumn("device");
        table.AddColumn("cells");
        int cell = 0;
        for (int device = 0; device < s.CellsOfDevice.Length; device++)
        {
            int first = cell;
            int count = s.CellsOfDevice[device];
            int median = Median(s, first, count);
            var line = new System.Text.StringBuilder();
            for (; cell < first + count; cell++)
            {
                line.Append(Cell(s.CellMicrovolts[cell], s.CellQuality[cell], median)).Append(' ');
            }

            table.AddRow(new Markup($"[grey]{first + 1,3}-{first + count,-3}[/]"), new Markup(line.ToString()));
        }

        return Titled("cells, mV (+ - : more than 20 mV from the device's median)", table);
    }

    private static string Cell(int microvolts, byte quality, int medianMicrovolts)
    {
        if (quality != 0 && !QualityNames.HasValue(quality))
        {
            return $"[red]{QualityNames.Of(quality)[..4],5}[/]";
        }

        string text = (microvolts / 1000).ToString(CultureInfo.InvariantCulture).PadLeft(4);
        int off = microvolts - medianMicrovolts;
        return quality != 0 ? $"[red]{text}?[/]"
            : off > MarkMicrovolts ? $"[yellow]{text}+[/]"
            : off < -MarkMicrovolts ? $"[aqua]{text}-[/]"
            : $"{text} ";
    }

    private static Panel Temperatures(BoxSnapshot s)
    {
        string line = string.Join(
            ' ',
            s.TempDeciC.Select((t, i) => s.TempQuality[i] == 0
                ? (t / 10.0).ToString("0.0", CultureInfo.InvariantCulture).PadLeft(5)
                : $"[red]{QualityNames.Of(s.TempQuality[i])[..4],5}[/]"));
        return Titled("temperatures, °C", new Markup(line.Length == 0 ? "[grey]no probe[/]" : line));
    }

    private static Panel Rate(BoxSnapshot s) => Titled(
        "rate in force",
        new Markup(
            $"sampled every {s.SamplePeriodMs} ms   window {s.WindowMs} ms   rows: cells {Period(s.CellsPeriodMs)}, "
            + $"temperatures {Period(s.TemperaturesPeriodMs)}, pack {Period(s.PackPeriodMs)}   "
            + (s.DesiredVersion == 0 ? "built-in" : $"desired version {s.DesiredVersion}")));

    private static Panel Alarms(BoxSnapshot s) => Titled(
        "alarms",
        new Markup(s.Alarms.Count == 0
            ? "[green]none[/]"
            : string.Join('\n', s.Alarms.Take(6).Select(a => $"[red]![/] {a.EscapeMarkup()}"))));

    private static Panel Events(BoxSnapshot s) =>
        Titled("events", new Markup(string.Join('\n', s.Events.TakeLast(5).Select(e => e.EscapeMarkup()))));

    private static Panel Titled(string title, IRenderable content) =>
        new Panel(content).Header(title.EscapeMarkup()).Border(BoxBorder.Rounded).Expand();

    private static string Period(int periodMs) => periodMs == 0 ? "every sample" : $"{periodMs} ms";

    private static string Amps(int milliamps) =>
        (milliamps / 1000.0).ToString("0.00", CultureInfo.InvariantCulture) + " A";

    private static string Clock(long ms) => TimeSpan.FromMilliseconds(ms).ToString(@"d\.hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private static int Median(BoxSnapshot s, int first, int count)
    {
        int[] good = [.. Enumerable.Range(first, count).Where(i => s.CellQuality[i] == 0).Select(i => s.CellMicrovolts[i]).Order()];
        return good.Length == 0 ? 0 : good[(good.Length - 1) / 2];
    }
}
