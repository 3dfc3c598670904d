using System;
using System.IO;
using System.Linq;
using DataBox.Cli.Running;
using DataBox.Cli.View;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Spectre.Console;

namespace DataBox.Tests.Unit.Cli;

/// <summary>The live picture on terminals of several sizes, without colour: what it says has to be in its letters.</summary>
[TestClass]
public class LiveViewTests
{
    [TestMethod]
    [DataRow(80, 23, 8, 12)]
    [DataRow(100, 40, 8, 12)]
    [DataRow(160, 49, 8, 12)]
    [DataRow(200, 60, 16, 18)]
    [DataRow(80, 49, 16, 12)]
    [DataRow(40, 60, 2, 18)]
    public void Every_cell_is_in_the_picture_and_the_picture_in_the_terminal(int width, int height, int devices, int cells)
    {
        BoxSnapshot s = SnapshotOf.Pack(devices, cells);
        s.Alarms.AddRange(Enumerable.Repeat("cell-deviation cell 17: -80.2 mV, limit 30.0 mV", 9));
        s.Events.AddRange(Enumerable.Repeat("broker 127.0.0.1:1883: lost (closed the connection); trying again, nothing is sent until then", 9));
        string[] lines = Drawn(s, width, height);
        Assert.IsTrue(lines.Length <= height, $"{lines.Length} lines");
        Assert.IsTrue(lines.All(l => l.Length <= width), string.Join('\n', lines));
        Assert.AreEqual(devices * cells, lines.Sum(l => l.Split(' ').Count(w => w == "3700")));
        Assert.IsTrue(lines.Any(l => l.Contains("cell-deviation cell 17", StringComparison.Ordinal) || l.Contains("9 open", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(9)]
    public void Suspects_and_what_is_learned_are_in_the_picture(int alarms)
    {
        BoxSnapshot s = SnapshotOf.Pack(2, 12);
        s.Alarms.AddRange(Enumerable.Repeat("over-voltage cell 17", alarms));
        StringAssert.Contains(string.Join('\n', Drawn(s, 120, 40)), "nothing learned");
        s.Suspects = 6;
        s.FirstSuspects = "17 soft-short, p2 thermal-anomaly";
        s.LearnedPermille = 999;
        string[] lines = Drawn(s, 120, 40);
        Assert.IsTrue(lines.Length <= 40, $"{lines.Length} lines");
        string text = string.Join('\n', lines);
        StringAssert.Contains(text, "learned 99 %");
        StringAssert.Contains(text, (alarms == 0 ? "? no alarm, " : "? ") + "suspect: 17 soft-short, p2 thermal-anomaly, ...");
    }

    [TestMethod]
    [DataRow(80, 15)]
    [DataRow(30, 12)]
    [DataRow(10, 3)]
    public void Terminal_that_is_too_small_gets_the_sum_instead_of_a_piece(int width, int height)
    {
        string[] lines = Drawn(SnapshotOf.Pack(8, 12), width, height);
        Assert.IsTrue(lines.Length <= height, $"{lines.Length} lines");
        Assert.IsTrue(lines.All(l => l.Length <= width), string.Join('\n', lines));
        StringAssert.StartsWith(lines[0], "box1:");
    }

    [TestMethod]
    public void Cells_that_stand_out_carry_a_sign_and_readings_without_value_a_reason()
    {
        BoxSnapshot s = SnapshotOf.Pack(2, 12);
        s.CellMicrovolts[0] += 21_000;
        s.CellMicrovolts[1] -= 21_000;
        s.CellQuality[2] = Quality.Missing;
        s.CellQuality[3] = Quality.PecError;
        s.CellMicrovolts[4] = 0;
        s.CellQuality[4] = Quality.Implausible;
        s.TempQuality[1] = Quality.OpenProbe;
        string text = string.Join('\n', Drawn(s, 120, 40));
        StringAssert.Contains(text, "3721+ 3679- miss  pec      0? 3700");
        StringAssert.Contains(text, ", miss = missing, pec = pec-error, ? = implausible");
        StringAssert.Contains(text, " 25.0  open  25.0");
        StringAssert.Contains(text, "open = open-probe");
    }

    [TestMethod]
    public void Missing_broker_dead_device_and_losses_are_said_in_words()
    {
        BoxSnapshot s = SnapshotOf.Pack(2, 12);
        s.Online = false;
        s.AfeText = "no data from device 2";
        s.Dropped = 7;
        s.ChecksText = "28 done, oldest 31 s, failed 2:mux, open wires 1:4, 0 samples left out";
        s.HasFindings = true;
        s.Condition = "rest relaxed";
        s.ConditionSinceMs = s.SampleTimeMs - 1_920_000;
        string text = string.Join('\n', Drawn(s, 80, 23));
        StringAssert.Contains(text, "checks 28 done, oldest 31 s, failed 2:mux, open wires 1:4, 0 samples left out");
        StringAssert.Contains(text, "condition rest relaxed for 32 min");
        StringAssert.Contains(text, "no broker 127.0.0.1:1883");
        StringAssert.Contains(text, "no data from device 2");
        StringAssert.Contains(text, "dropped 7");
    }

    [TestMethod]
    public void Alarms_beyond_the_room_are_counted()
    {
        BoxSnapshot s = SnapshotOf.Pack(2, 12);
        s.Alarms.AddRange(Enumerable.Range(1, 20).Select(i => $"over-voltage cell {i}"));
        string text = string.Join('\n', Drawn(s, 120, 40));
        StringAssert.Contains(text, "over-voltage cell 5");
        StringAssert.Contains(text, "and 15 more open");
    }

    [TestMethod]
    public void Events_are_shown_from_their_beginning()
    {
        BoxSnapshot s = SnapshotOf.Pack(8, 12);
        s.Events.Add("broker 127.0.0.1:1883: connected, 0 messages wait");
        s.Events.Add("cloud: version 9 is in force from block 6 on: sampled every 100 ms, rows every 100, 100, 100 ms");
        string[] lines = Drawn(s, 80, 23);
        StringAssert.StartsWith(lines[Array.IndexOf(lines, "events") + 1], "cloud: version 9 is in force");
        lines = Drawn(s, 80, 49);
        StringAssert.StartsWith(lines[Array.IndexOf(lines, "events") + 1], "broker 127.0.0.1:1883");
    }

    [TestMethod]
    public void Names_from_outside_are_text_not_markup()
    {
        BoxSnapshot s = SnapshotOf.Pack(1, 12);
        s.Events.Add("cloud: refused (unknown_key): desired: unknown key [red]x[/]");
        StringAssert.Contains(string.Join('\n', Drawn(s, 120, 40)), "unknown key [red]x[/]");
    }

    private static string[] Drawn(BoxSnapshot s, int width, int height)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Profile.Height = height;
        console.Write(LiveView.Render(s, width, height));
        return [.. text.ToString().TrimEnd().Split('\n').Select(l => l.TrimEnd())];
    }
}
