using System;
using DataBox.Ports;

namespace DataBox.Cli.Chips;

/// <summary>Mean and noise of each cell over the good readings of several samples.</summary>
public sealed class ReadStatistics(PackLayout layout)
{
    private readonly int[] _count = new int[layout.cellCount];
    private readonly double[] _mean = new double[layout.cellCount];
    private readonly double[] _squares = new double[layout.cellCount];

    public int Samples { get; private set; }

    /// <summary>Takes the good cells of one sample (Welford's running mean).</summary>
    public void Add(PackSample sample)
    {
        Samples++;
        for (int c = 0; c < _count.Length; c++)
        {
            if (sample.cellQuality[c] == Quality.Good)
            {
                _count[c]++;
                double away = sample.cellMicrovolts[c] - _mean[c];
                _mean[c] += away / _count[c];
                _squares[c] += away * (sample.cellMicrovolts[c] - _mean[c]);
            }
        }
    }

    public int GoodCount(int cell) => _count[cell];

    /// <summary>µV; meaningful from one good reading on.</summary>
    public double MeanMicrovolts(int cell) => _mean[cell];

    /// <summary>Standard deviation, µV; 0 below two good readings.</summary>
    public double NoiseMicrovolts(int cell) => _count[cell] < 2 ? 0 : Math.Sqrt(_squares[cell] / (_count[cell] - 1));
}
