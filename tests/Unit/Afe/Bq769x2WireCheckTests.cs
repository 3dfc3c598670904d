using System;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>Open sense wires of the BQ76952: each one that can be told is found, and no load, weak or shorted cell is one.
/// </summary>
[TestClass]
public class Bq769x2WireCheckTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(7, 1)]
    [DataRow(15, 1)]
    [DataRow(7, 2)]
    [DataRow(3, 4)]
    public void Sinking_wires_are_found(int wire, int count)
    {
        Bq769x2Bench bench = Bq769x2CheckTests.Quiet(16, 0, "normal");
        RunWires(bench, () => Sink(bench, wire, count, 300));
        for (int w = 1; w <= 16; w++)
        {
            Assert.AreEqual(w >= wire && w < wire + count ? AfeResult.Failed : AfeResult.Passed,
                bench.sample.health.wireResult[w], "wire " + w);
        }

        Assert.AreEqual(AfeResult.Failed, bench.ResultOf(AfeCheck.CellWires));
        Assert.IsGreaterThan(200000, bench.ValueOf(AfeCheck.CellWires));
    }

    [TestMethod]
    public void Wire_long_open_is_found_by_what_it_has_become()
    {
        Bq769x2Bench bench = Bq769x2CheckTests.Quiet(16, 0, "normal");
        bench.fake.cells[4] = -150;
        bench.fake.cells[5] = 6060;
        bench.RunCheck(AfeCheck.CellWires);
        Assert.AreEqual(AfeResult.Failed, bench.sample.health.wireResult[5]);
        Assert.AreEqual(1, bench.sample.health.wireResult.Count(r => r == AfeResult.Failed));
    }

    [TestMethod]
    public void Top_wire_is_found_when_its_cell_is_gone()
    {
        Bq769x2Bench bench = Bq769x2CheckTests.Quiet(16, 0, "normal");
        bench.RunCheck(AfeCheck.CellWires);
        bench.fake.cells[15] = 40;
        bench.RunCheck(AfeCheck.CellWires);
        Assert.AreEqual(AfeResult.Failed, bench.sample.health.wireResult[16]);
    }

    [TestMethod]
    public void Loads_weak_cells_and_shorted_ones_are_no_open_wire()
    {
        void Passes(string what, Action<Bq769x2Bench> change)
        {
            Bq769x2Bench bench = Bq769x2CheckTests.Quiet(16, 0, "normal");
            RunWires(bench, () => change(bench));
            Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.CellWires), what);
        }

        Passes("load", bench => Shift(bench, 0, 16, -600));
        Passes("charge", bench => Shift(bench, 0, 16, 400));
        Passes("weak cell under load", bench =>
        {
            Shift(bench, 0, 16, -200);
            Shift(bench, 6, 7, -800);
        });
        Passes("shorted cell", bench => bench.fake.cells[6] = 0);
    }

    [TestMethod]
    public void Load_step_between_two_conversions_is_no_open_wire()
    {
        Bq769x2Bench bench = Bq769x2CheckTests.Quiet(16, 0, "normal");
        int last = Enumerable.Range(0, bench.chip.StepCount).Last(s => bench.chip.CheckOfStep(s) == AfeCheck.CellWires);
        for (int step = 0; step < last - 1; step++)
        {
            bench.RunStep(step);
        }

        Shift(bench, 0, 5, -300);
        Shift(bench, 9, 16, 300);
        bench.RunStep(last - 1);
        Shift(bench, 0, 5, 300);
        Shift(bench, 9, 16, -300);
        bench.RunStep(last);
        Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.CellWires));
    }

    [TestMethod]
    public void Load_step_within_the_first_base_is_no_open_wire()
    {
        Bq769x2Bench bench = Bq769x2CheckTests.Quiet(16, 0, "normal");
        Shift(bench, 0, 8, 300);
        bench.RunStep(0);
        Shift(bench, 0, 8, -300);
        for (int step = 1; bench.chip.CheckOfStep(step) == AfeCheck.CellWires; step++)
        {
            bench.RunStep(step);
        }

        Assert.AreEqual(AfeResult.Passed, bench.ResultOf(AfeCheck.CellWires));
    }

    [TestMethod]
    public void Top_wire_that_sinks_is_found_before_its_cell_is_gone()
    {
        Bq769x2Bench bench = Bq769x2CheckTests.Quiet(16, 0, "normal");
        RunWires(bench, () => bench.fake.cells[15] -= 1600);
        Assert.AreEqual(AfeResult.Failed, bench.sample.health.wireResult[16]);
        Assert.AreEqual(1, bench.sample.health.wireResult.Count(r => r == AfeResult.Failed));
    }

    [TestMethod]
    public void Chip_that_does_not_pulse_gives_no_result_about_wires()
    {
        var bench = new Bq769x2Bench(ChainBytes.Layout(1, 16, 0));
        bench.fake.registers[0x7F] = 0x0F;
        bench.fake.memory[Bq769x2Fake.CheckTime] = 0;
        bench.chip.Start();
        bench.Read();
        bench.RunCheck(AfeCheck.CellWires);
        Assert.AreEqual(AfeResult.NotRun, bench.ResultOf(AfeCheck.CellWires));
    }

    /// <summary>Runs the check; something happens after its two bases.</summary>
    private static void RunWires(Bq769x2Bench bench, Action happens)
    {
        for (int step = 0; step < bench.chip.StepCount && bench.chip.CheckOfStep(step) == AfeCheck.CellWires; step++)
        {
            bench.RunStep(step);
            if (step == 1)
            {
                happens();
            }
        }
    }

    private static void Shift(Bq769x2Bench bench, int from, int to, int millivolts)
    {
        for (int i = from; i < to; i++)
        {
            bench.fake.cells[i] += (short)millivolts;
        }
    }

    private static void Sink(Bq769x2Bench bench, int firstWire, int count, int millivolts)
    {
        bench.fake.cells[firstWire - 1] -= (short)millivolts;
        bench.fake.cells[firstWire + count - 1] += (short)millivolts;
    }
}
