using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace DataBox.Sim;

/// <summary>
/// A recorded pack: a header of column names, then rows of whole numbers, plain or gzip. Read row by row; the file is
/// never held in memory.
/// </summary>
/// <remarks>
/// <c>time_ms</c> is required and never falls; equal times keep their order. <c>cellN_uv</c> (µV) and <c>tempN_dc</c>
/// (0.1 °C) are numbered from 1 without a gap, at least one cell. <c>current_ma</c> and <c>bms_warning</c> may be
/// absent. An empty field is a reading that the car did not have. Anything else is refused with file, line, column and
/// reason.
/// </remarks>
public sealed class Recording : IDisposable
{
    private const long LongestTimeMs = 9007199254740991;

    private readonly RecordingLines _lines;
    private readonly RecordingColumns _columns;
    private long _lastTimeMs = -1;
    private long _lastTimeLine;

    private Recording(RecordingLines lines, RecordingColumns columns, string name)
    {
        _lines = lines;
        _columns = columns;
        Name = name;
    }

    /// <summary>The file as its opener named it.</summary>
    public string Name { get; }

    public int CellCount => _columns.CellCount;

    public int ProbeCount => _columns.ProbeCount;

    public bool HasCurrent => _columns.Has(RecordingField.Current);

    public bool HasBmsWarning => _columns.Has(RecordingField.BmsWarning);

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="RecordingException">The file cannot be read or its header is not one of a
    /// recording.</exception>
    public static Recording Open(string path)
    {
        try
        {
            return Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), path);
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RecordingException(path + ": " + Why(e), e);
        }
    }

    /// <summary>Reads a recording from a stream, which it closes in the end.</summary>
    /// <param name="name">Stands in messages.</param>
    public static Recording Open(Stream stream, string name)
    {
        var lines = new RecordingLines(stream, name);
        try
        {
            if (!lines.TryRead(out ReadOnlySpan<byte> header))
            {
                throw new RecordingException(name + ": the file is empty");
            }

            ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
            header = header.StartsWith(mark) ? header[mark.Length..] : header;
            return new Recording(lines, RecordingColumns.Parse(Encoding.UTF8.GetString(header), name), name);
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next row.</summary>
    /// <param name="row">Made for this recording's cells and probes; filled in place.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="RecordingException">The row is broken; nothing can be read after it.</exception>
    public bool TryRead(RecordingRow row)
    {
        if (!_lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return false;
        }

        if (line.IsEmpty)
        {
            // An empty last line is a habit of editors; one between rows is not.
            long emptyLine = _lines.LineNumber;
            while (_lines.TryRead(out line))
            {
                if (!line.IsEmpty)
                {
                    throw new RecordingException(Name + " line " + emptyLine + ": empty line between rows");
                }
            }

            return false;
        }

        row.lineNumber = _lines.LineNumber;
        row.hasCurrent = false;
        row.hasBmsWarning = false;
        ReadFields(line, row);
        if (row.timeMs < _lastTimeMs)
        {
            throw Bad(0, RecordingField.Time, row.timeMs.ToString(CultureInfo.InvariantCulture) + " is earlier than "
                + _lastTimeMs.ToString(CultureInfo.InvariantCulture) + " in line " + _lastTimeLine);
        }

        _lastTimeMs = row.timeMs;
        _lastTimeLine = row.lineNumber;
        return true;
    }

    public void Dispose() => _lines.Dispose();

    private void ReadFields(ReadOnlySpan<byte> line, RecordingRow row)
    {
        int columns = _columns.Fields.Length;
        int position = 0;
        for (int column = 0; column < columns; column++)
        {
            if (position > line.Length)
            {
                throw Bad(column, "the row ends after " + column + " of " + columns + " fields");
            }

            ReadOnlySpan<byte> rest = line[position..];
            int comma = rest.IndexOf((byte)',');
            ReadOnlySpan<byte> text = comma < 0 ? rest : rest[..comma];
            Put(row, column, text);
            position += text.Length + 1;
        }

        if (position <= line.Length)
        {
            throw new RecordingException(
                Name + " line " + _lines.LineNumber + ": more fields than the header's " + columns + " columns");
        }
    }

    private void Put(RecordingRow row, int column, ReadOnlySpan<byte> text)
    {
        int index = _columns.Indexes[column];
        bool has = !text.IsEmpty;
        switch (_columns.Fields[column])
        {
            case RecordingField.Time:
                if (!has)
                {
                    throw Bad(column, "a row has no time");
                }

                row.timeMs = Number(text, column, 0, LongestTimeMs);
                break;
            case RecordingField.Current:
                row.hasCurrent = has;
                row.currentMilliamps = has ? (int)Number(text, column, -2000000, 2000000) : 0;
                break;
            case RecordingField.Cell:
                row.hasCell[index] = has;
                row.cellMicrovolts[index] = has ? (int)Number(text, column, -10000000, 100000000) : 0;
                break;
            case RecordingField.Temperature:
                row.hasTemp[index] = has;
                row.tempDeciC[index] = has ? (int)Number(text, column, -1000, 2000) : 0;
                break;
            default:
                row.hasBmsWarning = has;
                row.bmsWarning = has ? (int)Number(text, column, 0, 255) : 0;
                break;
        }
    }

    private long Number(ReadOnlySpan<byte> text, int column, long lowest, long highest)
    {
        bool negative = text[0] == (byte)'-';
        int i = negative ? 1 : 0;
        bool isNumber = i < text.Length;
        long value = 0;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            isNumber &= digit <= 9;

            // Past 16 digits it is out of every range; stop growing so that it can't wrap round into one.
            value = value > LongestTimeMs ? value : (value * 10) + digit;
        }

        if (!isNumber)
        {
            throw Bad(column, "'" + RecordingText.Quote(text) + "' is not a whole number");
        }

        value = negative ? -value : value;
        if (value < lowest || value > highest)
        {
            string from = lowest.ToString("N0", CultureInfo.InvariantCulture);
            string to = highest.ToString("N0", CultureInfo.InvariantCulture);
            throw Bad(column, RecordingText.Quote(text) + " is outside " + from + " to " + to);
        }

        return value;
    }

    private RecordingException Bad(int column, string what) =>
        new(Name + " line " + _lines.LineNumber + ", column " + _columns.Names[column] + ": " + what);

    private RecordingException Bad(int startColumn, RecordingField field, string what) =>
        Bad(Array.IndexOf(_columns.Fields, field, startColumn), what);

    private static string Why(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "it is a folder or may not be read",
        _ => "it cannot be read (" + e.Message.ReplaceLineEndings(" ") + ")",
    };
}
