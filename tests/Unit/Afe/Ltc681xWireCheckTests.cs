using System;
using System.Linq;
using System.Text.Json;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>Open wires at cells and probes.</summary>
[TestClass]
public class Ltc681xWireCheckTests
{
    [TestMethod]
    public void Vectors_of_open_wires_are_met()
    {
        int cases = 0;
        foreach (JsonElement row in AfeVectors.Part("ltc681x_open_wire").GetProperty("cases").EnumerateArray())
        {
            string name = row.GetProperty("name").GetString()!;
            var chip = new PullChip(AfeVectors.Ints(row.GetProperty("pull_up_codes")),
                AfeVectors.Ints(row.GetProperty("pull_down_codes")));
            AfeHealth health = chip.CheckWires();
            int[] open = AfeVectors.Ints(row.GetProperty("open_wires"));
            for (int wire = 0; wire <= 12; wire++)
            {
                Assert.AreEqual(open.Contains(wire) ? AfeResult.Failed : AfeResult.Passed, health.wireResult[wire],
                    name + ", C" + wire);
            }

            Assert.AreEqual(open.Length == 0 ? AfeResult.Passed : AfeResult.Failed, health.result[health.IndexOf(AfeCheck.CellWires, 0)]);
            Assert.AreEqual(health.wireMicrovolts.Max(), health.value[health.IndexOf(AfeCheck.CellWires, 0)]);
            cases++;
        }

        Assert.AreEqual(8, cases);
    }

    [TestMethod]
    public void Cell_that_truly_has_0_volts_is_no_open_end()
    {
        int[] codes = Enumerable.Repeat(37000, 12).ToArray();
        codes[0] = 0;
        codes[11] = 0;
        Assert.AreEqual(0, new PullChip(codes, codes).CheckWires().wireResult.Count(r => r != AfeResult.Passed));
    }

    [TestMethod]
    public void Threshold_is_a_setting()
    {
        int[] up = Enumerable.Repeat(37000, 12).ToArray();
        int[] down = (int[])up.Clone();
        up[4] -= 2001;
        var chip = new PullChip(up, down) { config = { openWireMillivolts = 200 } };
        Assert.AreEqual(AfeResult.Failed, chip.CheckWires().wireResult[4]);
        chip = new PullChip(up, down) { config = { openWireMillivolts = 201 } };
        Assert.AreEqual(AfeResult.Passed, chip.CheckWires().wireResult[4]);
    }

    [TestMethod]
    public void Larger_filters_get_the_conversions_the_data_sheet_asks_for()
    {
        foreach ((int nanofarads, int runs) in new[] { (1, 2), (10, 2), (11, 3), (100, 11), (1000, 101) })
        {
            var chip = new PullChip(new int[12], new int[12]) { config = { wireNanofarads = nanofarads } };
            chip.CheckWires();
            Assert.AreEqual(runs, chip.ups, nanofarads + " nF");
            Assert.AreEqual(runs, chip.downs, nanofarads + " nF");
        }
    }

    [TestMethod]
    public void Finding_that_is_not_there_the_second_time_is_none()
    {
        int[] sound = Enumerable.Repeat(37000, 12).ToArray();
        int[] moved = (int[])sound.Clone();
        moved[5] -= 6000;
        var chip = new PullChip(moved, sound) { laterUp = sound };
        AfeHealth health = chip.CheckWires();
        Assert.AreEqual(0, health.wireResult.Count(r => r != AfeResult.Passed));
        Assert.AreEqual(4, chip.ups + chip.downs - 4, "both directions were measured twice");

        // Another wire the second time: neither is confirmed.
        int[] other = (int[])sound.Clone();
        other[8] -= 6000;
        chip = new PullChip(moved, sound) { laterUp = other };
        Assert.AreEqual(0, chip.CheckWires().wireResult.Count(r => r != AfeResult.Passed));
    }

    [TestMethod]
    public void Results_that_no_wire_can_be_judged_by_leave_the_check_open()
    {
        int[] sound = Enumerable.Repeat(37000, 12).ToArray();
        int[] torn = (int[])sound.Clone();
        torn[3] = 0xFF01;
        Assert.AreEqual(AfeResult.NotRun, new PullChip(torn, sound).CheckWires().wireResult[0]);
        Assert.AreEqual(AfeResult.NotRun, new PullChip(sound, Enumerable.Repeat(0xFFFF, 12).ToArray()).CheckWires().wireResult[0]);

        // Over full scale under the current: the wire above is driven up.
        int[] up = (int[])sound.Clone();
        up[3] = 0xFFFF;
        up[4] = 12000;
        int[] down = (int[])sound.Clone();
        AfeHealth health = new PullChip(up, down).CheckWires();
        CollectionAssert.AreEqual(new[] { 4 }, Enumerable.Range(0, 13).Where(w => health.wireResult[w] == AfeResult.Failed).ToArray());
    }

    [TestMethod]
    public void Every_wire_of_every_chip_is_found_alone_and_in_pairs()
    {
        foreach (string chip in CheckBench.Chips)
        {
            int cells = Ltc681xFamily.Model(chip).cellInputs;
            CheckBench bench = CheckBench.Full(chip, 3);
            for (int wire = 0; wire <= cells; wire++)
            {
                bench.sim.chips.SetCellWireOpen(1, wire, true);
                bench.Check(AfeCheck.CellWires);
                Assert.AreEqual("1:" + wire, bench.OpenWires(), chip);
                Assert.AreEqual("1:cell-wires", bench.Failed(), chip);
                Assert.IsGreaterThan(400000, bench.ValueOf(AfeCheck.CellWires, 1), chip);
                int other = (wire + 5) % (cells + 1);
                bench.sim.chips.SetCellWireOpen(2, other, true);
                bench.Check(AfeCheck.CellWires);
                Assert.AreEqual("1:" + wire + " 2:" + other, bench.OpenWires(), chip);
                bench.sim.chips.SetCellWireOpen(1, wire, false);
                bench.sim.chips.SetCellWireOpen(2, other, false);
                bench.Check(AfeCheck.CellWires);
                Assert.AreEqual("", bench.OpenWires(), chip + " mended");
            }
        }
    }

    [TestMethod]
    public void Mixed_cell_counts_and_masks_with_gaps_name_the_right_wire()
    {
        // 12, 8, 10 cells on the lowest inputs; then a gap in the middle, an unused input at the bottom, and no cell at all.
        int[] masks = { 0xFFF, 0x0FF, 0x3FF, 0xF0F, 0xFF8, 0 };
        var layout = new PackLayout(1, masks, new[] { 1, 0, 7, 0, 0, 3 });
        foreach (string chip in CheckBench.Chips)
        {
            var bench = new CheckBench(chip, layout);
            bench.Round();
            Assert.AreEqual("", bench.Failed(), chip);
            Assert.AreEqual(AfeResult.NotRun, bench.ResultOf(AfeCheck.CellWires, 5), "no cell");
            Assert.AreEqual(AfeResult.NotRun, bench.ResultOf(AfeCheck.ProbeWires, 1), "no probe");
            for (int d = 0; d < 5; d++)
            {
                int wire = 0;
                for (int input = 0; input < 12; input++)
                {
                    if (((masks[d] >> input) & 1) == 0)
                    {
                        continue;
                    }

                    // The wire at the lower end of this cell.
                    MustFind(bench, d, input, wire++);
                }

                int top = 31 - System.Numerics.BitOperations.LeadingZeroCount((uint)masks[d]);
                MustFind(bench, d, top + 1, wire);
            }
        }
    }

    [TestMethod]
    public void Every_gpio_wire_is_found_and_a_cold_or_hot_probe_is_none()
    {
        foreach (string chip in CheckBench.Chips)
        {
            int gpios = Ltc681xFamily.Model(chip).gpios;
            var bench = new CheckBench(chip, ChainBytes.Layout(2, 12, gpios));
            for (int gpio = 0; gpio < gpios; gpio++)
            {
                bench.sim.chips.SetGpioWireOpen(1, gpio, true);
                bench.Check(AfeCheck.ProbeWires);
                Assert.AreEqual("1:probe-wires", bench.Failed(), chip);
                Assert.AreEqual(5000000, bench.ValueOf(AfeCheck.ProbeWires, 1), chip);
                for (int p = 0; p < 2 * gpios; p++)
                {
                    Assert.AreEqual(p == gpios + gpio, bench.Health.probeWireResult[p] == AfeResult.Failed, chip + " probe " + p);
                }

                bench.sim.chips.SetGpioWireOpen(1, gpio, false);
            }

            bench.Check(AfeCheck.ProbeWires);
            Assert.AreEqual("", bench.Failed(), chip);
        }
    }

    [TestMethod]
    public void Divider_that_gives_way_to_the_test_current_is_sound()
    {
        // 10 kohm pull-up and R: 70 to 130 uA move it by I * (10k || R), to the supply and to ground at most.
        foreach (int microamps in new[] { 70, 100, 130 })
        {
            for (int ohms = 0; ohms <= 400000; ohms = (ohms * 5 / 4) + 100)
            {
                double ratio = ohms / (ohms + 10000.0);
                double swing = ratio * microamps * 10000 / 1e6;
                var bench = new CheckBench("ltc6811", ChainBytes.Layout(1, 12, 1));
                bench.sim.chips.SetGpioMicrovolts(0, 0, (int)(3e6 * ratio));
                bench.sim.bus.beforeSend = sent =>
                {
                    int code = (sent[0] << 8) | sent[1];
                    if (code == 0x0550 || code == 0x0510)
                    {
                        double volts = (3 * ratio) + (code == 0x0550 ? swing : -swing);
                        bench.sim.chips.SetGpioMicrovolts(0, 0, (int)(Math.Clamp(volts, 0, 5) * 1e6));
                    }
                };
                bench.Check(AfeCheck.ProbeWires);
                Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.ProbeWires, 0), ohms + " ohm, " + microamps + " uA");
            }
        }
    }

    private static void MustFind(CheckBench bench, int device, int chipWire, int packWire)
    {
        bench.sim.chips.SetCellWireOpen(device, chipWire, true);
        bench.Check(AfeCheck.CellWires);
        Assert.AreEqual(device + ":" + packWire, bench.OpenWires(), bench.sim.chips.Chip + " C" + chipWire);
        bench.sim.chips.SetCellWireOpen(device, chipWire, false);
    }
}
