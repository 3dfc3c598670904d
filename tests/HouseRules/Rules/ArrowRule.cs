using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DataBox.Tests.HouseRules.NanoProfile;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>
/// Project references go where the table "Rooms and arrows" of docs/architecture.md lets them, in .csproj and .nfproj alike.
/// The table is read, not repeated here.
/// </summary>
internal sealed partial class ArrowRule
{
    private const string Document = "docs/architecture.md";
    private const string Heading = "## Rooms and arrows";

    private readonly Dictionary<string, string> _mayReferTo = new(StringComparer.Ordinal);
    private readonly SourceTree _tree;

    private ArrowRule(SourceTree tree)
    {
        _tree = tree;
        foreach (string line in tree.Lines(Document).SkipWhile(l => l != Heading).Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)))
        {
            string[] cells = line.Split('|');
            if (cells.Length < 5)
                continue;
            foreach (Match room in RoomName().Matches(cells[1]))
                _mayReferTo[room.Groups[1].Value] = cells[3].Split(';')[0].Trim();
        }
    }

    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        var rule = new ArrowRule(tree);
        if (rule._mayReferTo.Count == 0)
            return [new Finding(Document, 0, $"has no table under '{Heading}'")];
        return tree.WithExtension(".csproj", ".nfproj").SelectMany(rule.OfProject);
    }

    private IEnumerable<Finding> OfProject(string path)
    {
        if (RoomOf(path) is not { } from)
        {
            yield return new Finding(path, 0, $"its folder is no room of the table in {Document}");
            yield break;
        }
        foreach (XElement reference in XDocument.Parse(_tree.Read(path), LoadOptions.SetLineInfo).Descendants()
            .Where(e => e.Name.LocalName == "ProjectReference"))
        {
            string include = reference.Attribute("Include")?.Value ?? "";
            int line = NfProject.LineOf(reference);
            if (SourceTree.Combine(SourceTree.FolderOf(path), include) is not { } target || !_tree.Exists(target))
                yield return new Finding(path, line, "refers to " + include + ", which does not exist");
            else if (RoomOf(target) is not { } to || !IsAllowed(path, from, target, to))
                yield return new Finding(path, line, $"{from} may refer to: {_mayReferTo[from]}; not to {target}");
        }
    }

    // "Ports, Link" names rooms by their last word; tests may see all, but nothing that ships may see tests.
    private bool IsAllowed(string path, string from, string target, string to)
    {
        bool fromTests = path.StartsWith("tests/", StringComparison.Ordinal);
        if (target.StartsWith("tests/", StringComparison.Ordinal) && !fromTests)
            return false;
        string allowed = _mayReferTo[from];
        if (allowed == "all")
            return true;
        if (allowed == "all device rooms")
            return to.StartsWith("hal/", StringComparison.Ordinal) && to != "hal/Host" || to is "firmware/Core" or "firmware/Detection";
        return allowed.Split(',').Any(name => to.EndsWith("/" + name.Trim(), StringComparison.Ordinal));
    }

    private string? RoomOf(string path) => _mayReferTo.Keys
        .Where(room => path.StartsWith(room.TrimEnd('*'), StringComparison.Ordinal)
            && (room.EndsWith('*') || path[room.Length] == '/'))
        .MaxBy(room => room.Length);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex RoomName();
}
