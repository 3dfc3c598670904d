using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The second digital machine: whose result it checks (ADBMS1818 data sheet, table "ADC Path Redundancy
/// Selection"), and what a forced disagreement leaves in the registers.</summary>
[TestClass]
public class Ltc681xSimRedundancyTests
{
    [TestMethod]
    [DataRow("ltc6813", 0, "1,4,8,11,15,18")]
    [DataRow("ltc6813", 1, "1,2,3,4,5,6")]
    [DataRow("adbms1818", 2, "7,8,9,10,11,12")]
    [DataRow("ltc6813", 3, "13,14,15,16,17,18")]
    [DataRow("ltc6812", 0, "1,4,7,10,13")]
    [DataRow("ltc6812", 3, "11,12,13,14,15")]
    public void Forced_disagreement_shows_in_the_cells_on_the_chosen_path(string part, int path, string cells)
    {
        ChainBench bench = Forced(part, path);
        Convert(bench, 0x360);
        Assert.AreEqual(cells, Disagreeing(bench, 37000), "ADCV");
        Convert(bench, 0x368);
        Assert.AreEqual(cells, Disagreeing(bench, 37000), "ADOW");
        Convert(bench, 0x327);
        Assert.AreEqual(cells, Disagreeing(bench, 0x9555), "CVST");
        bench.Write(0x024, "0F0000000000");
        Convert(bench, 0x360);
        Assert.AreEqual("", Disagreeing(bench, 37000), "not forced any more");
    }

    [TestMethod]
    [DataRow(0, 0xFF0F, 37000, 37000, 0xFF0F, DisplayName = "by itself: ADC2 both times")]
    [DataRow(1, 37000, 0xFF0F, 37000, 37000, DisplayName = "ADC1")]
    [DataRow(2, 0xFF0F, 37000, 37000, 0xFF0F, DisplayName = "ADC2")]
    [DataRow(3, 37000, 37000, 0xFF0F, 37000, DisplayName = "ADC3")]
    public void Overlap_test_is_checked_on_the_path_that_measures(int path, int slot7, int slot8, int slot13, int slot14)
    {
        // Slot 7 is ADC2's result of cell 7, slot 8 ADC1's; slot 13 ADC3's of cell 13, slot 14 ADC2's.
        ChainBench bench = Forced("ltc6813", path);
        Convert(bench, 0x301);
        CollectionAssert.AreEqual(new[] { slot7, slot8 }, bench.Words(0x008, 0)[..2]);
        CollectionAssert.AreEqual(new[] { slot13, slot14 }, bench.Words(0x009, 0)[..2]);
    }

    [TestMethod]
    public void Aux_and_status_are_checked_by_the_commands_with_redundancy_on_ADC1_alone()
    {
        for (int path = 0; path < 4; path++)
        {
            bool isChecked = path <= 1;
            ChainBench bench = Forced("ltc6813", path);
            Convert(bench, 0x560);
            Assert.AreEqual(30000, bench.Words(0x00E, 0)[2], "ADAX");
            Convert(bench, 0x500);
            Assert.AreEqual(isChecked ? 0xFF0F : 30000, bench.Words(0x00E, 0)[2], "ADAXD");
            Convert(bench, 0x568);
            Assert.AreEqual(50000, bench.Words(0x010, 0)[2], "ADSTAT");
            Convert(bench, 0x508);
            Assert.AreEqual(isChecked ? 0xFF0F : 50000, bench.Words(0x010, 0)[2], "ADSTATD");
            Convert(bench, 0x567);
            Assert.AreEqual(isChecked ? 0xFF0F : 22200, bench.Words(0x010, 0)[0], "ADCVSC");
            Convert(bench, 0x56F);
            Assert.AreEqual(isChecked ? 0xFF0F : 12345, bench.Words(0x00C, 0)[0], "ADCVAX");
            Convert(bench, 0x52F);
            Assert.AreEqual(isChecked ? 0xFF0F : 0x9555, bench.Words(0x010, 0)[1], "STATST");
            Convert(bench, 0x527);
            Assert.AreEqual(isChecked ? 0xFF0F : 0x9555, bench.Words(0x00D, 0)[1], "AXST");
        }
    }

    [TestMethod]
    public void Machine_that_never_disagrees_gives_itself_away_under_force()
    {
        ChainBench bench = Forced("ltc6813", 0);
        bench.chain.SetRedundancyBlind(0, true);
        Convert(bench, 0x360);
        Assert.AreEqual("", Disagreeing(bench, 37000));
    }

    [TestMethod]
    [DataRow("ltc6811", 0x567, 2724)]
    [DataRow("ltc6813", 0x567, 2756)]
    [DataRow("ltc6813", 0x4E7, 1331)]
    [DataRow("ltc6811", 0x56F, 3133)]
    [DataRow("ltc6812", 0x4EF, 1328)]
    [DataRow("adbms1818", 0x56F, 3140)]
    [DataRow("ltc6813", 0x301, 791)]
    [DataRow("ltc6813", 0x715, 400)]
    public void Combined_conversions_and_diagnosis_take_their_printed_time(string part, int command, int micros)
    {
        ChainBench bench = Ready(part);
        Assert.AreEqual(micros, BusyMicros(bench, command), 1);
    }

    [TestMethod]
    public void Diagnosis_from_standby_takes_its_own_time()
    {
        ChainBench bench = new ChainBench("ltc6813", 1).Awake();
        Assert.AreEqual(4500, BusyMicros(bench, 0x715), 1);
    }

    // The command and clocks behind it in one frame: the line rises when the device is through.
    private static int BusyMicros(ChainBench bench, int command)
    {
        byte[] frame = [.. ChainBench.Command(command), .. Enumerable.Repeat((byte)0xFF, 1000)];
        byte[] reply = bench.Send(frame)[4..];
        int bit = 0;
        while ((reply[bit / 8] & (0x80 >> (bit % 8))) == 0)
        {
            bit++;
        }

        Assert.IsTrue(reply.Skip((bit / 8) + 1).All(value => value == 0xFF), "the line stays up");
        return bit + 1;
    }

    private static ChainBench Forced(string part, int path)
    {
        ChainBench bench = Ready(part);
        bench.Write(0x024, "0F" + (0x40 | (path << 4)).ToString("X2") + "00000000");
        return bench;
    }

    private static ChainBench Ready(string part)
    {
        ChainBench bench = new ChainBench(part, 1).Awake();
        bench.chain.SetAllCellsMicrovolts(3700000);
        bench.chain.SetGpioMicrovolts(0, 0, 1234500);
        bench.Write(0x001, "FC0000000000");
        bench.clock.Advance(4400);
        return bench;
    }

    private static string Disagreeing(ChainBench bench, int sound)
    {
        int[] groups = [0x004, 0x006, 0x008, 0x00A, 0x009, 0x00B];
        int[] codes = [.. groups.Take(bench.chain.CellInputs / 3).SelectMany(group => bench.Words(group, 0))];
        Assert.IsTrue(codes.All(code => code == sound || code == 0xFF0F));
        return string.Join(",", Enumerable.Range(0, codes.Length).Where(i => codes[i] != sound).Select(i => i + 1));
    }

    private static void Convert(ChainBench bench, int command)
    {
        bench.Send(command);
        bench.clock.Advance(4000);
    }
}
