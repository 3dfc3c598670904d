using System;
using System.Collections.Generic;

namespace DataBox.Sim;

/// <content>
/// For the simulated chains. A chain numbers its transfers and, for each, first passes what the box sends through <see
/// cref="HarmWrite"/> (on a copy: the box's buffer is not the chain's), answers what is left, and passes the answer through
/// <see cref="HarmRead"/>; with the same number both times.
/// </content>
public sealed partial class ChainFaults
{
    // The slip of the frame that is under way.
    private ClockSlip? _slip;
    private long _slipFrame = -1;

    internal bool HarmsWrites => _writeFlips.Count > 0 || _writeBytesPerMillion > 0 || _slips.Count > 0
        || _slipsPerFrame > 0 || _writeErrors?.IsOn == true;

    internal bool HarmsReads => _readFlips.Count > 0 || _forcedFrames > 0 || _readBytesPerMillion > 0 || _slips.Count > 0
        || _slipsPerFrame > 0 || _slip != null || _readErrors?.IsOn == true;

    internal bool AnyCut => _cutWires != 0;

    internal bool IsCut(int wire) => ((_cutWires >> wire) & 1) != 0;

    /// <summary>Harms what the devices read. Behind the head a frame is aligned at its end, where the rising select finds
    /// it.</summary>
    /// <param name="headBytes">What the devices count from the frame's beginning: command and its check bytes. The whole
    /// length for chips that count everything from there.</param>
    internal void HarmWrite(long frame, byte[] bytes, int length, int headBytes = 4)
    {
        bool harmed = Flip(_writeFlips, frame, bytes, length);
        harmed |= Scatter(_writeRandom, _writeBytesPerMillion, bytes, length);
        harmed |= _writeErrors != null && _writeErrors.Pass(bytes, length);
        DrawSlip(frame, length);
        if (_slip != null && !_slip.AtHost && _slip.Device == 0)
        {
            SlipFrame(bytes, Math.Min(headBytes, length) * 8, length * 8, _slip.Bit, _slip.Dropped);
            harmed = true;
        }

        if (harmed)
        {
            InjectedCount++;
        }
    }

    /// <summary>Devices from this one on see another frame than those before it; 0: all see the same.</summary>
    internal int SlipDevice => _slip == null || _slip.AtHost ? 0 : _slip.Device;

    /// <summary>Turns what the devices below <see cref="SlipDevice"/> read into what those from there on read. The wire
    /// there carries the command with the others and data eight bytes a device later.</summary>
    internal void HarmUpperWrite(byte[] bytes, int length)
    {
        const int headBits = 32;
        if (_slip == null)
        {
            return;
        }

        int delayBits = 64 * _slip.Device;
        if (_slip.Bit < headBits)
        {
            // What follows the command on that wire is what the device below had in its register.
            SlipFrame(bytes, headBits, headBits, _slip.Bit, _slip.Dropped);
        }
        else if (_slip.Bit - delayBits >= headBits)
        {
            SlipFrame(bytes, headBits, (length * 8) - delayBits, _slip.Bit - delayBits, _slip.Dropped);
        }

        InjectedCount++;
    }

    /// <summary>Harms what the box reads.</summary>
    internal void HarmRead(long frame, byte[] bytes, int length)
    {
        DrawSlip(frame, length);
        bool harmed = false;
        if (_slip != null && !_slip.AtHost)
        {
            // A reply from above the slip passes the registers of the devices below it first.
            int bit = _slip.Device == 0 ? _slip.Bit : Math.Max(_slip.Bit, 32) + (64 * _slip.Device);
            SlipReply(bytes, length * 8, bit, _slip.Dropped);
            harmed = true;
        }

        harmed |= Flip(_readFlips, frame, bytes, length);
        harmed |= Scatter(_readRandom, _readBytesPerMillion, bytes, length);
        harmed |= _readErrors != null && _readErrors.Pass(bytes, length);
        if (_slip != null && _slip.AtHost)
        {
            SlipHost(bytes, length * 8, _slip.Bit, _slip.Dropped);
            harmed = true;
        }

        _slip = null;
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

    private void DrawSlip(long frame, int length)
    {
        if (frame == _slipFrame)
        {
            return;
        }

        _slipFrame = frame;
        _slip = null;
        if (_slips.Remove(frame, out ClockSlip? chosen))
        {
            _slip = chosen.Bit < length * 8 ? chosen : null;
        }
        else if (_slipsPerFrame > 0 && _slipRandom!.NextUnit() < _slipsPerFrame)
        {
            int kind = _slipRandom.Next(4);
            _slip = new ClockSlip(_slipRandom.Next(length * 8), (kind & 1) == 0, 0, (kind & 2) != 0);
        }

        SlipCount += _slip == null ? 0 : 1;
    }

    private static void SlipFrame(byte[] bytes, int headBits, int endBits, int slipBit, bool dropped)
    {
        List<bool> seen = new List<bool>(endBits + 1);
        for (int i = 0; i < endBits; i++)
        {
            if (i != slipBit || !dropped)
            {
                seen.Add(BitAt(bytes, i));
            }

            if (i == slipBit && !dropped)
            {
                seen.Add(BitAt(bytes, i));
            }
        }

        for (int i = 0; i < headBits; i++)
        {
            SetBit(bytes, i, i >= seen.Count || seen[i]);
        }

        for (int i = headBits; i < endBits; i++)
        {
            int from = i + seen.Count - endBits;
            SetBit(bytes, i, from < headBits || seen[from]);
        }
    }

    private static void SlipReply(byte[] bytes, int bits, int slipBit, bool dropped)
    {
        if (dropped)
        {
            for (int i = bits - 1; i > slipBit; i--)
            {
                SetBit(bytes, i, BitAt(bytes, i - 1));
            }

            if (slipBit < bits)
            {
                SetBit(bytes, slipBit, true);
            }
        }
        else
        {
            for (int i = slipBit + 1; i < bits; i++)
            {
                SetBit(bytes, i, i + 1 >= bits || BitAt(bytes, i + 1));
            }
        }
    }

    private static void SlipHost(byte[] bytes, int bits, int slipBit, bool dropped)
    {
        if (dropped)
        {
            for (int i = slipBit; i < bits; i++)
            {
                SetBit(bytes, i, i + 1 >= bits || BitAt(bytes, i + 1));
            }
        }
        else
        {
            for (int i = bits - 1; i > slipBit; i--)
            {
                SetBit(bytes, i, BitAt(bytes, i - 1));
            }
        }
    }

    private static bool BitAt(byte[] bytes, int bit) => (bytes[bit / 8] & (0x80 >> (bit % 8))) != 0;

    private static void SetBit(byte[] bytes, int bit, bool value)
    {
        int mask = 0x80 >> (bit % 8);
        bytes[bit / 8] = (byte)(value ? bytes[bit / 8] | mask : bytes[bit / 8] & ~mask);
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

    private static bool Flip(Dictionary<long, List<int>> flips, long frame, byte[] bytes, int length)
    {
        if (flips.Count == 0 || !flips.Remove(frame, out List<int>? bits))
        {
            return false;
        }

        bool flipped = false;
        foreach (int bit in bits)
        {
            if (bit / 8 < length)
            {
                bytes[bit / 8] ^= (byte)(0x80 >> (bit % 8));
                flipped = true;
            }
        }

        return flipped;
    }
}
