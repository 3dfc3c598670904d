using System;
using System.Collections.Generic;

namespace DataBox.Sim;

/// <summary>
/// What goes wrong on the wires of a simulated chain. Frames count from 0 in the order of transfers; everything done to
/// a frame is counted.
/// </summary>
public sealed class ChainFaults
{
    private readonly HashSet<(long Frame, int Bit)> _readFlips = [];
    private readonly HashSet<(long Frame, int Bit)> _writeFlips = [];
    private int _forcedFrames;
    private byte _forcedByte;
    private int _readBytesPerMillion;
    private int _writeBytesPerMillion;
    private SimRandom? _readRandom;
    private SimRandom? _writeRandom;

    /// <summary>Frames that were harmed so far.</summary>
    public long InjectedCount { get; private set; }

    /// <summary>The wire below this device is cut (0 is the one from the box); -1: none is.</summary>
    public int CutBelowDevice { get; set; } = -1;

    internal bool HarmsWrites => _writeFlips.Count > 0 || _writeBytesPerMillion > 0;

    internal bool HarmsReads => _readFlips.Count > 0 || _forcedFrames > 0 || _readBytesPerMillion > 0;

    /// <summary>Turns one bit on the way to the box.</summary>
    /// <param name="frame">Number of the transfer.</param>
    /// <param name="bitIndex">0 is the first bit of the frame; the reply to a read begins at 32.</param>
    public void FlipReadBit(long frame, int bitIndex) => _readFlips.Add((frame, bitIndex));

    /// <summary>Turns one bit on the way to the devices: command (0..31) or data.</summary>
    public void FlipWriteBit(long frame, int bitIndex) => _writeFlips.Add((frame, bitIndex));

    /// <summary>All the box reads in the coming frames is this byte: FF for a pull-up, 00 for a short to
    /// ground.</summary>
    public void ForceReads(byte value, int frames)
    {
        _forcedByte = value;
        _forcedFrames = frames;
    }

    /// <summary>Turns a random bit in some of the bytes that the box reads, seeded.</summary>
    /// <param name="bytesPerMillion">0 ends it.</param>
    public void ScatterReadBits(int bytesPerMillion, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytesPerMillion);
        _readBytesPerMillion = bytesPerMillion;
        _readRandom = new SimRandom(seed, 0x5C);
    }

    /// <summary>Turns a random bit in some of the bytes that the devices read, seeded.</summary>
    /// <param name="bytesPerMillion">0 ends it.</param>
    public void ScatterWriteBits(int bytesPerMillion, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytesPerMillion);
        _writeBytesPerMillion = bytesPerMillion;
        _writeRandom = new SimRandom(seed, 0x3A);
    }

    /// <summary>Ends every fault on the wires; the count stays.</summary>
    public void End()
    {
        _readFlips.Clear();
        _writeFlips.Clear();
        _forcedFrames = 0;
        _readBytesPerMillion = 0;
        _writeBytesPerMillion = 0;
        CutBelowDevice = -1;
    }

    internal void HarmWrite(long frame, byte[] bytes, int length)
    {
        bool harmed = Flip(_writeFlips, frame, bytes, length);
        harmed |= Scatter(_writeRandom, _writeBytesPerMillion, bytes, length);
        if (harmed)
        {
            InjectedCount++;
        }
    }

    internal void HarmRead(long frame, byte[] bytes, int length)
    {
        bool harmed = Flip(_readFlips, frame, bytes, length);
        harmed |= Scatter(_readRandom, _readBytesPerMillion, bytes, length);
        if (_forcedFrames > 0)
        {
            _forcedFrames--;
            Array.Fill(bytes, _forcedByte, 0, length);
            harmed = true;
        }

        if (harmed)
        {
            InjectedCount++;
        }
    }

    private static bool Scatter(SimRandom? random, int bytesPerMillion, byte[] bytes, int length)
    {
        bool harmed = false;
        for (int i = 0; random != null && bytesPerMillion > 0 && i < length; i++)
        {
            if (random.Next(1000000) < bytesPerMillion)
            {
                bytes[i] ^= (byte)(1 << random.Next(8));
                harmed = true;
            }
        }

        return harmed;
    }

    private static bool Flip(HashSet<(long Frame, int Bit)> flips, long frame, byte[] bytes, int length)
    {
        bool flipped = false;
        if (flips.Count == 0)
        {
            return false;
        }

        foreach ((long Frame, int Bit) flip in flips)
        {
            if (flip.Frame == frame && flip.Bit / 8 < length)
            {
                bytes[flip.Bit / 8] ^= (byte)(0x80 >> (flip.Bit % 8));
                flipped = true;
            }
        }

        flips.RemoveWhere(flip => flip.Frame <= frame);
        return flipped;
    }
}
