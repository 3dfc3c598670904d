using System.IO;
using System.Linq;
using DataBox.Afe;
using DataBox.Cli;
using DataBox.Cli.Chips;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

/// <summary>`databox afe`: what it prints, and which mistakes it names.</summary>
[TestClass]
public class AfeReadTests
{
    [TestMethod]
    public void Simulated_chain_is_printed_device_by_device_with_its_sums()
    {
        string[] lines = Read(new ReadPlan { Chip = Chip("ltc6811"), CellsOf = [12, 8], Probes = 5, Simulated = true });
        Assert.AreEqual("2 x ltc6811, 20 cells, 10 probes: simulated chips", lines[0]);
        Assert.AreEqual(2, lines.Count(l => l.StartsWith("device ") && l.Contains(": ok  min 3.") && l.Contains(" sum ")));
        Assert.AreEqual(2, lines.Count(l => l.StartsWith("  cells  1-6 ")));
        Assert.AreEqual(1, lines.Count(l => l.StartsWith("  cells  7-12")));
        Assert.AreEqual(1, lines.Count(l => l.StartsWith("  cells  7-8 ")));
        Assert.AreEqual(2, lines.Count(l => l.StartsWith("  probes 1-5 ") && l.EndsWith(" degC")));
        StringAssert.StartsWith(lines[^2], "pack  min 3.");
        StringAssert.StartsWith(lines[^1], "0 transfers repeated; a sample takes at least ");
        Assert.IsFalse(lines.Any(l => l.Contains("mean")), "one sample has no mean");
    }

    [TestMethod]
    public void Several_samples_give_mean_noise_and_the_count_of_good_ones()
    {
        string[] lines = Read(new ReadPlan { Chip = Chip("ltc6813"), CellsOf = [3], Simulated = true, Samples = 20 });
        string[] noise = lines.Single(l => l.StartsWith("  noise")).Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        for (int i = 2; i < 5; i++)
        {
            // The model's cells have 150 uV of noise.
            Assert.IsInRange(60, 260, int.Parse(noise[i]));
        }

        StringAssert.Contains(lines.Single(l => l.StartsWith("  good")), "20        20        20 of 20");
        Assert.IsTrue(lines.Any(l => l.StartsWith("  mean   1-3 ")));
    }

    [TestMethod]
    public void Readings_that_are_not_good_say_why_and_are_left_out_of_the_sums()
    {
        PackLayout layout = PackLayout.FromCounts(1, [3, 1], [1, 0]);
        var sample = new PackSample(layout);
        sample.cellMicrovolts[0] = 3_600_000;
        sample.cellMicrovolts[1] = 3_700_000;
        sample.cellMicrovolts[2] = 0;
        sample.cellQuality[2] = Quality.Implausible;
        sample.cellQuality[3] = Quality.NoReply;
        sample.tempQuality[0] = Quality.OpenProbe;
        sample.deviceStatus[1] = AfeStatus.NoReply;
        var text = new StringWriter();
        var statistics = new ReadStatistics(layout);
        statistics.Add(sample);
        statistics.Add(sample);
        ReadTable.Write(text, layout, sample, statistics, new QuietAfe());
        string all = text.ToString();
        StringAssert.Contains(all, "device 1: ok  min 3.6000 V (cell 1)  max 3.7000 V (cell 2)  sum 7.3000 V (2 of 3 cells)");
        StringAssert.Contains(all, "0.0000 implausible");
        StringAssert.Contains(all, "open-probe degC");
        StringAssert.Contains(all, "device 2: no-reply  no good cell");
        StringAssert.Contains(all, "cells  1       no-reply V");
        StringAssert.Contains(all, "pack  min 3.6000 V (cell 1)  max 3.7000 V (cell 2)  sum 7.3000 V (2 of 4 cells)");
        StringAssert.Contains(all, "3 transfers repeated; a sample takes at least 2.35 ms");
    }

    [TestMethod]
    public void Checks_are_told_per_device_with_value_and_limit_and_open_wires_by_number()
    {
        PackLayout layout = PackLayout.FromCounts(1, [12, 12], [2, 2]);
        var health = new AfeHealth(layout);
        health.Put(AfeCheck.Reference, 0, AfeResult.Passed, 3001000, 3015000, 5);
        health.Put(AfeCheck.CellWires, 1, AfeResult.Failed, 1850000, 400000, 5);
        health.Put(AfeCheck.DieTemperature, 1, AfeResult.Passed, 315, 1250, 5);
        health.Put(AfeCheck.AdcSelfTest, 1, AfeResult.Failed, 0x9554, 0x9555, 5);
        health.wireResult[health.FirstWireOf(1)] = AfeResult.Failed;
        health.wireResult[health.FirstWireOf(1) + 12] = AfeResult.Failed;
        health.probeWireResult[layout.firstProbe[1] + 1] = AfeResult.Failed;
        var text = new StringWriter();
        CheckTable.Write(text, layout, health);
        string[] lines = text.ToString().Split(text.NewLine);
        CollectionAssert.Contains(lines, "  reference         passed      3.001000 V  limit 3.015000 V");
        CollectionAssert.Contains(lines, "  cell-wires        FAILED      1.850000 V  limit 0.400000 V");
        CollectionAssert.Contains(lines, "  die-temperature   passed       31.5 degC  limit 125.0 degC");
        CollectionAssert.Contains(lines, "  adc-self-test     FAILED          0x9554  limit 0x9555");
        CollectionAssert.Contains(lines, "  open sense wires: C0, C12");
        CollectionAssert.Contains(lines, "  open probe wires: GPIO 2");
        Assert.AreEqual(2, lines.Count(l => l.EndsWith(": checks")));
    }

    [TestMethod]
    public void Every_simulated_chip_is_read_well_with_its_checks()
    {
        foreach (string name in AfeCatalogue.Names().Split(", "))
        {
            AfeChip chip = Chip(name);
            string[] lines = Read(new ReadPlan
            {
                Chip = chip,
                CellsOf = [chip.cellInputs],
                Probes = chip.gpios,
                ClockHz = chip.maxClockHz,
                Checks = true,
                Simulated = true,
            });
            Assert.IsTrue(lines.Any(l => l.StartsWith("device 1: ") && l.Contains("  min 3.")), name);
            Assert.IsTrue(lines.Any(l => l.Contains(" passed ")), name);
        }
    }

    [TestMethod]
    public void Bus_that_is_not_there_is_one_line()
    {
        var e = Assert.ThrowsExactly<CommandException>(
            () => Read(new ReadPlan { Chip = Chip("ltc6811"), CellsOf = [12], Bus = 99, Select = 0 }));
        StringAssert.Contains(e.Message, "no SPI bus");
        Assert.IsFalse(e.Message.Contains('\n'));
    }

    [TestMethod]
    public void What_does_not_fit_the_chip_is_told_before_the_bus_is_looked_for()
    {
        var mode = new ReadPlan { Chip = Chip("ltc6811"), CellsOf = [12], Bus = 99, Select = 0, AdcMode = "9khz" };
        StringAssert.Contains(Assert.ThrowsExactly<CommandException>(() => Read(mode)).Message, "9khz");
        var far = new ReadPlan { Chip = Chip("ltc6811"), CellsOf = [12], Bus = 99, Select = 0, FarBus = 99, FarSelect = 1 };
        StringAssert.Contains(Assert.ThrowsExactly<CommandException>(() => Read(far)).Message, "far end");
    }

    [TestMethod]
    public void Two_bridges_at_one_chip_select_are_refused()
    {
        var plan = new ReadPlan { Chip = Chip("ltc6813"), CellsOf = [12], Bus = 99, Select = 0, FarBus = 99, FarSelect = 0 };
        StringAssert.Contains(Assert.ThrowsExactly<CommandException>(() => Read(plan)).Message, "both bridges");
    }

    [TestMethod]
    public void Chip_without_a_chain_says_so()
    {
        AfeChip chip = Chip("bq76952");
        CollectionAssert.AreEqual(new[] { 16 }, CellCounts.Of(chip, null, 1, null));
        var devices = Assert.ThrowsExactly<CommandException>(() => CellCounts.Of(chip, null, 2, null));
        StringAssert.Contains(devices.Message, "--devices 2: bq76952 can't be chained");
        var layout = Assert.ThrowsExactly<CommandException>(() => CellCounts.Of(chip, "2x8", null, null));
        StringAssert.Contains(layout.Message, "bq76952 can't be chained");
    }

    [TestMethod]
    public void Half_a_second_bridge_and_a_chip_without_one_are_named()
    {
        var half = new ReadPlan { Chip = Chip("ltc6813"), CellsOf = [12], Simulated = true, FarBus = 1 };
        StringAssert.Contains(Assert.ThrowsExactly<CommandException>(() => Read(half)).Message, "--far-cs");
        var none = new ReadPlan { Chip = Chip("ltc6811"), CellsOf = [12], Simulated = true, FarBus = 1, FarSelect = 0 };
        StringAssert.Contains(Assert.ThrowsExactly<CommandException>(() => Read(none)).Message, "far end");
    }

    [TestMethod]
    public void Mode_that_the_chip_does_not_have_is_named()
    {
        var plan = new ReadPlan { Chip = Chip("ltc6811"), CellsOf = [12], Simulated = true, AdcMode = "9khz" };
        StringAssert.Contains(Assert.ThrowsExactly<CommandException>(() => Read(plan)).Message, "9khz");
    }

    [TestMethod]
    public void Layout_or_counts_make_the_chain()
    {
        AfeChip chip = Chip("ltc6812");
        CollectionAssert.AreEqual(new[] { 15 }, CellCounts.Of(chip, null, null, null));
        CollectionAssert.AreEqual(new[] { 7, 7, 7 }, CellCounts.Of(chip, null, 3, 7));
        CollectionAssert.AreEqual(new[] { 12, 8 }, CellCounts.Of(chip, "12,8", null, null));
        CollectionAssert.AreEqual(new[] { 12, 12 }, CellCounts.Of(chip, "2x12", null, null));
    }

    [TestMethod]
    [DataRow("--devices 17", null, 17, null)]
    [DataRow("--cells 13", null, 1, 13)]
    [DataRow("--cells 0", null, 1, 0)]
    [DataRow("--layout 12,13", "12,13", null, null)]
    [DataRow("--layout 17x1", "17x1", null, null)]
    [DataRow("--layout 0x1", "0x1", null, null)]
    [DataRow("--layout a", "a", null, null)]
    [DataRow("leave out --devices", "12", 1, null)]
    public void Count_that_no_chain_has_is_named(string expected, string? layout, int? devices, int? cells)
    {
        var e = Assert.ThrowsExactly<CommandException>(() => CellCounts.Of(Chip("ltc6811"), layout, devices, cells));
        StringAssert.Contains(e.Message, expected);
    }

    [TestMethod]
    public void Every_chip_of_the_catalogue_is_listed()
    {
        var text = new StringWriter();
        ChipTable.Write(text);
        string[] lines = text.ToString().TrimEnd().Split(text.NewLine);
        Assert.AreEqual(AfeCatalogue.Names().Split(", ").Length + 1, lines.Length);
        Assert.AreEqual("ltc6811         12      5     16   1000000  no       yes", lines[1]);
    }

    private static AfeChip Chip(string name) => AfeCatalogue.Find(name)!;

    private static string[] Read(ReadPlan plan)
    {
        var text = new StringWriter();
        ReadRun.Run(plan, text);
        return text.ToString().TrimEnd().Split(text.NewLine);
    }

    private sealed class QuietAfe : IAfe
    {
        public int ShortestCycleMicros => 2350;

        public int RetryCount => 3;

        public int StepCount => 0;

        public byte Start() => AfeStatus.Ok;

        public byte Read(PackSample sample) => AfeStatus.Ok;

        public int CheckOfStep(int step) => 0;

        public int StepMicros(int step) => 0;

        public byte RunStep(int step, PackSample sample) => AfeStatus.Ok;
    }
}
