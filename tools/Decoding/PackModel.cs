namespace DataBox.Decoding;

/// <summary>Current, pack voltage and vehicle state, with their qualities.</summary>
internal sealed class PackModel(BlockHeader header)
{
    private readonly BitContext qualityChange = BitContext.NearlyAlwaysZero();
    private readonly BitContext stateChange = BitContext.NearlyAlwaysZero();

    private readonly ScalarModel current =
        new("the current, mA,", -Bounded.MaxCurrentMilliamps, Bounded.MaxCurrentMilliamps, header.CurrentStep);

    private readonly ScalarModel voltage =
        new("the pack voltage, mV,", 0, Bounded.MaxPackMillivolts, header.PackVoltageStep);

    private byte currentQuality = Qualities.Good;
    private byte voltageQuality = Qualities.Missing;
    private byte stateQuality = Qualities.Missing;
    private int state;

    /// <summary>The last current of this block in steps; null before the first.</summary>
    public int? LastCurrent => current.IsKnown ? current.Last : null;

    public void ReadQualities(RangeDecoder decoder)
    {
        if (decoder.Bit(qualityChange))
        {
            int all = decoder.Raw(12);
            currentQuality = Qualities.Checked(all >> 8);
            voltageQuality = Qualities.Checked((all >> 4) & 15);
            stateQuality = Qualities.Checked(all & 15);
        }
    }

    /// <summary>Reads one row's values; 0 stands where there is none.</summary>
    public DecodedPack Read(RangeDecoder decoder)
    {
        int milliamps = Qualities.HasValue(currentQuality) ? current.Read(decoder) : 0;
        int millivolts = Qualities.HasValue(voltageQuality) ? voltage.Read(decoder) : 0;
        bool hasState = Qualities.HasValue(stateQuality);
        if (hasState && decoder.Bit(stateChange))
        {
            state = decoder.Raw(8);
        }

        return new DecodedPack(milliamps, currentQuality, millivolts, voltageQuality, hasState ? state : 0, stateQuality);
    }
}
