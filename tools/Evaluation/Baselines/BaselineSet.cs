using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>All baselines of the comparison, in the order of the tables. To add one, add it here.</summary>
public static class BaselineSet
{
    /// <summary>New ones for one vehicle.</summary>
    public static IBaselineDetector[] Make(PackLayout layout) => [];
}
