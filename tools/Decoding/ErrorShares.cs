namespace DataBox.Decoding;

/// <summary>The shares of the errors around a prediction, for one row's mean error.</summary>
internal sealed class ErrorShares
{
    private const int Middle = 512 << 12;

    private int inverse;

    /// <summary>Errors up to this size have a share; larger ones escape.</summary>
    public int MaxError { get; private set; }

    /// <param name="mean">Mean size of the errors, levels x 256, 0..8192.</param>
    public void Set(int mean)
    {
        int deviation = int.Max(128, ((mean >> 4) * 321) >> 4);
        inverse = 524288 / deviation;
        MaxError = (Middle / (inverse << 8)) - 1;
    }

    /// <summary>Finds the error that holds a target.</summary>
    /// <param name="fraction">The prediction's part of a level, 0..255.</param>
    public (int Error, int From, int To) Find(int target, int fraction)
    {
        // The lowest error whose share ends above the target: the shares rise without overlap.
        int low = -MaxError;
        int high = MaxError;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (To(middle, fraction) > target)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        int from = From(low, fraction);
        int to = To(low, fraction);
        return from <= target && target < to
            ? (low, from, to)
            : throw new BlockFormatException($"no error of +-{MaxError} levels has the share {target}");
    }

    private int From(int error, int fraction) => NormalTable.At((Edge(error, fraction) + Middle) >> 12);

    private int To(int error, int fraction) => NormalTable.At((Edge(error, fraction) + Middle + (inverse << 8)) >> 12);

    private int Edge(int error, int fraction) => ((error << 8) - fraction) * inverse;
}
