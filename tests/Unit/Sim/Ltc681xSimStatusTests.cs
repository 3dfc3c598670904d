using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Limits and their flags, status registers, self tests, diagnosis of the mux, thermal shutdown.</summary>
[TestClass]
public class Ltc681xSimStatusTests
{
    private const int Wrcfga = 0x001;
    private const int AdcvNormal = 0x360;
    private const int AdstatNormal = 0x568;

    [TestMethod]
    public void Limits_raise_the_flags_of_the_cells_that_cross_them()
    {
        ChainBench bench = new ChainBench("ltc6813", 1).Awake();
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.chain.SetCellMicrovolts(0, 0, 2999900);
        bench.chain.SetCellMicrovolts(0, 2, 4200100);
        bench.chain.SetCellMicrovolts(0, 11, 4300000);
        bench.chain.SetCellMicrovolts(0, 13, 2000000);
        bench.chain.SetCellMicrovolts(0, 17, 4300000);
        bench.Write(Wrcfga, "FC5217A40000");
        bench.clock.Advance(4400);
        Convert(bench, AdcvNormal, 2400);
        CollectionAssert.AreEqual(new byte[] { 0x21, 0x00, 0x80 }, bench.Read(0x012)[2..5]);
        CollectionAssert.AreEqual(new byte[] { 0xFF, 0xFF, 0x04, 0xF8 }, bench.Read(0x00F)[2..6]);
    }

    [TestMethod]
    public void Status_holds_sum_die_and_supplies_in_the_parts_scales()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetAllCellsMicrovolts(3300000);
        Convert(bench, AdstatNormal, 1600);
        CollectionAssert.AreEqual(new[] { 19800, 22350, 50000 }, bench.Words(0x010, 0));
        Assert.AreEqual(30000, bench.Words(0x012, 0)[0]);

        bench = Ready("ltc6813", 1);
        bench.chain.SetAllCellsMicrovolts(3300000);
        Convert(bench, AdstatNormal, 1600);
        CollectionAssert.AreEqual(new[] { 19800, 22876, 50000 }, bench.Words(0x010, 0));
    }

    [TestMethod]
    [DataRow(1, 0, 1, 0x9565)]
    [DataRow(1, 1, 1, 0x9553)]
    [DataRow(1, 0, 2, 0x9555)]
    [DataRow(2, 0, 1, 0x6A9A)]
    [DataRow(2, 1, 1, 0x6AAC)]
    [DataRow(2, 0, 3, 0x6AAA)]
    public void Self_test_fills_every_result_with_its_code(int test, int adcopt, int mode, int code)
    {
        ChainBench bench = Ready("ltc6811", 1, adcopt);
        Convert(bench, 0x207 | (mode << 7) | (test << 5), 220000);
        Assert.IsTrue(AllCells(bench).All(value => value == code), "cells");
        Convert(bench, 0x407 | (mode << 7) | (test << 5), 220000);
        Assert.IsTrue(bench.Words(0x00C, 0).Concat(bench.Words(0x00E, 0)).All(value => value == code), "aux");
        Convert(bench, 0x40F | (mode << 7) | (test << 5), 220000);
        Assert.IsTrue(bench.Words(0x010, 0).All(value => value == code), "status");
    }

    [TestMethod]
    public void Mux_flag_is_up_until_the_diagnosis_passes_and_status_clear_sets_it_again()
    {
        ChainBench bench = Ready("ltc6811", 1);
        Assert.AreEqual(2, bench.Read(0x012)[5] & 3);
        Convert(bench, 0x715, 500);
        Assert.AreEqual(0, bench.Read(0x012)[5] & 3);
        bench.Send(0x713);
        Assert.AreEqual(3, bench.Read(0x012)[5] & 3, "MUXFAIL and THSD");
        Assert.AreEqual(2, bench.Read(0x012)[5] & 3, "reading took THSD back");
        bench.chain.SetMuxBroken(0, true);
        Convert(bench, 0x715, 500);
        Assert.AreEqual(2, bench.Read(0x012)[5] & 3);
    }

    [TestMethod]
    public void Status_clear_sets_every_flag_and_value_to_ones()
    {
        ChainBench bench = Ready("ltc6813", 1);
        bench.chain.SetAllCellsMicrovolts(3700000);
        Convert(bench, AdcvNormal, 2400);
        Convert(bench, AdstatNormal, 1600);
        bench.Write(Wrcfga, "FC5217A40000");
        Convert(bench, AdcvNormal, 2400);
        CollectionAssert.AreEqual(new byte[] { 0x00, 0x00, 0x00 }, bench.Read(0x012)[2..5]);
        CollectionAssert.AreEqual(new byte[] { 0x00, 0xF0 }, bench.Read(0x00F)[4..6], "no cell above 18: ones");
        bench.Send(0x713);
        CollectionAssert.AreEqual(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, bench.Read(0x012)[..5]);
        CollectionAssert.AreEqual(new byte[] { 0xFF, 0xFF }, bench.Read(0x00F)[4..6]);
        CollectionAssert.AreEqual(new[] { 0xFFFF, 0xFFFF, 0xFFFF }, bench.Words(0x010, 0));
    }

    [TestMethod]
    public void Overheated_device_loses_its_configuration_and_says_so_once()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.OverheatOnce(0);
        Assert.AreEqual(0, bench.Read(0x002)[0] & 4);
        Assert.AreEqual(1, bench.Read(0x012)[5] & 1);
        Assert.AreEqual(0, bench.Read(0x012)[5] & 1);
    }

    private static ChainBench Ready(string part, int devices, int adcopt = 0)
    {
        ChainBench bench = new ChainBench(part, devices).Awake();
        bench.Write(Wrcfga, adcopt == 0 ? "FC0000000000" : "FD0000000000");
        bench.clock.Advance(4400);
        return bench;
    }

    private static void Convert(ChainBench bench, int command, int micros)
    {
        bench.Send(command);
        bench.clock.Advance(micros);
        bench.chain.Pulse(0);
        bench.clock.Advance(10 * bench.chain.DeviceCount);
    }

    private static int[] AllCells(ChainBench bench)
    {
        int[] groups = [0x004, 0x006, 0x008, 0x00A, 0x009, 0x00B];
        return [.. groups.Take(bench.chain.CellInputs / 3).SelectMany(group => bench.Words(group, 0))];
    }
}
