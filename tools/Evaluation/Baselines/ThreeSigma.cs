using System;
using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>The textbook's rule: a cell further than three standard deviations of the sample's cells from their mean.</summary>
/// <remarks>Of n cells none can be further than (n-1)/sqrt(n) of them: 3.17 for 12, and under 11 cells it never speaks. Standard
/// deviations under one code of 0.1 mV count as one: a pack of equal readings is not all outliers.</remarks>
public sealed class ThreeSigma : IBaselineDetector
{
    private const double LeastSigma = 100;

    public string Name => "3 sigma of the cells";

    public double WorstSince { get; private set; }

    public bool IsAlarmed { get; private set; }

    public int AlarmCount { get; private set; }

    public void ForgetWorst() => WorstSince = 0;

    public void OnSample(PackSample sample, PackLayout layout)
    {
        ReadingSpread spread = ReadingSpread.OfCells(sample);
        double threshold = 3 * Math.Max(spread.Sigma, LeastSigma);
        double worst = 0;
        for (int i = 0; i < sample.cellMicrovolts.Length; i++)
        {
            if (sample.cellQuality[i] == Quality.Good)
            {
                worst = Math.Max(worst, Math.Abs(sample.cellMicrovolts[i] - spread.Mean) / threshold);
            }
        }

        bool isAlarmed = worst > 1;
        AlarmCount += isAlarmed && !IsAlarmed ? 1 : 0;
        IsAlarmed = isAlarmed;
        WorstSince = Math.Max(WorstSince, worst);
    }
}
