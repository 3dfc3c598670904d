using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Open sense wires under the chip's current sources, and the two cell voltage protections.</summary>
[TestClass]
public class Bq769x2SimWireTests
{
    private const int Undervoltage = 4;
    private const int Overvoltage = 8;

    [TestMethod]
    public void Open_wire_keeps_its_voltage_while_no_check_runs()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Configure(() => bench.WriteMemory(0x9314, 0));
        bench.Pass(0.2);
        bench.chip.SetCellWireOpen(0, 5, true);
        bench.Pass(60);
        Assert.AreEqual(3604, bench.Cell(5));
        Assert.AreEqual(3605, bench.Cell(6));
    }

    [TestMethod]
    public void Each_check_takes_a_charge_from_the_open_wire()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Configure(() => bench.WriteMemory(0x9314, 2));
        bench.chip.SetCellWireOpen(0, 5, true);
        int[] drop = new int[4];
        for (int i = 0; i < drop.Length; i++)
        {
            bench.Pass(i == 0 ? 2.1 : 2);
            drop[i] = 3604 - (short)bench.Cell(5);
            Assert.AreEqual(Math.Min(6060, 3605 + drop[i]), bench.Cell(6), 1.0, "the cell above rises");
        }

        // 55 µA for 3 ms at 100 nF: 1.65 V.
        Assert.AreEqual(1650, drop[0], 1.0);
        Assert.AreEqual(3300, drop[1], 1.0);
        Assert.AreEqual(3804, drop[2], 1.0, "held by the chip's own diode at the wire below, -0.2 V");
        Assert.AreEqual(drop[2], drop[3]);
        Assert.AreEqual(3603, bench.Cell(4), "others are right");
        bench.chip.SetCellWireOpen(0, 5, false);
        bench.Pass(0.2);
        Assert.AreEqual(3604, bench.Cell(5));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(8)]
    [DataRow(16)]
    public void Every_wire_above_the_lowest_shows_at_the_cell_below_it(int wire)
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.Settings.WireNanofarads = 1000;
        bench.Configure(() => bench.WriteMemory(0x9314, 1));
        bench.chip.SetCellWireOpen(0, wire, true);
        bench.Pass(5.2);
        for (int cell = 1; cell <= 16; cell++)
        {
            int moved = bench.Cell(cell) - 3599 - cell;
            int expected = cell == wire ? -5 * 165 : cell == wire + 1 ? 5 * 165 : 0;
            Assert.AreEqual(expected, moved, 2.0, "cell " + cell);
        }
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(100, -300)]
    public void Lowest_wire_has_no_source_and_moves_only_by_what_measuring_puts_on_it(int nanoamps, int moved)
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Configure(() => bench.WriteMemory(0x9314, 1));
        bench.chip.Settings.InputNanoamps = nanoamps;
        bench.Await(Bq769x2Bench.AdScan);
        bench.chip.SetCellWireOpen(0, 0, true);

        // 100 loops of 57 ms, 3 ms each at 100 nF: 3 µV a nA and loop.
        bench.Pass(5.71);
        Assert.AreEqual(3600 + moved, bench.Cell(1), 4.0);
    }

    [TestMethod]
    public void Floating_wire_follows_its_neighbours()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.SetCellWireOpen(0, 5, true);
        bench.chip.SetCellMicrovolts(0, 0, 3700000);
        bench.chip.SetCellMicrovolts(0, 4, 3704000);
        bench.Pass(0.2);
        Assert.AreEqual(3654, bench.Cell(5), "half of the rise of the cell that nobody taps alone");
        Assert.AreEqual(3655, bench.Cell(6));
    }

    [TestMethod]
    public void Check_shows_in_battery_status_while_it_runs()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Configure(() => bench.WriteMemory(0x9314, 1));
        int seen = 0;
        for (int i = 0; i < 400; i++)
        {
            bench.Pass(0.005);
            seen += (bench.Read(0x12) >> 5) & 1;
        }

        Assert.IsInRange(12, 30, seen, "one loop in a second");
    }

    [TestMethod]
    public void Undervoltage_is_an_alert_at_once_a_fault_after_its_delay_and_recovers_above_the_hysteresis()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Configure(() => bench.WriteMemory(0x9261, 0x8C));
        bench.Pass(0.1);
        bench.chip.SetCellMicrovolts(0, 2, 2529000);
        bench.Pass(0.01);
        Assert.AreEqual(Undervoltage, bench.Read(0x02));
        Assert.AreEqual(0, bench.Read(0x03));
        Assert.AreEqual(0x10, bench.Read(0x63) & 0x50, "alert in the alarms");

        // 3.3 ms x (74 + 2) after the first look at it.
        bench.Pass(0.26);
        Assert.AreEqual(0, bench.Read(0x02));
        Assert.AreEqual(Undervoltage, bench.Read(0x03));
        Assert.AreEqual(0x40, bench.Read(0x63) & 0x40, "fault in the alarms");
        Assert.AreEqual(0x08, bench.Read(0x13) & 0x08, "battery status");
        bench.chip.SetCellMicrovolts(0, 2, 2600000);
        bench.Pass(4);
        Assert.AreEqual(Undervoltage, bench.Read(0x03), "below 50 + 2 steps of 50.6 mV");
        bench.chip.SetCellMicrovolts(0, 2, 2632000);
        bench.Pass(2.9);
        Assert.AreEqual(Undervoltage, bench.Read(0x03));
        bench.Pass(0.2);
        Assert.AreEqual(0, bench.Read(0x03));
    }

    [TestMethod]
    public void Overvoltage_is_enabled_from_the_start_undervoltage_is_not()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.SetCellMicrovolts(0, 2, 2000000);
        bench.chip.SetCellMicrovolts(0, 3, 4351000);
        bench.Pass(0.1);
        Assert.AreEqual(0, bench.Read(0x02));
        bench.chip.SetCellMicrovolts(0, 3, 4352000);
        bench.Pass(0.01);
        Assert.AreEqual(Overvoltage, bench.Read(0x02));
        bench.Pass(0.3);
        Assert.AreEqual(Overvoltage, bench.Read(0x03));
    }

    [TestMethod]
    public void Inputs_without_a_cell_are_not_judged()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.SetCellMicrovolts(0, 15, 0);
        bench.Configure(() =>
        {
            bench.WriteMemory(0x9261, 0x8C);
            bench.WriteMemory(0x9304, 0xFF, 0x7F);
        });
        bench.Pass(1);
        Assert.AreEqual(0, bench.Read(0x03));
        bench.Configure(() => bench.WriteMemory(0x9304, 0x00, 0x00));
        bench.Pass(1);
        Assert.AreEqual(Undervoltage, bench.Read(0x03), "no bit set: all are cells");
    }
}
