using System;
using System.Collections.Generic;
using System.Numerics;

namespace DataBox.Sim;

/// <summary>
/// What goes wrong on the wires of a simulated chain, whatever its family. Frames count from 0 in the order of transfers,
/// both ends together; everything done to a frame is counted.
/// </summary>
/// <remarks>
/// Bit numbers count from the first bit of a frame; the reply to a read begins at 32. What a slipped clock edge does:
/// <list type="bullet">
/// <item>An edge lost on its way to the devices (<see cref="DropClock"/>): they miss that bit, so command bits behind it
/// come one early, and a write ends one bit short. Chains take written data by their distance from the end of the frame:
/// a device whose eight bytes lie behind the slip still gets them right, the others get them broken. To a read they make no
/// answer at that clock, which the box takes as 1, and every later bit of the reply comes one clock late.</item>
/// <item>An edge too many on that way (<see cref="DoubleClock"/>): the devices take the bit twice. Of their reply the box
/// misses the bit behind it and reads every later one a clock early.</item>
/// <item>A sample that the box's receiver misses (<see cref="DropHostClock"/>) or takes twice (<see
/// cref="DoubleHostClock"/>): the devices saw everything right; the box's bits are shifted from there on.</item>
/// </list>
/// </remarks>
public sealed partial class ChainFaults
{
    private readonly Dictionary<long, List<int>> _readFlips = [];
    private readonly Dictionary<long, List<int>> _writeFlips = [];
    private readonly Dictionary<long, ClockSlip> _slips = [];
    private int _forcedFrames;
    private byte _forcedByte;
    private int _readBytesPerMillion;
    private int _writeBytesPerMillion;
    private SimRandom? _readRandom;
    private SimRandom? _writeRandom;
    private SimRandom? _slipRandom;
    private BitErrors? _readErrors;
    private BitErrors? _writeErrors;
    private double _slipsPerFrame;
    private ulong _cutWires;

    /// <summary>Harm done so far: a frame harmed on both ways counts twice.</summary>
    public long InjectedCount { get; private set; }

    /// <summary>Bits turned by <see cref="SetBitErrors"/> so far, both ways, those that nobody looks at included.</summary>
    public long BitErrorCount => (_readErrors?.Count ?? 0) + (_writeErrors?.Count ?? 0);

    /// <summary>Frames with a slipped clock so far.</summary>
    public long SlipCount { get; private set; }

    /// <summary>The lowest wire that is cut: 0 is the one from the box, k the one between devices k - 1 and k, the number
    /// of devices the one to the bridge at the far end; -1: none is. Setting it mends every other.</summary>
    public int CutBelowDevice
    {
        get => _cutWires == 0 ? -1 : BitOperations.TrailingZeroCount(_cutWires);
        set => _cutWires = value < 0 ? 0 : 1UL << value;
    }

    /// <summary>Cuts one more wire, numbered as in <see cref="CutBelowDevice"/>.</summary>
    /// <param name="wire">0..63.</param>
    public void Cut(int wire) => _cutWires |= 1UL << wire;

    /// <summary>Mends a wire.</summary>
    public void Mend(int wire) => _cutWires &= ~(1UL << wire);

    /// <summary>Turns one bit on the way to the box.</summary>
    /// <param name="frame">Number of the transfer.</param>
    /// <param name="bitIndex">0 is the first bit of the frame; the reply to a read begins at 32.</param>
    public void FlipReadBit(long frame, int bitIndex) => Add(_readFlips, frame, bitIndex);

    /// <summary>Turns one bit on the way to the devices: command (0..31) or data.</summary>
    public void FlipWriteBit(long frame, int bitIndex) => Add(_writeFlips, frame, bitIndex);

    /// <summary>Turns each bit, on either way, with its own small probability; seeded.</summary>
    /// <param name="readPerBit">Errors per bit on the way to the box, 0 to 1: 1e-3 and 1e-6 are usual. Bits between two
    /// errors cost nothing.</param>
    /// <param name="writePerBit">On the way to the devices.</param>
    public void SetBitErrors(double readPerBit, double writePerBit, ulong seed)
    {
        _readErrors = BitErrors.Follow(_readErrors, readPerBit, new SimRandom(seed, 0x51));
        _writeErrors = BitErrors.Follow(_writeErrors, writePerBit, new SimRandom(seed, 0x52));
    }

    /// <summary>A clock edge of this frame gets lost below a device, for it and all behind it.</summary>
    /// <param name="device">Counted from the end that the frame comes from; 0: nobody sees the edge. Above 0 only on chips
    /// with eight-byte groups.</param>
    public void DropClock(long frame, int bit, int device = 0) =>
        _slips[frame] = new ClockSlip(bit, true, device, false);

    /// <summary>A clock edge of this frame is seen twice by a device and all behind it.</summary>
    public void DoubleClock(long frame, int bit, int device = 0) =>
        _slips[frame] = new ClockSlip(bit, false, device, false);

    /// <summary>The box's receiver misses a bit of this frame.</summary>
    public void DropHostClock(long frame, int bit) => _slips[frame] = new ClockSlip(bit, true, 0, true);

    /// <summary>The box's receiver takes a bit of this frame twice.</summary>
    public void DoubleHostClock(long frame, int bit) => _slips[frame] = new ClockSlip(bit, false, 0, true);

    /// <summary>One clock edge, anywhere in the frame, slips in some of the frames: lost or doubled, on the way to the
    /// devices or in the box's receiver; seeded.</summary>
    /// <param name="perFrame">Probability, 0 to 1; 0 ends it.</param>
    public void ScatterClockSlips(double perFrame, ulong seed)
    {
        _slipsPerFrame = perFrame;
        _slipRandom = new SimRandom(seed, 0xC1);
    }

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

    /// <summary>Ends every fault on the wires; the counts stay.</summary>
    public void End()
    {
        _readFlips.Clear();
        _writeFlips.Clear();
        _slips.Clear();
        _forcedFrames = 0;
        _readBytesPerMillion = 0;
        _writeBytesPerMillion = 0;
        _slipsPerFrame = 0;
        _readErrors = BitErrors.Follow(_readErrors, 0, null);
        _writeErrors = BitErrors.Follow(_writeErrors, 0, null);
        _cutWires = 0;
    }

    private static void Add(Dictionary<long, List<int>> flips, long frame, int bit)
    {
        if (!flips.TryGetValue(frame, out List<int>? bits))
        {
            bits = [];
            flips[frame] = bits;
        }

        if (!bits.Contains(bit))
        {
            bits.Add(bit);
        }
    }

    private sealed record ClockSlip(int Bit, bool Dropped, int Device, bool AtHost);
}
