using System;

namespace DataBox.Decoding;

/// <summary>The range decoder over a block's coded rows; bytes past their end read as 0.</summary>
internal sealed class RangeDecoder
{
    private const uint Bottom = 1u << 24;
    private const int StartBytes = 4;
    private const int MaxNumberLength = 30;

    private readonly byte[] bytes;
    private uint range = uint.MaxValue;
    private uint code;
    private int taken;

    public RangeDecoder(ReadOnlySpan<byte> codedRows)
    {
        bytes = codedRows.ToArray();
        for (int i = 0; i < StartBytes; i++)
        {
            code = (code << 8) | NextByte();
        }
    }

    /// <summary>Bytes in the coded rows that no row has asked for; negative where zeros past the end were taken.</summary>
    public int BytesLeft => bytes.Length - taken;

    public bool Bit(BitContext context)
    {
        uint part = range / context.All * context.Zeros;
        bool one = code >= part;
        if (one)
        {
            code -= part;
            range -= part;
        }
        else
        {
            range = part;
        }

        Normalise();
        context.Learn(one);
        return one;
    }

    /// <summary>A sign bit and a size, as an error or a difference.</summary>
    public int Signed(BitContext sign, NumberContexts sizeMinusOne)
    {
        bool negative = Bit(sign);
        int size = Number(sizeMinusOne) + 1;
        return negative ? -size : size;
    }

    /// <summary>1 to 16 bits, all as likely as their complement.</summary>
    public int Raw(int bitCount)
    {
        range >>= bitCount;
        uint value = code / range;
        if (value >> bitCount != 0)
        {
            throw new BlockFormatException($"a raw value has more than its {bitCount} bits");
        }

        code -= value * range;
        Normalise();
        return (int)value;
    }

    /// <summary>Opens a share: 0..65535; <see cref="TakeShare"/> has to follow.</summary>
    public int OpenShare()
    {
        range >>= 16;
        uint target = code / range;
        return target <= ushort.MaxValue ? (int)target : throw new BlockFormatException("a share lies beyond 65,535");
    }

    /// <summary>Takes [from, to) of 65,536, which holds the target of <see cref="OpenShare"/>.</summary>
    public void TakeShare(int from, int to)
    {
        code -= (uint)from * range;
        range *= (uint)(to - from);
        Normalise();
    }

    /// <summary>0..2^31 - 2.</summary>
    public int Number(NumberContexts contexts)
    {
        int length = 0;
        while (Bit(contexts.Length[Math.Min(length, NumberContexts.Last)]))
        {
            length++;
            if (length > MaxNumberLength)
            {
                throw new BlockFormatException($"a number is longer than {MaxNumberLength} bits");
            }
        }

        if (length == 0)
        {
            return 0;
        }

        int number = 2 + (Bit(contexts.Second[Math.Min(length, NumberContexts.Last)]) ? 1 : 0);
        int rest = length - 1;
        if (rest > 16)
        {
            number = (number << (rest - 16)) | Raw(rest - 16);
            rest = 16;
        }

        if (rest > 0)
        {
            number = (number << rest) | Raw(rest);
        }

        return number - 1;
    }

    /// <summary>0..15 by 15 contexts.</summary>
    public int Tree(BitContext[] contexts)
    {
        int node = 0;
        for (int bit = 0; bit < 4; bit++)
        {
            node = (2 * node) + 1 + (Bit(contexts[node]) ? 1 : 0);
        }

        return node - 15;
    }

    private void Normalise()
    {
        while (range < Bottom)
        {
            range <<= 8;
            code = (code << 8) | NextByte();
        }
    }

    private uint NextByte()
    {
        uint value = taken < bytes.Length ? bytes[taken] : 0u;
        taken++;
        return value;
    }
}
