namespace DataBox.Decoding;

/// <summary>
/// Noisy cells: each is predicted from what all of them do, and its error is read by the normal distribution of the errors so
/// far. All numbers that end in Q8 are levels x 256; a level is a cell's value without its coarse low bits.
/// </summary>
internal sealed class NoiseCellModel : CellModel
{
    private const int MaxMean = 8192;

    private readonly int[] offset;
    private readonly int[] slope;
    private readonly bool[] escaped;
    private readonly int[] levels;
    private readonly CommonMotion common = new();

    private readonly ErrorShares table = new();
    private readonly NumberContexts escapeSize = new();
    private readonly int coarse;

    /// <summary>Mean size of the errors, Q8.</summary>
    private int mean;
    private int rows;
    private long sumX;
    private long sumXX;
    private int offsetGain;
    private int slopeGain;
    private int cut;

    public NoiseCellModel(BlockHeader header)
        : base(header)
    {
        offset = new int[header.CellCount];
        slope = new int[header.CellCount];
        escaped = new bool[header.CellCount];
        levels = new int[header.CellCount];
        int start = (16 + (header.NoiseScale & 15)) << (header.NoiseScale >> 4);
        while (start >> coarse > MaxMean)
        {
            coarse++;
        }

        mean = start >> coarse;
    }

    protected override void ReadFirst(RangeDecoder decoder, byte[] quality, int[] values, int? current)
    {
        base.ReadFirst(decoder, quality, values, current);
        int sum = 0;
        foreach (int value in Previous)
        {
            sum += value >> coarse;
        }

        common.Start((sum / Previous.Length) << 8, current);
        for (int i = 0; i < Previous.Length; i++)
        {
            offset[i] = ((Previous[i] >> coarse) << 8) - common.NowQ8;
        }

        rows = 1;
    }

    protected override void ReadLater(RangeDecoder decoder, byte[] quality, int[] values, int? current)
    {
        int expected = common.Expect(current);
        int level = Clamp((expected - common.FirstQ8) >> 8, 16383);
        Fit(level);
        table.Set(mean);
        cut = int.Clamp(mean << 2, 256, 8191);

        int innovations = 0;
        int errors = 0;
        int weight = common.Weight;
        int count = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            if (!Qualities.HasValue(quality[i]))
            {
                continue;
            }

            int own = expected + offset[i] + (((slope[i] >> 3) * level) >> 5);
            int predicted = own + ((innovations / weight) << 4) + 128;
            (int error, bool isEscape) = ReadError(decoder, predicted & 255);

            // A prediction that has run away wraps like the error's size: the sum is right in 24 bits.
            int cell = (((predicted >> 8) + error) << 8) >> 8;
            _ = Bounded.CellMicrovolts(cell, Step << coarse, i);
            levels[i] = cell;
            innovations += (cell << 8) - own;
            weight += 16;
            errors += Learn(i, (error << 8) - (predicted & 255), isEscape);
            count++;
        }

        if (count == 0)
        {
            return;
        }

        mean = int.Min(mean + (((errors / count) - mean) >> 2), MaxMean);
        common.Learn(expected, innovations / count, mean, count);
        ReadCoarse(decoder, quality, values);
    }

    private static int Clamp(long value, int bound) => (int)long.Clamp(value, -bound, bound);

    /// <summary>The gains of this row's errors in each cell's offset and slope: a least squares fit against the common
    /// level.</summary>
    private void Fit(int level)
    {
        rows++;
        sumX += level;
        sumXX += level * level;
        long ridged = sumXX + int.Max(1024, (mean * mean) >> 5);

        // Above 0: rows * sumXX is at least sumX^2, and the ridge adds to it.
        long determinant = (rows * ridged) - (sumX * sumX);
        offsetGain = Clamp(((ridged - (sumX * level)) << 16) / determinant, 65536);
        slopeGain = Clamp((((rows * (long)level) - sumX) << 22) / determinant, 32767);
    }

    private (int Error, bool IsEscape) ReadError(RangeDecoder decoder, int fraction)
    {
        int target = decoder.OpenShare();
        if (target < NormalTable.End)
        {
            (int error, int from, int to) = table.Find(target, fraction);
            decoder.TakeShare(from, to);
            return (error, false);
        }

        decoder.TakeShare(NormalTable.End, 65536);
        bool negative = decoder.Raw(1) != 0;
        int size = decoder.Number(escapeSize);
        if (size <= table.MaxError)
        {
            throw new BlockFormatException($"an escape for an error of {size}, which the table holds up to {table.MaxError}");
        }

        return (negative ? -size : size, true);
    }

    /// <summary>Lets one cell's error, Q8, move its offset and slope; gives what it adds to the errors' sum.</summary>
    private int Learn(int i, int error, bool isEscape)
    {
        if (!isEscape)
        {
            int size = error ^ (error >> 31);
            if (error + 128 < -cut)
            {
                error = -(cut + 128);
            }
            else if (error + 128 > cut)
            {
                error = cut - 128;
            }

            offset[i] += ((offsetGain * error) + (offsetGain << 7) + 32768) >> 16;
            slope[i] += ((slopeGain * error) + (slopeGain << 7) + 8192) >> 14;
            return size;
        }

        if (escaped[i])
        {
            offset[i] += error + 128;
        }
        else
        {
            offset[i] += ((offsetGain * (error + 128 < 0 ? -cut : cut)) + 32768) >> 16;
        }

        escaped[i] = !escaped[i];
        return table.MaxError << 9;
    }

    private void ReadCoarse(RangeDecoder decoder, byte[] quality, int[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (Qualities.HasValue(quality[i]))
            {
                int low = coarse > 0 ? decoder.Raw(coarse) : 0;
                values[i] = Bounded.CellMicrovolts((levels[i] << coarse) | low, Step, i);
            }
        }
    }
}
