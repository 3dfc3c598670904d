using System.IO;
using DataBox.Cli.Telemetry;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

[TestClass]
public class CsvSinkTests
{
    [TestMethod]
    public void Rows_are_written_in_the_form_of_a_recording_and_can_be_replayed()
    {
        using var folder = new Folder();
        using (ITelemetrySink sink = TelemetryFiles.Open(folder.File("x.csv")))
        {
            sink.Begin(Rows.Shape, 3);
            sink.Write(Rows.Whole(1000));
            sink.Write(Rows.Faulty(1000));
        }

        CollectionAssert.AreEqual(
            new[] { "time_ms,current_ma,cell1_uv,cell2_uv,temp1_dc", "1000,-1200,3700100,3700200,-15", "1000,,0,," },
            folder.Lines("x.csv"));
        using Recording recording = Recording.Open(folder.File("x.csv"));
        Assert.AreEqual(2, recording.CellCount);
        Assert.AreEqual(1, recording.ProbeCount);
    }

    [TestMethod]
    public void Reasons_stand_in_a_second_file_and_what_was_not_due_has_none()
    {
        using var folder = new Folder();
        using (ITelemetrySink sink = TelemetryFiles.Open(folder.File("x.csv")))
        {
            sink.Begin(Rows.Shape, 3);
            sink.Write(Rows.Whole(1000));
            sink.Write(Rows.Faulty(1100));
        }

        CollectionAssert.AreEqual(
            new[] { "row,time_ms,column,reason", "2,1100,cell1_uv,implausible", "2,1100,cell2_uv,pec-error" },
            folder.Lines("x.reasons.csv"));
        Assert.IsFalse(File.Exists(folder.File("x.pack.csv")));
    }

    [TestMethod]
    public void Pack_voltage_and_state_stand_in_a_third_file_where_the_box_has_them()
    {
        using var folder = new Folder();
        using (ITelemetrySink sink = TelemetryFiles.Open(folder.File("x.csv")))
        {
            sink.Begin(Rows.Shape, 3);
            TelemetryRow row = Rows.Whole(1000);
            row.Pack = new PackReading(5, Quality.Good, 355_000, Quality.Good, 3, Quality.Good);
            sink.Write(row);
        }

        CollectionAssert.AreEqual(new[] { "row,time_ms,pack_mv,vehicle_state", "1,1000,355000,3" }, folder.Lines("x.pack.csv"));
    }

    [TestMethod]
    public void Each_boot_has_files_of_its_own()
    {
        using var folder = new Folder();
        using (ITelemetrySink sink = TelemetryFiles.Open(folder.File("x.csv")))
        {
            sink.Begin(Rows.Shape, 3);
            sink.Write(Rows.Whole(1000));
            sink.Begin(Rows.Shape, 4);
            sink.Write(Rows.Faulty(0));
        }

        Assert.AreEqual(2, folder.Lines("x.csv").Length);
        Assert.AreEqual("0,,0,,", folder.Lines("x.boot4.csv")[1]);
        Assert.AreEqual("1,0,cell1_uv,implausible", folder.Lines("x.boot4.reasons.csv")[1]);
    }

    [TestMethod]
    public void Flushed_rows_can_be_read_while_the_recording_goes_on()
    {
        using var folder = new Folder();
        using ITelemetrySink sink = TelemetryFiles.Open(folder.File("x.csv"));
        sink.Begin(Rows.Shape, 3);
        sink.Write(Rows.Whole(1000));
        sink.Flush();
        using var reader = new StreamReader(new FileStream(folder.File("x.csv"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        StringAssert.Contains(reader.ReadToEnd(), "1000,-1200,3700100,3700200,-15");
    }
}
