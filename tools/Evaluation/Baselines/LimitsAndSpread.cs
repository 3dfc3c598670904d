using System;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>
/// Limits and plausibility in the way of foxBMS 2: a cell more than 300 mV from the mean of the pack's cells, or a probe more than
/// 10 K from the mean of its probes, is implausible with the first sample; those that are plausible are held against limits.
/// </summary>
/// <remarks>
/// Read in foxBMS 2's configuration (plausibility_cfg.h, diag_cfg, battery_cell_cfg.h): spreads of 300 mV and 100 dK about the
/// string's average, decided at the first event, as a warning; an implausible cell is invalid and enters no limit; the limits
/// themselves are a table of the fitted cell and count 500 events of a 10 ms task in the versions read. Kinder to it here: the
/// limits are the box's own of this chemistry, and they count with the first sample.
/// </remarks>
public sealed class LimitsAndSpread : IBaselineDetector
{
    private const double SpreadMicrovolts = 300_000;
    private const double SpreadDeciC = 100;
    private readonly double _overVoltage;
    private readonly double _underVoltage;
    private readonly double _overTemp;
    private readonly double _underTemp;

    /// <param name="limits">Only its four limits are used.</param>
    public LimitsAndSpread(DetectorSettings limits)
    {
        _overVoltage = limits.values[DetectorSettings.OverVoltage];
        _underVoltage = limits.values[DetectorSettings.UnderVoltage];
        _overTemp = limits.values[DetectorSettings.OverTemperature];
        _underTemp = limits.values[DetectorSettings.UnderTemperature];
    }

    public string Name => "limits and 300 mV spread (foxBMS 2)";

    public double WorstSince { get; private set; }

    public bool IsAlarmed { get; private set; }

    public int AlarmCount { get; private set; }

    public void ForgetWorst() => WorstSince = 0;

    public void OnSample(PackSample sample, PackLayout layout)
    {
        double worst = Math.Max(OfCells(sample), OfProbes(sample));
        bool isAlarmed = worst > 1;
        AlarmCount += isAlarmed && !IsAlarmed ? 1 : 0;
        IsAlarmed = isAlarmed;
        WorstSince = Math.Max(WorstSince, worst);
    }

    private double OfCells(PackSample sample)
    {
        ReadingSpread spread = ReadingSpread.OfCells(sample);
        double worst = 0;
        for (int i = 0; i < sample.cellMicrovolts.Length; i++)
        {
            if (sample.cellQuality[i] == Quality.Good)
            {
                double value = sample.cellMicrovolts[i];
                double part = Math.Abs(value - spread.Mean) / SpreadMicrovolts;
                worst = Math.Max(worst, part > 1 ? part : Math.Max(part, Beyond(value, _underVoltage, _overVoltage, SpreadMicrovolts)));
            }
        }

        return worst;
    }

    private double OfProbes(PackSample sample)
    {
        ReadingSpread spread = ReadingSpread.OfProbes(sample);
        double worst = 0;
        for (int i = 0; i < sample.tempDeciC.Length; i++)
        {
            if (sample.tempQuality[i] == Quality.Good)
            {
                double value = sample.tempDeciC[i];
                double part = Math.Abs(value - spread.Mean) / SpreadDeciC;
                worst = Math.Max(worst, part > 1 ? part : Math.Max(part, Beyond(value, _underTemp, _overTemp, SpreadDeciC)));
            }
        }

        return worst;
    }

    // A full pack is near its limit every day: nearness says nothing, so it counts from the limit on only.
    private static double Beyond(double value, double under, double over, double unit)
    {
        double excess = Math.Max(value - over, under - value);
        return excess <= 0 ? 0 : 1 + (excess / unit);
    }
}
