using System.Collections.Generic;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>The baselines that every comparison runs, in the order of its tables.</summary>
public static class BaselineSet
{
    /// <param name="settings">Of the box in the same run: the limits are shared.</param>
    public static IReadOnlyList<IBaselineDetector> Make(DetectorSettings settings) =>
        [new LimitsAndSpread(settings), new GatedDeviation(), new ThreeSigma()];
}
