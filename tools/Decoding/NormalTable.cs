namespace DataBox.Decoding;

/// <summary>The normal distribution in 65,512 shares, 1/128 of a standard deviation an index.</summary>
internal static class NormalTable
{
    /// <summary>Where the shares of the table end and that of the escape begins.</summary>
    public const int End = 65512;

    private const int Half = 512;

    private static readonly int[] Shares = Make();

    /// <summary>[0..1024] rising from 0 to <see cref="End"/>.</summary>
    public static int At(int index) => Shares[index];

    private static int[] Make()
    {
        var sums = new long[Half + 1];
        long density = 1L << 30;
        long factor = 1073709056;
        for (int i = 0; i < Half; i++)
        {
            long next = (density * factor) >> 30;
            sums[i + 1] = sums[i] + ((density + next) >> 1);
            density = next;
            factor = (factor * 1073676290) >> 30;
        }

        var shares = new int[(2 * Half) + 1];
        for (int i = 0; i <= Half; i++)
        {
            int half = (int)(sums[i] * 32500 / sums[Half]);
            shares[Half + i] = 32500 + half + ((Half + i) >> 1);
            shares[Half - i] = 32500 - half + ((Half - i) >> 1);
        }

        return shares;
    }
}
