using System;
using System.Collections.Generic;
using DataBox.Core;

namespace DataBox.Bench;

/// <summary>Encodes a recording as independent 60-row blocks.</summary>
public static class BlockRun
{
    /// <summary>Id and boot number in the measured headers; a longer id costs a byte a character in every block.</summary>
    private const string BoxId = "box-1";
    private const int Boot = 7;

    /// <summary>The blocks of some groups, in order.</summary>
    public static List<byte[]> Encode(BenchRecording recording, int groups, int maxBlocks)
    {
        var rows = new RowBuffer(recording.Layout);
        var encoder = new BlockEncoder(recording.Layout, BoxId, Boot);
        var blocks = new List<byte[]>();
        for (int from = 0; from < recording.Rows.Length && blocks.Count < maxBlocks; from += RowBuffer.MaxRows)
        {
            rows.Open((uint)blocks.Count + 1);
            int end = Math.Min(from + RowBuffer.MaxRows, recording.Rows.Length);
            for (int r = from; r < end; r++)
            {
                rows.Add(recording.Rows[r], groups);
            }

            encoder.Begin(rows, 0);
            while (!encoder.EncodeNextRow())
            {
            }

            blocks.Add(encoder.Finish());
        }

        return blocks;
    }
}
