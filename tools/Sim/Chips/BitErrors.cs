using System;

namespace DataBox.Sim;

/// <summary>
/// A binary symmetric channel: every bit is turned with the same small probability, whatever the others do. The gap to the
/// next error is drawn from the geometric distribution, so that error-free bits cost nothing.
/// </summary>
internal sealed class BitErrors
{
    private readonly SimRandom? _random;
    private readonly double _logOfRight;
    private long _bitsToNext = long.MaxValue;

    /// <param name="perBit">0 to 1.</param>
    public BitErrors(double perBit, SimRandom? random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(perBit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perBit, 1);
        _random = perBit > 0 ? random : null;
        _logOfRight = Math.Log(1 - perBit);
        DrawGap();
    }

    /// <summary>Bits turned so far.</summary>
    public long Count { get; private set; }

    public bool IsOn => _random != null;

    /// <summary>Another rate; what was turned so far stays counted.</summary>
    public static BitErrors? Follow(BitErrors? before, double perBit, SimRandom? random) =>
        before == null && perBit == 0 ? null : new BitErrors(perBit, random) { Count = before?.Count ?? 0 };

    /// <summary>Sends bytes through.</summary>
    /// <returns>True when any bit was turned.</returns>
    public bool Pass(byte[] bytes, int length)
    {
        long bits = length * 8L;
        if (_bitsToNext >= bits)
        {
            _bitsToNext -= _random == null ? 0 : bits;
            return false;
        }

        long bit = _bitsToNext;
        while (bit < bits)
        {
            bytes[bit >> 3] ^= (byte)(0x80 >> (int)(bit & 7));
            Count++;
            DrawGap();
            bit += 1 + _bitsToNext;
        }

        _bitsToNext = bit - bits;
        return true;
    }

    // P(gap >= k) = (1 - p)^k.
    private void DrawGap()
    {
        if (_random != null)
        {
            double gap = Math.Log(1 - _random.NextUnit()) / _logOfRight;
            _bitsToNext = gap < 1e15 ? (long)gap : 1000000000000000L;
        }
    }
}
