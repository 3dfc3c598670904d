using System;

namespace DataBox.Evaluation;

/// <summary>Vehicles flagged against vehicles faulty.</summary>
/// <param name="Found">Faulty and flagged.</param>
/// <param name="Missed">Faulty and not flagged.</param>
/// <param name="False">Flagged without a fault.</param>
public readonly record struct FlagScore(int Found, int Missed, int False)
{
    /// <summary>NaN without a faulty one.</summary>
    public double Recall => Found / (double)(Found + Missed);

    /// <summary>NaN where nothing was flagged.</summary>
    public double Precision => Found / (double)(Found + False);

    /// <summary>2 found / (2 found + missed + false): 0 where nothing was found.</summary>
    public double F1 => 2.0 * Found / Math.Max(1, (2 * Found) + Missed + False);
}
