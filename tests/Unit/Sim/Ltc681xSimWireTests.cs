using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Cut sense wires: drift, test current against capacitance, ends of the stack, inputs that are left free.
/// </summary>
[TestClass]
public class Ltc681xSimWireTests
{
    private const int Rdcva = 0x004;
    private const int Rdcvb = 0x006;
    private const int AdcvNormal = 0x360;
    private const int PullUp = 0x368;
    private const int PullDown = 0x328;

    [TestMethod]
    public void Every_cut_wire_alone_is_found_and_no_other()
    {
        for (int wire = 0; wire <= 12; wire++)
        {
            ChainBench bench = Ready("ltc6811");
            bench.chain.SetCellWireOpen(0, wire, true);
            CollectionAssert.AreEqual(new[] { wire }, OpenWires.Find(bench));
            bench.chain.SetCellWireOpen(0, wire, false);
            Assert.AreEqual(0, OpenWires.Find(bench).Length, "wire " + wire + " mended");
        }
    }

    [TestMethod]
    public void Wires_that_are_cut_side_by_side_are_found_together()
    {
        ChainBench bench = Ready("ltc6811");
        bench.chain.SetCellWireOpen(0, 0, true);
        bench.chain.SetCellWireOpen(0, 1, true);
        bench.chain.SetCellWireOpen(0, 12, true);

        // C0 now has two cells to climb before the lower one reads zero.
        CollectionAssert.AreEqual(new[] { 1, 12 }, OpenWires.Find(bench));
        CollectionAssert.AreEqual(new[] { 0, 1, 12 }, OpenWires.Find(bench, 3));
    }

    [TestMethod]
    [DataRow(10, 2)]
    [DataRow(100, 10)]
    [DataRow(1000, 100)]
    public void Full_cell_at_the_end_takes_the_number_of_conversions_that_the_data_sheet_prints(int nanofarads, int number)
    {
        foreach (int wire in new[] { 0, 12 })
        {
            ChainBench bench = Ready("ltc6811");
            bench.chain.SetAllCellsMicrovolts(4200000);
            bench.chain.SetWireCapacitanceNanofarads(0, nanofarads);
            bench.chain.SetCellWireOpen(0, wire, true);
            CollectionAssert.AreEqual(new[] { wire }, OpenWires.Find(bench, number));
            bench.clock.Advance(20000000);
            bench.Awake();
            Assert.AreEqual(0, OpenWires.Find(bench, number / 2).Length, "half as many");
        }
    }

    [TestMethod]
    public void Strong_capacitor_hides_a_wire_between_cells_from_two_conversions()
    {
        ChainBench bench = Ready("ltc6811");
        bench.chain.SetWireCapacitanceNanofarads(0, 1000);
        bench.chain.SetCellWireOpen(0, 6, true);
        Assert.AreEqual(0, OpenWires.Find(bench, 2).Length);
        CollectionAssert.AreEqual(new[] { 6 }, OpenWires.Find(bench, 20));
    }

    [TestMethod]
    public void Test_current_moves_the_pin_by_charge_over_capacitance()
    {
        ChainBench bench = Ready("ltc6811");
        bench.chain.SetWireCapacitanceNanofarads(0, 1000);
        bench.chain.SetTestCurrentMicroamps(0, 100);
        bench.chain.SetCellWireOpen(0, 4, true);

        // Two channels of 2335 / 6 us at 100 uA into 1 uF: 77.8 mV a conversion, half of it before the measurement.
        Convert(bench, PullUp);
        int[] codes = bench.Words(Rdcvb, 0);
        Assert.AreEqual(37000 + 389, bench.Words(Rdcvb, 0)[0], 2);
        Assert.AreEqual(37000 - 389, codes[1], 2);
        Convert(bench, PullUp);
        Assert.AreEqual(37000 + 389 + 778, bench.Words(Rdcvb, 0)[0], 4);
    }

    [TestMethod]
    public void Cut_wire_drifts_to_the_middle_of_its_two_cells()
    {
        ChainBench bench = Ready("ltc6811");
        bench.chain.SetCellMicrovolts(0, 4, 3300000);
        bench.chain.SetCellWireOpen(0, 4, true);
        Convert(bench, AdcvNormal);
        Assert.AreEqual(37000, bench.Words(Rdcvb, 0)[0], 100, "at first it stays where it was");
        for (int i = 0; i < 250; i++)
        {
            bench.clock.Advance(2000);
            bench.Read(0x002);
        }

        Convert(bench, AdcvNormal);
        CollectionAssert.AreEqual(new[] { 35000, 35000, 37000 }, bench.Words(Rdcvb, 0));
        Convert(bench, 0x568);
        Assert.AreEqual(((11 * 37000) + 33000) / 20, bench.Words(0x010, 0)[0], "the stack's sum does not know");
    }

    [TestMethod]
    public void Cut_wire_at_an_end_keeps_reading_right_until_it_is_pulled()
    {
        ChainBench bench = Ready("ltc6811");
        bench.chain.SetCellWireOpen(0, 0, true);
        bench.chain.SetCellWireOpen(0, 12, true);
        Convert(bench, AdcvNormal);
        Assert.AreEqual(37000, bench.Words(Rdcva, 0)[0]);
        Assert.AreEqual(37000, bench.Words(0x00A, 0)[2]);
    }

    [TestMethod]
    public void Pull_leaves_sound_cells_alone()
    {
        ChainBench bench = Ready("ltc6811");
        bench.chain.SetCellWireOpen(0, 8, true);
        Convert(bench, PullUp);
        Convert(bench, PullUp);
        CollectionAssert.AreEqual(new[] { 37000, 37000, 37000 }, bench.Words(Rdcvb, 0));
        CollectionAssert.AreEqual(new[] { 37000, 0xDFFF, 0 }, bench.Words(0x008, 0), "two cells are above full scale");
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(10)]
    [DataRow(12)]
    public void Inputs_left_free_above_the_top_cell_float_with_its_wire(int cut)
    {
        ChainBench bench = new ChainBench("ltc6811", 1).Awake();
        bench.Write(0x001, "FC0000000000");
        bench.clock.Advance(4400);
        for (int input = 0; input < 8; input++)
        {
            bench.chain.SetCellMicrovolts(0, input, 3700000);
        }

        bench.chain.SetCellWireOpen(0, cut, true);
        Convert(bench, PullUp);
        Convert(bench, PullUp);
        Assert.AreEqual(40000, bench.Words(0x008, 0)[1], 5, "a diode's drop above the stack");
        Convert(bench, PullDown);
        Convert(bench, PullDown);
        CollectionAssert.AreEqual(new[] { 37000, 0, 0 }, bench.Words(0x008, 0), "cells 7 to 9");
        CollectionAssert.AreEqual(new[] { 0, 0, 0 }, bench.Words(0x00A, 0));
    }

    [TestMethod]
    public void One_channel_pulls_at_its_own_pins_only()
    {
        ChainBench bench = Ready("ltc6811");
        bench.chain.SetCellWireOpen(0, 3, true);
        Convert(bench, PullDown | 1);
        Convert(bench, PullDown | 1);
        Convert(bench, AdcvNormal);
        Assert.AreEqual(37000, bench.Words(Rdcva, 0)[2], 10, "cells 1 and 7 don't touch wire 3");
        Convert(bench, PullDown | 4);
        Convert(bench, PullDown | 4);
        Assert.IsTrue(bench.Words(Rdcvb, 0)[0] > 50000, "cell 4 does");
    }

    private static ChainBench Ready(string part)
    {
        ChainBench bench = new ChainBench(part, 1).Awake();
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.Write(0x001, "FC0000000000");
        bench.clock.Advance(4400);
        return bench;
    }

    private static void Convert(ChainBench bench, int command)
    {
        bench.Send(command);
        bench.clock.Advance(2500);
    }
}
