namespace DataBox.Decoding;

/// <summary>The qualities of a list of cells or probes, which mostly stay as they are from row to row.</summary>
internal sealed class QualityTrack(int count)
{
    private readonly BitContext anyChange = BitContext.NearlyAlwaysZero();
    private readonly BitContext[] change = BitContext.Many(2, BitContext.MostlyZero);
    private readonly byte[] known = new byte[count];

    /// <summary>[count] as they are known now; all 0 (good) at the start.</summary>
    public byte[] Known => known;

    public void Read(RangeDecoder decoder)
    {
        if (!decoder.Bit(anyChange))
        {
            return;
        }

        bool changedBefore = false;
        for (int i = 0; i < known.Length; i++)
        {
            changedBefore = decoder.Bit(change[changedBefore ? 1 : 0]);
            if (changedBefore)
            {
                known[i] = Qualities.Checked(decoder.Raw(4));
            }
        }
    }
}

/// <summary>The contract's table of qualities, as far as decoding needs it.</summary>
internal static class Qualities
{
    public const byte Good = 0;
    public const byte Missing = 1;
    private const byte Implausible = 10;
    private const byte Stuck = 11;
    private const int Last = 13;

    /// <summary>True where a value is sent beside the quality.</summary>
    public static bool HasValue(byte quality) => quality is Good or Implausible or Stuck;

    public static byte Checked(int quality) =>
        quality <= Last ? (byte)quality : throw new BlockFormatException($"quality {quality} is not known");
}
