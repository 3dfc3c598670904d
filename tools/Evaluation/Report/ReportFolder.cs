using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>A folder with what a run found: one Markdown file a part, the points of its curves as CSV, and its pictures in
/// the folder plots in it.</summary>
/// <remarks>A file that is there already and has the two marks keeps what stands around them: words written by hand.</remarks>
public static class ReportFolder
{
    private const string Begin = "<!-- tables: begin -->\n\n";
    private const string End = "<!-- tables: end -->";

    /// <exception cref="IOException">The folder can't be written.</exception>
    public static void Write(string folder, PartReport report)
    {
        Directory.CreateDirectory(folder);
        WritePage(Path.Combine(folder, report.Name + ".md"), string.Concat(report.Tables.Select(t => t.ToMarkdown())));
        foreach ((string name, List<string> lines) in report.Files)
        {
            File.WriteAllText(Path.Combine(folder, name), string.Join("\n", lines) + "\n");
        }

        foreach ((string name, PlotPage page) in report.Plots)
        {
            PlotFile.Write(Path.Combine(folder, "plots", name + ".png"), page);
        }
    }

    /// <summary>What a page has between its marks; all of it where it has none.</summary>
    public static string Tables(string page) => Split(page) is { } parts ? parts.Tables : page;

    private static void WritePage(string path, string tables)
    {
        string page = File.Exists(path) ? File.ReadAllText(path) : "";
        File.WriteAllText(path, Split(page) is { } parts ? parts.Above + tables + parts.Below : tables);
    }

    private static (string Above, string Tables, string Below)? Split(string page)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= Begin.Length && end >= begin ? (page[..begin], page[begin..end], page[end..]) : null;
    }
}
