namespace DataBox.Decoding;

/// <summary>Cells of one block, row after row; the three codings share the first row and whole values.</summary>
internal abstract class CellModel
{
    private readonly BitContext firstDiffers = BitContext.Even();
    private readonly BitContext firstSign = BitContext.Even();
    private readonly NumberContexts firstSize = new();
    private readonly int wholeBits;
    private bool isFirst = true;

    protected CellModel(BlockHeader header)
    {
        Step = header.CellStep;
        Previous = new int[header.CellCount];
        wholeBits = 32 - int.LeadingZeroCount(Bounded.MaxCellMicrovolts / Step);
    }

    protected int Step { get; }

    /// <summary>[cellCount] the last value in steps, or what stands for it where there was none.</summary>
    protected int[] Previous { get; }

    public static CellModel For(BlockHeader header) => header.CellCoding switch
    {
        CellCoding.Plain => new PlainCellModel(header),
        CellCoding.Noise => new NoiseCellModel(header),
        _ => new StepCellModel(header),
    };

    /// <summary>Reads one row, µV; 0 stands where the quality says that there is no value.</summary>
    /// <param name="current">The last current known in this block, in steps; null when there was none.</param>
    public int[] Read(RangeDecoder decoder, byte[] quality, int? current)
    {
        var values = new int[Previous.Length];
        if (isFirst)
        {
            isFirst = false;
            ReadFirst(decoder, quality, values, current);
        }
        else
        {
            ReadLater(decoder, quality, values, current);
        }

        return values;
    }

    protected abstract void ReadLater(RangeDecoder decoder, byte[] quality, int[] values, int? current);

    protected virtual void ReadFirst(RangeDecoder decoder, byte[] quality, int[] values, int? current)
    {
        int trend = -1;
        for (int i = 0; i < values.Length; i++)
        {
            int value = trend < 0 ? 0 : (trend + 8) >> 4;
            if (Qualities.HasValue(quality[i]))
            {
                if (trend < 0)
                {
                    value = ReadWhole(decoder);
                }
                else if (decoder.Bit(firstDiffers))
                {
                    value += decoder.Signed(firstSign, firstSize);
                }

                values[i] = Bounded.CellMicrovolts(value, Step, i);
                trend = trend < 0 ? value << 4 : trend + (((value << 4) - trend) >> 2);
            }

            Previous[i] = value;
        }
    }

    /// <summary>A value in steps without any prediction; may still be out of range.</summary>
    protected int ReadWhole(RangeDecoder decoder)
    {
        if (wholeBits <= 16)
        {
            return decoder.Raw(wholeBits);
        }

        int upper = decoder.Raw(wholeBits - 16);
        return (upper << 16) | decoder.Raw(16);
    }
}

/// <summary>Every value whole: for readings that nothing predicts.</summary>
internal sealed class PlainCellModel(BlockHeader header) : CellModel(header)
{
    protected override void ReadFirst(RangeDecoder decoder, byte[] quality, int[] values, int? current) =>
        ReadLater(decoder, quality, values, current);

    protected override void ReadLater(RangeDecoder decoder, byte[] quality, int[] values, int? current)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (Qualities.HasValue(quality[i]))
            {
                values[i] = Bounded.CellMicrovolts(ReadWhole(decoder), Step, i);
            }
        }
    }
}
