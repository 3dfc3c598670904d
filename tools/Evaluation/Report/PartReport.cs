using System.Collections.Generic;

namespace DataBox.Evaluation;

/// <summary>What one part of the evaluation found.</summary>
/// <param name="Name">Of the part and of its file.</param>
public sealed record PartReport(string Name)
{
    public List<Table> Tables { get; } = [];

    /// <summary>Name of a file, and its lines; for plots.</summary>
    public List<(string Name, List<string> Lines)> Files { get; } = [];

    /// <summary>Name of a picture without its ending, and what is drawn.</summary>
    public List<(string Name, PlotPage Page)> Plots { get; } = [];
}
