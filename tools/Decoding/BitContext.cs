using System;

namespace DataBox.Decoding;

/// <summary>What has been seen in one context: how many of all bits were 0, in steps of 32.</summary>
internal sealed class BitContext(uint zeros, uint all)
{
    private const uint Increment = 32;
    private const uint Limit = 3000;

    public uint Zeros { get; private set; } = zeros;

    public uint All { get; private set; } = all;

    public static BitContext Even() => new(16, 32);

    public static BitContext MostlyZero() => new(48, 64);

    public static BitContext NearlyAlwaysZero() => new(60, 64);

    /// <summary>Several contexts that start alike.</summary>
    public static BitContext[] Many(int count, Func<BitContext> make)
    {
        var contexts = new BitContext[count];
        for (int i = 0; i < count; i++)
        {
            contexts[i] = make();
        }

        return contexts;
    }

    public void Learn(bool one)
    {
        All += Increment;
        if (!one)
        {
            Zeros += Increment;
        }

        if (All >= Limit)
        {
            uint ones = (All - Zeros + 1) >> 1;
            Zeros = (Zeros + 1) >> 1;
            All = Zeros + ones;
        }
    }
}

/// <summary>The contexts of one kind of Number.</summary>
internal sealed class NumberContexts
{
    public const int Last = 15;

    /// <summary>[16] for the ones that say the length.</summary>
    public BitContext[] Length { get; } = BitContext.Many(Last + 1, BitContext.Even);

    /// <summary>[16] for the bit below the highest, by length.</summary>
    public BitContext[] Second { get; } = BitContext.Many(Last + 1, BitContext.Even);
}
