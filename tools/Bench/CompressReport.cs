using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading.Tasks;
using DataBox.Core;
using DataBox.Ports;

namespace DataBox.Bench;

/// <summary>Question: how many bits does a cell reading cost, beside what everybody else would send?</summary>
/// <remarks>
/// Every figure is all bytes, times 8, by the cell readings of the file, invalid ones too. "cells+pack" are the blocks that carry
/// cells as a box sends them; "temps" their companions; "one block" both in one. gzip -9 and xz see the whole file's text at once,
/// which no box could: they are what the numbers are measured against, not rivals.
/// </remarks>
public static class CompressReport
{
    public static int Run(TextWriter output, string? folder, int maxBlocks)
    {
        output.WriteLine("bits a cell reading, independent 60-row blocks, box id of five characters");
        output.WriteLine($"{"recording",-24}{"rows",7}{"cells",6}{"cells+pack",11}{"temps",8}{"one block",10}{"steps",8}{"raw",8}"
            + $"{"JSON",8}{"JSON+gz",9}{"gzip -9",9}{"xz",8}");
        foreach (BenchRecording recording in BenchSet.All(folder))
        {
            CompressLine line = Measure(recording, maxBlocks);
            output.WriteLine($"{recording.Name,-24}{line.Rows,7}{recording.Layout.cellCount,6}{line.CellBlocks,11:F3}"
                + $"{line.TempBlocks,8:F3}{line.OneBlock,10:F3}{line.Steps,8:F0}{line.Raw,8:F1}{line.Json,8:F1}{line.JsonGzip,9:F2}"
                + $"{line.Gzip,9:F2}{(line.Xz < 0 ? "none" : line.Xz.ToString("F2")),8}");
        }

        output.WriteLine("steps: IL instructions a cell reading for the cells+pack blocks; xz none: the program is not installed");
        return 0;
    }

    /// <summary>All figures of one recording.</summary>
    public static CompressLine Measure(BenchRecording recording, int maxBlocks)
    {
        int rows = (int)Math.Min(recording.Rows.Length, (long)maxBlocks * RowBuffer.MaxRows);
        double readings = (double)rows * recording.Layout.cellCount;
        double Bits(long bytes) => bytes * 8 / readings;
        byte[] text = Head(recording.Text, rows + 1);
        var json = new List<byte[]>();
        for (int from = 0; from < rows; from += RowBuffer.MaxRows)
        {
            json.Add(Json(recording, from, Math.Min(from + RowBuffer.MaxRows, rows)));
        }

        long xz = Xz(text);
        return new CompressLine
        {
            Rows = rows,
            CellBlocks = Bits(Sum(BlockRun.Encode(recording, SignalGroups.Cells | SignalGroups.Pack, maxBlocks))),
            TempBlocks = recording.Layout.probeCount == 0 ? 0
                : Bits(Sum(BlockRun.Encode(recording, SignalGroups.Temperatures, maxBlocks))),
            OneBlock = Bits(Sum(BlockRun.Encode(recording, SignalGroups.All, maxBlocks))),
            Steps = StepsReport.PerReading(recording, SignalGroups.Cells | SignalGroups.Pack, maxBlocks),
            Raw = Bits(rows * (8L + 4 + (2L * recording.Layout.cellCount) + (2L * recording.Layout.probeCount))),
            Json = Bits(Sum(json)),
            JsonGzip = Bits(Sum(json.ConvertAll(Gzip))),
            Gzip = Bits(Gzip(text).Length),
            Xz = xz < 0 ? -1 : Bits(xz),
        };
    }

    private static long Sum(List<byte[]> blocks)
    {
        long sum = 0;
        foreach (byte[] block in blocks)
        {
            sum += block.Length;
        }

        return sum;
    }

    /// <summary>The first lines of a text.</summary>
    private static byte[] Head(byte[] text, int lines)
    {
        int end = 0;
        while (end < text.Length && lines > 0)
        {
            lines -= text[end++] == '\n' ? 1 : 0;
        }

        return text[..end];
    }

    /// <summary>Sixty rows as the plain JSON that a telemetry message would be: one array a signal group.</summary>
    private static byte[] Json(BenchRecording recording, int from, int end)
    {
        var text = new StringBuilder("{\"box\":\"box-1\",\"rows\":[");
        for (int r = from; r < end; r++)
        {
            PackSample row = recording.Rows[r];
            text.Append(r > from ? "," : "").Append("{\"t\":").Append(row.timeMs).Append(",\"i\":").Append(row.currentMilliamps);
            text.Append(",\"v\":[");
            for (int i = 0; i < row.cellMicrovolts.Length; i++)
            {
                text.Append(i > 0 ? "," : "");
                text.Append(Quality.HasValue(row.cellQuality[i]) ? (row.cellMicrovolts[i] / 1000.0).ToString("0.###") : "null");
            }

            text.Append("],\"c\":[");
            for (int i = 0; i < row.tempDeciC.Length; i++)
            {
                text.Append(i > 0 ? "," : "");
                text.Append(Quality.HasValue(row.tempQuality[i]) ? (row.tempDeciC[i] / 10.0).ToString("0.#") : "null");
            }

            text.Append("]}");
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    private static byte[] Gzip(byte[] data)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return result.ToArray();
    }

    /// <summary>Length after xz -9, or -1 where the program is not installed.</summary>
    private static long Xz(byte[] data)
    {
        var start = new ProcessStartInfo("xz", "-9 -c")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task feed = Task.Run(() =>
            {
                process.StandardInput.BaseStream.Write(data);
                process.StandardInput.Close();
            });
            using var result = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(result);
            feed.Wait();
            process.WaitForExit();
            return process.ExitCode == 0 ? result.Length : -1;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
