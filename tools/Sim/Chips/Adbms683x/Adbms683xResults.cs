using System;

namespace DataBox.Sim;

/// <summary>Everything that SNAP holds still: the result registers of one device, as codes of 150 µV over 1.5 V.</summary>
internal sealed class Adbms683xResults
{
    public const int PowerOnCode = 0x7FFF;
    public const int ClearedCode = -0x8000;

    private const int MicrovoltsPerCode = 150;
    private const int MicrovoltsAtZero = 1500000;
    private const int LowestMicrovolts = -2000000;
    private const int HighestMicrovolts = 5500000;

    public int[] Cell { get; } = new int[Adbms683xPart.Cells];

    public int[] Average { get; } = new int[Adbms683xPart.Cells];

    public int[] Filtered { get; } = new int[Adbms683xPart.Cells];

    public int[] Redundant { get; } = new int[Adbms683xPart.Cells];

    /// <summary>By channel of Adbms683xPins: GPIOs, VMV, VPV, then what the status groups A and B show.</summary>
    public int[] Aux { get; } = new int[Adbms683xPins.ChannelCount];

    /// <summary>GPIOs by the second auxiliary converter.</summary>
    public int[] Aux2 { get; } = new int[Adbms683xPart.Gpios];

    /// <summary>Rounds of the C-ADC since its command.</summary>
    public int Rounds { get; set; }

    /// <summary>Results of the S-ADC since its command.</summary>
    public int RedundantRounds { get; set; }

    /// <summary>Bit 2i: cell i is under its limit, bit 2i + 1: over.</summary>
    public uint LimitFlags { get; set; }

    /// <summary>The code of a voltage; outside -2 to 5.5 V the converter stands at its end.</summary>
    public static int Code(long microvolts)
    {
        long inRange = Math.Clamp(microvolts, LowestMicrovolts, HighestMicrovolts) - MicrovoltsAtZero;
        long half = inRange < 0 ? -MicrovoltsPerCode / 2 : MicrovoltsPerCode / 2;
        return (int)((inRange + half) / MicrovoltsPerCode);
    }

    public void SetAll(int code)
    {
        Array.Fill(Cell, code);
        Array.Fill(Average, code);
        Array.Fill(Filtered, code);
        Array.Fill(Redundant, code);
        Array.Fill(Aux, code);
        Array.Fill(Aux2, code);
        Rounds = 0;
        RedundantRounds = 0;
        LimitFlags = 0;
    }

    public void CopyFrom(Adbms683xResults other)
    {
        Array.Copy(other.Cell, Cell, Cell.Length);
        Array.Copy(other.Average, Average, Average.Length);
        Array.Copy(other.Filtered, Filtered, Filtered.Length);
        Array.Copy(other.Redundant, Redundant, Redundant.Length);
        Array.Copy(other.Aux, Aux, Aux.Length);
        Array.Copy(other.Aux2, Aux2, Aux2.Length);
        Rounds = other.Rounds;
        RedundantRounds = other.RedundantRounds;
        LimitFlags = other.LimitFlags;
    }
}
