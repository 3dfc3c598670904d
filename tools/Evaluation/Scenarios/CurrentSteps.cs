using System;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>Steps of the current by hand: 0, -50, 0, +50 A and so on, each held 10 to 40 s.</summary>
public static class CurrentSteps
{
    private const int Count = 200;
    private static readonly double[] s_amps = [0, -50, 0, 50];

    /// <param name="start">On the vehicle's clock; 0 A before and in the first hold.</param>
    /// <returns>A over the vehicle's s.</returns>
    public static Func<double, double> Make(double start, SimRandom random)
    {
        double[] ends = new double[Count];
        double end = start;
        for (int k = 0; k < Count; k++)
        {
            end += random.Between(10, 40);
            ends[k] = end;
        }

        return seconds =>
        {
            int at = Array.BinarySearch(ends, seconds);
            int hold = at >= 0 ? at + 1 : ~at;
            return hold >= Count ? 0 : s_amps[hold % s_amps.Length];
        };
    }
}
