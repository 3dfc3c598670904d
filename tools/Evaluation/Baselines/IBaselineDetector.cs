using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>A detector to compare with. It gets every sample that the box's detector gets, before that one has judged it, and
/// knows nothing of the fault, the cause or the vehicle's settings.</summary>
public interface IBaselineDetector
{
    /// <summary>As it stands in the tables.</summary>
    string Name { get; }

    /// <summary>True while its own rule says alarm.</summary>
    bool IsAlarmed { get; }

    /// <summary>Takes a sample.</summary>
    /// <param name="seconds">On the vehicle's clock.</param>
    void OnSample(PackSample s, PackLayout l, double seconds);

    /// <summary>Its statistic as a part of its alarm's threshold, the greatest since <see cref="ForgetWorst"/>.</summary>
    double WorstSince();

    /// <summary>Begins a new account of the greatest statistic.</summary>
    void ForgetWorst();
}
