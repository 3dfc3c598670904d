using System;
using System.Collections.Generic;

namespace DataBox.Sim;

/// <summary>
/// What differs between the parts of the family: inputs, scales and conversion times, typed from the data sheets of
/// LTC6811, LTC6812, LTC6813 and ADBMS1818.
/// </summary>
public sealed class Ltc681xPart
{
    // Typical conversion times, µs, of all channels: by ADCOPT * 4 + MD, that is
    // 422 Hz, 27 kHz, 7 kHz, 26 Hz, then 1 kHz, 14 kHz, 3 kHz, 2 kHz.
    private static readonly int[] Cells12Micros = [12807, 1113, 2335, 201317, 7222, 1288, 3033, 4430];
    private static readonly int[] Cells15Micros = [10683, 937, 1956, 167774, 6028, 1083, 2537, 3701];
    private static readonly int[] Cells18Micros = [12816, 1121, 2343, 201325, 7230, 1296, 3041, 4437];
    private static readonly int[] Gpio5Micros = [12807, 1113, 2335, 201317, 7222, 1288, 3033, 4430];
    private static readonly int[] Gpio9Micros = [21316, 1825, 3862, 335498, 12007, 2116, 5025, 7353];
    private static readonly int[] StatusMicros = [8538, 742, 1556, 134211, 4814, 858, 2022, 2953];
    private static readonly int[] CellsAndAux18Micros = [17104, 1511, 3140, 268450, 9657, 1744, 4071, 5933];
    private static readonly int[] CellsAndSum18Micros = [14974, 1331, 2756, 234902, 8458, 1534, 3571, 5200];
    private static readonly int[] TwoChannelMicros = [4282, 384, 791, 67119, 2420, 442, 1024, 1490];

    private readonly int[] _cellMicros;
    private readonly int[] _auxMicros;

    private Ltc681xPart(string name, int cells, int gpios, int cellChannels, int[] cellMicros, bool firstGeneration)
    {
        Name = name;
        CellInputs = cells;
        GpioInputs = gpios;
        CellChannels = cellChannels;
        _cellMicros = cellMicros;
        _auxMicros = gpios == 5 ? Gpio5Micros : Gpio9Micros;
        SumFactor = firstGeneration ? 20 : 30;
        DieMicrovoltsPerDegree = firstGeneration ? 7500 : 7600;
        DieOffsetDegrees = firstGeneration ? 273 : 276;
        HasConfigB = !firstGeneration;
    }

    /// <summary>12 cells, 5 GPIOs.</summary>
    public static Ltc681xPart Ltc6811 { get; } = new Ltc681xPart("ltc6811", 12, 5, 6, Cells12Micros, true);

    /// <summary>15 cells, 9 GPIOs.</summary>
    public static Ltc681xPart Ltc6812 { get; } = new Ltc681xPart("ltc6812", 15, 9, 5, Cells15Micros, false);

    /// <summary>18 cells, 9 GPIOs.</summary>
    public static Ltc681xPart Ltc6813 { get; } = new Ltc681xPart("ltc6813", 18, 9, 6, Cells18Micros, false);

    /// <summary>18 cells, 9 GPIOs; code-compatible with the LTC6813.</summary>
    public static Ltc681xPart Adbms1818 { get; } = new Ltc681xPart("adbms1818", 18, 9, 6, Cells18Micros, false);

    /// <summary>Every part that is simulated.</summary>
    public static IReadOnlyList<Ltc681xPart> All { get; } = [Ltc6811, Ltc6812, Ltc6813, Adbms1818];

    public string Name { get; }

    public int CellInputs { get; }

    public int GpioInputs { get; }

    /// <summary>Cell channels that one ADC walks through: 6, and 5 on the 6812. Channel n measures cell n of each ADC.
    /// </summary>
    public int CellChannels { get; }

    /// <summary>ADCs that measure cells at the same time; ADC k has CellChannels of them, in order.</summary>
    public int ConverterCount => CellInputs / CellChannels;

    /// <summary>The ADC that measures a cell, from 0.</summary>
    internal int ConverterOf(int input) => input / CellChannels;

    /// <summary>Sum of cells is reported divided by this.</summary>
    public int SumFactor { get; }

    public int DieMicrovoltsPerDegree { get; }

    public int DieOffsetDegrees { get; }

    /// <summary>Configuration group B, cell groups E and F, aux groups C and D: everything but the 6811.</summary>
    public bool HasConfigB { get; }

    /// <summary>Either port may be the one that a frame comes in at: everything but the 6811.</summary>
    public bool IsReversible => HasConfigB;

    /// <summary>The part of this name, or null.</summary>
    public static Ltc681xPart? Find(string name)
    {
        foreach (Ltc681xPart part in All)
        {
            if (string.Equals(part.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return part;
            }
        }

        return null;
    }

    /// <summary>Time of a cell conversion over some of the channels, µs. One channel of several costs its share and the
    /// start-up that all of them pay once.</summary>
    internal int CellMicros(int mode, int channels) => Share(_cellMicros[mode], channels, CellChannels);

    /// <summary>Time of ADCVAX, µs: printed for all modes for 18 cells, for 12 and 15 in fast and normal mode, where it is a
    /// share of the cells' time that holds for the others too.</summary>
    internal int CellsAndAuxMicros(int mode) => CellInputs == 18 ? CellsAndAux18Micros[mode]
        : (mode, CellInputs) switch
        {
            (1, 12) => 1564,
            (2, 12) => 3133,
            (1, _) => 1328,
            (2, _) => 2753,
            _ => _cellMicros[mode] + (2 * _cellMicros[mode] / CellChannels),
        };

    /// <summary>Time of ADCVSC, µs: printed for 18 cells; one more channel on the others.</summary>
    internal int CellsAndSumMicros(int mode) => CellInputs == 18
        ? CellsAndSum18Micros[mode]
        : _cellMicros[mode] + (_cellMicros[mode] / CellChannels);

    /// <summary>Time of ADOL, µs.</summary>
    internal int OverlapMicros(int mode) => TwoChannelMicros[mode];

    /// <summary>Time of a GPIO conversion; all channels are the GPIOs and REF2.</summary>
    internal int AuxMicros(int mode, int channels) => Share(_auxMicros[mode], channels, GpioInputs + 1);

    /// <summary>Time of a status conversion; all channels are SC, ITMP, VA, VD.</summary>
    internal int StatusChannelMicros(int mode, int channels) => Share(StatusMicros[mode], channels, 4);

    private static int Share(int allMicros, int channels, int allChannels)
    {
        const int startMicros = 20;
        return channels == allChannels
            ? allMicros
            : startMicros + (int)((long)(allMicros - startMicros) * channels / allChannels);
    }
}
