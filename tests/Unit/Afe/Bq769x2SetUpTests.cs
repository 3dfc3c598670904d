using System.Collections.Generic;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>What the BQ76952's driver writes, and what it leaves alone.</summary>
[TestClass]
public class Bq769x2SetUpTests
{
    private static readonly int[] s_harmless = { 0x0001, 0x0005, 0x0075, 0x0090, 0x0092, 0x009A };

    [TestMethod]
    public void Only_what_differs_is_written_and_only_harmless_commands_are_sent()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(8, 3);
        bench.RunChecks(true);
        CollectionAssert.AreEquivalent(
            new List<(int, int)> { (0x92FE, 0x0B), (0x92FF, 0x0B), (0x9304, 0xFF), (0x9305, 0x00), (0x9314, 1) },
            bench.fake.written);
        Assert.AreEqual(0x07, bench.fake.memory[Bq769x2Fake.Ts1], "TS1 was a thermistor already");
        foreach (int command in bench.fake.subcommands)
        {
            Assert.IsTrue(s_harmless.Contains(command) || command is 0x9234 or 0x92FA or 0x9261 || IsWritten(bench, command),
                command.ToString("X4"));
        }

        Assert.IsFalse(bench.fake.inUpdate);
        Assert.IsFalse(bench.fake.sleepEnabled);
        Assert.AreEqual(0xF8, bench.fake.registers[0x67], "other alarms stay");
    }

    [TestMethod]
    public void Chip_that_is_set_up_already_is_not_set_up_again()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 9);
        int writes = bench.fake.written.Count;
        int updates = bench.fake.subcommands.Count(c => c == 0x0090);
        Assert.AreEqual(1, updates);
        Assert.AreEqual(AfeStatus.Ok, bench.chip.Start());
        Assert.AreEqual(writes, bench.fake.written.Count);
        Assert.AreEqual(1, bench.fake.subcommands.Count(c => c == 0x0090));
    }

    [TestMethod]
    public void All_sixteen_cells_need_no_cell_mode()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 0);
        CollectionAssert.DoesNotContain(bench.fake.written.Select(w => w.Address).ToList(), Bq769x2Fake.CellMode);
    }

    [TestMethod]
    public void Fast_mode_halves_the_slots_and_keeps_the_rest_of_the_register()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 0, 1, "fast");
        Assert.AreEqual(0xC2, bench.fake.memory[Bq769x2Fake.Power]);
        Assert.AreEqual(0x29, bench.fake.memory[Bq769x2Fake.Power + 1]);
    }

    [TestMethod]
    public void Chip_whose_FETs_are_on_keeps_its_settings_and_is_read_all_the_same()
    {
        var bench = new Bq769x2Bench(ChainBytes.Layout(1, 16, 3));
        bench.fake.registers[0x7F] = 0x04;
        Assert.AreEqual(AfeStatus.Ok, bench.chip.Start());
        Assert.IsTrue(bench.chip.SettingsRefused);
        Assert.AreEqual(0, bench.fake.written.Count);
        CollectionAssert.DoesNotContain(bench.fake.subcommands, 0x0090);
        bench.NewTruth();
        Assert.AreEqual(AfeStatus.Ok, bench.Read());
        Assert.AreEqual(16, bench.MustBeTrue("FETs on"));
        bench.Read();
        Assert.AreEqual(Quality.Good, bench.sample.tempQuality[0], "TS1 is a thermistor by itself");
        Assert.AreEqual(Quality.NotConverted, bench.sample.tempQuality[1]);
        bench.RunCheck(AfeCheck.Registers);
        Assert.AreEqual(AfeResult.Failed, bench.ResultOf(AfeCheck.Registers));
    }

    [TestMethod]
    public void Pin_that_steers_something_is_never_made_a_probe()
    {
        var bench = new Bq769x2Bench(ChainBytes.Layout(1, 16, 5));
        bench.fake.memory[0x92FB] = 0x42;       // DFETOFF as the switch of both FETs
        Assert.AreEqual(AfeStatus.Ok, bench.chip.Start());
        Assert.IsTrue(bench.chip.SettingsRefused);
        Assert.AreEqual(0x42, bench.fake.memory[0x92FB]);
        Assert.AreEqual(0x0B, bench.fake.memory[0x92FA]);
        bench.NewTruth();
        bench.Read();
        bench.Read();
        Assert.AreEqual(Quality.Good, bench.sample.tempQuality[3]);
        Assert.AreEqual(Quality.NotConverted, bench.sample.tempQuality[4]);
    }

    [TestMethod]
    public void Sealed_chip_gives_cells_and_no_probes()
    {
        var bench = new Bq769x2Bench(ChainBytes.Layout(1, 16, 2));
        bench.fake.security = 3;
        Assert.AreEqual(AfeStatus.Ok, bench.chip.Start());
        Assert.IsTrue(bench.chip.SettingsRefused);
        bench.NewTruth();
        Assert.AreEqual(AfeStatus.Ok, bench.Read());
        Assert.AreEqual(16, bench.MustBeTrue("sealed"));
        Assert.IsTrue(bench.sample.tempQuality.All(q => q == Quality.NotConverted));
    }

    [TestMethod]
    public void Chip_that_was_left_in_update_mode_is_brought_out_of_it()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 1);
        bench.fake.inUpdate = true;
        Assert.AreEqual(AfeStatus.Reconfigured, bench.Read());
        Assert.IsFalse(bench.fake.inUpdate);
        bench.ComeBack();
    }

    [TestMethod]
    public void Chip_that_fell_asleep_is_kept_awake()
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(16, 1);
        bench.fake.sleepEnabled = true;
        Assert.AreEqual(AfeStatus.Reconfigured, bench.Read());
        Assert.IsFalse(bench.fake.sleepEnabled);
        bench.ComeBack();
    }

    [TestMethod]
    public void Any_frame_of_the_set_up_may_be_lost()
    {
        int frames = 0;
        int retried = 0;
        for (int lost = 0; lost == 0 || lost < frames; lost++)
        {
            var bench = new Bq769x2Bench(ChainBytes.Layout(1, 10, 4));
            int at = lost;
            bench.fake.onMosi = mosi =>
            {
                if (bench.fake.frames - 1 == at)
                {
                    mosi[1] ^= 0x10;
                }
            };

            // A frame that only fetches an answer may be lost for nothing.
            Assert.IsTrue(bench.chip.Start() <= AfeStatus.Retried, "frame " + lost);
            retried += bench.chip.RetryCount;
            Assert.AreEqual(AfeStatus.Ok, bench.chip.Start(), "frame " + lost);
            Assert.IsFalse(bench.fake.inUpdate);
            Assert.IsFalse(bench.chip.SettingsRefused, "frame " + lost);
            bench.ComeBack();
            frames = frames == 0 ? bench.fake.frames / 2 : frames;
            frames = frames > 150 ? 150 : frames;
        }

        Assert.IsGreaterThan(frames / 2, retried);
    }

    private static bool IsWritten(Bq769x2Bench bench, int address)
    {
        return bench.fake.written.Any(w => w.Address == address);
    }
}
