using System;
using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>
/// Deviation with its gates in the way of OVMS v3: each cell against the mean of all cells, alert from their standard deviation
/// + 30 mV on, warning from + 20 mV on; in a series of readings only that looks consistent.
/// </summary>
/// <remarks>
/// As OVMS v3's vehicle_bms.cpp does it: mean and standard deviation (divided by n) over the whole pack. A series is thrown away
/// (1) when the least-squares slope of voltage over cell number, times the number of cells, exceeds 10 mV either way; (2) while
/// the running mean of the standard deviation has taken fewer than five series; (3) when the standard deviation exceeds
/// that mean by more than 10 mV, which then is not updated; otherwise it moves by a fifth. So a cell that goes wrong at once and
/// stays wrong closes gate (3) for good, and a pack that stands on a slope is never judged. Probes: standard deviation + 3 °C
/// alert, + 2 °C warning, without gates. A cell stays alerted until the statistics are reset, which vehicles do at the begin of a
/// drive or charge: here when current flows after ten minutes without, and after a day at most.
/// </remarks>
public sealed class GatedDeviation : IBaselineDetector
{
    private const double MaxSlope = 10_000;
    private const double MaxSigmaRise = 10_000;
    private const double AlertMicrovolts = 30_000;
    private const double AlertDeciC = 30;
    private const int SmoothCount = 5;
    private const int RestMilliamps = 1000;
    private const long RestMs = 600_000;
    private const long DayMs = 86_400_000;

    private bool[] _isCellAlerted = [];
    private bool[] _isProbeAlerted = [];
    private int _sigmaCount;
    private double _meanSigma;
    private long _resetMs = long.MinValue / 2;
    private long _flowMs = long.MinValue / 2;

    public string Name => "deviation with gates (OVMS v3)";

    public double WorstSince { get; private set; }

    public bool IsAlarmed { get; private set; }

    /// <summary>Cells and probes that were alerted, each once between two resets.</summary>
    public int AlarmCount { get; private set; }

    /// <summary>Series that the gates threw away, and all of them.</summary>
    public int GatedCount { get; private set; }

    public int SeriesCount { get; private set; }

    public void ForgetWorst() => WorstSince = 0;

    public void OnSample(PackSample sample, PackLayout layout)
    {
        ResetIfDue(sample, layout);
        ReadingSpread cells = ReadingSpread.OfCells(sample);
        SeriesCount++;
        if (cells.Count > 1 && IsConsistent(sample, cells))
        {
            for (int i = 0; i < layout.cellCount; i++)
            {
                if (sample.cellQuality[i] == Quality.Good)
                {
                    Judge(_isCellAlerted, i, Math.Abs(sample.cellMicrovolts[i] - cells.Mean) / (cells.Sigma + AlertMicrovolts));
                }
            }
        }
        else
        {
            GatedCount++;
        }

        ReadingSpread probes = ReadingSpread.OfProbes(sample);
        for (int p = 0; p < layout.probeCount; p++)
        {
            if (sample.tempQuality[p] == Quality.Good)
            {
                Judge(_isProbeAlerted, p, Math.Abs(sample.tempDeciC[p] - probes.Mean) / (probes.Sigma + AlertDeciC));
            }
        }
    }

    private bool IsConsistent(PackSample sample, ReadingSpread spread)
    {
        if (Math.Abs(SlopeOverPack(sample, spread)) > MaxSlope)
        {
            return false;
        }

        if (_sigmaCount < SmoothCount)
        {
            _sigmaCount++;
            _meanSigma += (spread.Sigma - _meanSigma) / _sigmaCount;
            return false;
        }

        if (spread.Sigma - _meanSigma > MaxSigmaRise)
        {
            return false;
        }

        _meanSigma += (spread.Sigma - _meanSigma) / SmoothCount;
        return true;
    }

    private static double SlopeOverPack(PackSample sample, ReadingSpread spread)
    {
        // Over the cells' places in the pack; missing ones leave a hole in both sums.
        int cells = sample.cellMicrovolts.Length;
        double middle = (cells - 1) / 2.0;
        double above = 0;
        double below = 0;
        for (int i = 0; i < cells; i++)
        {
            if (sample.cellQuality[i] == Quality.Good)
            {
                above += (i - middle) * (sample.cellMicrovolts[i] - spread.Mean);
                below += (i - middle) * (i - middle);
            }
        }

        return below == 0 ? 0 : above / below * cells;
    }

    private void Judge(bool[] alerted, int place, double part)
    {
        WorstSince = Math.Max(WorstSince, part);
        if (part >= 1 && !alerted[place])
        {
            alerted[place] = true;
            IsAlarmed = true;
            AlarmCount++;
        }
    }

    private void ResetIfDue(PackSample sample, PackLayout layout)
    {
        bool flows = sample.currentQuality == Quality.Good && Math.Abs(sample.currentMilliamps) >= RestMilliamps;
        bool begins = flows && sample.timeMs - _flowMs > RestMs;
        _flowMs = flows ? sample.timeMs : _flowMs;
        if (_isCellAlerted.Length != layout.cellCount || begins || sample.timeMs - _resetMs >= DayMs)
        {
            _isCellAlerted = new bool[layout.cellCount];
            _isProbeAlerted = new bool[layout.probeCount];
            _resetMs = sample.timeMs;
            IsAlarmed = false;
        }
    }
}
