namespace DataBox.Sim;

/// <summary>What was done to a vehicle.</summary>
public enum FaultCause
{
    TransientShort,
    SoftShort,
    HardShort,
    Plating,
    Contact,
    TapShort,
    TapOpen,
    SensorDrift,
    SensorStuck,
    Probe,
    Thermal,

    /// <summary>Healthy: a module was changed.</summary>
    ModuleSwap,
}

/// <summary>The ground truth of one fault.</summary>
/// <param name="Cell">From 0 in the pack; -1: none. The lower one where two are touched.</param>
/// <param name="Probe">From 0 in the pack; -1: none.</param>
/// <param name="Severity">In <paramref name="Unit"/>, at its onset.</param>
public sealed record FaultTruth(
    FaultCause Cause, int Cell, double OnsetSeconds, double Severity, string Unit, int Probe = -1);
