using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

[TestClass]
public class RecordingLayoutTests
{
    [TestMethod]
    [DataRow(96, 24, null, null, "96 cells and 24 probes on 8 x ltc6811: 12 cells and 3 probes each")]
    [DataRow(88, 19, null, null,
        "88 cells and 19 probes on 8 x ltc6811: 11,11,11,11,11,11,11,11 cells and 3,3,3,2,2,2,2,2 probes")]
    [DataRow(16, 4, null, null, "16 cells and 4 probes on 2 x ltc6811: 8 cells and 2 probes each")]
    [DataRow(6, 3, null, null, "6 cells and 3 probes on 1 x ltc6811: 6 cells and 3 probes each")]
    [DataRow(2, 11, null, null, "2 cells and 11 probes on 3 x ltc6811: 1,1,0 cells and 4,4,3 probes")]
    [DataRow(96, 24, null, "ltc6813", "96 cells and 24 probes on 6 x ltc6813: 16 cells and 4 probes each")]
    [DataRow(200, 0, null, null, "200 cells and 0 probes on 14 x ltc6812: "
        + "15,15,15,15,14,14,14,14,14,14,14,14,14,14 cells and 0,0,0,0,0,0,0,0,0,0,0,0,0,0 probes")]
    [DataRow(96, 24, "6x16", null, "96 cells and 24 probes on 6 x ltc6813: 16 cells and 4 probes each")]
    [DataRow(23, 3, "12,11", null, "23 cells and 3 probes on 2 x ltc6811: 12,11 cells and 2,1 probes")]
    [DataRow(96, 24, "8x12", "adbms1818", "96 cells and 24 probes on 8 x adbms1818: 12 cells and 3 probes each")]
    public void Chain_is_as_asked_for_or_the_fewest_devices_evenly(
        int cells, int probes, string? layout, string? chip, string sentence)
    {
        RecordingLayout chosen = RecordingLayout.For(cells, probes, layout, chip);
        Assert.AreEqual(sentence, chosen.Sentence);
        Assert.AreEqual(cells, chosen.Layout.cellCount);
        Assert.AreEqual(probes, chosen.Layout.probeCount);
    }

    [TestMethod]
    [DataRow(96, 24, "17x12", null, "--layout 17x12: 17 devices; a chain has 1 to 16")]
    [DataRow(17, 0, "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", null,
        "--layout 1,1,1,1,1,1,1,1,1,1,1,1,...: 17 devices; a chain has 1 to 16")]
    [DataRow(96, 24, "0x12", null, "--layout 0x12: 0 devices; a chain has 1 to 16")]
    [DataRow(96, 24, "8x0", null, "--layout 8x0: a device without cells")]
    [DataRow(96, 24, "8x11", null, "--layout 8x11 holds 88 cells, the recording has 96")]
    [DataRow(26, 0, "12,14", "ltc6811", "--layout 12,14: device 2 has 14 cells, the ltc6811 takes 12")]
    [DataRow(38, 0, "2x19", null, "--layout 2x19: device 1 has 19 cells, the ltc6813 takes 18")]
    [DataRow(12, 6, "1x12", "ltc6811", "--layout 1x12: 6 probes need more than the 5 GPIOs of each ltc6811")]
    [DataRow(12, 0, "twelve", null,
        "--layout 'twelve' is not devices x cells (8x12) nor the cells of each device (12,12,11)")]
    [DataRow(12, 0, "8x", null, "--layout '8x' is not devices x cells (8x12) nor the cells of each device (12,12,11)")]
    [DataRow(12, 0, "12,-1", null,
        "--layout '12,-1' is not devices x cells (8x12) nor the cells of each device (12,12,11)")]
    [DataRow(300, 0, null, null, "300 cells and 0 probes need 17 devices of ltc6813; a chain has 1 to 16")]
    [DataRow(200, 0, null, "ltc6811", "200 cells and 0 probes need 17 devices of ltc6811; a chain has 1 to 16")]
    public void Chain_that_can_not_be_is_refused_with_the_number(
        int cells, int probes, string? layout, string? chip, string message)
    {
        RecordingException e = Assert.ThrowsExactly<RecordingException>(
            () => RecordingLayout.For(cells, probes, layout, chip));
        Assert.AreEqual(message, e.Message);
    }

    [TestMethod]
    public void Chip_that_nobody_simulates_is_refused_with_those_that_are()
    {
        RecordingException e = Assert.ThrowsExactly<RecordingException>(
            () => RecordingLayout.For(12, 0, null, "max17852"));
        Assert.AreEqual("--chip max17852: no such chip; there are " + SimCatalogue.Names, e.Message);
        StringAssert.Contains(e.Message, "ltc6811, ltc6812, ltc6813, adbms1818, adbms6830, ades1830");
    }

    [TestMethod]
    public void Made_up_pack_takes_its_cells_from_the_layout()
    {
        RecordingLayout chosen = RecordingLayout.ForPack("8x12");
        Assert.AreEqual(96, chosen.Layout.cellCount);
        Assert.AreEqual(24, chosen.Layout.probeCount);
        Assert.IsTrue(Enumerable.Range(0, 8).All(d => chosen.Layout.CellsOf(d) == 12));
    }
}
