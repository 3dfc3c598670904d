using System.Collections.Generic;
using System.Numerics;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>
/// Writes coded rows bit by bit, also those that no box sends: the contract's range decoder turned round, with a number of any
/// length for the low end, so that there is no carry to get wrong. A context is known by its name.
/// </summary>
internal sealed class CodedRows
{
    private readonly Dictionary<string, (uint Zeros, uint All)> contexts = [];
    private BigInteger low;
    private uint range = uint.MaxValue;
    private int bytes = 4;

    /// <summary>A bit with a context that starts even.</summary>
    public CodedRows Even(string context, bool one) => Bit(context, 16, 32, one);

    public CodedRows Mostly(string context, bool one) => Bit(context, 48, 64, one);

    public CodedRows Nearly(string context, bool one) => Bit(context, 60, 64, one);

    /// <summary>Bits of one byte or two as they are.</summary>
    public CodedRows Raw(int bits, int value)
    {
        range >>= bits;
        low += (BigInteger)value * range;
        return Normalise();
    }

    public CodedRows Share(int from, int to)
    {
        range >>= 16;
        low += (BigInteger)from * range;
        range *= (uint)(to - from);
        return Normalise();
    }

    /// <summary>The ones and the zero before a Number's bits; a Number 0 is nothing else.</summary>
    public CodedRows Length(string name, int ones)
    {
        for (int j = 0; j < ones; j++)
        {
            Even(name + " u" + int.Min(j, 15), true);
        }

        return ones > 30 ? this : Even(name + " u" + int.Min(ones, 15), false);
    }

    /// <summary>A row's start as most are.</summary>
    public CodedRows UsualRow() => Nearly("unusual", false);

    /// <summary>A row's start with an index or groups of its own; null: as expected.</summary>
    public CodedRows UnusualRow(int? index = null, int? groups = null)
    {
        Nearly("unusual", true).Nearly("index", index != null);
        if (index is int i)
        {
            Raw(6, i);
        }

        Nearly("groups", groups != null);
        if (groups is int g)
        {
            Raw(3, g);
        }

        return this;
    }

    /// <summary>The shortest bytes that a decoder reads as what was written.</summary>
    public byte[] Finish()
    {
        BigInteger end = low + range;
        BigInteger value = low;
        for (int dropped = 1; dropped <= 4; dropped++)
        {
            BigInteger unit = BigInteger.One << (8 * dropped);
            BigInteger rounded = (low + unit - 1) / unit * unit;
            value = rounded < end ? rounded : value;
        }

        var result = new byte[bytes];
        for (int i = bytes - 1; i >= 0; i--, value >>= 8)
        {
            result[i] = (byte)(value & 255);
        }

        int used = bytes;
        while (used > 0 && result[used - 1] == 0)
        {
            used--;
        }

        return result[..used];
    }

    private CodedRows Bit(string context, uint zerosAtStart, uint allAtStart, bool one)
    {
        (uint zeros, uint all) = contexts.GetValueOrDefault(context, (zerosAtStart, allAtStart));
        uint part = range / all * zeros;
        low += one ? part : 0;
        range = one ? range - part : part;
        contexts[context] = (zeros + (one ? 0u : 32u), all + 32);
        return Normalise();
    }

    private CodedRows Normalise()
    {
        while (range < 1u << 24)
        {
            range <<= 8;
            low <<= 8;
            bytes++;
        }

        return this;
    }
}
