using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>Planted faults for the rules on solution, documents and layout.</summary>
[TestClass]
public sealed class PlantedLayoutTests
{
    private const string Id = "{11111111-1111-1111-1111-111111111111}";
    private const string NanoType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";
    private const string CsType = "{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}";

    private static readonly string[] s_desktop = ["Debug ActiveCfg", "Debug Build.0", "Release ActiveCfg", "Release Build.0", "Device ActiveCfg"];
    private static readonly string[] s_nano = ["Debug ActiveCfg", "Release ActiveCfg", "Device ActiveCfg", "Device Build.0", "Device Deploy.0"];

    [TestMethod]
    public void Sound_solution_passes()
    {
        Expect.Clean(SolutionRule.Check(Solution("a/A.csproj", CsType, s_desktop)));
        Expect.Clean(SolutionRule.Check(Solution("a/A.nfproj", NanoType, s_nano)));
    }

    [TestMethod]
    public void Faults_in_the_solution_are_found()
    {
        Find(Solution("a/A.csproj", CsType, s_desktop).With(("b/B.csproj", "")), "b/B.csproj", 0, "is not in DataBox.sln");
        Find(SourceTree.Of(("DataBox.sln", Solution("a/A.csproj", CsType, s_desktop).Read("DataBox.sln"))), "DataBox.sln", 1, "does not exist");
        Find(Solution("a/A.csproj", CsType, s_desktop.Where(s => s != "Release Build.0")), "DataBox.sln", 1, "no build entry in Release");
        Find(Solution("a/A.csproj", CsType, s_desktop.Append("Device Build.0")), "DataBox.sln", 1, "a build entry in Device");
        Find(Solution("a/A.nfproj", CsType, s_nano), "DataBox.sln", 1, "needs the project type");
        Find(Solution("a/A.nfproj", NanoType, s_nano.Append("Debug Build.0")), "DataBox.sln", 1, "a build entry in Debug");
        Find(Solution("a/A.nfproj", NanoType, s_nano.Where(s => s != "Device Deploy.0")), "DataBox.sln", 1, "needs Build.0 and Deploy.0");
        Find(Solution("a/A.nfproj", NanoType, s_nano.Where(s => s != "Debug ActiveCfg")), "DataBox.sln", 1, "no ActiveCfg in Debug");

        static void Find(SourceTree tree, string file, int line, string reason) => Expect.Found(SolutionRule.Check(tree), file, line, reason);
    }

    [TestMethod]
    [DataRow("[a](gone.md)", "there is no such file")]
    [DataRow("[a](b.md#gone)", "there is no such heading")]
    [DataRow("[a](#gone)", "there is no such heading")]
    [DataRow("[a](../../../x.md)", "leads out of the repository")]
    [DataRow("![a](gone.png \"t\")", "there is no such file")]
    [DataRow("[`a`](gone/)", "there is no such file")]
    public void Dead_link_is_found(string link, string reason) => Expect.Found(DocLinkRule.Check(Documents(link)), "docs/a.md", 3, reason);

    [TestMethod]
    [DataRow("[a](b.md) and [b](../README.md) and [c](sub/)")]
    [DataRow("[a](b.md#time-said-once---really) and [b](#a-title)")]
    [DataRow("[a](https://example.org/x) and `[a](gone.md)`")]
    [DataRow("```\n[a](gone.md)\n```")]
    public void Live_link_passes(string link) => Expect.Clean(DocLinkRule.Check(Documents(link)));

    [TestMethod]
    [DataRow("extra/x.txt", "", "extra", 0, "does not belong at the top")]
    [DataRow("Directory.Other.props", "<Project>\n<PropertyGroup />\n</Project>", "Directory.Other.props", 2, "condition on .csproj")]
    [DataRow("LICENSE", "All rights reserved", "LICENSE", 0, "MIT")]
    [DataRow("nuget.config", "<configuration><packageSources /></configuration>", "nuget.config", 0, "names a source")]
    [DataRow("hal/Afe/Chip/Driver.cs", "", "hal/Afe/Chip/README.md", 0, "is missing")]
    [DataRow("tools/X/X.csproj", "<Project />", "tools/X/README.md", 0, "is missing")]
    [DataRow("hal/H.csproj", "<Project>\n<ItemGroup>\n<PackageReference Include=\"A\" Version=\"1.0.0\" />\n</ItemGroup>\n</Project>", "hal/H.csproj", 3, "Directory.Packages.props")]
    [DataRow("docs/decisions/0001-b.md", "# B", "docs/decisions/0001-b.md", 0, "two decisions")]
    [DataRow("docs/decisions/0002_b.md", "# B", "docs/decisions/0002_b.md", 0, "NNNN-words")]
    [DataRow("docs/decisions/0002-b.md", "B", "docs/decisions/0002-b.md", 1, "title")]
    public void Thing_out_of_place_is_found(string path, string text, string file, int line, string reason) =>
        Expect.Found(LayoutRule.Check(Sound().With((path, text))), file, line, reason);

    [TestMethod]
    public void Sound_layout_passes() => Expect.Clean(LayoutRule.Check(Sound()));

    [TestMethod]
    public void Missing_top_readme_is_found() =>
        Expect.Found(LayoutRule.Check(SourceTree.Of(("LICENSE", Sound().Read("LICENSE")))), "README.md", 0, "is missing");

    private static SourceTree Sound() => SourceTree.Of(
        ("README.md", "# DataBox"), ("hal/README.md", "# hal"), ("docs/decisions/0001-a.md", "# A"),
        ("LICENSE", "MIT License\n\nPermission is hereby granted, free of charge, to any person"),
        ("nuget.config", "<configuration />"),
        ("Directory.Build.props", "<Project>\n<PropertyGroup Condition=\"'$(MSBuildProjectExtension)' == '.csproj'\" />\n</Project>"),
        ("tools/README.md", "# tools"));

    private static SourceTree Documents(string link) => SourceTree.Of(
        ("README.md", "# Top"), ("docs/a.md", "# A title\n\n" + link + "\n"), ("docs/b.md", "## Time, said once - *really*\n"), ("docs/sub/c.md", ""));

    private static SourceTree Solution(string path, string type, System.Collections.Generic.IEnumerable<string> settings) => SourceTree.Of(
        (path, ""),
        ("DataBox.sln", $"Project(\"{type}\") = \"A\", \"{path.Replace('/', '\\')}\", \"{Id}\"\r\nEndProject\r\n"
            + string.Concat(settings.Select(s => s.Split(' ')).Select(s => $"\t\t{Id}.{s[0]}|Any CPU.{s[1]} = {s[0]}|Any CPU\r\n"))));
}
