using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>
/// Files of about 300 lines and methods of about 60, as a ratchet: what is longer stands in LengthRatchet.txt with its length,
/// may shrink, and may not grow. A line there that is no longer needed has to go.
/// </summary>
internal static class LengthRule
{
    public const string Ratchet = "tests/HouseRules/LengthRatchet.txt";

    private const int MaxFileLines = 300;
    private const int MaxMethodLines = 60;

    // An entry may be this much too generous before it has to be tightened, so that small work does not touch the list.
    private const int SlackLines = 20;

    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        Dictionary<string, (int Lines, int At)> allowed = ReadRatchet(tree);
        foreach ((string name, string path, int line, int lines, int limit) in tree.WithExtension(".cs")
            .Where(p => !p.StartsWith("tests/NanoApi/", StringComparison.Ordinal)).SelectMany(p => Lengths(tree, p)))
        {
            bool isListed = allowed.Remove(name, out (int Lines, int At) entry);
            if (isListed && (lines <= limit || lines < entry.Lines - SlackLines))
                yield return new Finding(Ratchet, entry.At, $"{name} has shrunk to {lines}: {(lines > limit ? "write that" : "take the line out")}");
            if (lines > (isListed ? entry.Lines : limit))
                yield return new Finding(path, line, $"{name}: {lines} lines, {(isListed ? "more than the " + entry.Lines + " it had" : "over " + limit)}; split it by concern");
        }
        foreach ((string name, (int _, int at)) in allowed)
            yield return new Finding(Ratchet, at, name + " is gone: take the line out");
    }

    private static IEnumerable<(string Name, string Path, int Line, int Lines, int Limit)> Lengths(SourceTree tree, string path)
    {
        string text = tree.Read(path);
        yield return (path, path, 0, text.TrimEnd().Split('\n').Length, MaxFileLines);
        // A kernel is one long straight method on purpose.
        if (path.EndsWith("Kernel.cs", StringComparison.Ordinal))
            yield break;
        var longest = new Dictionary<string, (int Line, int Lines)>(StringComparer.Ordinal);
        foreach (BaseMethodDeclarationSyntax method in tree.Syntax(path).DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            FileLinePositionSpan span = method.GetLocation().GetLineSpan();
            string name = path + "::" + (method is MethodDeclarationSyntax named ? named.Identifier.Text : "constructor");
            int lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (!longest.TryGetValue(name, out (int Line, int Lines) known) || known.Lines < lines)
                longest[name] = (span.StartLinePosition.Line + 1, lines);
        }
        foreach ((string name, (int line, int lines)) in longest)
            yield return (name, path, line, lines, MaxMethodLines);
    }

    private static Dictionary<string, (int Lines, int At)> ReadRatchet(SourceTree tree)
    {
        var allowed = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        if (!tree.Exists(Ratchet))
            return allowed;
        string[] lines = tree.Lines(Ratchet);
        for (int i = 0; i < lines.Length; i++)
        {
            string[] words = lines[i].Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2)
                allowed[words[0]] = (int.Parse(words[1], CultureInfo.InvariantCulture), i + 1);
        }
        return allowed;
    }
}
