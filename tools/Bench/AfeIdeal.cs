using System;
using System.Collections.Generic;
using System.Linq;

namespace DataBox.Bench;

/// <summary>
/// The shortest time in which chips and SPI clock allow a sample, from data sheet timing alone: what is converted and what is
/// transferred, and nothing else. Typed from the data sheets, not taken from the drivers.
/// </summary>
public static class AfeIdeal
{
    // LTC6811, LTC6812-1, LTC6813-1 data sheets, "ADC Timing", typical, µs: all cells, all GPIOs with the reference.
    private static readonly Dictionary<string, (int Cells12, int Cells18, int Aux5, int Aux9)> LtcTimes = new()
    {
        ["27khz"] = (1113, 1121, 1113, 1825),
        ["7khz"] = (2335, 2343, 2335, 3862),
    };

    // BQ76952 technical reference manual, "Measurement System": 16 cells and two stack pins, then up to three shared slots, 3 ms
    // each. What is read of one loop is read while the next one runs.
    private const int BqLoopMicros = 21 * 3000;

    /// <summary>Microseconds a sample.</summary>
    /// <param name="clockHz">SPI clock.</param>
    public static double Micros(AfeRatePack pack, int clockHz)
    {
        double bitMicros = 1e6 / clockHz;
        int devices = pack.Cells.Length;
        return pack.Chip switch
        {
            "ltc6811" or "ltc6813" => Ltc681x(pack, devices, bitMicros),
            "adbms6830" => Adbms683x(pack, devices, bitMicros),
            "bq76952" => BqLoopMicros,
            _ => throw new ArgumentException("no timing for " + pack.Chip),
        };
    }

    // Convert, then read: a command of 4 bytes, groups of 4 + 8 bytes a device. GPIOs convert while the cells are read.
    private static double Ltc681x(AfeRatePack pack, int devices, double bitMicros)
    {
        (int cells12, int cells18, int aux5, int aux9) = LtcTimes[pack.Mode];
        bool isSmall = pack.Chip == "ltc6811";
        double command = 32 * bitMicros;
        double read = (4 + (8 * devices)) * 8 * bitMicros;
        double cellReads = (pack.Cells.Max() + 2) / 3 * read;
        double convert = command + (isSmall ? cells12 : cells18);
        if (pack.ProbesEach == 0)
        {
            return convert + cellReads;
        }

        // Three probes sit in group A, the reference in B.
        return convert + command + Math.Max(isSmall ? aux5 : aux9, cellReads) + (2 * read);
    }

    // The converter runs by itself, a round a millisecond; freeze, read, release. GPIOs convert in the background.
    private static double Adbms683x(AfeRatePack pack, int devices, double bitMicros)
    {
        double command = 32 * bitMicros;
        double byGroups = (pack.Cells.Max() + 2) / 3 * (4 + (8 * devices)) * 8 * bitMicros;
        double all = (4 + (34 * devices)) * 8 * bitMicros;
        return Math.Max(1000, (2 * command) + Math.Min(byGroups, all));
    }
}
