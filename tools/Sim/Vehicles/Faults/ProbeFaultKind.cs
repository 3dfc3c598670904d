namespace DataBox.Sim;

/// <summary>How a probe is wrong.</summary>
public enum ProbeFaultKind
{
    Offset,
    Stuck,

    /// <summary>Always one value, such as 255 or -40 °C.</summary>
    Code,
}
