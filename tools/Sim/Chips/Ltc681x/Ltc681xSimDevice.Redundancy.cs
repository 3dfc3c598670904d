using System;

namespace DataBox.Sim;

/// <content>From a voltage at a converter to the word in its register: offset, digital filter, and the second digital
/// machine that checks one converter at a time.</content>
/// <remarks>Data sheets, "ADC Conversion with Digital Redundancy" and table "ADC Path Redundancy Selection". By default
/// the machine goes round the converters, one channel each; PS of configuration group B keeps it at one of them. GPIOs,
/// reference and status are ADC1's. Where it disagrees the register gets FF0x, x naming the nibbles. FDRF forces a
/// disagreement; which nibbles that names no sheet says: all of them here. The LTC6811 has neither PS nor FDRF.</remarks>
internal sealed partial class Ltc681xSimDevice
{
    private const int HighestCode = 0xDFFF;
    private const int MicrovoltsPerCode = 100;
    private const int BrokenFilterBit = 0x0100;
    private const int ForceDisagreement = 0x40;

    /// <summary>What each main converter reads too much, µV.</summary>
    public int[] ConverterOffsetMicrovolts { get; }

    /// <summary>The digital filters behind the converters turn a bit.</summary>
    public bool IsFilterBroken { get; set; }

    /// <summary>The second machine's disagreement shows nowhere.</summary>
    public bool IsRedundancyBlind { get; set; }

    /// <summary>What an input above full scale reads.</summary>
    public int OverRangeCode { get; set; } = Cleared;

    private int PathSelect => (_configB[1] >> 4) & 3;

    // Channel counts from 0.
    private bool IsCellChecked(int converter, int channel) =>
        converter == (PathSelect == 0 ? channel % _part.ConverterCount : PathSelect - 1);

    // Of the two shared cells the first is measured by ADC1 and ADC2, the second by ADC2 and ADC3.
    private bool IsOverlapChecked(int converter) => converter == (PathSelect == 0 ? 1 : PathSelect - 1);

    private bool IsAuxChecked => PathSelect <= 1;

    private int Convert(double microvolts, int converter, bool isChecked)
    {
        double read = Math.Round(microvolts) + ConverterOffsetMicrovolts[converter];
        return Digital(Code(read), isChecked);
    }

    // A broken filter is in the converters' own machines, not in the second one.
    private int Digital(int code, bool isChecked)
    {
        int result = IsFilterBroken && code != Cleared ? code ^ BrokenFilterBit : code;
        if (!isChecked || IsRedundancyBlind)
        {
            return result;
        }

        if ((_configB[1] & ForceDisagreement) != 0)
        {
            return 0xFF0F;
        }

        int nibbles = 0;
        for (int nibble = 0; nibble < 4; nibble++)
        {
            nibbles |= (((result ^ code) >> (4 * nibble)) & 0xF) != 0 ? 1 << nibble : 0;
        }

        return nibbles == 0 ? result : 0xFF00 | nibbles;
    }

    // Below 0 V a conversion gives 0. Above full scale (DFFF) no sheet says what it gives.
    private int Code(double microvolts)
    {
        if (microvolts <= 0)
        {
            return 0;
        }

        double code = Math.Floor((microvolts + (MicrovoltsPerCode / 2)) / MicrovoltsPerCode);
        return code <= HighestCode ? (int)code : _isPulling ? HighestCode : OverRangeCode;
    }
}
