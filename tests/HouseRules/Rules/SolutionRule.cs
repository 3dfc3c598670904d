using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>
/// DataBox.sln holds every project. Plain dotnet builds the .csproj in Debug and Release; the Device configuration, for the
/// nanoFramework extension, builds and deploys the .nfproj and nothing else.
/// </summary>
internal static partial class SolutionRule
{
    private const string Solution = "DataBox.sln";
    private const string NanoType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";

    private static readonly string[] s_desktop = ["Debug", "Release"];

    private sealed record Entry(string Path, string Type, string Id, int Line);

    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        string[] lines = tree.Lines(Solution);
        List<Entry> entries = Entries(lines);
        HashSet<string> settings = lines.Select(l => l.Trim().Split(" = ")[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (string project in tree.WithExtension(".csproj", ".nfproj"))
        {
            if (entries.All(e => e.Path != project))
                yield return new Finding(project, 0, "is not in " + Solution);
        }
        foreach (Entry entry in entries)
        {
            if (!tree.Exists(entry.Path))
                yield return new Finding(Solution, entry.Line, entry.Path + " does not exist");
            bool isNano = entry.Path.EndsWith(".nfproj", StringComparison.Ordinal);
            if (isNano && entry.Type != NanoType)
                yield return new Finding(Solution, entry.Line, $"{entry.Path} needs the project type {NanoType}");
            foreach (string reason in Settings(entry, isNano, settings))
                yield return new Finding(Solution, entry.Line, $"{entry.Path}: {reason}");
        }
    }

    private static IEnumerable<string> Settings(Entry entry, bool isNano, HashSet<string> settings)
    {
        foreach (string configuration in s_desktop)
        {
            if (!Has(configuration, "ActiveCfg"))
                yield return $"no ActiveCfg in {configuration}";
            if (isNano && (Has(configuration, "Build.0") || Has(configuration, "Deploy.0")))
                yield return $"a build entry in {configuration}, where plain dotnet can't build it";
            if (!isNano && !Has(configuration, "Build.0"))
                yield return $"no build entry in {configuration}";
        }
        if (!Has("Device", "ActiveCfg"))
            yield return "no ActiveCfg in Device";
        if (isNano && !(Has("Device", "Build.0") && Has("Device", "Deploy.0")))
            yield return "needs Build.0 and Deploy.0 in Device";
        if (!isNano && Has("Device", "Build.0"))
            yield return "a build entry in Device, which is for the nanoFramework projects";

        bool Has(string configuration, string key) => settings.Contains($"{entry.Id}.{configuration}|Any CPU.{key}");
    }

    private static List<Entry> Entries(string[] lines)
    {
        var entries = new List<Entry>();
        for (int i = 0; i < lines.Length; i++)
        {
            Match match = ProjectLine().Match(lines[i]);
            if (match.Success)
                entries.Add(new Entry(match.Groups[2].Value.Replace('\\', '/'), match.Groups[1].Value, match.Groups[3].Value, i + 1));
        }
        return entries;
    }

    [GeneratedRegex("""^Project\("(\{[^}]+\})"\) = "[^"]*", "([^"]+\.(?:csproj|nfproj))", "(\{[^}]+\})"$""")]
    private static partial Regex ProjectLine();
}
