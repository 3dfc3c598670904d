namespace DataBox.Decoding;

/// <summary>What all cells of the noise model do together, and how far the current explains it. Q8: levels x 256.</summary>
internal sealed class CommonMotion
{
    private const int MaxCurrentChange = 1 << 20;
    private const int MaxGain = 1 << 24;
    private const int MaxChangeQ8 = 1 << 22;

    private int? lastCurrent;
    private int currentChange;
    private long power = 65536;
    private long currentPower;
    private long currentProduct;

    /// <summary>The cells' common level, Q8.</summary>
    public int NowQ8 { get; private set; }

    /// <summary>The same in the block's first row with cells.</summary>
    public int FirstQ8 { get; private set; }

    /// <summary>How much the expectation weighs against the cells already read in the row, a cell being 16.</summary>
    public int Weight { get; private set; } = 16;

    public void Start(int commonQ8, int? current)
    {
        NowQ8 = commonQ8;
        FirstQ8 = commonQ8;
        lastCurrent = current;
    }

    /// <summary>The common level, Q8, that the current lets expect for this row.</summary>
    public int Expect(int? current)
    {
        currentChange = lastCurrent is int before && current is int now
            ? int.Clamp(now - before, -MaxCurrentChange, MaxCurrentChange)
            : 0;
        lastCurrent = current;
        if (currentPower == 0)
        {
            return NowQ8;
        }

        long gain = long.Clamp((currentProduct << 12) / currentPower, -MaxGain, MaxGain);
        return NowQ8 + (int)((gain * currentChange) >> 12);
    }

    /// <summary>Takes in by how much the row's cells went another way than expected.</summary>
    /// <param name="innovationQ8">Mean over the row's cells.</param>
    /// <param name="mean">Mean size of the errors after this row, Q8, 0..8192.</param>
    /// <param name="count">Cells with a value, at least one.</param>
    public void Learn(int expectedQ8, int innovationQ8, int mean, int count)
    {
        int before = NowQ8;
        NowQ8 = expectedQ8 + innovationQ8;
        int noise = (mean * mean * 25) >> 4;
        power += (((long)innovationQ8 * innovationQ8) - power) >> 3;
        long own = long.Max(power - (noise / count), noise >> 6);
        Weight = own < 1 ? 128 : (int)long.Clamp(((long)noise << 4) / own, 1, 128);
        currentPower += (long)currentChange * currentChange;
        currentProduct += (long)currentChange * int.Clamp(NowQ8 - before, -MaxChangeQ8, MaxChangeQ8);
    }
}
