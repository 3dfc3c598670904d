namespace DataBox.Sim;

/// <summary>What can go wrong with a made-up pack.</summary>
public enum PackFaultKind
{
    /// <summary>The cell's voltage is off by Size µV; a sag is negative.</summary>
    CellOffset,

    /// <summary>The cell's reading keeps the value it had when the fault began. Size is not used.</summary>
    CellStuck,

    /// <summary>The sense wire adds white noise of Size µV rms.</summary>
    WireNoise,

    /// <summary>The cell's ohmic resistance is Size percent of what it was.</summary>
    CellResistance,

    /// <summary>A resistor of Size milliohm across the cell drains and heats it.</summary>
    InternalShort,

    /// <summary>The probe's temperature is off by Size tenths of a degree.</summary>
    ProbeOffset,

    /// <summary>The probe's wire is open. Size is not used.</summary>
    ProbeOpen,
}

/// <summary>One fault of a made-up pack, from a time on.</summary>
/// <param name="Index">Cell or probe, from 0.</param>
/// <param name="StartMs">On the samples' time base.</param>
/// <param name="EndMs">Gone from here on.</param>
public sealed record PackFault(
    PackFaultKind Kind, int Index, int Size, long StartMs, long EndMs = long.MaxValue)
{
    public bool IsActive(long timeMs) => timeMs >= StartMs && timeMs < EndMs;
}
