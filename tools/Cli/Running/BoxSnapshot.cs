using System.Collections.Generic;

namespace DataBox.Cli.Running;

/// <summary>What the live view shows: copied out of the box between two steps, so that no view ever reads a box at work.</summary>
public sealed class BoxSnapshot
{
    public required string Box { get; init; }

    public required string Broker { get; init; }

    public required string Source { get; init; }

    public bool Online { get; set; }

    public long Boot { get; set; }

    public long SampleTimeMs { get; set; }

    public long Samples { get; set; }

    /// <summary>Cells of each device, in order.</summary>
    public required int[] CellsOfDevice { get; init; }

    public required int[] CellMicrovolts { get; init; }

    public required byte[] CellQuality { get; init; }

    public required int[] TempDeciC { get; init; }

    public required byte[] TempQuality { get; init; }

    public int? CurrentMilliamps { get; set; }

    public string AfeText { get; set; } = "";

    /// <summary>What the checks of the AFE have found, in words; empty where the chain has none.</summary>
    public string ChecksText { get; set; } = "";

    /// <summary>True where a check has failed.</summary>
    public bool HasFindings { get; set; }

    public long Windows { get; set; }

    /// <summary>What the pack is doing, and since when, ms of sample time.</summary>
    public string Condition { get; set; } = "unknown";

    public long ConditionSinceMs { get; set; }

    public int SamplePeriodMs { get; set; }

    public int WindowMs { get; set; }

    public int CellsPeriodMs { get; set; }

    public int TemperaturesPeriodMs { get; set; }

    public int PackPeriodMs { get; set; }

    public long DesiredVersion { get; set; }

    public long OpenSeq { get; set; }

    public int OpenRows { get; set; }

    public int OutboxMessages { get; set; }

    public long Acknowledged { get; set; }

    public long Dropped { get; set; }

    public List<string> Alarms { get; init; } = [];

    /// <summary>How many places are suspect and not yet an alarm, and the first of them in words.</summary>
    public int Suspects { get; set; }

    public string FirstSuspects { get; set; } = "";

    /// <summary>How much of the baselines is learned, permille.</summary>
    public int LearnedPermille { get; set; }

    /// <summary>The last things worth a line, oldest first.</summary>
    public List<string> Events { get; init; } = [];

    /// <summary>Takes cells and temperatures of another.</summary>
    public void TakeReadings(BoxSnapshot other)
    {
        other.CellMicrovolts.CopyTo(CellMicrovolts, 0);
        other.CellQuality.CopyTo(CellQuality, 0);
        other.TempDeciC.CopyTo(TempDeciC, 0);
        other.TempQuality.CopyTo(TempQuality, 0);
    }
}
