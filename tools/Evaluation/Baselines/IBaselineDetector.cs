using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>A detector that the box's own is compared with: it sees the same samples, one after the other.</summary>
public interface IBaselineDetector
{
    string Name { get; }

    /// <summary>Takes a sample; only readings of quality Good are looked at.</summary>
    void OnSample(PackSample sample, PackLayout layout);

    /// <summary>Greatest statistic since <see cref="ForgetWorst"/>, as a part of its own alarm threshold: 1 is an alarm.</summary>
    double WorstSince { get; }

    void ForgetWorst();

    /// <summary>With the last sample.</summary>
    bool IsAlarmed { get; }

    /// <summary>Alarms begun so far.</summary>
    int AlarmCount { get; }
}
