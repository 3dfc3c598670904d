using System.Collections.Generic;

namespace DataBox.Evaluation;

/// <summary>A line of points.</summary>
/// <param name="Name">In the legend; empty: not there.</param>
/// <param name="X">Same length as <paramref name="Y"/>; a point that is no finite number is left out.</param>
public sealed record PlotSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Measured against the axis on the right.</summary>
    public bool IsRight { get; init; }

    /// <summary>Circles at the points; a curve of few points should have them.</summary>
    public bool HasPoints { get; init; }

    /// <summary>No line between the points.</summary>
    public bool IsCloud { get; init; }

    /// <summary>Dashed, for what is only compared with.</summary>
    public bool IsDashed { get; init; }
}

/// <summary>A vertical line with a word, at something that happened.</summary>
public sealed record PlotMark(string Text, double X);

/// <summary>A horizontal line with a word: a threshold or a target.</summary>
public sealed record PlotLevel(string Text, double Y);

/// <summary>A picture of curves.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="XLabel">With its unit.</param>
/// <param name="YLabel">With its unit.</param>
public sealed record PlotPage(string Title, string XLabel, string YLabel, IReadOnlyList<PlotSeries> Series)
{
    /// <summary>Of the axis on the right.</summary>
    public string RightLabel { get; init; } = "";

    /// <summary>Decades; points at 0 or below are left out.</summary>
    public bool IsLogX { get; init; }

    public bool IsLogY { get; init; }

    public IReadOnlyList<PlotMark> Marks { get; init; } = [];

    public IReadOnlyList<PlotLevel> Levels { get; init; } = [];

    /// <summary>Least and greatest of an axis; null: what the points need.</summary>
    public (double Least, double Most)? XRange { get; init; }

    public (double Least, double Most)? YRange { get; init; }
}
