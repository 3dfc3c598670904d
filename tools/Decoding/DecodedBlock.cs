using System;
using System.Collections.Generic;

namespace DataBox.Decoding;

/// <summary>One block of telemetry, decoded and checked: docs/wire-contract.md, "Block".</summary>
public sealed class DecodedBlock
{
    public required string Box { get; init; }

    public required uint Boot { get; init; }

    public required uint Seq { get; init; }

    /// <summary>Bits of the header's flags as they came.</summary>
    public required int Flags { get; init; }

    /// <summary>The rows are of the same samples as those of the block with the sequence number before; rows with the same index
    /// belong together.</summary>
    public required bool IsCompanion { get; init; }

    /// <summary>Version of the cell map that numbers cells and probes.</summary>
    public required int LayoutVersion { get; init; }

    public required int[] CellsOfDevice { get; init; }

    public required int[] ProbesOfDevice { get; init; }

    /// <summary>The step that the encoder found all cell values of this block to be multiples of, µV.</summary>
    public required int CellLsbMicrovolts { get; init; }

    /// <summary>In the order they were sampled; times never fall, equal times keep their order.</summary>
    public required IReadOnlyList<DecodedRow> Rows { get; init; }
}

/// <summary>The sample at one time. A group that was not due in this row is null.</summary>
public sealed class DecodedRow
{
    /// <summary>Number of the sample within its block and the companion, 0..59; rises from row to row.</summary>
    public required int Index { get; init; }

    public required long TimeMs { get; init; }

    /// <summary>µV, cell 0 at the pack's negative end; meaningful only where the quality has a value.</summary>
    public int[]? CellMicrovolts { get; init; }

    public byte[]? CellQuality { get; init; }

    /// <summary>0.1 °C.</summary>
    public int[]? TempDeciC { get; init; }

    public byte[]? TempQuality { get; init; }

    public DecodedPack? Pack { get; init; }
}

/// <summary>Current (mA, discharge negative), pack voltage (mV), vehicle state bits; each with its quality.</summary>
public sealed record DecodedPack(
    int CurrentMilliamps, byte CurrentQuality, int PackMillivolts, byte PackQuality, int VehicleState, byte VehicleStateQuality);

/// <summary>The bytes are no block of the contract; the message says what is wrong and where.</summary>
public sealed class BlockFormatException(string message) : Exception(message);
