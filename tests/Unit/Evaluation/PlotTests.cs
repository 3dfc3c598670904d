using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DataBox.Evaluation;
using DataBox.Tests.Unit.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace DataBox.Tests.Unit.Evaluation;

/// <summary>A plot is a picture with its curves in it, the same each time.</summary>
[TestClass]
public class PlotTests
{
    private static readonly double[] s_x = [1, 10, 100, 1000];

    [TestMethod]
    public void Picture_is_a_png_of_its_size_in_which_each_curve_has_its_colour()
    {
        byte[] png = PlotFile.Png(Page(new PlotSeries("one", s_x, [1, 4, 2, 8]), new PlotSeries("two", s_x, [3, 1, 5, 2])));
        CollectionAssert.AreEqual(new byte[] { 0x89, 0x50, 0x4E, 0x47 }, png[..4]);
        Assert.IsTrue(png.Length < 100_000, png.Length + " bytes");
        Assert.IsTrue(Pixels(png, 0, 114, 178) > 300 && Pixels(png, 213, 94, 0) > 300);
        Assert.IsTrue(Colours(png) > 40, "letters and lines have many shades");
        byte[] empty = PlotFile.Png(Page());
        Assert.AreEqual(0, Pixels(empty, 0, 114, 178), "without a series there is no curve");
    }

    [TestMethod]
    public void Same_page_gives_the_same_bytes()
    {
        PlotPage page = EvaluationPlots.Severity("soft short", "resistance, ohm", [new PlotSeries("50 Ah", s_x, [0.01, 0.3, 5, 40])],
            new PlotSeries("target", s_x, [0.033, 0.75, 12, 72]));
        CollectionAssert.AreEqual(PlotFile.Png(page), PlotFile.Png(page));
    }

    [TestMethod]
    public void Decades_stand_at_equal_distances()
    {
        // On decades this is a straight line; its points in between then lie on the line between its ends.
        PlotPage page = new("", "", "", []) { IsLogX = true, IsLogY = true };
        using SKBitmap bent = SKBitmap.Decode(PlotFile.Png(page with { Series = [new PlotSeries("", [1, 100, 10_000], [1, 10, 100])] }));
        using SKBitmap straight = SKBitmap.Decode(PlotFile.Png(page with { Series = [new PlotSeries("", [1, 10_000], [1, 100])] }));
        int differing = bent.Pixels.Zip(straight.Pixels).Count(p => Math.Abs(p.First.Red - p.Second.Red) > 128);
        Assert.IsTrue(differing < 30, differing + " pixels differ");
    }

    [TestMethod]
    public void Points_that_have_no_logarithm_are_left_out()
    {
        PlotPage page = Page(new PlotSeries("one", [0, 1, 10, 100], [5, 0, 3, 7])) with { IsLogX = true, IsLogY = true };
        Assert.IsTrue(Pixels(PlotFile.Png(page), 0, 114, 178) > 100);
    }

    [TestMethod]
    public void Roc_of_a_perfect_statistic_goes_by_the_corner_and_of_a_blind_one_along_the_diagonal()
    {
        PlotSeries perfect = EvaluationPlots.RocCurve("", [5, 6, 7], [1, 2, 3]);
        Assert.IsTrue(perfect.X.Zip(perfect.Y).Any(p => p == (0, 1)));
        PlotSeries blind = EvaluationPlots.RocCurve("", [1, 1, 1], [1, 1]);
        CollectionAssert.AreEqual(new double[] { 0, 1 }, blind.X.ToArray());
        CollectionAssert.AreEqual(new double[] { 0, 1 }, blind.Y.ToArray());
    }

    [TestMethod]
    public void Histogram_counts_every_value_once_and_what_is_beyond_in_the_last_column()
    {
        PlotSeries columns = EvaluationPlots.Histogram("", [0, 0.005, 0.5, 0.5, 3]);
        Assert.AreEqual(2, columns.Y[0]);
        Assert.AreEqual(2, columns.Y[2 * 25]);
        Assert.AreEqual(1, columns.Y[^1]);
        Assert.AreEqual(5, Enumerable.Range(0, 50).Sum(b => columns.Y[2 * b] >= 1 ? columns.Y[2 * b] : 0));
    }

    [TestMethod]
    public void All_pages_of_the_evaluation_can_be_drawn()
    {
        double[] days = [0.1, 0.2, 0.4];
        PlotPage[] pages =
        [
            EvaluationPlots.Roc("soft short", [("box", [0.9, 1.2], days), ("3 sigma", [0.3, 0.2], days)]),
            EvaluationPlots.Healthy("healthy", [("soft short", days), ("contact", [0.01, 0.02])]),
            EvaluationPlots.HardShort("indentation", [0, 1, 2], [4.1, 4.0, 0.1], [20, 40, 150], 1, double.NaN),
        ];
        foreach (PlotPage page in pages)
        {
            byte[] png = PlotFile.Png(page);
            Assert.IsTrue(Pixels(png, 0, 114, 178) > 50, page.Title);
            Assert.IsTrue(Pixels(png, 213, 94, 0) > 20, page.Title);
        }
    }

    [TestMethod]
    public void Plots_of_the_documents_are_small_pictures_with_something_in_them()
    {
        string folder = Path.Combine(DiagnosisPage.RepositoryRoot(), "docs", "plots");
        string[] files = Directory.GetFiles(folder);
        Assert.IsTrue(files.Length > 0, "docs/plots is empty");
        foreach (string file in files)
        {
            byte[] png = File.ReadAllBytes(file);
            using SKBitmap bitmap = SKBitmap.Decode(png);
            Assert.IsTrue(bitmap.Width == PlotFile.Width && bitmap.Height == PlotFile.Height, file);
            Assert.IsTrue(png.Length <= 100_000, file + " has " + png.Length + " bytes");
            Assert.IsTrue(Pixels(png, 0, 114, 178) > 200, file + " has no curve");
        }
    }

    private static PlotPage Page(params PlotSeries[] series) => new("title", "x, s", "y, mV", series);

    private static int Pixels(byte[] png, byte red, byte green, byte blue)
    {
        using SKBitmap bitmap = SKBitmap.Decode(png);
        Assert.AreEqual(PlotFile.Width, bitmap.Width);
        Assert.AreEqual(PlotFile.Height, bitmap.Height);
        return bitmap.Pixels.Count(p => p.Red == red && p.Green == green && p.Blue == blue);
    }

    private static int Colours(byte[] png)
    {
        using SKBitmap bitmap = SKBitmap.Decode(png);
        return new HashSet<SKColor>(bitmap.Pixels).Count;
    }
}
