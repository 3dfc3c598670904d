namespace DataBox.Decoding;

/// <summary>Current or pack voltage: predicted to stand still or to go on as it went, whichever was closer lately.</summary>
internal sealed class ScalarModel(string name, int min, int max, int step)
{
    private const int RawSizes = 14;
    private const int LongestLength = 30;

    private readonly BitContext[][] trees =
    [
        BitContext.Many(15, BitContext.Even), BitContext.Many(15, BitContext.Even), BitContext.Many(15, BitContext.Even),
    ];

    private int change;
    private int standError;
    private int onwardError;
    private int length;

    /// <summary>The last value in steps; 0 at the start.</summary>
    public int Last { get; private set; }

    /// <summary>False until the first value of the block.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Reads the next value, in units.</summary>
    public int Read(RangeDecoder decoder)
    {
        int predicted = onwardError < standError ? Last + change : Last;
        int value = predicted + ReadError(decoder);
        long units = (long)value * step;
        if (units < min || units > max)
        {
            throw new BlockFormatException($"{name} is {units}, not {min} to {max}");
        }

        // The range keeps all of these far from the ends of an int.
        int stand = value - Last;
        int onward = stand - change;
        standError += int.Abs(stand) - (standError >> 2);
        onwardError += int.Abs(onward) - (onwardError >> 2);
        change = stand;
        Last = value;
        IsKnown = true;
        return (int)units;
    }

    private int ReadError(RangeDecoder decoder)
    {
        length = decoder.Tree(trees[length < 3 ? 0 : length < 6 ? 1 : 2]);
        if (length == 0)
        {
            return 0;
        }

        int low;
        int size;
        if (length <= RawSizes)
        {
            low = decoder.Raw(length);
            size = (1 << (length - 1)) | (low >> 1);
        }
        else
        {
            length = decoder.Raw(5);
            if (length is <= RawSizes or > LongestLength)
            {
                throw new BlockFormatException($"{name}: an error of {length} bits, not 15 to {LongestLength}");
            }

            int upper = decoder.Raw(length - RawSizes);
            if (upper >> (length - RawSizes - 1) == 0)
            {
                throw new BlockFormatException($"{name}: an error of fewer bits than the {length} announced");
            }

            low = decoder.Raw(RawSizes + 1);
            size = (upper << RawSizes) | (low >> 1);
        }

        return (low & 1) != 0 ? -size : size;
    }
}
