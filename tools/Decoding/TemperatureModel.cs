namespace DataBox.Decoding;

/// <summary>Temperatures: mostly as in the row before; a probe that moved will move again, and the same way.</summary>
internal sealed class TemperatureModel(int probeCount, int step)
{
    private const int FirstGuessDeciC = 250;
    private const int MaxMoves = 3;
    private const int Down = 0;
    private const int None = 1;
    private const int Up = 2;

    private readonly BitContext firstDiffers = BitContext.Even();
    private readonly BitContext firstSign = BitContext.Even();
    private readonly NumberContexts firstSize = new();
    private readonly BitContext[] moved = BitContext.Many(8, BitContext.MostlyZero);
    private readonly BitContext[] sign = BitContext.Many(3, BitContext.Even);
    private readonly NumberContexts size = new();

    private readonly int[] previous = new int[probeCount];
    private readonly int[] moves = new int[probeCount];
    private readonly int[] direction = new int[probeCount];
    private bool isFirst = true;

    /// <summary>Reads one row, 0.1 °C; 0 stands where the quality says that there is no value.</summary>
    public int[] Read(RangeDecoder decoder, byte[] quality)
    {
        var values = new int[probeCount];
        if (isFirst)
        {
            ReadFirst(decoder, quality, values);
            isFirst = false;
        }
        else
        {
            ReadLater(decoder, quality, values);
        }

        return values;
    }

    private void ReadFirst(RangeDecoder decoder, byte[] quality, int[] values)
    {
        int below = FirstGuessDeciC / step;
        for (int i = 0; i < values.Length; i++)
        {
            direction[i] = None;
            if (Qualities.HasValue(quality[i]))
            {
                if (decoder.Bit(firstDiffers))
                {
                    below += decoder.Signed(firstSign, firstSize);
                }

                values[i] = Bounded.TempDeciC(below, step, i);
            }

            previous[i] = below;
        }
    }

    private void ReadLater(RangeDecoder decoder, byte[] quality, int[] values)
    {
        int belowMoved = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!Qualities.HasValue(quality[i]))
            {
                continue;
            }

            bool movesNow = decoder.Bit(moved[belowMoved + (2 * moves[i])]);
            belowMoved = movesNow ? 1 : 0;
            if (movesNow)
            {
                int delta = decoder.Signed(sign[direction[i]], size);
                previous[i] += delta;
                direction[i] = delta < 0 ? Down : Up;
                moves[i] = int.Min(MaxMoves, moves[i] + 1);
            }

            values[i] = Bounded.TempDeciC(previous[i], step, i);
        }
    }
}
