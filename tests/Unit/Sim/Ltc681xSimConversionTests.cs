using System;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Converters: time, results, cleared registers.</summary>
[TestClass]
public class Ltc681xSimConversionTests
{
    private const int Wrcfga = 0x001;
    private const int Rdcva = 0x004;
    private const int AdcvNormal = 0x360;
    private const int AdaxNormal = 0x560;

    [TestMethod]
    [DataRow("ltc6811", 0, 1, 1113)]
    [DataRow("ltc6811", 0, 2, 2335)]
    [DataRow("ltc6811", 0, 3, 201317)]
    [DataRow("ltc6811", 0, 0, 12807)]
    [DataRow("ltc6811", 1, 1, 1288)]
    [DataRow("ltc6812", 0, 2, 1956)]
    [DataRow("ltc6813", 1, 3, 4437)]
    [DataRow("adbms1818", 0, 1, 1121)]
    public void Poll_line_is_low_for_as_long_as_the_data_sheet_says(string part, int adcopt, int mode, int micros)
    {
        ChainBench bench = Ready(part, 1, adcopt);
        int command = 0x260 | (mode << 7);

        // Busy ends at a clock of the poll: one byte before it is low, one byte behind it is high.
        bench.Send(command);
        bench.clock.Advance(micros - 32 - 32 - 9 - 20);
        bench.chain.Pulse(0);
        bench.clock.Advance(20);
        Assert.AreEqual(0x00, Poll(bench)[0], "before the end");
        bench = Ready(part, 1, adcopt);
        bench.Send(command);
        bench.clock.Advance(micros - 32);
        bench.chain.Pulse(0);
        bench.clock.Advance(10);
        Assert.AreEqual(0x7F, Poll(bench)[0], "after the end; the first clock of a one-device chain is not yet valid");
    }

    [TestMethod]
    public void Registers_keep_the_old_result_until_the_conversion_ends()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetAllCellsMicrovolts(3700000);
        Convert(bench, AdcvNormal, 2400);
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.Send(AdcvNormal);
        bench.clock.Advance(1000);
        Assert.AreEqual(37000, bench.Words(Rdcva, 0)[0]);
        bench.clock.Advance(1400);
        Assert.AreEqual(36000, bench.Words(Rdcva, 0)[0]);
    }

    [TestMethod]
    public void Clear_fills_with_ones_at_once_and_the_running_conversion_still_lands()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetAllCellsMicrovolts(3700000);
        Convert(bench, AdcvNormal, 2400);
        bench.Send(0x711);
        bench.Send(AdcvNormal);
        Assert.AreEqual(0xFFFF, bench.Words(Rdcva, 0)[2]);
        bench.clock.Advance(2400);
        Assert.AreEqual(37000, bench.Words(Rdcva, 0)[2]);
    }

    [TestMethod]
    public void Ignored_clear_leaves_the_old_result()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetAllCellsMicrovolts(3700000);
        Convert(bench, AdcvNormal, 2400);
        bench.chain.IgnoreClears(0, 1);
        bench.Send(0x711);
        Assert.AreEqual(37000, bench.Words(Rdcva, 0)[0]);
        bench.Send(0x711);
        Assert.AreEqual(0xFFFF, bench.Words(Rdcva, 0)[0]);
    }

    [TestMethod]
    public void Without_REFON_a_conversion_waits_for_the_reference()
    {
        ChainBench bench = new ChainBench("ltc6811", 1).Awake();
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.Send(AdcvNormal);
        bench.clock.Advance(5000);
        Assert.AreEqual(0xFFFF, bench.Words(Rdcva, 0)[0]);
        bench.clock.Advance(900);
        Assert.AreEqual(37000, bench.Words(Rdcva, 0)[0]);
    }

    [TestMethod]
    public void Slow_converter_is_late()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.chain.SetConversionPercent(0, 200);
        Convert(bench, AdcvNormal, 2400);
        Assert.AreEqual(0xFFFF, bench.Words(Rdcva, 0)[0]);
    }

    [TestMethod]
    [DataRow("ltc6811", 1, "0,6")]
    [DataRow("ltc6812", 2, "1,6,11")]
    [DataRow("ltc6813", 6, "5,11,17")]
    public void One_channel_converts_one_cell_of_each_converter(string part, int channel, string inputs)
    {
        ChainBench bench = Ready(part, 1);
        bench.chain.SetAllCellsMicrovolts(3700000);
        Convert(bench, AdcvNormal | channel, 500);
        int[] codes = AllCells(bench);
        string converted = string.Join(",", Enumerable.Range(0, codes.Length).Where(i => codes[i] == 37000));
        Assert.AreEqual(inputs, converted);
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(49, 0)]
    [DataRow(50, 1)]
    [DataRow(3700049, 37000)]
    [DataRow(5734300, 57343)]
    [DataRow(-500000, 0)]
    [DataRow(5800000, 0xFFFF)]
    [DataRow(66535000, 0xFFFF)]
    [DataRow(65390000, 0xFFFF)]
    public void Cell_voltage_gives_the_code_the_chip_would(int microvolts, int code)
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetCellMicrovolts(0, 0, microvolts);
        Convert(bench, AdcvNormal, 2400);
        Assert.AreEqual(code, bench.Words(Rdcva, 0)[0]);
    }

    [TestMethod]
    public void Stuck_cell_keeps_its_code_and_redundancy_fault_shows_its_pattern()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.chain.SetCellStuck(0, 1, true);
        bench.chain.SetRedundancyFault(0, 2, true);
        bench.chain.SetAllCellsMicrovolts(3600000);
        Convert(bench, AdcvNormal, 2400);
        CollectionAssert.AreEqual(new[] { 36000, 37000, 0xFF01 }, bench.Words(Rdcva, 0));
        bench.chain.SetCellStuck(0, 1, false);
        Convert(bench, AdcvNormal, 2400);
        Assert.AreEqual(36000, bench.Words(Rdcva, 0)[1]);
    }

    [TestMethod]
    public void One_open_wire_conversion_is_not_enough_to_see_the_wire()
    {
        ChainBench bench = new ChainBench("ltc6811", 1).Awake();
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.chain.SetCellWireOpen(0, 12, true);
        Assert.AreEqual(0, OpenWires.Find(bench, 1).Length);
        CollectionAssert.AreEqual(new[] { 12 }, OpenWires.Find(bench, 2));
    }

    [TestMethod]
    public void Probe_is_a_divider_that_follows_the_reference()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetReferenceMicrovolts(0, 3006000);
        bench.chain.SetProbeDeciC(0, 0, 250);
        bench.chain.SetProbeOpen(0, 1);
        bench.chain.SetProbeShorted(0, 2);
        bench.chain.SetGpioMicrovolts(0, 3, 1234500);
        Convert(bench, AdaxNormal, 2400);
        CollectionAssert.AreEqual(new[] { 15030, 30060, 0 }, bench.Words(0x00C, 0));
        CollectionAssert.AreEqual(new[] { 12345, 0, 30060 }, bench.Words(0x00E, 0));
    }

    [TestMethod]
    public void Pull_down_that_was_left_on_makes_its_GPIO_read_zero()
    {
        ChainBench bench = new ChainBench("ltc6811", 1).Awake();
        bench.chain.SetProbeDeciC(0, 0, 250);
        bench.chain.SetProbeDeciC(0, 1, 250);
        bench.Write(Wrcfga, "F40000000000");
        bench.clock.Advance(4400);
        Convert(bench, AdaxNormal, 2400);
        CollectionAssert.AreEqual(new[] { 0, 15000 }, bench.Words(0x00C, 0)[..2]);
    }

    [TestMethod]
    public void Open_GPIO_wire_follows_the_test_current()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetProbeDeciC(0, 0, 250);
        bench.chain.SetProbeDeciC(0, 1, 250);
        bench.chain.SetGpioWireOpen(0, 0, true);
        Convert(bench, 0x550, 2400);

        // A sound divider has 5 kΩ at 25 °C, which 100 µA moves by 0.5 V.
        CollectionAssert.AreEqual(new[] { 50000, 20000 }, bench.Words(0x00C, 0)[..2]);
        Convert(bench, 0x510, 2400);
        CollectionAssert.AreEqual(new[] { 0, 10000 }, bench.Words(0x00C, 0)[..2]);
        Convert(bench, AdaxNormal, 2400);
        CollectionAssert.AreEqual(new[] { 0, 15000 }, bench.Words(0x00C, 0)[..2]);
    }

    [TestMethod]
    public void Nine_GPIOs_fill_four_aux_groups()
    {
        ChainBench bench = Ready("ltc6813", 1);
        for (int gpio = 0; gpio < 9; gpio++)
        {
            bench.chain.SetGpioMicrovolts(0, gpio, (gpio + 1) * 100000);
        }

        Convert(bench, AdaxNormal, 4000);
        CollectionAssert.AreEqual(new[] { 1000, 2000, 3000 }, bench.Words(0x00C, 0));
        CollectionAssert.AreEqual(new[] { 4000, 5000, 30000 }, bench.Words(0x00E, 0));
        CollectionAssert.AreEqual(new[] { 6000, 7000, 8000 }, bench.Words(0x00D, 0));
        CollectionAssert.AreEqual(new[] { 9000, 0xFFFF }, bench.Words(0x00F, 0)[..2]);
        bench.Send(0x712);
        CollectionAssert.AreEqual(new[] { 0xFFFF, 0xFFFF, 0xFFFF }, bench.Words(0x00D, 0));
    }

    [TestMethod]
    public void Noise_has_its_size_and_repeats_with_the_seed()
    {
        int[] first = NoisyCodes();
        CollectionAssert.AreEqual(first, NoisyCodes());
        double mean = first.Average();
        double deviation = Math.Sqrt(first.Average(code => (code - mean) * (code - mean)));
        Assert.AreEqual(37000, mean, 1.0);
        Assert.AreEqual(10, deviation, 1.5);
    }

    private static int[] NoisyCodes()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.chain.SetNoiseMicrovoltsRms(0, 1000);
        return [.. Enumerable.Range(0, 50).SelectMany(_ =>
        {
            Convert(bench, AdcvNormal, 2400);
            return AllCells(bench);
        })];
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

    private static byte[] Poll(ChainBench bench) => bench.Send([.. ChainBench.Command(0x714), 0xFF])[4..];
}
