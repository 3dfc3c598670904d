using System;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>The BQ76952's checks: sound chips pass, each fault is found and confirmed, nothing else is.</summary>
[TestClass]
public class Bq769x2CheckTests
{
    private static readonly int[] s_all =
    {
        AfeCheck.CellWires, AfeCheck.Chain, AfeCheck.Registers, AfeCheck.ChipFlags, AfeCheck.Supply, AfeCheck.Reference, AfeCheck.Mux,
        AfeCheck.CellSum, AfeCheck.DieTemperature, AfeCheck.VoltageFlags, AfeCheck.ProbeWires,
    };

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Sound_chip_passes_every_check_it_has(bool withReads)
    {
        foreach (string mode in new[] { "normal", "fast" })
        {
            Bq769x2Bench bench = Quiet(16, 9, mode);
            bench.RunChecks(withReads);
            for (int check = 0; check < AfeCheck.Count; check++)
            {
                Assert.AreEqual(s_all.Contains(check) ? AfeResult.Passed : AfeResult.NotRun, bench.ResultOf(check),
                    AfeCheck.NameOf(check));
            }

            Assert.AreEqual(AfeResult.NotRun, bench.sample.health.wireResult[0], "the chip can't test its lowest wire");
            Assert.IsTrue(bench.sample.health.wireResult.Skip(1).All(r => r == AfeResult.Passed));
            Assert.IsTrue(bench.sample.health.probeWireResult.All(r => r == AfeResult.Passed));
        }
    }

    [TestMethod]
    public void Steps_of_a_check_follow_each_other()
    {
        Bq769x2Bench bench = Quiet(16, 9, "normal");
        int[] checks = Enumerable.Range(0, bench.chip.StepCount).Select(bench.chip.CheckOfStep).ToArray();
        int changes = Enumerable.Range(1, checks.Length - 1).Count(i => checks[i] != checks[i - 1]);
        Assert.AreEqual(checks.Distinct().Count() - 1, changes);
        CollectionAssert.AreEquivalent(s_all, checks.Distinct().ToArray());
        Assert.AreEqual(checks.Length, Bq769x2Checks.StepsFor(9, false));
    }

    [TestMethod]
    public void Check_that_does_not_begin_at_its_first_step_puts_nothing()
    {
        Bq769x2Bench bench = Quiet(16, 9, "normal");
        for (int step = bench.chip.StepCount - 1; step >= 0; step--)
        {
            bench.RunStep(step);
        }

        Assert.AreEqual(0, bench.sample.health.changeCount);
    }

    [TestMethod]
    public void Each_fault_is_found_by_its_check_and_by_no_other()
    {
        void Found(int check, Action<Bq769x2Fake> harm)
        {
            Bq769x2Bench bench = Quiet(16, 9, "normal");
            harm(bench.fake);
            bench.Read(300000);
            bench.RunChecks();
            foreach (int each in s_all)
            {
                Assert.AreEqual(each == check ? AfeResult.Failed : AfeResult.Passed, bench.ResultOf(each),
                    AfeCheck.NameOf(each) + " with a fault for " + AfeCheck.NameOf(check));
            }
        }

        // Without a first sound measurement there is nothing to compare the reference with.
        Bq769x2Bench low = Quiet(16, 9, "normal");
        Bq769x2Fake.PutWord(low.fake.status5, 0, 25000);
        low.RunChecks();
        Assert.AreEqual(AfeResult.Failed, low.ResultOf(AfeCheck.Supply));
        Assert.AreEqual(AfeResult.NotRun, low.ResultOf(AfeCheck.Reference));
        Found(AfeCheck.Chain, fake => fake.deviceNumber = 0x7694);
        Found(AfeCheck.Registers, fake => fake.memory[Bq769x2Fake.CellMode] = 3);
        Found(AfeCheck.ChipFlags, fake => fake.registers[0x0F] = 0x20);
        Found(AfeCheck.Mux, fake => Bq769x2Fake.PutWord(fake.status5, 2, 400));
        Found(AfeCheck.DieTemperature, fake => Bq769x2Fake.PutWord(fake.registers, 0x68, 2731 + 1100));
        Found(AfeCheck.VoltageFlags, fake => fake.registers[0x02] = 0x08);
        Found(AfeCheck.ProbeWires, fake => fake.kelvin[4] = 1900);
    }

    [TestMethod]
    public void Stack_that_is_not_the_sum_of_its_cells_is_found()
    {
        Bq769x2Bench bench = Quiet(16, 0, "normal");
        bench.RunCheck(AfeCheck.CellSum);
        Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.CellSum));
        bench.fake.memory[0x9303] = 0x01;       // the chip says mV now and means 10 mV
        bench.RunCheck(AfeCheck.Registers);
        bench.RunCheck(AfeCheck.CellSum);
        Assert.AreEqual(AfeResult.Failed, bench.ResultOf(AfeCheck.CellSum));
    }

    [TestMethod]
    public void Changed_signature_of_the_settings_is_found()
    {
        Bq769x2Bench bench = Quiet(16, 0, "normal");
        bench.RunCheck(AfeCheck.Registers);
        Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.Registers));
        bench.fake.signature = 0x1235;
        bench.RunCheck(AfeCheck.Registers);
        Assert.AreEqual(AfeResult.Failed, bench.ResultOf(AfeCheck.Registers));
        Assert.AreEqual(-1, bench.ValueOf(AfeCheck.Registers));
    }

    [TestMethod]
    public void Reference_that_moves_against_the_other_is_found()
    {
        Bq769x2Bench bench = Quiet(16, 0, "normal");
        bench.RunCheck(AfeCheck.Supply);
        bench.RunCheck(AfeCheck.Reference);
        Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.Reference));
        Bq769x2Fake.PutWord(bench.fake.status5, 0, 29199 * 97 / 100);
        bench.RunCheck(AfeCheck.Supply);
        bench.RunCheck(AfeCheck.Reference);
        Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.Supply));
        Assert.AreEqual(AfeResult.Failed, bench.ResultOf(AfeCheck.Reference));
    }

    [TestMethod]
    public void Finding_that_is_gone_at_the_second_look_is_none()
    {
        Bq769x2Bench bench = Quiet(16, 9, "normal");
        Bq769x2Fake.PutWord(bench.fake.status5, 2, 400);
        int first = Enumerable.Range(0, bench.chip.StepCount).First(s => bench.chip.CheckOfStep(s) == AfeCheck.Mux);
        bench.RunStep(first);
        Bq769x2Fake.PutWord(bench.fake.status5, 2, 4);
        for (int step = first + 1; bench.chip.CheckOfStep(step) == AfeCheck.Mux; step++)
        {
            bench.RunStep(step);
        }

        Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.Mux));
        Assert.AreEqual(4, bench.ValueOf(AfeCheck.Mux));
    }

    [TestMethod]
    public void Chip_that_can_not_be_asked_keeps_its_old_results()
    {
        Bq769x2Bench bench = Quiet(16, 9, "normal");
        bench.RunChecks();
        long[] ran = (long[])bench.sample.health.ranAtMs.Clone();
        bench.fake.onMiso = miso => miso[2] ^= 1;
        bench.RunChecks();
        CollectionAssert.AreEqual(ran, bench.sample.health.ranAtMs);
        bench.fake.onMiso = null;
        bench.fake.silent = true;
        bench.RunChecks();
        Assert.AreEqual(AfeResult.Failed, bench.ResultOf(AfeCheck.Chain));
        Assert.AreEqual(1, bench.ValueOf(AfeCheck.Chain));
        Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.Supply));
    }

    /// <summary>A running chip whose readings stand still.</summary>
    internal static Bq769x2Bench Quiet(int cells, int probes, string mode)
    {
        Bq769x2Bench bench = Bq769x2Bench.Running(cells, probes, 1, mode);
        for (int i = 0; i < 16; i++)
        {
            bench.fake.cells[i] = (short)(3600 + (10 * i));
        }

        Array.Fill(bench.fake.kelvin, (short)2982);
        bench.Read(300000);
        bench.Read(300000);
        return bench;
    }
}
