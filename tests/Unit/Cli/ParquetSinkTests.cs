using System;
using System.Linq;
using System.Threading.Tasks;
using DataBox.Cli.Telemetry;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Parquet;
using Parquet.Schema;

namespace DataBox.Tests.Unit.Cli;

/// <summary>What --out x.parquet writes, read back by a reader of the format.</summary>
[TestClass]
public class ParquetSinkTests
{
    [TestMethod]
    public async Task Readings_come_back_with_their_qualities_and_what_was_not_due_is_null()
    {
        using var folder = new Folder();
        using (ITelemetrySink sink = TelemetryFiles.Open(folder.File("x.parquet")))
        {
            sink.Begin(Rows.Shape, 3);
            sink.Write(Rows.Whole(1000));
            sink.Write(Rows.Faulty(1000));
        }

        await using ParquetReader reader = await ParquetReader.CreateAsync(folder.File("x.parquet"));
        CollectionAssert.AreEqual(
            new[]
            {
                "time_ms", "boot", "seq", "current_ma", "current_ma_q", "pack_mv", "pack_mv_q", "vehicle_state", "vehicle_state_q",
                "cell1_uv", "cell1_uv_q", "cell2_uv", "cell2_uv_q", "temp1_dc", "temp1_dc_q",
            },
            reader.Schema.DataFields.Select(f => f.Name).ToArray());
        CollectionAssert.AreEqual(new long[] { 1000, 1000 }, await LongsAsync(reader, "time_ms"));
        CollectionAssert.AreEqual(new long[] { 5, 6 }, await LongsAsync(reader, "seq"));
        CollectionAssert.AreEqual(new int?[] { -1200, null }, await ReadingsAsync(reader, "current_ma"));
        CollectionAssert.AreEqual(new int?[] { 0, null }, await ReadingsAsync(reader, "current_ma_q"));
        CollectionAssert.AreEqual(new int?[] { 1, null }, await ReadingsAsync(reader, "pack_mv_q"));
        CollectionAssert.AreEqual(new int?[] { 3_700_100, 0 }, await ReadingsAsync(reader, "cell1_uv"));
        CollectionAssert.AreEqual(new int?[] { 0, 10 }, await ReadingsAsync(reader, "cell1_uv_q"));
        CollectionAssert.AreEqual(new int?[] { 3_700_200, null }, await ReadingsAsync(reader, "cell2_uv"));
        CollectionAssert.AreEqual(new int?[] { 0, 3 }, await ReadingsAsync(reader, "cell2_uv_q"));
        CollectionAssert.AreEqual(new int?[] { -15, null }, await ReadingsAsync(reader, "temp1_dc"));
    }

    [TestMethod]
    public async Task Long_recording_has_several_row_groups_and_every_row()
    {
        const int Count = ParquetSink.RowsOfAGroup + 10;
        using var folder = new Folder();
        using (ITelemetrySink sink = TelemetryFiles.Open(folder.File("x.parquet")))
        {
            sink.Begin(Rows.Shape, 3);
            for (int i = 0; i < Count; i++)
            {
                sink.Write(Rows.Whole(i));
            }
        }

        await using ParquetReader reader = await ParquetReader.CreateAsync(folder.File("x.parquet"));
        Assert.AreEqual(2, reader.RowGroupCount);
        CollectionAssert.AreEqual(Enumerable.Range(0, Count).Select(i => (long)i).ToArray(), await LongsAsync(reader, "time_ms"));
    }

    [TestMethod]
    public async Task Each_boot_has_a_file_that_is_whole()
    {
        using var folder = new Folder();
        using (ITelemetrySink sink = TelemetryFiles.Open(folder.File("x.parquet")))
        {
            sink.Begin(Rows.Shape, 3);
            sink.Write(Rows.Whole(1000));
            sink.Begin(Rows.Shape, 4);
            sink.Write(Rows.Whole(0));
        }

        foreach ((string name, long time) in new[] { ("x.parquet", 1000L), ("x.boot4.parquet", 0L) })
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(folder.File(name));
            CollectionAssert.AreEqual(new[] { time }, await LongsAsync(reader, "time_ms"));
        }
    }

    private static async Task<long[]> LongsAsync(ParquetReader reader, string name)
    {
        DataField field = reader.Schema.DataFields.Single(f => f.Name == name);
        long[] all = [];
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
            long[] values = new long[group.RowCount];
            await group.ReadAsync<long>(field, values.AsMemory());
            all = [.. all, .. values];
        }

        return all;
    }

    private static async Task<int?[]> ReadingsAsync(ParquetReader reader, string name)
    {
        DataField field = reader.Schema.DataFields.Single(f => f.Name == name);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        int?[] values = new int?[group.RowCount];
        await group.ReadAsync<int>(field, values.AsMemory());
        return values;
    }
}
