namespace DataBox.Bench;

/// <summary>Figures of one recording, bits a cell reading where nothing else is said.</summary>
public sealed class CompressLine
{
    public required int Rows { get; init; }

    /// <summary>Blocks that carry cells (and current).</summary>
    public required double CellBlocks { get; init; }

    /// <summary>Their companions with the temperatures; 0 without probes.</summary>
    public required double TempBlocks { get; init; }

    /// <summary>Everything in one block instead.</summary>
    public required double OneBlock { get; init; }

    /// <summary>IL instructions a cell reading for the blocks that carry cells.</summary>
    public required double Steps { get; init; }

    /// <summary>16-bit cells and temperatures, 64-bit time, 32-bit current.</summary>
    public required double Raw { get; init; }

    public required double Json { get; init; }

    /// <summary>JSON of 60 rows, each message by itself through gzip.</summary>
    public required double JsonGzip { get; init; }

    /// <summary>The whole text through gzip -9.</summary>
    public required double Gzip { get; init; }

    /// <summary>The whole text through xz -9; -1 where it is not installed.</summary>
    public required double Xz { get; init; }
}
