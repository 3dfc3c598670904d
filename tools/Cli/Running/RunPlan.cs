using System;
using DataBox.Cli.Cloud;

namespace DataBox.Cli.Running;

/// <summary>What a user asked `databox run` for; nothing in it has been tried.</summary>
public sealed record RunPlan
{
    public required string Box { get; init; }

    /// <summary>A broker outside, or null for the embedded one.</summary>
    public BrokerAddress? Broker { get; init; }

    /// <summary>Port of the embedded broker.</summary>
    public required int Port { get; init; }

    /// <summary>A recording to play instead of the cell model, or null.</summary>
    public string? Replay { get; init; }

    /// <summary>Play as fast as the box can take it, instead of in real time.</summary>
    public bool MaxSpeed { get; init; }

    public string? Layout { get; init; }

    public string? Chip { get; init; }

    /// <summary>A file of BoxConfig's JSON, or null for the defaults.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>File to decode into, or null.</summary>
    public string? Out { get; init; }

    public ulong Seed { get; init; }

    /// <summary>A fault of the simulated pack, or null.</summary>
    public string? Fault { get; init; }

    /// <summary>Folder of the box's storage, or null for the user's own.</summary>
    public string? State { get; init; }

    /// <summary>Stop after this time, or null.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>One line now and then instead of the live picture.</summary>
    public bool Plain { get; init; }
}
