using System;
using DataBox.Ports;

namespace DataBox.Cli.Running;

/// <summary>Where a run's samples come from: the simulated chips with a cell model or a recording behind them.</summary>
public sealed record SampleSource
{
    /// <summary>One line for a person.</summary>
    public required string Name { get; init; }

    public required string Chip { get; init; }

    public required PackLayout Layout { get; init; }

    /// <summary>The device's driver on simulated chips.</summary>
    public required IAfe Afe { get; init; }

    public required IVehicleInputs Inputs { get; init; }

    /// <summary>Given the box's clock, says when samples are due.</summary>
    public required Func<IClock, ISampleSchedule> MakeSchedule { get; init; }

    /// <summary>A recording that is played as fast as the box takes it.</summary>
    public bool IsHurried { get; init; }

    /// <summary>True once a recording has given its last row; never for a model.</summary>
    public required Func<bool> IsOver { get; init; }

    /// <summary>Why a recording can't go on: one line, or null.</summary>
    public required Func<string?> Error { get; init; }
}
