namespace DataBox.Decoding;

/// <summary>Bits of the groups in a header and in a row.</summary>
internal static class Groups
{
    public const int Cells = 1;
    public const int Temperatures = 2;
    public const int Pack = 4;
    public const int All = Cells | Temperatures | Pack;
}

/// <summary>How the cells of a block are coded.</summary>
internal enum CellCoding
{
    Step,
    Noise,
    Plain,
}

/// <summary>A header that has been read and lies within the contract's bounds.</summary>
internal sealed class BlockHeader
{
    public required string Box { get; init; }

    public required uint Boot { get; init; }

    public required uint Seq { get; init; }

    public required long FirstTimeMs { get; init; }

    public required int LayoutVersion { get; init; }

    public required int GroupMask { get; init; }

    public required CellCoding CellCoding { get; init; }

    /// <summary>Bits 4..7 of the byte with the groups: historical, evidence, pre-trigger, gap before.</summary>
    public required int Flags { get; init; }

    public required int RowCount { get; init; }

    public required bool IsCompanion { get; init; }

    public required int[] CellsOfDevice { get; init; }

    public required int[] ProbesOfDevice { get; init; }

    public required int CellCount { get; init; }

    public required int ProbeCount { get; init; }

    public required int TimeStep { get; init; }

    /// <summary>0 where the block has no such group; so are the steps below.</summary>
    public required int CellStep { get; init; }

    public required int TemperatureStep { get; init; }

    public required int CurrentStep { get; init; }

    public required int PackVoltageStep { get; init; }

    /// <summary>The noise model's scale byte, else 0.</summary>
    public required int NoiseScale { get; init; }
}
