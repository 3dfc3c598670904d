using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using DataBox.Tests.HouseRules.NanoProfile;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>Device sources are listed once, in the room's .projitems, and both projects of the room import that list.</summary>
internal static class ProjItemsRule
{
    private const string Prefix = "$(MSBuildThisFileDirectory)";

    public static IEnumerable<Finding> Check(SourceTree tree) => tree.WithExtension(".projitems").SelectMany(path => OfList(tree, path));

    private static IEnumerable<Finding> OfList(SourceTree tree, string path)
    {
        string folder = SourceTree.FolderOf(path);
        string name = path[(folder.Length + 1)..];
        foreach (string extension in new[] { ".csproj", ".nfproj" })
        {
            string project = System.IO.Path.ChangeExtension(path, extension);
            if (!tree.Exists(project))
                yield return new Finding(path, 0, $"has no {extension} of the same name beside it");
            else if (!Elements(tree, project, "Import").Any(i => i.Attribute("Project")?.Value == name))
                yield return new Finding(project, 0, "does not import " + name);
        }

        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (XElement item in Elements(tree, path, "Compile"))
        {
            string include = item.Attribute("Include")?.Value ?? "";
            int line = NfProject.LineOf(item);
            if (!include.StartsWith(Prefix, StringComparison.Ordinal) || include.Contains('\\'))
                yield return new Finding(path, line, $"begins with {Prefix} and has forward slashes, so that both builds on both systems find it");
            string file = SourceTree.Combine(folder, include.Replace(Prefix, "", StringComparison.Ordinal)) ?? "";
            if (!listed.Add(file))
                yield return new Finding(path, line, file + " is listed twice");
            if (!tree.Exists(file))
                yield return new Finding(path, line, file + " does not exist");
        }
        foreach (Finding finding in OfOrder(tree, path).Concat(OfFolder(tree, path, listed)))
            yield return finding;
    }

    // Alphabetical under each comment: two branches that add a file then seldom meet on one line.
    private static IEnumerable<Finding> OfOrder(SourceTree tree, string path)
    {
        string previous = "";
        foreach (XNode node in XDocument.Parse(tree.Read(path), LoadOptions.SetLineInfo).DescendantNodes())
        {
            if (node is XComment)
                previous = "";
            if (node is not XElement { Name.LocalName: "Compile" } item)
                continue;
            string include = item.Attribute("Include")?.Value ?? "";
            if (string.CompareOrdinal(previous, include) > 0)
                yield return new Finding(path, NfProject.LineOf(item), "is not in alphabetical order under its comment");
            previous = include;
        }
    }

    private static IEnumerable<Finding> OfFolder(SourceTree tree, string path, HashSet<string> listed)
    {
        string folder = SourceTree.FolderOf(path);
        List<string> nested = tree.Under(folder).Where(IsProject).Select(SourceTree.FolderOf).Where(f => f != folder).ToList();
        List<string> own = tree.Under(folder).Where(f => IsProject(f) && SourceTree.FolderOf(f) == folder)
            .SelectMany(p => Elements(tree, p, "Compile")).Select(c => (c.Attribute("Include")?.Value ?? "").Replace('\\', '/')).ToList();
        foreach (string file in tree.Under(folder).Where(f => f.EndsWith(".cs", StringComparison.Ordinal)))
        {
            string relative = file[(folder.Length + 1)..];
            bool isElsewhere = nested.Any(n => file.StartsWith(n + "/", StringComparison.Ordinal))
                || own.Any(c => c == relative || (c.EndsWith("/**/*.cs", StringComparison.Ordinal) && relative.StartsWith(c[..^7], StringComparison.Ordinal)));
            if (!listed.Contains(file) && !isElsewhere)
                yield return new Finding(file, 0, $"is not listed in {path}: neither build compiles it");
        }
    }

    private static bool IsProject(string path) =>
        path.EndsWith(".csproj", StringComparison.Ordinal) || path.EndsWith(".nfproj", StringComparison.Ordinal);

    private static IEnumerable<XElement> Elements(SourceTree tree, string path, string name) =>
        XDocument.Parse(tree.Read(path), LoadOptions.SetLineInfo).Descendants().Where(e => e.Name.LocalName == name);
}
