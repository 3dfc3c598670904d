using DataBox.Cli.Telemetry;
using DataBox.Ports;

namespace DataBox.Tests.Unit.Cli;

/// <summary>Decoded rows of a box with two cells and one probe.</summary>
internal static class Rows
{
    public static TelemetryShape Shape { get; } = new("box1", 2, 1);

    /// <summary>All groups due, all readings good, no pack voltage, no state.</summary>
    public static TelemetryRow Whole(long timeMs) => new()
    {
        TimeMs = timeMs,
        Boot = 3,
        Seq = 5,
        CellMicrovolts = [3_700_100, 3_700_200],
        CellQuality = [Quality.Good, Quality.Good],
        TempDeciC = [-15],
        TempQuality = [Quality.Good],
        Pack = new PackReading(-1200, Quality.Good, null, Quality.Missing, null, Quality.Missing),
    };

    /// <summary>The second cell has no value, the first a doubtful one; temperatures and pack were not due.</summary>
    public static TelemetryRow Faulty(long timeMs) => new()
    {
        TimeMs = timeMs,
        Boot = 3,
        Seq = 6,
        CellMicrovolts = [0, null],
        CellQuality = [Quality.Implausible, Quality.PecError],
    };
}
