using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>What breaks inside one device, as its register bytes show it.</summary>
[TestClass]
public class Ltc681xSimFaultTests
{
    private const int Rdcfga = 0x002;
    private const int Rdcva = 0x004;
    private const int AdcvNormal = 0x360;
    private const int AdolNormal = 0x301;

    [TestMethod]
    public void Lost_commands_change_nothing_and_reads_are_answered()
    {
        ChainBench bench = Ready("ltc6811", 2);
        Convert(bench, AdcvNormal);
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.chain.LoseCommands(1, 3);
        bench.Send(0x711);
        Assert.AreEqual(0xFFFF, bench.Words(Rdcva, 0)[0]);
        Assert.AreEqual(37000, bench.Words(Rdcva, 1)[0], "clear lost");
        Convert(bench, AdcvNormal);
        Assert.AreEqual(36000, bench.Words(Rdcva, 0)[0]);
        Assert.AreEqual(37000, bench.Words(Rdcva, 1)[0], "conversion lost");
        bench.Write(0x001, "FC5217A40000");
        Assert.AreEqual(0x52, bench.Read(Rdcfga)[1]);
        Assert.AreEqual(0x00, bench.Read(Rdcfga)[9], "write lost");
        Convert(bench, AdcvNormal);
        Assert.AreEqual(36000, bench.Words(Rdcva, 1)[0], "the fourth is obeyed");
    }

    [TestMethod]
    public void Lost_command_does_not_feed_the_watchdog()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.LoseCommands(0, 1);
        bench.clock.Advance(1500000);
        bench.chain.Pulse(0);
        bench.clock.Advance(10);
        bench.Send(0x711);
        bench.clock.Advance(600000);
        Assert.IsTrue(bench.chain.IsAsleep(0));
    }

    [TestMethod]
    public void Stopped_converters_leave_the_old_result_and_the_poll_line_low()
    {
        ChainBench bench = Ready("ltc6811", 1);
        Convert(bench, AdcvNormal);
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.chain.StopConverters(0, true);
        Convert(bench, AdcvNormal);
        Assert.AreEqual(37000, bench.Words(Rdcva, 0)[0]);
        Assert.AreEqual(0x00, bench.Send([.. ChainBench.Command(0x714), 0xFF])[4]);
        bench.chain.StopConverters(0, false);
        Assert.AreEqual(36000, bench.Words(Rdcva, 0)[0]);
        Assert.AreEqual(0x7F, bench.Send([.. ChainBench.Command(0x714), 0xFF])[4]);
    }

    [TestMethod]
    public void Shorted_wires_make_the_cell_between_them_read_zero()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetCellWiresShorted(0, 1, true);
        Convert(bench, AdcvNormal);
        CollectionAssert.AreEqual(new[] { 37000, 0, 37000 }, bench.Words(Rdcva, 0));
        Convert(bench, 0x568);
        Assert.AreEqual(37000 * 12 / 20, bench.Words(0x010, 0)[0], "the stack is what it was");
        bench.chain.SetCellWiresShorted(0, 1, false);
        Convert(bench, AdcvNormal);
        Assert.AreEqual(37000, bench.Words(Rdcva, 0)[1]);
    }

    [TestMethod]
    [DataRow("ltc6811", 6)]
    [DataRow("ltc6812", 5)]
    [DataRow("ltc6813", 6)]
    public void Stuck_mux_reads_one_cell_for_all_of_its_converter_and_fails_the_diagnosis(string part, int ofFirst)
    {
        ChainBench bench = Ready(part, 1);
        for (int input = 0; input < bench.chain.CellInputs; input++)
        {
            bench.chain.SetCellMicrovolts(0, input, 3000000 + (input * 100000));
        }

        bench.chain.SetMuxStuck(0, true);
        Convert(bench, AdcvNormal);
        int[] codes = Cells(bench);
        for (int input = 0; input < codes.Length; input++)
        {
            Assert.AreEqual(input < ofFirst ? 30000 : 30000 + (input * 1000), codes[input], "cell " + (input + 1));
        }

        Convert(bench, 0x715);
        Assert.AreEqual(2, bench.Read(0x012)[5] & 2);
        bench.chain.SetMuxStuck(0, false);
        Convert(bench, 0x715);
        Assert.AreEqual(0, bench.Read(0x012)[5] & 2);
    }

    [TestMethod]
    [DataRow("ltc6811", 0, 0, 6)]
    [DataRow("ltc6811", 1, 6, 12)]
    [DataRow("ltc6812", 2, 10, 15)]
    [DataRow("adbms1818", 1, 6, 12)]
    public void Converter_offset_is_in_all_cells_of_that_converter(string part, int converter, int first, int end)
    {
        ChainBench bench = Ready(part, 1);
        bench.chain.SetConverterOffsetMicrovolts(0, converter, -12300);
        Convert(bench, AdcvNormal);
        int[] codes = Cells(bench);
        for (int input = 0; input < codes.Length; input++)
        {
            Assert.AreEqual(input >= first && input < end ? 36877 : 37000, codes[input], "cell " + (input + 1));
        }

        Convert(bench, 0x560);
        Assert.AreEqual(converter == 0 ? 29877 : 30000, bench.Words(0x00E, 0)[2], "ADC1 measures the reference");
        Convert(bench, 0x568);
        Assert.AreEqual(converter == 0 ? 49877 : 50000, bench.Words(0x010, 0)[2], "ADC1 measures the supply");
    }

    [TestMethod]
    [DataRow("ltc6811")]
    [DataRow("ltc6812")]
    [DataRow("ltc6813")]
    public void Overlap_test_shows_each_converters_own_result_of_the_shared_cell(string part)
    {
        ChainBench bench = Ready(part, 1);
        bench.chain.SetConverterOffsetMicrovolts(0, 0, 1000);
        bench.chain.SetConverterOffsetMicrovolts(0, 1, 2000);
        if (bench.chain.ConverterCount > 2)
        {
            bench.chain.SetConverterOffsetMicrovolts(0, 2, 3000);
        }

        // Cell 7 (6812: 6) by ADC2 into slot 7, by ADC1 into slot 8; cell 13 (11) by ADC3 into slot 13, by ADC2 into 14.
        Convert(bench, AdolNormal);
        CollectionAssert.AreEqual(new[] { 37020, 37010, 0xFFFF }, bench.Words(0x008, 0));
        if (bench.chain.ConverterCount > 2)
        {
            CollectionAssert.AreEqual(new[] { 37030, 37020, 0xFFFF }, bench.Words(0x009, 0));
        }
    }

    [TestMethod]
    public void Broken_filter_turns_one_bit_of_self_tests_and_readings()
    {
        ChainBench bench = Ready("ltc6811", 1);
        bench.chain.SetFilterBroken(0, true);
        Convert(bench, 0x327);
        Assert.AreEqual(0x9555 ^ 0x100, bench.Words(0x006, 0)[2]);
        Convert(bench, 0x347);
        Assert.AreEqual(0x6AAA ^ 0x100, bench.Words(0x006, 0)[2]);
        Convert(bench, AdcvNormal);
        Assert.AreEqual(37000 ^ 0x100, bench.Words(0x006, 0)[2]);

        // Where the second machine looks on, it sees the difference in bits 11 to 8.
        Assert.AreEqual(0xFF04, bench.Words(0x006, 0)[1]);
        Convert(bench, 0x527);
        Assert.AreEqual(0xFF04, bench.Words(0x00E, 0)[2]);
        Convert(bench, 0x52F);
        Assert.AreEqual(0xFF04, bench.Words(0x010, 0)[2]);
        Convert(bench, 0x568);
        Assert.AreEqual(50000 ^ 0x100, bench.Words(0x010, 0)[2]);
    }

    private static ChainBench Ready(string part, int devices)
    {
        ChainBench bench = new ChainBench(part, devices).Awake();
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.Write(0x001, "FC0000000000");
        bench.clock.Advance(4400);
        return bench;
    }

    private static void Convert(ChainBench bench, int command)
    {
        bench.Send(command);
        bench.clock.Advance(4000);
    }

    private static int[] Cells(ChainBench bench)
    {
        int[] groups = [0x004, 0x006, 0x008, 0x00A, 0x009, 0x00B];
        return [.. groups.Take(bench.chain.CellInputs / 3).SelectMany(group => bench.Words(group, 0))];
    }
}
