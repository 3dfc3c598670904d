namespace DataBox.Sim;

/// <summary>One row of a recording, filled in place. A reading that the car did not have is absent, never a
/// number.</summary>
public sealed class RecordingRow
{
    public RecordingRow(int cellCount, int probeCount)
    {
        cellMicrovolts = new int[cellCount];
        hasCell = new bool[cellCount];
        tempDeciC = new int[probeCount];
        hasTemp = new bool[probeCount];
    }

    /// <summary>0 or more, ms.</summary>
    public long timeMs;

    /// <summary>Discharge negative, ±2,000,000 mA.</summary>
    public int currentMilliamps;
    public bool hasCurrent;

    /// <summary>[cellCount] -10,000,000..100,000,000 µV: what the file says, sensible or not.</summary>
    public readonly int[] cellMicrovolts;
    public readonly bool[] hasCell;

    /// <summary>[probeCount] -1,000..2,000, 0.1 °C.</summary>
    public readonly int[] tempDeciC;
    public readonly bool[] hasTemp;

    /// <summary>The vehicle's own warning level, 0..255.</summary>
    public int bmsWarning;
    public bool hasBmsWarning;

    /// <summary>Line of the file, from 1.</summary>
    public long lineNumber;
}
