using System;
using DataBox.Afe;
using DataBox.Ports;

namespace DataBox.Tests.Unit.Afe;

/// <summary>Makes replies as they come from a chain, and scans without a bus.</summary>
internal static class ChainBytes
{
    /// <summary>Command echo and the devices' groups, each with its PEC; six bytes a device.</summary>
    public static byte[] Reply(params byte[][] groups)
    {
        byte[] reply = new byte[4 + (8 * groups.Length)];
        Array.Fill(reply, (byte)0xFF);
        for (int d = 0; d < groups.Length; d++)
        {
            Array.Copy(groups[d], 0, reply, 4 + (8 * d), 6);
            int pec = Pec15.Compute(groups[d], 0, 6);
            reply[4 + (8 * d) + 6] = (byte)(pec >> 8);
            reply[4 + (8 * d) + 7] = (byte)pec;
        }

        return reply;
    }

    public static byte[] Codes(int first, int second, int third)
    {
        return new[]
        {
            (byte)first, (byte)(first >> 8), (byte)second, (byte)(second >> 8), (byte)third, (byte)(third >> 8),
        };
    }

    /// <summary>A reply from frames as they stand on the wire.</summary>
    public static byte[] Wire(byte[] frames)
    {
        byte[] reply = new byte[4 + frames.Length];
        Array.Copy(frames, 0, reply, 4, frames.Length);
        return reply;
    }

    public static Ltc681xScan Scan(PackLayout layout, string chip = "ltc6813", Ltc681xConfig? config = null)
    {
        return new Ltc681xScan(layout, Ltc681xFamily.Model(chip), config ?? new Ltc681xConfig());
    }

    public static PackLayout Layout(int devices, int cells, int probes)
    {
        int[] cellCounts = new int[devices];
        int[] probeCounts = new int[devices];
        Array.Fill(cellCounts, cells);
        Array.Fill(probeCounts, probes);
        return PackLayout.FromCounts(1, cellCounts, probeCounts);
    }
}
