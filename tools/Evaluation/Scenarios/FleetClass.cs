namespace DataBox.Evaluation;

/// <summary>Fault classes of the T/CAAMTB draft. Its fifth, insulation, can't be measured with cells, probes and a current.
/// </summary>
public enum FleetClass
{
    Healthy,
    SelfDischarge,
    SuddenShort,
    Connection,
    Sampling,
}
