using System.Text.Json;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Ltc681xStatusTests
{
    [TestMethod]
    public void Vectors_of_sum_and_die_temperature_are_met()
    {
        JsonElement conversions = AfeVectors.Part("ltc681x_conversions");
        string[] chips = { "ltc6811", "ltc6813" };
        for (int i = 0; i < 2; i++)
        {
            JsonElement sum = conversions.GetProperty("sum_of_cells")[i];
            JsonElement die = conversions.GetProperty("die_temperature")[i];
            var status = new Ltc681xStatus(1);
            Read(chips[i], status, sum.GetProperty("code").GetInt32(), die.GetProperty("code").GetInt32(), 50000,
                conversions.GetProperty("statb_flags").GetProperty("example").GetProperty("frame").GetString()!);
            Assert.AreEqual(Quality.Good, status.quality[0]);
            Assert.AreEqual(sum.GetProperty("uV").GetInt32(), status.sumMicrovolts[0]);
            Assert.AreEqual(die.GetProperty("deg_c").GetDouble(), status.dieDeciC[0] / 10.0, 0.11);
            Assert.AreEqual(5000000, status.analogSupplyMicrovolts[0]);
            Assert.AreEqual(3000000, status.digitalSupplyMicrovolts[0]);

            // The example: cell 1 under, cells 3 and 12 over.
            Assert.AreEqual(1, status.undervoltageMask[0]);
            Assert.AreEqual((1 << 2) | (1 << 11), status.overvoltageMask[0]);
            Assert.AreEqual(0, status.thermalShutdown[0]);
        }
    }

    [TestMethod]
    public void Simulated_chips_report_what_was_set()
    {
        foreach (string chip in new[] { "ltc6811", "ltc6812", "ltc6813", "adbms1818" })
        {
            SimBench bench = SimBench.Running(chip, 3);
            bench.chips.SetAllCellsMicrovolts(3300000);
            bench.chips.SetCellMicrovolts(1, 4, 2000000);
            bench.chips.SetCellMicrovolts(1, 11, 4500000);
            bench.chips.SetDieDeciC(2, 853);
            bench.chips.SetSupplyMicrovolts(0, 4900000, 3100000);
            bench.Read();
            var status = new Ltc681xStatus(3);
            Assert.AreEqual(AfeStatus.Ok, bench.chain.ReadStatus(status));
            int cells = bench.layout.CellsOf(0);
            Assert.AreEqual(cells * 3300000, status.sumMicrovolts[0], 3000.0);
            Assert.AreEqual(853, status.dieDeciC[2], 1.0);
            Assert.AreEqual(250, status.dieDeciC[0], 1.0);
            Assert.AreEqual(4900000, status.analogSupplyMicrovolts[0]);
            Assert.AreEqual(3100000, status.digitalSupplyMicrovolts[0]);
            CollectionAssert.AreEqual(new[] { 0, 1 << 4, 0 }, status.undervoltageMask);
            CollectionAssert.AreEqual(new[] { 0, 1 << 11, 0 }, status.overvoltageMask);
        }
    }

    [TestMethod]
    public void Device_that_is_not_there_or_does_not_convert_keeps_the_old_values()
    {
        SimBench bench = SimBench.Running("ltc6811", 3);
        var status = new Ltc681xStatus(3);
        bench.chain.ReadStatus(status);
        int before = status.sumMicrovolts[0];
        bench.NewTruth();
        bench.chips.SetConversionPercent(0, 200);
        bench.chips.IgnoreClears(1, 100);
        bench.chips.Faults.CutBelowDevice = 2;
        Assert.AreEqual(AfeStatus.NoReply, bench.chain.ReadStatus(status));
        CollectionAssert.AreEqual(new[] { Quality.NotConverted, Quality.Stale, Quality.NoReply }, status.quality);
        Assert.AreEqual(before, status.sumMicrovolts[0]);
    }

    [TestMethod]
    public void Overheated_die_is_reported_once()
    {
        SimBench bench = SimBench.Running("ltc6811", 2);
        bench.chips.OverheatOnce(1);
        var status = new Ltc681xStatus(2);
        bench.chain.ReadStatus(status);
        CollectionAssert.AreEqual(new byte[] { 0, 1 }, status.thermalShutdown);
        bench.chain.ReadStatus(status);
        CollectionAssert.AreEqual(new byte[] { 0, 0 }, status.thermalShutdown);
    }

    private static void Read(string chip, Ltc681xStatus status, int sum, int die, int supply, string groupB)
    {
        byte[] groupA = ChainBytes.Reply(ChainBytes.Codes(sum, die, supply));
        string a = System.Convert.ToHexString(groupA, 4, 8);
        ScriptedBus bus = new ScriptedBus().Expect("00127024", groupB).Expect("07135496").Expect("05683BAE")
            .Expect("0010ED72", "FFFFFFFFFFFF664C").Expect("0010ED72", a).Expect("00127024", groupB);
        var chain = new Ltc681xChain(bus, bus, ChainBytes.Layout(1, 12, 0), Ltc681xFamily.Model(chip), new Ltc681xConfig());
        Assert.AreEqual(AfeStatus.Ok, chain.ReadStatus(status));
        Assert.AreEqual(0, bus.Left);
    }
}
