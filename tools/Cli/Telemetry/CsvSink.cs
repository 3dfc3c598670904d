using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace DataBox.Cli.Telemetry;

/// <summary>
/// Writes rows in the form that <c>databox run --replay</c> reads: time_ms, current_ma, cellN_uv, tempN_dc; a reading without a
/// value is an empty field. Why it is empty stands in a second file, NAME.reasons.csv (row, time_ms, column, reason); a field
/// that is empty and not listed there was not due in that row. Pack voltage and vehicle state, which the replay's form has no
/// column for, go to NAME.pack.csv where a box has them.
/// </summary>
public sealed class CsvSink(TelemetryFiles files) : ITelemetrySink
{
    private readonly StringBuilder _line = new();
    private TextWriter? _rows;
    private TextWriter? _reasons;
    private TextWriter? _pack;
    private string _path = "";
    private TelemetryShape? _shape;
    private long _rowNumber;

    public void Begin(TelemetryShape shape, uint boot)
    {
        Close();
        _shape = shape;
        _rowNumber = 0;
        _path = files.ForBoot(boot);
        _rows = Create(_path);
        _reasons = Create(TelemetryFiles.Beside(_path, "reasons"));
        _line.Clear().Append("time_ms,current_ma");
        for (int i = 1; i <= shape.Cells; i++)
        {
            _line.Append(",cell").Append(i).Append("_uv");
        }

        for (int i = 1; i <= shape.Probes; i++)
        {
            _line.Append(",temp").Append(i).Append("_dc");
        }

        _rows.WriteLine(_line);
        _reasons.WriteLine("row,time_ms,column,reason");
    }

    public void Write(TelemetryRow row)
    {
        if (_rows is null || _shape is null)
        {
            throw new InvalidOperationException("Begin comes first");
        }

        _rowNumber++;
        _line.Clear().Append(row.TimeMs).Append(',');
        if (row.Pack is { } pack)
        {
            Field(pack.CurrentMilliamps, pack.CurrentQuality, row.TimeMs, "current_ma", 0);
            WritePack(row.TimeMs, pack);
        }

        for (int i = 0; i < _shape.Cells; i++)
        {
            _line.Append(',');
            if (row.CellMicrovolts is not null)
            {
                Field(row.CellMicrovolts[i], row.CellQuality![i], row.TimeMs, "cell{0}_uv", i + 1);
            }
        }

        for (int i = 0; i < _shape.Probes; i++)
        {
            _line.Append(',');
            if (row.TempDeciC is not null)
            {
                Field(row.TempDeciC[i], row.TempQuality![i], row.TimeMs, "temp{0}_dc", i + 1);
            }
        }

        _rows.WriteLine(_line);
    }

    public void Flush()
    {
        _rows?.Flush();
        _reasons?.Flush();
        _pack?.Flush();
    }

    public void Dispose() => Close();

    private void Field(int? value, byte quality, long timeMs, string column, int number)
    {
        if (value is { } present)
        {
            _line.Append(present);
        }

        if (quality != 0)
        {
            string name = number == 0 ? column : string.Format(CultureInfo.InvariantCulture, column, number);
            _reasons!.WriteLine($"{_rowNumber},{timeMs},{name},{QualityNames.Of(quality)}");
        }
    }

    private void WritePack(long timeMs, PackReading pack)
    {
        if (pack.PackMillivolts is null && pack.VehicleState is null)
        {
            return;
        }

        if (_pack is null)
        {
            _pack = Create(TelemetryFiles.Beside(_path, "pack"));
            _pack.WriteLine("row,time_ms,pack_mv,vehicle_state");
        }

        _pack.WriteLine($"{_rowNumber},{timeMs},{pack.PackMillivolts},{pack.VehicleState}");
    }

    private void Close()
    {
        _rows?.Dispose();
        _reasons?.Dispose();
        _pack?.Dispose();
        _rows = _reasons = _pack = null;
    }

    private static StreamWriter Create(string path)
    {
        try
        {
            return new StreamWriter(path, false, new UTF8Encoding(false), 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--out {path}: {e.Message}");
        }
    }
}
