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
    public static ReadingSpread OfCells(PackSample sample)
    {
        double sum = 0;
        int count = 0;
        int[] values = sample.cellMicrovolts;
        for (int i = 0; i < values.Length; i++)
        {
            bool isGood = sample.cellQuality[i] == Quality.Good;
            sum += isGood ? values[i] : 0;
            count += isGood ? 1 : 0;
        }

        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double away = values[i] - mean;
            squares += sample.cellQuality[i] == Quality.Good ? away * away : 0;
        }

        return new ReadingSpread(mean, count == 0 ? 0 : Math.Sqrt(squares / count), count);
    }

    /// <summary>Temperatures, 0.1 °C.</summary>
    public static ReadingSpread OfProbes(PackSample sample)
    {
        double sum = 0;
        int count = 0;
        short[] values = sample.tempDeciC;
        for (int i = 0; i < values.Length; i++)
        {
            bool isGood = sample.tempQuality[i] == Quality.Good;
            sum += isGood ? values[i] : 0;
            count += isGood ? 1 : 0;
        }

        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double away = values[i] - mean;
            squares += sample.tempQuality[i] == Quality.Good ? away * away : 0;
        }

        return new ReadingSpread(mean, count == 0 ? 0 : Math.Sqrt(squares / count), count);
    }
}
