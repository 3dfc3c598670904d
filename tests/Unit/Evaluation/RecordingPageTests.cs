using System;
using System.IO;
using System.Linq;
using DataBox.Evaluation;
using DataBox.Tests.Unit.Detection;
using DataBox.Tests.Unit.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Evaluation;

/// <summary>docs/recordings.md says what the code says about the recordings, so it can't go stale.</summary>
[TestClass]
public class RecordingPageTests
{
    [TestMethod]
    public void Page_equals_what_the_detector_says_about_every_recording()
    {
        string folder = Path.GetDirectoryName(SharedFolder.RequireFile("data/ev-car2.csv.gz"))!;
        RecordingResult[] results = RecordingFile.In(folder).Select(RecordingResult.Of).ToArray();
        Assert.AreEqual(10, results.Length);
        string page = File.ReadAllText(Path.Combine(DiagnosisPage.RepositoryRoot(), "docs", "recordings.md"));
        string[] expected = string.Concat(RecordingPage.Tables(results).Select(t => t.ToMarkdown())).Split('\n');
        string[] actual = ReportFolder.Tables(page).Split('\n');
        for (int i = 0; i < Math.Max(expected.Length, actual.Length); i++)
        {
            // Written anew by: databox evaluate --part recordings --data FOLDER --out docs
            Assert.AreEqual(expected.ElementAtOrDefault(i), actual.ElementAtOrDefault(i), "line " + (i + 1) + " of the tables");
        }
    }

    [TestMethod]
    public void Words_around_the_marks_of_a_page_stay()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            PartReport report = new("page");
            report.Tables.Add(new Table("one", "a"));
            string path = Path.Combine(folder, "page.md");
            ReportFolder.Write(folder, report);
            Assert.AreEqual("## one\n\n| a |\n|---|\n\n", File.ReadAllText(path));
            File.WriteAllText(path, "above\n<!-- tables: begin -->\n\nold\n<!-- tables: end -->\nbelow\n");
            ReportFolder.Write(folder, report);
            Assert.AreEqual(
                "above\n<!-- tables: begin -->\n\n## one\n\n| a |\n|---|\n\n<!-- tables: end -->\nbelow\n", File.ReadAllText(path));
            Assert.AreEqual("## one\n\n| a |\n|---|\n\n", ReportFolder.Tables(File.ReadAllText(path)));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [TestMethod]
    public void Recording_that_is_not_known_runs_too_and_has_no_demands()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".csv");
        try
        {
            // Two cells of five drop out of the row: 0.3 V is no cell.
            File.WriteAllText(path, "time_ms,cell1_uv,cell2_uv,cell3_uv,cell4_uv,cell5_uv\n" + string.Concat(
                Enumerable.Range(0, 200).Select(k =>
                    $"{(k + 7) * 1000},{3_700_000 + (k % 3 * 1000)},{(k == 50 ? 300_000 : 3_701_000)},3702000,{(k == 50 ? 0 : 3_700_000)},3703000\n")));
            RecordingResult result = RecordingResult.Of(RecordingFile.Of(path));
            Assert.AreEqual(200, result.RowCount);
            Assert.AreEqual(199 / 3600.0, result.Hours, 1e-9);
            Assert.AreEqual("sensor-implausible", result.Raised.First().cause);
            Assert.AreEqual(50_000, result.Raised.First().timeMs, "counted from the first row");
            Assert.AreEqual(0, RecordingDemands.Of(result).Count);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
