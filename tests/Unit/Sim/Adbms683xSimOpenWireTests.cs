using System;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Open and shorted sense wires as the two converters see them, with and without the test's load.</summary>
[TestClass]
public class Adbms683xSimOpenWireTests
{
    private const int CellMicrovolts = 3700000;

    [TestMethod]
    public void Sound_wires_give_nine_tenths_under_load_and_the_neighbours_gain_what_falls_over_the_filter()
    {
        Adbms683xBench bench = Bench();
        int[] normal = Sense(bench, 0);
        int[] even = Sense(bench, 1);
        int[] odd = Sense(bench, 2);
        for (int i = 0; i < 16; i++)
        {
            bool isEven = i % 2 == 1;
            Assert.AreEqual(CellMicrovolts, normal[i], 75);
            Assert.AreEqual(CellMicrovolts * 0.9, (isEven ? even : odd)[i], CellMicrovolts * 0.002, "cell " + (i + 1));
            double gain = i is 0 or 15 ? 1.05 : 1.1;
            Assert.AreEqual(CellMicrovolts * gain, (isEven ? odd : even)[i], CellMicrovolts * 0.002, "cell " + (i + 1));
        }
    }

    [TestMethod]
    public void Load_does_not_show_in_the_C_ADC_while_wires_are_sound()
    {
        Adbms683xBench bench = Bench();
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.Send(Adbms683xBench.Adsv | 1);
        bench.Wait(10000);
        CollectionAssert.AreEqual(
            Enumerable.Repeat(3700050, 16).ToArray(), bench.Microvolts(Adbms683xBench.Rdcvall));
    }

    [TestMethod]
    public void Every_open_wire_is_found_by_a_cell_that_collapses_and_only_that_one()
    {
        for (int wire = 0; wire <= 16; wire++)
        {
            Adbms683xBench bench = Bench();
            bench.chain.SetCellWireOpen(0, wire, true);
            CollectionAssert.AreEqual(new[] { wire }, OpenWires(bench), "wire " + wire);
            bench.chain.SetCellWireOpen(0, wire, false);
            Assert.AreEqual(0, OpenWires(bench).Length, "mended " + wire);
        }
    }

    [TestMethod]
    public void Open_wire_between_cells_shows_the_middle_and_one_at_an_end_hides()
    {
        Adbms683xBench bench = Bench();
        bench.chain.SetCellMicrovolts(0, 4, 3300000);
        bench.chain.SetCellWireOpen(0, 5, true);
        bench.chain.SetCellWireOpen(0, 0, true);
        bench.chain.SetCellWireOpen(0, 16, true);
        bench.Send(Adbms683xBench.Adcv | 0x100);
        bench.Wait(9000);
        foreach (int read in new[] { Adbms683xBench.Rdcvall, Adbms683xBench.Rdsvall })
        {
            int[] cells = bench.Microvolts(read);
            Assert.AreEqual(3500000, cells[4], 300, "cell 5 has half of both");
            Assert.AreEqual(3500000, cells[5], 300, "cell 6 has the other half");
            Assert.AreEqual(CellMicrovolts, cells[0], 10000, "cell 1");
            Assert.AreEqual(CellMicrovolts, cells[15], 10000, "cell 16");
            Assert.AreEqual(CellMicrovolts, cells[8], 100);
        }
    }

    [TestMethod]
    public void Open_wire_under_load_is_seen_by_the_C_ADC_too()
    {
        Adbms683xBench bench = Bench();
        bench.chain.SetCellWireOpen(0, 8, true);
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.Send(Adbms683xBench.Adsv | 1);
        bench.Wait(5000);
        Assert.IsTrue(bench.Microvolts(Adbms683xBench.Rdcvall)[7] < 400000, "cell 8 is even and loaded");
        bench.Wait(13000);
        Assert.AreEqual(CellMicrovolts, bench.Microvolts(Adbms683xBench.Rdcvall)[7], 300, "the load is off again");
    }

    [TestMethod]
    public void Load_with_redundancy_makes_the_comparison_fail()
    {
        Adbms683xBench bench = Bench();
        bench.Send(Adbms683xBench.Adcv | 0x101);
        bench.Wait(17000);
        Assert.AreEqual("FFFF", Convert.ToHexString(bench.Data(Adbms683xBench.Rdstatc)[..2]));
    }

    [TestMethod]
    public void Wires_that_touch_read_as_a_cell_without_voltage_between_right_ones()
    {
        Adbms683xBench bench = Bench();
        bench.chain.SetCellWiresShorted(0, 3, true);
        bench.Send(Adbms683xBench.Adcv | 0x100);
        bench.Wait(9000);
        foreach (int read in new[] { Adbms683xBench.Rdcvall, Adbms683xBench.Rdsvall })
        {
            int[] cells = bench.Microvolts(read);
            Assert.AreEqual(0, cells[3]);
            Assert.AreEqual(CellMicrovolts, cells[2], 75);
            Assert.AreEqual(CellMicrovolts, cells[4], 75);
        }

        bench.chain.SetCellWiresShorted(0, 3, false);
        bench.Send(Adbms683xBench.Adcv);
        bench.Wait(1000);
        Assert.AreEqual(CellMicrovolts, bench.Microvolts(Adbms683xBench.Rdcvall)[3], 75);
    }

    [TestMethod]
    public void Wire_and_cell_that_do_not_exist_are_refused()
    {
        Adbms683xBench bench = Bench();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chain.SetCellWireOpen(0, 17, true));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chain.SetCellWiresShorted(0, 16, true));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chain.SetCellMicrovolts(1, 0, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chain.SetGpioWireOpen(0, 9, true));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chain.SetConverterOffsetMicrovolts(0, 2, 0));
    }

    // A wire is open when a cell at it falls by volts under load: its lower cell, or at the device's negative end its upper.
    private static int[] OpenWires(Adbms683xBench bench)
    {
        int[] normal = Sense(bench, 0);
        int[] even = Sense(bench, 1);
        int[] odd = Sense(bench, 2);
        bool[] falls = [.. Enumerable.Range(0, 16).Select(i => normal[i] - (i % 2 == 1 ? even : odd)[i] > 1000000)];
        return [.. Enumerable.Range(0, 17).Where(wire => wire switch
        {
            0 => falls[0] && !falls[1],
            16 => falls[15] && !falls[14],
            _ => falls[wire - 1] && falls[wire],
        })];
    }

    private static int[] Sense(Adbms683xBench bench, int openWire)
    {
        bench.Send(Adbms683xBench.Adsv | openWire);
        bench.Wait(16100);
        return bench.Microvolts(Adbms683xBench.Rdsvall);
    }

    private static Adbms683xBench Bench()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Ready();
        bench.chain.SetAllCellsMicrovolts(CellMicrovolts);
        return bench;
    }
}
