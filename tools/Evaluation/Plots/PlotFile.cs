using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ScottPlot;

namespace DataBox.Evaluation;

/// <summary>Draws a <see cref="PlotPage"/> as a PNG. The same page gives the same bytes on the same machine; elsewhere other fonts may
/// draw its letters.</summary>
public static class PlotFile
{
    public const int Width = 900;
    public const int Height = 520;

    // Told apart with any kind of colour vision (Okabe and Ito).
    private static readonly Color[] s_colours =
    [
        new(0, 114, 178), new(213, 94, 0), new(0, 158, 115), new(204, 121, 167), new(230, 159, 0), new(86, 180, 233), new(60, 60, 60),
    ];

    /// <summary>Writes the picture, its folder included.</summary>
    public static void Write(string path, PlotPage page)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path, Png(page));
    }

    /// <summary>The picture as a PNG file.</summary>
    public static byte[] Png(PlotPage page)
    {
        using Plot plot = new();
        plot.Font.Set("DejaVu Sans");
        plot.Title(page.Title, 15);
        plot.XLabel(page.XLabel, 13);
        plot.YLabel(page.YLabel, 13);
        plot.Grid.MajorLineColor = new Color(226, 226, 226);
        for (int k = 0; k < page.Series.Count; k++)
        {
            Draw(plot, page, page.Series[k], s_colours[k % s_colours.Length]);
        }

        SetAxes(plot, page);
        DrawLines(plot, page);
        if (page.Series.Any(s => s.Name.Length > 0))
        {
            plot.Legend.Orientation = Orientation.Horizontal;
            plot.ShowLegend(Edge.Bottom);
        }

        return plot.GetImage(Width, Height).GetImageBytes(ImageFormat.Png);
    }

    private static void Draw(Plot plot, PlotPage page, PlotSeries series, Color colour)
    {
        int[] drawn = Enumerable.Range(0, series.X.Count)
            .Where(i => IsDrawn(series.X[i], page.IsLogX) && IsDrawn(series.Y[i], page.IsLogY && !series.IsRight)).ToArray();
        double[] x = drawn.Select(i => OnAxis(series.X[i], page.IsLogX)).ToArray();
        double[] y = drawn.Select(i => OnAxis(series.Y[i], page.IsLogY && !series.IsRight)).ToArray();
        var line = plot.Add.Scatter(x, y, colour);
        line.LegendText = series.Name;
        line.LineWidth = series.IsCloud ? 0 : series.IsDashed ? 1.4f : 1.8f;
        line.LinePattern = series.IsDashed ? LinePattern.Dashed : LinePattern.Solid;
        line.MarkerSize = series.HasPoints ? 6 : series.IsCloud ? 3 : 0;
        if (series.IsRight)
        {
            line.Axes.YAxis = plot.Axes.Right;
        }
    }

    private static void SetAxes(Plot plot, PlotPage page)
    {
        plot.Axes.AutoScale();
        if (page.XRange is { } x)
        {
            plot.Axes.SetLimitsX(OnAxis(x.Least, page.IsLogX), OnAxis(x.Most, page.IsLogX));
        }

        if (page.YRange is { } y)
        {
            plot.Axes.SetLimitsY(OnAxis(y.Least, page.IsLogY), OnAxis(y.Most, page.IsLogY));
        }

        if (page.IsLogX)
        {
            plot.Axes.Bottom.TickGenerator = Decades();
        }

        if (page.IsLogY)
        {
            plot.Axes.Left.TickGenerator = Decades();
        }

        if (page.RightLabel.Length > 0)
        {
            plot.Axes.Right.Label.Text = page.RightLabel;
            plot.Axes.Right.Label.FontSize = 13;
        }
    }

    private static void DrawLines(Plot plot, PlotPage page)
    {
        foreach (PlotLevel level in page.Levels)
        {
            var line = plot.Add.HorizontalLine(OnAxis(level.Y, page.IsLogY), 1, new Color(120, 120, 120), LinePattern.Dotted);
            var text = plot.Add.Text(level.Text, plot.Axes.GetLimits().Left, line.Y);
            text.LabelFontSize = 12;
            text.LabelFontColor = new Color(90, 90, 90);
            text.LabelAlignment = Alignment.LowerLeft;
        }

        AxisLimits limits = plot.Axes.GetLimits();
        for (int k = 0; k < page.Marks.Count; k++)
        {
            double x = OnAxis(page.Marks[k].X, page.IsLogX);
            plot.Add.VerticalLine(x, 1.4f, new Color(160, 0, 60), LinePattern.Dashed);

            // One below the other, so that near ones can be read.
            double y = limits.Bottom + (limits.VerticalSpan * (0.03 + (0.06 * k)));
            var text = plot.Add.Text(page.Marks[k].Text, x, y);
            text.LabelFontSize = 12;
            text.LabelFontColor = new Color(160, 0, 60);
            text.LabelBackgroundColor = new Color(255, 255, 255);
            bool isLate = x > limits.HorizontalCenter;
            text.LabelAlignment = isLate ? Alignment.LowerRight : Alignment.LowerLeft;
            text.OffsetX = isLate ? -4 : 4;
        }
    }

    private static ITickGenerator Decades() => new ScottPlot.TickGenerators.NumericAutomatic
    {
        MinorTickGenerator = new ScottPlot.TickGenerators.LogMinorTickGenerator(),
        IntegerTicksOnly = true,
        LabelFormatter = power => Math.Pow(10, power).ToString("G6", CultureInfo.InvariantCulture),
    };

    private static bool IsDrawn(double value, bool isLog) => double.IsFinite(value) && (!isLog || value > 0);

    private static double OnAxis(double value, bool isLog) => isLog ? Math.Log10(value) : value;
}
