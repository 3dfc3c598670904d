namespace DataBox.Cli.Telemetry;

/// <summary>Cells and probes of the box that a recording comes from, as its blocks tell it.</summary>
public sealed record TelemetryShape(string Box, int Cells, int Probes);

/// <summary>
/// One decoded row: the sample at <see cref="TimeMs"/>. A group that was not due in this row is null; a value whose quality
/// has none is null beside its quality.
/// </summary>
public sealed class TelemetryRow
{
    public required long TimeMs { get; init; }

    public required uint Boot { get; init; }

    public required uint Seq { get; init; }

    /// <summary>µV, or null where the reading has no value; null as a whole where cells were not due.</summary>
    public int?[]? CellMicrovolts { get; set; }

    public byte[]? CellQuality { get; set; }

    /// <summary>0.1 °C.</summary>
    public int?[]? TempDeciC { get; set; }

    public byte[]? TempQuality { get; set; }

    public PackReading? Pack { get; set; }
}

/// <summary>Current (mA, discharge negative), pack voltage (mV) and vehicle state bits, each with its quality.</summary>
public sealed record PackReading(
    int? CurrentMilliamps,
    byte CurrentQuality,
    int? PackMillivolts,
    byte PackQuality,
    int? VehicleState,
    byte VehicleStateQuality);
