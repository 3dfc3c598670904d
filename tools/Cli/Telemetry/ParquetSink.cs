using System;
using System.Collections.Generic;
using System.IO;
using Parquet;
using Parquet.Schema;

namespace DataBox.Cli.Telemetry;

/// <summary>
/// Writes rows as Parquet: time_ms, boot, seq, current_ma, pack_mv, vehicle_state, cellN_uv, tempN_dc, each reading with its
/// quality number beside it (NAME_q; null where the reading was not due). One row group for every
/// <see cref="RowsOfAGroup"/> rows.
/// </summary>
public sealed class ParquetSink(TelemetryFiles files) : ITelemetrySink
{
    public const int RowsOfAGroup = 4096;

    private readonly List<TelemetryRow> _rows = [];
    private ParquetSchema? _schema;
    private ParquetWriter? _writer;
    private Stream? _stream;
    private TelemetryShape? _shape;

    public void Begin(TelemetryShape shape, uint boot)
    {
        Close();
        _shape = shape;
        var fields = new List<Field>
        {
            new DataField<long>("time_ms"), new DataField<long>("boot"), new DataField<long>("seq"),
        };
        AddReading(fields, "current_ma");
        AddReading(fields, "pack_mv");
        AddReading(fields, "vehicle_state");
        for (int i = 1; i <= shape.Cells; i++)
        {
            AddReading(fields, $"cell{i}_uv");
        }

        for (int i = 1; i <= shape.Probes; i++)
        {
            AddReading(fields, $"temp{i}_dc");
        }

        _schema = new ParquetSchema(fields);
        string path = files.ForBoot(boot);
        try
        {
            _stream = File.Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--out {path}: {e.Message}");
        }

        _writer = ParquetWriter.CreateAsync(_schema, _stream).GetAwaiter().GetResult();
    }

    public void Write(TelemetryRow row)
    {
        _rows.Add(row);
        if (_rows.Count >= RowsOfAGroup)
        {
            WriteGroup();
        }
    }

    /// <summary>A Parquet file is readable only after its footer, at the end; so nothing happens here.</summary>
    public void Flush()
    {
    }

    public void Dispose() => Close();

    private static void AddReading(List<Field> fields, string name)
    {
        fields.Add(new DataField<int?>(name));
        fields.Add(new DataField<int?>(name + "_q"));
    }

    private void WriteGroup()
    {
        using ParquetRowGroupWriter group = _writer!.CreateRowGroup();
        int column = 0;
        Longs(group, column++, r => r.TimeMs);
        Longs(group, column++, r => r.Boot);
        Longs(group, column++, r => r.Seq);
        column = Reading(group, column, r => r.Pack?.CurrentMilliamps, r => r.Pack?.CurrentQuality);
        column = Reading(group, column, r => r.Pack?.PackMillivolts, r => r.Pack?.PackQuality);
        column = Reading(group, column, r => r.Pack?.VehicleState, r => r.Pack?.VehicleStateQuality);
        for (int i = 0; i < _shape!.Cells; i++)
        {
            int cell = i;
            column = Reading(group, column, r => r.CellMicrovolts?[cell], r => r.CellQuality?[cell]);
        }

        for (int i = 0; i < _shape.Probes; i++)
        {
            int probe = i;
            column = Reading(group, column, r => r.TempDeciC?[probe], r => r.TempQuality?[probe]);
        }

        group.CompleteValidate();
        _rows.Clear();
    }

    private void Longs(ParquetRowGroupWriter group, int column, Func<TelemetryRow, long> pick)
    {
        var values = new long[_rows.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = pick(_rows[i]);
        }

        group.WriteAsync<long>(_schema!.DataFields[column], values.AsMemory()).GetAwaiter().GetResult();
    }

    private int Reading(
        ParquetRowGroupWriter group, int column, Func<TelemetryRow, int?> value, Func<TelemetryRow, byte?> quality)
    {
        var values = new int?[_rows.Count];
        var qualities = new int?[_rows.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(_rows[i]);
            qualities[i] = quality(_rows[i]);
        }

        group.WriteAsync<int>(_schema!.DataFields[column], values.AsMemory()).GetAwaiter().GetResult();
        group.WriteAsync<int>(_schema.DataFields[column + 1], qualities.AsMemory()).GetAwaiter().GetResult();
        return column + 2;
    }

    private void Close()
    {
        if (_writer is not null)
        {
            if (_rows.Count > 0)
            {
                WriteGroup();
            }

            _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _stream!.Dispose();
        }

        _writer = null;
        _stream = null;
    }
}
