using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DataBox.Tests.HouseRules.NanoProfile;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>What stands where: the top of the repository, READMEs, licence, build files, decision records.</summary>
internal static partial class LayoutRule
{
    private static readonly string[] s_top =
    [
        ".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", "CHANGELOG.md", "DataBox.sln", "Directory.Build.props",
        "Directory.Packages.props", "LICENSE", "README.md", "docs", "firmware", "hal", "nuget.config", "tests", "tools",
    ];

    // What `databox record --out` and a test run leave where they are started; .gitignore or not, no part of the repository.
    private static readonly string[] s_results = [".csv", ".parquet", ".gz", ".trx", ".log"];

    private static readonly string[] s_rooms = ["firmware", "hal", "tests", "tools"];

    public static IEnumerable<Finding> Check(SourceTree tree) =>
        OfTop(tree).Concat(OfReadmes(tree)).Concat(OfLicence(tree)).Concat(OfSources(tree)).Concat(OfBuildFiles(tree)).Concat(OfDecisions(tree));

    private static IEnumerable<Finding> OfTop(SourceTree tree) => tree.Files.Select(f => f.Split('/')[0]).Distinct()
        .Where(entry => !s_top.Contains(entry) && !s_results.Contains(System.IO.Path.GetExtension(entry)))
        .Select(entry => new Finding(entry, 0, "does not belong at the top: the entries there are fixed"));

    // Every room and every folder in it that holds a project, and every family of AFE chips.
    private static IEnumerable<Finding> OfReadmes(SourceTree tree)
    {
        IEnumerable<string> projects = tree.WithExtension(".csproj", ".nfproj").Select(SourceTree.FolderOf);
        IEnumerable<string> families = tree.Under("hal/Afe").Where(f => f.EndsWith(".cs", StringComparison.Ordinal)).Select(SourceTree.FolderOf)
            .Where(f => f.Split('/').Length == 3 && !f.EndsWith("/Common", StringComparison.Ordinal) && !f.EndsWith("/Properties", StringComparison.Ordinal));
        foreach (string folder in s_rooms.Where(tree.FolderExists).Concat(projects).Concat(families).Append("").Distinct())
        {
            string readme = folder.Length == 0 ? "README.md" : folder + "/README.md";
            if (!tree.Exists(readme))
                yield return new Finding(readme, 0, "is missing: each folder says in a few lines what it is for");
        }
    }

    private static IEnumerable<Finding> OfLicence(SourceTree tree)
    {
        string text = tree.Exists("LICENSE") ? tree.Read("LICENSE") : "";
        if (!text.StartsWith("MIT License", StringComparison.Ordinal) || !text.Contains("Permission is hereby granted, free of charge", StringComparison.Ordinal))
            yield return new Finding("LICENSE", 0, "is not the MIT licence");
    }

    private static IEnumerable<Finding> OfSources(SourceTree tree)
    {
        foreach (string path in tree.Files.Where(f => f.EndsWith("nuget.config", StringComparison.OrdinalIgnoreCase)))
        {
            string text = tree.Read(path);
            if (text.Contains("packageSource", StringComparison.OrdinalIgnoreCase) || text.Contains("://", StringComparison.Ordinal))
                yield return new Finding(path, 0, "names a source: it inherits those of the machine");
        }
    }

    // The legacy projects find these files too; a rule that reached them would break their build.
    private static IEnumerable<Finding> OfBuildFiles(SourceTree tree)
    {
        foreach (string path in tree.Files.Where(f => !f.Contains('/') && f.StartsWith("Directory.", StringComparison.Ordinal)))
        {
            foreach (XElement group in XDocument.Parse(tree.Read(path), LoadOptions.SetLineInfo).Root!.Elements())
            {
                if (!(group.Attribute("Condition")?.Value ?? "").Contains("'$(MSBuildProjectExtension)' == '.csproj'", StringComparison.Ordinal))
                    yield return new Finding(path, NfProject.LineOf(group), "needs the condition on .csproj: the .nfproj are left alone");
            }
        }
        foreach (string path in tree.WithExtension(".csproj"))
        {
            foreach (XElement package in XDocument.Parse(tree.Read(path), LoadOptions.SetLineInfo).Descendants("PackageReference").Where(p => p.Attribute("Version") != null))
                yield return new Finding(path, NfProject.LineOf(package), "versions stand in Directory.Packages.props");
        }
    }

    private static IEnumerable<Finding> OfDecisions(SourceTree tree)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in tree.Under("docs/decisions").Where(f => f != "docs/decisions/README.md"))
        {
            Match name = DecisionName().Match(path);
            if (!name.Success)
                yield return new Finding(path, 0, "a decision is named NNNN-words-with-dashes.md");
            else if (!taken.Add(name.Groups[1].Value))
                yield return new Finding(path, 0, "two decisions have the number " + name.Groups[1].Value);
            else if (!tree.Read(path).StartsWith("# ", StringComparison.Ordinal))
                yield return new Finding(path, 1, "a decision begins with its title as a heading");
        }
    }

    [GeneratedRegex(@"^docs/decisions/(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$")]
    private static partial Regex DecisionName();
}
