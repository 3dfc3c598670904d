using System;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>The driver's checks on sound chips, and what they leave behind.</summary>
[TestClass]
public class Ltc681xChecksTests
{
    [TestMethod]
    public void Every_check_passes_on_a_sound_chain_of_every_chip()
    {
        foreach (string chip in CheckBench.Chips)
        {
            foreach (int devices in new[] { 1, 16 })
            {
                CheckBench bench = CheckBench.Full(chip, devices);
                Assert.AreEqual(AfeStatus.Ok, bench.Round(), chip);
                Assert.AreEqual("", bench.Failed(), chip + " x " + devices);
                for (int d = 0; d < devices; d++)
                {
                    foreach (int check in bench.Named())
                    {
                        Assert.AreEqual(AfeResult.Passed, bench.ResultOf(check, d), chip + " " + AfeCheck.NameOf(check));
                    }
                }

                Assert.IsTrue(bench.Health.wireResult.All(r => r == AfeResult.Passed));
                Assert.IsTrue(bench.Health.probeWireResult.All(r => r == AfeResult.Passed));
                Assert.AreEqual(bench.Named().Count * devices, bench.Health.changeCount);
            }
        }
    }

    [TestMethod]
    public void Each_chip_runs_the_checks_it_has()
    {
        foreach (string chip in CheckBench.Chips)
        {
            CheckBench bench = CheckBench.Full(chip, 1);
            CollectionAssert.AreEqual(
                Enumerable.Range(0, AfeCheck.Count).Where(check => check != AfeCheck.ChipFlags
                    && (check != AfeCheck.RedundancyProof || chip != "ltc6811")).ToList(),
                bench.Named(), chip);
        }

        Assert.IsFalse(new CheckBench("ltc6811", ChainBytes.Layout(1, 12, 0)).Named().Contains(AfeCheck.ProbeWires));
        var config = new Ltc681xConfig { pullUpOhms = 20000, transferOverheadMicros = 0 };
        var bench20 = new SimBench("ltc6811", ChainBytes.Layout(1, 12, 1), config);
        for (int step = 0; step < bench20.chain.StepCount; step++)
        {
            Assert.AreNotEqual(AfeCheck.ProbeWires, bench20.chain.CheckOfStep(step));
        }
    }

    [TestMethod]
    public void Passed_checks_report_what_they_measured()
    {
        CheckBench bench = CheckBench.Full("ltc6813", 2);
        bench.sim.chips.SetReferenceMicrovolts(1, 3001200);
        bench.sim.chips.SetSupplyMicrovolts(1, 4880000, 3100000);
        bench.sim.chips.SetSupplyMicrovolts(0, 5000000, 3550000);
        bench.sim.chips.SetDieDeciC(1, 853);
        bench.Round();
        Assert.AreEqual("", bench.Failed());
        Assert.AreEqual(3001200, bench.ValueOf(AfeCheck.Reference, 1));
        Assert.AreEqual(3000000, bench.ValueOf(AfeCheck.Reference, 0));
        Assert.AreEqual(4880000, bench.ValueOf(AfeCheck.Supply, 1), "0.38 V from its bound, the digital one 0.4 V");
        Assert.AreEqual(3550000, bench.ValueOf(AfeCheck.Supply, 0));
        Assert.AreEqual(3600000, bench.Health.limit[bench.Health.IndexOf(AfeCheck.Supply, 0)]);
        Assert.AreEqual(853, bench.ValueOf(AfeCheck.DieTemperature, 1), 1.0);
        Assert.AreEqual(250, bench.ValueOf(AfeCheck.DieTemperature, 0), 1.0);
        Assert.IsLessThan(4000, Math.Abs(bench.ValueOf(AfeCheck.CellSum, 0)));
        Assert.AreEqual(bench.sim.sample.timeMs, bench.Health.ranAtMs[bench.Health.IndexOf(AfeCheck.Chain, 1)]);
    }

    [TestMethod]
    public void Read_between_any_two_steps_is_right_and_spoils_no_check()
    {
        foreach (string chip in CheckBench.Chips)
        {
            CheckBench bench = CheckBench.Full(chip, 3);
            for (int step = 0; step < bench.Steps; step++)
            {
                bench.Settle((step % 7) * 20000);
                Assert.AreEqual(AfeStatus.Ok, bench.sim.Read(), chip + " before step " + step);
                bench.sim.MustBeWhole(chip + " before step " + step);
                Assert.AreEqual(AfeStatus.Ok, bench.Step(step), chip + " step " + step);
            }

            Assert.AreEqual("", bench.Failed(), chip);
            foreach (int check in bench.Named())
            {
                Assert.AreEqual(AfeResult.Passed, bench.ResultOf(check, 2), chip);
            }
        }
    }

    [TestMethod]
    public void Check_that_does_not_begin_at_its_first_step_is_not_completed()
    {
        CheckBench bench = CheckBench.Full("ltc6813", 1);
        for (int step = 0; step < bench.Steps; step++)
        {
            bool isFirst = step == 0 || bench.sim.chain.CheckOfStep(step) != bench.sim.chain.CheckOfStep(step - 1);
            if (!isFirst)
            {
                long frames = bench.sim.chips.FrameCount;
                bench.Step(0);
                bench.Step(step == 1 ? 3 : step);
                Assert.AreEqual(0, bench.Health.changeCount, "step " + step);
                Assert.IsGreaterThan(frames, bench.sim.chips.FrameCount);
            }
        }
    }

    [TestMethod]
    public void No_step_takes_longer_than_it_says_with_and_without_a_fault()
    {
        foreach (string chip in CheckBench.Chips)
        {
            foreach (int devices in new[] { 1, 16 })
            {
                foreach (int overhead in new[] { 0, 200 })
                {
                    var config = new Ltc681xConfig { transferOverheadMicros = overhead, wireNanofarads = 30, retries = 0 };
                    CheckBench bench = CheckBench.Full(chip, devices, config);
                    bench.sim.bus.beforeTransfer = _ => bench.sim.clock.Advance(overhead);

                    // Whatever is measured again is: everything but the chain fails.
                    bench.sim.chips.SetFilterBroken(devices - 1, true);
                    bench.sim.chips.SetMuxBroken(devices - 1, true);
                    bench.sim.chips.SetCellWireOpen(0, 3, true);
                    bench.sim.chips.SetRedundancyBlind(0, true);
                    for (int step = 0; step < bench.Steps; step++)
                    {
                        bench.sim.clock.Advance(20000);
                        long before = bench.sim.clock.MonotonicMicros();
                        bench.sim.chain.RunStep(step, bench.sim.sample);
                        long took = bench.sim.clock.MonotonicMicros() - before;
                        Assert.IsLessThanOrEqualTo(bench.sim.chain.StepMicros(step), took, chip + " x " + devices + " step " + step
                            + " " + AfeCheck.NameOf(bench.sim.chain.CheckOfStep(step)));
                        if (step % 2 == 0 && overhead == 0)
                        {
                            Assert.IsGreaterThan(bench.sim.chain.StepMicros(step) * 9 / 10, took, chip + " step " + step);
                        }
                    }
                }
            }
        }
    }

    [TestMethod]
    public void Every_mode_passes_its_self_tests()
    {
        for (byte mode = 0; mode < AdcMode.Count; mode++)
        {
            var config = new Ltc681xConfig { adcMode = mode, auxMode = mode, transferOverheadMicros = 0 };
            CheckBench bench = CheckBench.Full("ltc6813", 2, config);
            Assert.AreEqual(AfeStatus.Ok, bench.Round(), AdcMode.NameOf(mode));
            Assert.AreEqual("", bench.Failed(), AdcMode.NameOf(mode));
            Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.AdcSelfTest, 1), AdcMode.NameOf(mode));
        }
    }

    [TestMethod]
    public void Configuration_is_as_written_after_every_step()
    {
        CheckBench bench = CheckBench.Full("ltc6813", 2);
        byte[] command = Convert.FromHexString("00262CC8FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF");
        byte[] reply = new byte[20];
        for (int step = 0; step < bench.Steps; step++)
        {
            // One write in between is lost: the step must see that and repeat it.
            int writes = 0;
            bench.sim.bus.beforeTransfer = _ =>
            {
                if (bench.sim.chain.CheckOfStep(step) == AfeCheck.RedundancyProof && ++writes == 10)
                {
                    bench.sim.chips.LoseCommands(1, 1);
                }
            };
            bench.Step(step);
            bench.sim.bus.beforeTransfer = null;
            bench.sim.chips.LoseCommands(1, 0);
            bench.sim.chips.Pulse(10);
            bench.sim.clock.Advance(10);
            bench.sim.chips.Pulse(10);
            bench.sim.clock.Advance(10);
            bench.sim.chips.Transfer(command, reply, 20);
            Assert.AreEqual(0, reply[5] & 0x40, "step " + step);
            Assert.AreEqual(0, reply[13] & 0x40, "step " + step);
        }

        Assert.AreEqual(AfeStatus.Ok, bench.sim.Read());
    }

    [TestMethod]
    public void Values_of_vectors_are_met()
    {
        // Sum of cells and die temperature: the formulas' check values, as the chips' registers show them.
        var conversions = AfeVectors.Part("ltc681x_conversions");
        string[] chips = { "ltc6811", "ltc6813" };
        for (int i = 0; i < 2; i++)
        {
            Ltc681xModel model = Ltc681xFamily.Model(chips[i]);
            var sum = conversions.GetProperty("sum_of_cells")[i];
            Assert.AreEqual(sum.GetProperty("uV").GetInt32(), sum.GetProperty("code").GetInt32() * model.sumMicrovoltsPerCode);
            var die = conversions.GetProperty("die_temperature")[i];
            int deciC = (die.GetProperty("code").GetInt32() * 10 / model.dieCodesPerDegree) - (model.dieOffsetDegrees * 10);
            Assert.AreEqual(die.GetProperty("deg_c").GetDouble(), deciC / 10.0, 0.11);
        }

        var tests = conversions.GetProperty("self_test");
        for (int pattern = 1; pattern <= 2; pattern++)
        {
            var row = tests.GetProperty("ST" + pattern);
            Assert.AreEqual(AfeVectors.Word(row, "27 kHz"), Ltc681xSelfTests.Expected(AdcMode.Khz27, pattern));
            Assert.AreEqual(AfeVectors.Word(row, "14 kHz"), Ltc681xSelfTests.Expected(AdcMode.Khz14, pattern));
            Assert.AreEqual(AfeVectors.Word(row, "others"), Ltc681xSelfTests.Expected(AdcMode.Khz7, pattern));
            Assert.AreEqual(AfeVectors.Word(row, "others"), Ltc681xSelfTests.Expected(AdcMode.Hz26, pattern));
        }
    }
}
