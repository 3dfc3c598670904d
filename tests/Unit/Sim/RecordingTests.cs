using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>What a recording may look like, and the one line that says why another is refused.</summary>
[TestClass]
public class RecordingTests
{
    private const string Header = "time_ms,current_ma,cell1_uv,cell2_uv,temp1_dc\n";

    [TestMethod]
    public void Rows_come_in_order_with_absent_readings_marked()
    {
        List<RecordingRow> rows = ReadAll(
            Header + "0,-750,3658000,,270\n1000,,3657000,3656000,\n1000,5,0,66535000,-400\n");
        Assert.AreEqual(3, rows.Count);
        Assert.AreEqual(-750, rows[0].currentMilliamps);
        Assert.IsTrue(rows[0].hasCell[0] && !rows[0].hasCell[1] && rows[0].hasTemp[0]);
        Assert.IsFalse(rows[1].hasCurrent || rows[1].hasTemp[0]);
        Assert.AreEqual(66535000, rows[2].cellMicrovolts[1]);
        Assert.AreEqual(-400, rows[2].tempDeciC[0]);
        CollectionAssert.AreEqual(new[] { 0L, 1000L, 1000L }, rows.Select(row => row.timeMs).ToArray());
    }

    [TestMethod]
    public void Gzip_byte_order_mark_carriage_returns_and_a_missing_last_line_end_change_nothing()
    {
        string text = "\uFEFF" + (Header + "0,1,2,3,4\n5,6,7,8,9").Replace("\n", "\r\n");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        using Recording recording = Recording.Open(new MemoryStream(packed.ToArray()), "x.gz");
        var row = new RecordingRow(2, 1);
        Assert.IsTrue(recording.TryRead(row));
        Assert.IsTrue(recording.TryRead(row));
        Assert.AreEqual(9, row.tempDeciC[0]);
        Assert.IsFalse(recording.TryRead(row));
    }

    [TestMethod]
    public void Current_temperatures_and_warning_level_may_be_absent_and_columns_may_stand_in_any_order()
    {
        using Recording recording = FromText("cell2_uv,bms_warning,time_ms,cell1_uv\n20,3,1,10\n");
        Assert.IsFalse(recording.HasCurrent);
        Assert.IsTrue(recording.HasBmsWarning);
        Assert.AreEqual(0, recording.ProbeCount);
        var row = new RecordingRow(2, 0);
        Assert.IsTrue(recording.TryRead(row));
        CollectionAssert.AreEqual(new[] { 10, 20 }, row.cellMicrovolts);
        Assert.AreEqual(3, row.bmsWarning);
    }

    [TestMethod]
    [DataRow("", "x.csv: the file is empty")]
    [DataRow("time_ms,cell1_uv,speed_kmh\n",
        "x.csv line 1: unknown column 'speed_kmh'; a recording has time_ms, current_ma, "
        + "cellN_uv, tempN_dc and bms_warning")]
    [DataRow("current_ma,cell1_uv\n", "x.csv line 1: column time_ms is missing")]
    [DataRow("time_ms,current_ma\n", "x.csv line 1: column cell1_uv is missing; a recording has at least one cell")]
    [DataRow("time_ms,cell1_uv,cell3_uv\n", "x.csv line 1: column cell2_uv is missing")]
    [DataRow("time_ms,cell1_uv,temp2_dc\n", "x.csv line 1: column temp1_dc is missing")]
    [DataRow("time_ms,cell1_uv,cell1_uv\n", "x.csv line 1: column cell1_uv is there twice")]
    [DataRow("time_ms,cell01_uv\n", "x.csv line 1: unknown column 'cell01_uv'; a recording has time_ms, current_ma, "
        + "cellN_uv, tempN_dc and bms_warning")]
    [DataRow("time_ms,cell0_uv\n", "x.csv line 1: unknown column 'cell0_uv'; a recording has time_ms, current_ma, "
        + "cellN_uv, tempN_dc and bms_warning")]
    public void Header_is_refused_with_the_column(string text, string message)
    {
        RecordingException e = Assert.ThrowsExactly<RecordingException>(() => FromText(text));
        Assert.AreEqual(message, e.Message);
    }

    [TestMethod]
    [DataRow("0,1,NaN,3,4", "x.csv line 2, column cell1_uv: 'NaN' is not a whole number")]
    [DataRow("0,1,3.5,3,4", "x.csv line 2, column cell1_uv: '3.5' is not a whole number")]
    [DataRow("0,1, 3,3,4", "x.csv line 2, column cell1_uv: ' 3' is not a whole number")]
    [DataRow("0,-,3,3,4", "x.csv line 2, column current_ma: '-' is not a whole number")]
    [DataRow("0,1,3,1e3,4", "x.csv line 2, column cell2_uv: '1e3' is not a whole number")]
    [DataRow("0,1,3\n", "x.csv line 2, column cell2_uv: the row ends after 3 of 5 fields")]
    [DataRow("0,1,3,4,5,6", "x.csv line 2: more fields than the header's 5 columns")]
    [DataRow(",1,3,4,5", "x.csv line 2, column time_ms: a row has no time")]
    [DataRow("-5,1,3,4,5", "x.csv line 2, column time_ms: -5 is outside 0 to 9,007,199,254,740,991")]
    [DataRow("0,1,100000001,4,5", "x.csv line 2, column cell1_uv: 100000001 is outside -10,000,000 to 100,000,000")]
    [DataRow("0,1,99999999999999999999999999,4,5",
        "x.csv line 2, column cell1_uv: 999999999999999999999999... is outside -10,000,000 to 100,000,000")]
    [DataRow("0,2000001,1,4,5", "x.csv line 2, column current_ma: 2000001 is outside -2,000,000 to 2,000,000")]
    [DataRow("0,1,1,4,2001", "x.csv line 2, column temp1_dc: 2001 is outside -1,000 to 2,000")]
    [DataRow("9,1,1,4,5\n8,1,1,4,5", "x.csv line 3, column time_ms: 8 is earlier than 9 in line 2")]
    [DataRow("9,1,1,4,5\n\n9,1,1,4,5", "x.csv line 3: empty line between rows")]
    [DataRow("9,1,1,4,\u001b[31m", "x.csv line 2, column temp1_dc: '?[31m' is not a whole number")]
    public void Row_is_refused_with_line_and_column(string rows, string message)
    {
        RecordingException e = Assert.ThrowsExactly<RecordingException>(() => ReadAll(Header + rows));
        Assert.AreEqual(message, e.Message);
    }

    [TestMethod]
    public void Cut_gzip_file_is_refused_after_the_rows_it_holds()
    {
        using var packed = new MemoryStream();
        var random = new SimRandom(1);
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(System.Text.Encoding.ASCII.GetBytes("time_ms,cell1_uv\n"));
            for (int i = 0; i < 50000; i++)
            {
                gzip.Write(System.Text.Encoding.ASCII.GetBytes(i + "," + random.Next(4000000) + "\n"));
            }
        }

        byte[] half = packed.ToArray()[..(int)(packed.Length / 2)];
        using Recording recording = Recording.Open(new MemoryStream(half), "x.gz");
        var row = new RecordingRow(1, 0);
        int rows = 0;
        RecordingException e = Assert.ThrowsExactly<RecordingException>(() =>
        {
            while (recording.TryRead(row))
            {
                rows++;
            }
        });
        Assert.IsTrue(rows > 10000, rows + " rows");
        StringAssert.StartsWith(e.Message, "x.gz line ");
    }

    [TestMethod]
    public void Endless_line_is_refused_and_not_held()
    {
        RecordingException e = Assert.ThrowsExactly<RecordingException>(
            () => FromText("time_ms" + new string('x', 200000)));
        Assert.AreEqual("x.csv line 1: longer than 65536 bytes", e.Message);
    }

    [TestMethod]
    public void File_that_is_not_there_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), "no-such-recording.csv");
        RecordingException e = Assert.ThrowsExactly<RecordingException>(() => Recording.Open(path));
        Assert.AreEqual(path + ": there is no such file", e.Message);
    }

    [TestMethod]
    [DataRow("ev-car2.csv.gz", 88, 19, 14385)]
    [DataRow("leaf-6s-1c.csv", 6, 3, 4144)]
    [DataRow("leaf-6s-2c.csv", 6, 3, 2209)]
    [DataRow("pack-8s-b14.csv", 8, 1, 9068)]
    [DataRow("battdiag-isc-12s.csv.gz", 12, 0, 12001)]
    [DataRow("noisy-drive-03mv.csv.gz", 16, 4, 6000)]
    public void Every_recording_reads_to_its_end(string file, int cells, int probes, int rows)
    {
        using Recording recording = Recording.Open(SharedFolder.RequireFile("data/" + file));
        Assert.AreEqual(cells, recording.CellCount);
        Assert.AreEqual(probes, recording.ProbeCount);
        var row = new RecordingRow(cells, probes);
        int count = 0;
        while (recording.TryRead(row))
        {
            count++;
        }

        Assert.AreEqual(rows, count);
    }

    private static Recording FromText(string text) =>
        Recording.Open(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "x.csv");

    private static List<RecordingRow> ReadAll(string text)
    {
        using Recording recording = FromText(text);
        List<RecordingRow> rows = [];
        while (true)
        {
            var row = new RecordingRow(recording.CellCount, recording.ProbeCount);
            if (!recording.TryRead(row))
            {
                return rows;
            }

            rows.Add(row);
        }
    }
}
