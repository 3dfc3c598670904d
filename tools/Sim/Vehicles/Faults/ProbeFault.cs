namespace DataBox.Sim;

/// <summary>A probe is off by some kelvin, keeps its value, or says a code that stands for nothing.</summary>
public sealed class ProbeFault : VehicleFault
{
    private readonly ProbeFaultKind _kind;
    private double? _held;

    /// <param name="deciC">Offset, or the code itself; not used for a stuck probe.</param>
    public ProbeFault(int probe, double onsetSeconds, ProbeFaultKind kind, double deciC)
        : base(new FaultTruth(FaultCause.Probe, -1, onsetSeconds, deciC, "0.1 degC", probe)) => _kind = kind;

    public override void Probes(Vehicle vehicle, double[] deciC)
    {
        int probe = Truth.Probe;
        _held ??= deciC[probe];
        deciC[probe] = _kind switch
        {
            ProbeFaultKind.Offset => deciC[probe] + Truth.Severity,
            ProbeFaultKind.Stuck => _held.Value,
            _ => Truth.Severity,
        };
    }
}
