using DataBox.Afe;

namespace DataBox.Cli.Chips;

/// <summary>What `databox afe read` was asked for; numbers are in range.</summary>
public sealed class ReadPlan
{
    public required AfeChip Chip { get; init; }

    /// <summary>[devices] cells at the lowest inputs.</summary>
    public required int[] CellsOf { get; init; }

    /// <summary>Of each device, at the lowest GPIOs.</summary>
    public int Probes { get; init; }

    public int? Bus { get; init; }

    public int? Select { get; init; }

    public int? FarBus { get; init; }

    public int? FarSelect { get; init; }

    public int ClockHz { get; init; } = 1000000;

    public int Mode { get; init; } = 3;

    public string AdcMode { get; init; } = "";

    public string Ntc { get; init; } = new AfeConfig().ntcName;

    public int Samples { get; init; } = 1;

    public bool Checks { get; init; }

    public bool Simulated { get; init; }
}
