namespace DataBox.Decoding;

/// <summary>Turns coded integers into units and refuses what no box sends.</summary>
internal static class Bounded
{
    public const int MaxCellMicrovolts = 6_553_500;
    public const int MinTempDeciC = -400;
    public const int MaxTempDeciC = 1250;
    public const int MaxCurrentMilliamps = 2_000_000;
    public const int MaxPackMillivolts = 2_000_000;

    public static int CellMicrovolts(int coded, int step, int cell) =>
        In(coded, step, 0, MaxCellMicrovolts, "cell", cell, "uV");

    public static int TempDeciC(int coded, int step, int probe) =>
        In(coded, step, MinTempDeciC, MaxTempDeciC, "probe", probe, "x 0.1 degC");

    private static int In(int coded, int step, int min, int max, string what, int index, string unit)
    {
        long value = (long)coded * step;
        return value >= min && value <= max
            ? (int)value
            : throw new BlockFormatException($"{what} {index} is {value} {unit}, not {min} to {max}");
    }
}
