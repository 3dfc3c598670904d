using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>Relative links of every document lead somewhere, down to the heading.</summary>
internal static partial class DocLinkRule
{
    public static IEnumerable<Finding> Check(SourceTree tree) => tree.WithExtension(".md").SelectMany(path => OfDocument(tree, path));

    private static IEnumerable<Finding> OfDocument(SourceTree tree, string path)
    {
        foreach ((string text, int line) in Prose(tree, path))
        {
            foreach (Match match in Link().Matches(text))
            {
                string target = match.Groups[1].Value;
                if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                    continue;
                if (Problem(tree, path, target) is { } reason)
                    yield return new Finding(path, line, $"link to {target}: {reason}");
            }
        }
    }

    private static string? Problem(SourceTree tree, string path, string target)
    {
        string[] parts = target.Split('#', 2);
        string? file = parts[0].Length == 0 ? path : SourceTree.Combine(SourceTree.FolderOf(path), Uri.UnescapeDataString(parts[0]));
        if (file == null)
            return "leads out of the repository";
        if (!tree.Exists(file))
            return tree.FolderExists(file) && parts.Length == 1 ? null : "there is no such file";
        if (parts.Length == 2 && file.EndsWith(".md", StringComparison.Ordinal)
            && !Prose(tree, file).Where(l => l.Text.StartsWith('#')).Select(l => Anchor(l.Text)).Contains(parts[1]))
            return "there is no such heading";
        return null;
    }

    // As GitHub makes them: lower case, spaces to dashes, other marks dropped.
    private static string Anchor(string heading) =>
        NotInAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<(string Text, int Line)> Prose(SourceTree tree, string path)
    {
        bool isCode = false;
        string[] lines = tree.Lines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else if (!isCode)
                yield return (InlineCode().Replace(lines[i], m => lines[i].StartsWith('#') ? m.Value : ""), i + 1);
        }
    }

    [GeneratedRegex(@"\]\(<?([^)\s>]+)>?(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    // A link's text may be code, so only code that does not touch a bracket is dropped.
    [GeneratedRegex(@"(?<!\[)`[^`]*`(?!\])")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex NotInAnchor();
}
