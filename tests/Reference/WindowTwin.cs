using System;
using System.Linq;

namespace DataBox.Reference;

/// <summary>
/// The window's mathematics in double, to be read beside docs/diagnosis.md: everything from scratch for each sample, nothing
/// kept sorted, nothing clipped by an integer's range.
/// </summary>
public sealed class WindowTwin
{
    private const double MaxDeviation = 819_100;
    private const double MinScale = 200;

    private readonly int[] _firstCell;
    private readonly int _devices;
    private readonly double[] _sumDeviation;
    private readonly double[] _sumMedian;
    private readonly double[] _sumScale;

    /// <param name="firstCell">[devices + 1].</param>
    public WindowTwin(int[] firstCell)
    {
        _firstCell = firstCell;
        _devices = firstCell.Length - 1;
        int cells = firstCell[_devices];
        _sumDeviation = new double[cells];
        Count = new int[cells];
        Least = Enumerable.Repeat(double.PositiveInfinity, cells).ToArray();
        Greatest = Enumerable.Repeat(double.NegativeInfinity, cells).ToArray();
        _sumMedian = new double[_devices];
        _sumScale = new double[_devices];
        Judged = new int[_devices];
    }

    public int[] Count { get; }

    public int[] Judged { get; }

    public double[] Least { get; }

    public double[] Greatest { get; }

    public double MeanDeviation(int cell) => Count[cell] == 0 ? 0 : _sumDeviation[cell] / Count[cell];

    public double MeanMedian(int device) => Judged[device] == 0 ? 0 : _sumMedian[device] / Judged[device];

    public double MeanScale(int device) => Judged[device] == 0 ? MinScale : _sumScale[device] / Judged[device];

    public void Add(double[] microvolts, bool[] good)
    {
        for (int d = 0; d < _devices; d++)
        {
            int[] cells = Enumerable.Range(_firstCell[d], _firstCell[d + 1] - _firstCell[d]).Where(i => good[i]).ToArray();
            if (cells.Length < 3)
            {
                continue;
            }

            double median = LowerMedian(cells.Select(i => microvolts[i]));
            double scale = LowerMedian(cells.Select(i => Math.Abs(microvolts[i] - median)));
            Judged[d]++;
            _sumMedian[d] += median;
            _sumScale[d] += Math.Clamp(scale, MinScale, MaxDeviation);
            foreach (int i in cells)
            {
                double deviation = Math.Clamp(microvolts[i] - median, -MaxDeviation, MaxDeviation);
                Count[i]++;
                _sumDeviation[i] += deviation;
                Least[i] = Math.Min(Least[i], deviation);
                Greatest[i] = Math.Max(Greatest[i], deviation);
            }
        }
    }

    /// <summary>A cell is beyond when its mean deviation exceeds the floor and k times its device's scale.</summary>
    public bool IsBeyond(int cell, int device, double floor, double k) =>
        Math.Abs(MeanDeviation(cell)) > floor && Math.Abs(MeanDeviation(cell)) > k * MeanScale(device);

    private static double LowerMedian(System.Collections.Generic.IEnumerable<double> values)
    {
        double[] sorted = values.Order().ToArray();
        return sorted[(sorted.Length - 1) / 2];
    }
}
