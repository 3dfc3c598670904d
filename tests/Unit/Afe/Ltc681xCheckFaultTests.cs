using System;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>Each fault of a chip fails its check at its device, with its value.</summary>
[TestClass]
public class Ltc681xCheckFaultTests
{
    [TestMethod]
    public void Reference_outside_its_window_is_found_with_its_value()
    {
        EachChip(AfeCheck.Reference, sim => sim.SetReferenceMicrovolts(1, 2950000), 2950000, 1);
        EachChip(AfeCheck.Reference, sim => sim.SetReferenceMicrovolts(2, 3050000), 3050000, 2);
    }

    [TestMethod]
    public void Supply_outside_its_window_is_found_with_its_value()
    {
        EachChip(AfeCheck.Supply, sim => sim.SetSupplyMicrovolts(0, 4400000, 3000000), 4400000, 0);
        EachChip(AfeCheck.Supply, sim => sim.SetSupplyMicrovolts(1, 5600000, 3000000), 5600000, 1);
        EachChip(AfeCheck.Supply, sim => sim.SetSupplyMicrovolts(2, 5000000, 2600000), 2600000, 2);
        EachChip(AfeCheck.Supply, sim => sim.SetSupplyMicrovolts(2, 4000000, 3700000), 4000000, 2);
    }

    [TestMethod]
    public void Hot_die_is_found_with_its_temperature()
    {
        foreach (string chip in CheckBench.Chips)
        {
            CheckBench bench = CheckBench.Full(chip, 3);
            bench.sim.chips.SetDieDeciC(1, 1300);
            bench.Check(AfeCheck.DieTemperature);
            Assert.AreEqual("1:die-temperature", bench.Failed());
            Assert.AreEqual(1300, bench.ValueOf(AfeCheck.DieTemperature, 1), 1.0);
        }
    }

    [TestMethod]
    public void Die_that_shut_down_is_reported_once_whatever_check_reads_the_flag_first()
    {
        CheckBench bench = CheckBench.Full("ltc6811", 2);
        bench.sim.chips.OverheatOnce(1);
        bench.sim.Read();
        foreach (int check in new[] { AfeCheck.Supply, AfeCheck.CellSum, AfeCheck.VoltageFlags, AfeCheck.Mux, AfeCheck.Registers })
        {
            bench.Check(check);
        }

        Assert.AreEqual("", bench.Failed());
        bench.Check(AfeCheck.DieTemperature);
        Assert.AreEqual("1:die-temperature", bench.Failed());
        bench.Round();
        Assert.AreEqual("", bench.Failed());
    }

    [TestMethod]
    public void Stack_that_is_not_the_sum_of_its_cells_is_found()
    {
        foreach (string chip in CheckBench.Chips)
        {
            CheckBench bench = CheckBench.Full(chip, 3);

            // Reads 0 V, but the stack has it.
            bench.sim.chips.SetCellWiresShorted(2, 4, true);
            bench.Check(AfeCheck.CellSum);
            Assert.AreEqual("2:cell-sum", bench.Failed(), chip);
            Assert.AreEqual(bench.CellAt(2, 4), bench.ValueOf(AfeCheck.CellSum, 2), 3000.0);
            bench.sim.chips.SetCellWiresShorted(2, 4, false);
            bench.Check(AfeCheck.CellSum);
            Assert.AreEqual("", bench.Failed(), chip);
        }
    }

    [TestMethod]
    public void Multiplexer_that_fails_its_test_is_found()
    {
        foreach (string chip in CheckBench.Chips)
        {
            CheckBench bench = CheckBench.Full(chip, 3);
            bench.sim.chips.SetMuxBroken(1, true);
            bench.Check(AfeCheck.Mux);
            Assert.AreEqual("1:mux", bench.Failed(), chip);
        }
    }

    [TestMethod]
    public void Broken_filter_is_found_by_the_code_it_makes()
    {
        // The first register has the second filter beside it: the two disagree in bits 8 to 11.
        EachChip(AfeCheck.AdcSelfTest, sim => sim.SetFilterBroken(1, true), 0xFF04, 1);
    }

    [TestMethod]
    public void Converters_that_disagree_are_found_at_the_cells_that_both_reach()
    {
        foreach (string chip in CheckBench.Chips)
        {
            int[] shared = chip == "ltc6811" ? new[] { 6 } : chip == "ltc6812" ? new[] { 5, 10 } : new[] { 6, 12 };
            for (int converter = 0; converter < (chip == "ltc6811" ? 2 : 3); converter++)
            {
                CheckBench bench = CheckBench.Full(chip, 2);
                bench.Check(AfeCheck.Redundancy);
                foreach (int input in shared)
                {
                    Assert.AreEqual(AfeResult.Passed, bench.Health.redundantResult[bench.sim.layout.firstCell[1] + input]);
                }

                bench.sim.chips.SetConverterOffsetMicrovolts(1, converter, 12000);
                bench.Check(AfeCheck.Redundancy);
                Assert.AreEqual("1:redundancy", bench.Failed(), chip);
                Assert.AreEqual(12000, bench.ValueOf(AfeCheck.Redundancy, 1));
                for (int pair = 0; pair < shared.Length; pair++)
                {
                    // The second measurement is that of the lower converter.
                    int expected = converter == pair ? 12000 : converter == pair + 1 ? -12000 : 0;
                    int cell = bench.sim.layout.firstCell[1] + shared[pair];
                    Assert.AreEqual(expected, bench.Health.redundantMicrovolts[cell], chip + " converter " + converter);
                    Assert.AreEqual(expected == 0 ? AfeResult.Passed : AfeResult.Failed, bench.Health.redundantResult[cell]);
                }

                Assert.AreEqual(AfeResult.NotRun, bench.Health.redundantResult[0], "no second converter reaches it");

                // Within the errors of both it is no finding.
                bench.sim.chips.SetConverterOffsetMicrovolts(1, converter, 9000);
                bench.Check(AfeCheck.Redundancy);
                Assert.AreEqual("", bench.Failed(), chip);
            }
        }
    }

    [TestMethod]
    public void Second_filter_that_disagrees_is_found()
    {
        CheckBench bench = CheckBench.Full("ltc6811", 2);
        bench.sim.chips.SetRedundancyFault(1, 6, true);
        bench.Check(AfeCheck.Redundancy);
        Assert.AreEqual("1:redundancy", bench.Failed());
    }

    [TestMethod]
    public void Comparison_that_can_not_fail_is_found()
    {
        foreach (string chip in new[] { "ltc6812", "ltc6813", "adbms1818" })
        {
            CheckBench bench = CheckBench.Full(chip, 3);
            bench.sim.chips.SetRedundancyBlind(1, true);
            bench.Check(AfeCheck.RedundancyProof);
            Assert.AreEqual("1:redundancy-proof", bench.Failed(), chip);
            bench.sim.chips.SetRedundancyBlind(1, false);
            bench.Check(AfeCheck.RedundancyProof);
            Assert.AreEqual("", bench.Failed(), chip);
        }
    }

    [TestMethod]
    public void Registers_that_do_not_clear_are_found()
    {
        foreach (string chip in CheckBench.Chips)
        {
            CheckBench bench = CheckBench.Full(chip, 3);
            bench.sim.chips.IgnoreClears(1, 1000000);
            bench.Check(AfeCheck.Registers);
            Assert.AreEqual("1:registers", bench.Failed(), chip);
            Assert.AreEqual(0x9555, bench.ValueOf(AfeCheck.Registers, 1), chip);
            bench.sim.chips.IgnoreClears(1, 0);
            bench.Check(AfeCheck.Registers);
            Assert.AreEqual("", bench.Failed(), chip);
        }
    }

    [TestMethod]
    public void Flags_agree_with_the_readings_wherever_the_cells_are()
    {
        foreach (string chip in CheckBench.Chips)
        {
            CheckBench bench = CheckBench.Full(chip, 2);
            int inputs = bench.sim.chips.CellInputs;
            for (int input = 0; input < inputs; input++)
            {
                bench.sim.chips.SetCellMicrovolts(1, input, input % 2 == 0 ? 2000000 : 4400000);
                bench.sim.chips.SetCellMicrovolts(0, input, 2499200 + (100 * input));
            }

            bench.Check(AfeCheck.VoltageFlags);
            Assert.AreEqual("", bench.Failed(), chip);
            Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.VoltageFlags, 1));
        }
    }

    [TestMethod]
    public void Flag_that_contradicts_its_reading_is_found_by_its_input()
    {
        foreach (string chip in CheckBench.Chips)
        {
            int inputs = Ltc681xFamily.Model(chip).cellInputs;
            for (int input = 0; input < inputs; input++)
            {
                // Flips the flag on its way out of device 1, check word and all.
                CheckBench bench = CheckBench.Full(chip, 3);
                int command = input < 12 ? 0x0012 : 0x000F;
                int bit = input < 12 ? 16 + (2 * input) : 32 + (2 * (input - 12));
                bench.sim.bus.rewrite = (sent, reply) => Rewrite(sent, reply, command, 1, bit + (input % 2));
                bench.Check(AfeCheck.VoltageFlags);
                Assert.AreEqual("1:voltage-flags", bench.Failed(), chip + " input " + input);
                Assert.AreEqual(input + 1, bench.ValueOf(AfeCheck.VoltageFlags, 1), chip);
            }
        }
    }

    [TestMethod]
    public void Chain_names_the_place_of_the_first_break()
    {
        for (int lost = 0; lost < 5; lost++)
        {
            CheckBench bench = CheckBench.Full("ltc6811", 5);
            bench.Round();
            Assert.AreEqual(0, bench.ValueOf(AfeCheck.Chain, 4));
            bench.sim.chips.Faults.CutBelowDevice = lost;
            Assert.AreEqual(AfeStatus.NoReply, bench.Check(AfeCheck.Chain));
            for (int d = 0; d < 5; d++)
            {
                Assert.AreEqual(d < lost ? AfeResult.Passed : AfeResult.Failed, bench.ResultOf(AfeCheck.Chain, d));
                Assert.AreEqual(lost + 1, bench.ValueOf(AfeCheck.Chain, d));
            }
        }
    }

    [TestMethod]
    public void Device_that_lost_its_configuration_fails_nothing()
    {
        foreach (string mode in new[] { "7khz", "14khz" })
        {
            var config = new Ltc681xConfig { transferOverheadMicros = 0 };
            config.adcMode = config.auxMode = (byte)AdcMode.Find(mode);
            CheckBench bench = CheckBench.Full("ltc6813", 2, config);
            bench.Round();
            bench.sim.chips.OverheatOnce(1);
            bench.Round();
            Assert.AreEqual("", bench.Failed(), mode);
            Assert.AreEqual(AfeStatus.Reconfigured, bench.sim.Read());
            bench.Round();
            Assert.AreEqual("1:die-temperature", bench.Failed(), mode);
        }
    }

    private static void EachChip(int check, Action<Ltc681xSimChain> harm, int value, int device)
    {
        foreach (string chip in CheckBench.Chips)
        {
            CheckBench bench = CheckBench.Full(chip, 3);
            harm(bench.sim.chips);
            bench.Check(check);
            Assert.AreEqual(device + ":" + AfeCheck.NameOf(check), bench.Failed(), chip);
            Assert.AreEqual(value, bench.ValueOf(check, device), chip);
            bench.Round();
            StringAssert.Contains(bench.Failed(), device + ":" + AfeCheck.NameOf(check));
        }
    }

    private static void Rewrite(byte[] sent, byte[] reply, int command, int device, int bit)
    {
        if (((sent[0] << 8) | sent[1]) == command)
        {
            int at = 4 + (8 * device);
            reply[at + (bit / 8)] ^= (byte)(1 << (bit % 8));
            int pec = Pec15.Compute(reply, at, 6);
            reply[at + 6] = (byte)(pec >> 8);
            reply[at + 7] = (byte)pec;
        }
    }
}
