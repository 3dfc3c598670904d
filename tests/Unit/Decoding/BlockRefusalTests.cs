using System;
using System.Linq;
using DataBox.Decoding;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>Each rule of the contract's "What a decoder refuses", broken once in a block that is right otherwise.</summary>
[TestClass]
public sealed class BlockRefusalTests
{
    // One row, box "a", boot 1, seq 1, time 0, map 0, one device, all steps 1. By groups: one cell; one probe (and a cell that
    // is not in the rows); pack; two cells by either model.
    private const string Cell = "DB01 01 01 E1 01 01 00 00 0081 00";
    private const string Probe = "DB01 02 01 E1 01 01 00 00 0181 00";
    private const string Pack = "DB01 04 01 E1 01 01 00 00 0081 0000";
    private const string TwoRows = "DB01 01 02 E1 01 01 00 00 0082 00";
    private const string TwoNoisyRows = "DB01 09 02 E1 01 01 00 00 0082 00 00";

    [TestMethod]
    public void The_shortest_block_is_one_cell_at_0_V()
    {
        DecodedRow row = Decode(Cell, []).Rows.Single();

        Assert.AreEqual(0, row.CellMicrovolts!.Single());
        Assert.AreEqual(0, row.TimeMs);
    }

    [TestMethod]
    [DataRow("DC01 01 01 E1 01 01 00 00 0081 00", "magic DC")]
    [DataRow("DB02 01 01 E1 01 01 00 00 0081 00", "codec 2")]
    [DataRow("DB11 01 01 E1 01 01 00 00 0081 00", "reserved bits 1")]
    [DataRow("DB01 00 01 E1 01 01 00 00 0081 00", "no group")]
    [DataRow("DB01 09 41 E1 01 01 00 00 0081 00 00", "at once")]
    [DataRow("DB01 0A 01 E1 01 01 00 00 0181 00 00", "no cells")]
    [DataRow("DB01 01 00 E1 01 01 00 00 0081 00", "0 rows")]
    [DataRow("DB01 01 3D E1 01 01 00 00 0081 00", "61 rows")]
    [DataRow("DB01 01 01 C1 01 01 00 00 0081 00", "character 41")]
    [DataRow("DB01 01 01 6161616161616161616161616161616161616161616161616161616161616161 E1 01 01 00 00 0081 00", "no end")]
    [DataRow("DB01 01 01 616161616161", "cut off at byte 10, in the box id")]
    [DataRow("DB01 01 01 E1 8080808008 01 00 00 0081 00", "boot number is 2147483648")]
    [DataRow("DB01 01 01 E1 8100 01 00 00 0081 00", "shortest form")]
    [DataRow("DB01 01 01 E1 01 8080808010 00 00 0081 00", "block's number is 4294967296")]
    [DataRow("DB01 01 01 E1 01 01 FFFFFFFFFFFFFFFFFF02 00 0081 00", "longer than 64 bits")]
    [DataRow("DB01 01 01 E1 01 01 00 8080808008 0081 00", "cell map's version is 2147483648")]
    [DataRow("DB01 01 01 E1 01 01 00 00 0A81 00", "10 probes")]
    [DataRow("DB01 01 01 E1 01 01 00 00 0093 00", "19 cells")]
    [DataRow("DB01 01 01 E1 01 01 00 00 00A1 00", "reserved bits in the layout")]
    [DataRow("DB01 01 01 E1 01 01 00 00 F001 0081 00", "more than 16 devices")]
    [DataRow("DB01 01 01 E1 01 01 00 00 0080 00", "without a cell")]
    [DataRow("DB01 01 01 E1 01 01 00 00 0081 0F", "time step 15")]
    [DataRow("DB01 01 01 E1 01 01 00 00 0081 F0", "cell step 15")]
    [DataRow("DB01 04 01 E1 01 01 00 00 0081 0010", "unused half")]
    [DataRow("DB01 09 01 E1 01 01 00 00 0081 00", "noise scale")]
    [DataRow("DB01 01 01 E1 01 01 00 00 0081 00 01 00", "0 byte")]
    [DataRow("DB01 01 01 E1 01 01 00 00 0081 00 00000000000001", "1 bytes are left over")]
    public void A_header_out_of_bounds_is_refused(string body, string why) => AssertRefused(body, [], why);

    [TestMethod]
    [DataRow("one time beyond 64 bits", "FEFFFFFFFFFFFFFFFF01", "beyond 64 bits")]
    [DataRow("last time within 64 bits", "FCFFFFFFFFFFFFFFFF01", null)]
    public void A_time_has_64_bits(string what, string firstTime, string? why)
    {
        byte[] rows = new CodedRows().UsualRow().Raw(7, 0).Raw(16, 0).UsualRow().Mostly("device", false).Finish();
        string header = $"DB01 01 02 E1 01 01 {firstTime} 00 0081 00";
        if (why == null)
        {
            Assert.AreEqual(long.MaxValue, Decode(header, rows).Rows[1].TimeMs, what);
            return;
        }

        AssertRefused(header, rows, why);
    }

    [TestMethod]
    public void An_index_rises_and_stays_below_60()
    {
        AssertRefused(Cell, new CodedRows().UnusualRow(index: 60), "index 60 after -1");
        CodedRows fifth = FirstRow(new CodedRows().UnusualRow(index: 5).Nearly("any quality", false));
        AssertRefused(TwoRows, fifth.UnusualRow(index: 5), "index 5 after 5");
        CodedRows last = FirstRow(new CodedRows().UnusualRow(index: 59).Nearly("any quality", false));
        AssertRefused(TwoRows, last.UsualRow(), "index 60 after 59");
    }

    [TestMethod]
    public void Groups_are_some_of_the_headers()
    {
        AssertRefused(Cell, new CodedRows().UnusualRow(groups: 0), "groups 0");
        AssertRefused(Cell, new CodedRows().UnusualRow(groups: 3), "groups 3");
    }

    [TestMethod]
    public void A_quality_is_a_known_one()
    {
        CodedRows cell = new CodedRows().UnusualRow().Nearly("any quality", true).Mostly("q0", true);
        AssertRefused(Cell, cell.Raw(4, 14), "quality 14");
        AssertRefused(Pack, new CodedRows().UnusualRow().Nearly("quality", true).Raw(12, 0x0E0), "quality 14");
    }

    [TestMethod]
    [DataRow(6_553_500, null)]
    [DataRow(6_553_501, "cell 0 is 6553501 uV")]
    public void A_cell_stays_in_its_range(int microvolts, string? why)
    {
        byte[] rows = new CodedRows().UsualRow().Raw(7, microvolts >> 16).Raw(16, microvolts & 0xFFFF).Finish();
        if (why == null)
        {
            Assert.AreEqual(microvolts, Decode(Cell, rows).Rows[0].CellMicrovolts![0]);
            return;
        }

        AssertRefused(Cell, rows, why);
    }

    [TestMethod]
    public void A_temperature_stays_in_its_range()
    {
        // 25.0 degC and 2^10 + 1 tenths more.
        CodedRows rows = new CodedRows().UsualRow().Even("differs", true).Even("sign", false).Length("size", 10);
        AssertRefused(Probe, rows.Even("size m10", false).Raw(9, 1), "probe 0 is 1275");
    }

    [TestMethod]
    public void A_current_stays_in_its_range_and_its_error_has_the_length_it_says()
    {
        CodedRows rows = LongError(new CodedRows().UsualRow());
        AssertRefused(Pack, rows.Raw(5, 30).Raw(16, 0x8000).Raw(15, 0), "current, mA, is 536870912");
        AssertRefused(Pack, LongError(new CodedRows().UsualRow()).Raw(5, 31), "error of 31 bits");
        AssertRefused(Pack, LongError(new CodedRows().UsualRow()).Raw(5, 14), "error of 14 bits");
        AssertRefused(Pack, LongError(new CodedRows().UsualRow()).Raw(5, 16).Raw(2, 1), "fewer bits than the 16");
    }

    [TestMethod]
    public void A_cell_that_is_said_to_change_changes()
    {
        // Cell 0 moves by 1, and cell 1 by one less than that.
        CodedRows rows = FirstRow(new CodedRows().UsualRow()).UsualRow().Mostly("device", true)
            .Mostly("cell 0", true).Even("alone sign", false).Length("alone", 0)
            .Mostly("cell 9", true).Even("differs", true).Even("error sign", true).Length("error", 0);
        AssertRefused(TwoRows, rows, "cell 1 changes by 0");
    }

    [TestMethod]
    public void A_cell_does_not_step_below_0_V()
    {
        CodedRows rows = FirstRow(new CodedRows().UsualRow()).UsualRow().Mostly("device", true)
            .Mostly("cell 0", true).Even("alone sign", true).Length("alone", 0);
        AssertRefused(TwoRows, rows, "cell 0 is -1 uV");
    }

    [TestMethod]
    public void An_escape_is_for_errors_beyond_the_table_and_a_share_belongs_to_an_error()
    {
        CodedRows escape = FirstRow(new CodedRows().UsualRow()).UsualRow().Share(65512, 65536).Raw(1, 0).Length("escape", 0);
        AssertRefused(TwoNoisyRows, escape, "an escape for an error of 0");

        // Errors of -1, 0 and 1 around a prediction of 0.5: the table's lowest shares are of none of them.
        AssertRefused(TwoNoisyRows, FirstRow(new CodedRows().UsualRow()).UsualRow().Share(65511, 65512), "has the share 65511");
    }

    [TestMethod]
    public void A_number_has_30_bits_at_most()
    {
        CodedRows rows = new CodedRows().UsualRow().Even("differs", true).Even("sign", false).Length("size", 31);
        AssertRefused(Probe, rows, "longer than 30 bits");
    }

    [TestMethod]
    public void Bytes_beyond_what_rows_can_say_are_refused() =>
        AssertRefused(Cell, Enumerable.Repeat((byte)255, 12).ToArray(), "row 0 of 1");

    /// <summary>Two cells at 0 V, the second as expected.</summary>
    private static CodedRows FirstRow(CodedRows rows) => rows.Raw(7, 0).Raw(16, 0).Even("first differs", false);

    /// <summary>The tree's 15: the error's length follows.</summary>
    private static CodedRows LongError(CodedRows rows) =>
        rows.Even("c0", true).Even("c2", true).Even("c6", true).Even("c14", true);

    private static DecodedBlock Decode(string header, byte[] codedRows)
    {
        byte[] block = [.. Convert.FromHexString(header.Replace(" ", "")), .. codedRows, 0, 0, 0, 0];
        BlockDamageTests.Sign(block);
        return BlockDecoder.Decode(block);
    }

    private static void AssertRefused(string header, CodedRows rows, string why) => AssertRefused(header, rows.Finish(), why);

    private static void AssertRefused(string header, byte[] codedRows, string why)
    {
        var refusal = Assert.ThrowsExactly<BlockFormatException>(() => Decode(header, codedRows));
        Assert.Contains(why, refusal.Message);
    }
}
