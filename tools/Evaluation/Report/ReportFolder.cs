using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>A folder with what a run found: one Markdown file a part, and the points of its curves as CSV.</summary>
public static class ReportFolder
{
    /// <exception cref="IOException">The folder can't be written.</exception>
    public static void Write(string folder, PartReport report)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, report.Name + ".md"), string.Concat(report.Tables.Select(t => t.ToMarkdown())));
        foreach ((string name, List<string> lines) in report.Files)
        {
            File.WriteAllText(Path.Combine(folder, name), string.Join("\n", lines) + "\n");
        }
    }
}
