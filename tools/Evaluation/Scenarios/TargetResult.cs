namespace DataBox.Evaluation;

/// <summary>What came of one trial of a target's row.</summary>
/// <param name="Applies">It counts.</param>
/// <param name="IsInTime">Found as the target asks.</param>
/// <param name="Measured">Delay in the row's unit; infinite: not found.</param>
/// <param name="SuspectAfter">s; infinite: never.</param>
/// <param name="IsFound">An alarm named the fault at its place, in time or not.</param>
public sealed record TargetResult(bool Applies, bool IsInTime, double Measured, double SuspectAfter, bool IsFound)
{
    /// <summary>Any fault alarm was raised; the first one points at the right cell; it names the right cause.</summary>
    public bool HasAlarm { get; init; }

    public bool IsRightCell { get; init; }

    public bool IsRightCause { get; init; }

    public required string FirstSaid { get; init; }
}
