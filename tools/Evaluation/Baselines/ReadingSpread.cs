using System;
using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>Mean and standard deviation (of the readings themselves, not of an estimate from them) of a pack's good readings.
/// </summary>
/// <param name="Mean">In the readings' unit.</param>
/// <param name="Sigma">0 or more, same unit.</param>
/// <param name="Count">Good readings.</param>
internal readonly record struct ReadingSpread(double Mean, double Sigma, int Count)
{
    /// <summary>Cell voltages, µV.</summary>
    public static ReadingSpread OfCells(PackSample sample) =>
        Of(sample.cellQuality, cell => sample.cellMicrovolts[cell]);

    /// <summary>Temperatures, 0.1 °C.</summary>
    public static ReadingSpread OfProbes(PackSample sample) =>
        Of(sample.tempQuality, probe => sample.tempDeciC[probe]);

    private static ReadingSpread Of(byte[] quality, Func<int, double> value)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < quality.Length; i++)
        {
            bool isGood = quality[i] == Quality.Good;
            sum += isGood ? value(i) : 0;
            count += isGood ? 1 : 0;
        }

        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (int i = 0; i < quality.Length; i++)
        {
            double away = value(i) - mean;
            squares += quality[i] == Quality.Good ? away * away : 0;
        }

        return new ReadingSpread(mean, count == 0 ? 0 : Math.Sqrt(squares / count), count);
    }
}
