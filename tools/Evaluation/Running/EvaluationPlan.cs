using System;

namespace DataBox.Evaluation;

/// <summary>What is to be run, and how large.</summary>
public sealed record EvaluationPlan
{
    /// <summary>Everything random follows from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Take the vehicles that thresholds are tuned on; figures are reported on the others.</summary>
    public bool IsTuning { get; init; }

    /// <summary>Vehicles of the fleet.</summary>
    public int Vehicles { get; init; } = 100;

    /// <summary>Healthy hours at 1 Hz.</summary>
    public double Hours { get; init; } = 2400;

    /// <summary>Vehicles for each row of the targets, each cause of days and confusion, each point of a curve.</summary>
    public int Seeds { get; init; } = 8;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Small packs, short runs: shows that all works, and little else.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Only rows, kinds of faults and curves with this in their name; empty: all.</summary>
    public string Only { get; init; } = "";

    /// <summary>Folder of the recordings; null: rows that need them are left out, and the tables say so.</summary>
    public string? DataFolder { get; init; }

    /// <returns>Whether a row of this name is wanted.</returns>
    public bool Wants(string name) => name.Contains(Only, StringComparison.OrdinalIgnoreCase);

    /// <summary>The run that the published figures come from.</summary>
    public static EvaluationPlan Full => new() { Vehicles = 1000, Hours = 30000, Seeds = 100 };

    /// <summary>A minute on two cores.</summary>
    public static EvaluationPlan Quick => new() { Vehicles = 16, Hours = 96, Seeds = 1, IsQuick = true };
}
