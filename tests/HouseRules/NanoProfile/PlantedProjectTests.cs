using System;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>Faults in the project file and in packages.config.</summary>
[TestClass]
public sealed class PlantedProjectTests
{
    private static SourceTree Sound => Planted.WithMembers("public int M(int a) { return Math.Abs(a); }");

    [TestMethod]
    public void Sound_project_passes() => Expect.Clean(Planted.Check(Sound));

    [TestMethod]
    [DataRow("version=\"1.5.116\"", "version=\"1.5.115\"", 4, "the coherent set has 1.5.116", DisplayName = "other version")]
    [DataRow("id=\"nanoFramework.System.Math\"", "id=\"nanoFramework.System.Maths\"", 4, "not declared", DisplayName = "unknown package")]
    [DataRow("targetFramework=\"netnano1.0\" />\n</packages>", "targetFramework=\"net48\" />\n</packages>", 4, "netnano1.0", DisplayName = "target framework")]
    [DataRow("nanoFramework.System.Math\" version=\"1.5.116\"", "nanoFramework.System.Collections\" version=\"1.5.75\"", 4, "does not refer to", DisplayName = "package without reference")]
    [DataRow("  <package id=\"nanoFramework.System.Math\" version=\"1.5.116\" targetFramework=\"netnano1.0\" />\n", "", 0, "nanoFramework.System.Math is missing", DisplayName = "missing package")]
    [DataRow("  <package id=\"nanoFramework.CoreLibrary\" version=\"1.17.11\" targetFramework=\"netnano1.0\" />\n", "", 0, "nanoFramework.CoreLibrary is missing: nanoFramework.System.Math depends on it", DisplayName = "missing transitive package")]
    public void Wrong_packages_config_is_found(string from, string to, int line, string reason) =>
        Expect.Found(Planted.Check(Sound.With((Planted.PackagesPath, Replace(Planted.Packages, from, to)))), Planted.PackagesPath, line, reason);

    [TestMethod]
    [DataRow("System.Math, Version=1.5.116.0", "System.Math, Version=1.5.115.0", 24, "has Version 1.5.116.0", DisplayName = "reference version")]
    [DataRow("System.Math, Version=1.5.116.0, Culture=neutral, PublicKeyToken=c07d481e9758c731", "System.Math, Version=1.5.116.0, Culture=neutral", 24, "PublicKeyToken", DisplayName = "key token")]
    [DataRow(@"packages\nanoFramework.System.Math.1.5.116", @"packages\nanoFramework.System.Math.1.5.115", 24, "HintPath", DisplayName = "hint version")]
    [DataRow(@"..\..\packages\nanoFramework.System.Math", @"..\packages\nanoFramework.System.Math", 24, "HintPath", DisplayName = "hint depth")]
    [DataRow("Include=\"System.Math,", "Include=\"System.Maths,", 24, "not declared", DisplayName = "unknown assembly")]
    [DataRow("<Import Project=\"Probe.projitems\" />", "<Import Project=\"Other.projitems\" />", 15, "does not exist", DisplayName = "missing import")]
    [DataRow("<Import Project=\"Probe.projitems\" />", "<ItemGroup><Compile Include=\"*.cs\" /></ItemGroup>", 15, "one by one", DisplayName = "wildcard")]
    [DataRow("<Import Project=\"Probe.projitems\" />", "<ItemGroup><Compile Include=\"Gone.cs\" /></ItemGroup>", 15, "Gone.cs, which does not exist", DisplayName = "missing source")]
    [DataRow("<Import Project=\"Probe.projitems\" />", "<ItemGroup><ProjectReference Include=\"..\\Gone\\Gone.nfproj\" /></ItemGroup>", 15, "does not exist", DisplayName = "missing project")]
    [DataRow("<OutputType>", "<OutputType Condition=\"$(X)\">", 9, "not understood", DisplayName = "odd condition")]
    [DataRow(" Condition=\"Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.props')\"", "", 14, "does not exist", DisplayName = "unconditional import")]
    [DataRow("{11A8DD76-328B-46DF-9F39-F559912D0360};", "", 0, "ProjectTypeGuids", DisplayName = "project type")]
    [DataRow("NFProjectSystem.Default.props", "NFProjectSystem.CSharp.targets", 0, "in this order", DisplayName = "import order")]
    [DataRow("    <None Include=\"packages.config\" />\n", "", 0, "None item", DisplayName = "packages.config not listed")]
    public void Wrong_project_is_found(string from, string to, int line, string reason) =>
        Expect.Found(Planted.Check(Sound.With((Planted.ProjectPath, Replace(Planted.Project, from, to)))), Planted.ProjectPath, line, reason);

    [TestMethod]
    public void Project_that_does_not_refer_to_an_assembly_can_not_use_it()
    {
        int start = Planted.Project.IndexOf("    <Reference Include=\"System.Math", StringComparison.Ordinal);
        int end = Planted.Project.IndexOf("  </ItemGroup>", start, StringComparison.Ordinal);
        SourceTree tree = Sound.With((Planted.ProjectPath, Planted.Project.Remove(start, end - start)));
        Expect.Found(Planted.Check(tree), Planted.SourcePath, Planted.FirstMemberLine, "CS0103");
    }

    [TestMethod]
    public void Fault_in_one_project_is_not_repeated_for_those_built_on_it()
    {
        SourceTree tree = Planted.WithMembers("public int M() { return \"a\"; }").With(
            ("firmware/Above/Above.nfproj", Planted.Project.Replace("<Import Project=\"Probe.projitems\" />",
                "<ItemGroup><Compile Include=\"Above.cs\" /><ProjectReference Include=\"..\\Probe\\Probe.nfproj\" /></ItemGroup>", StringComparison.Ordinal)),
            ("firmware/Above/Above.cs", "class Above { Probe.Planted p; }"), ("firmware/Above/packages.config", Planted.Packages));
        Finding only = Planted.Check(tree).Single();
        Assert.AreEqual((Planted.SourcePath, Planted.FirstMemberLine), (only.File, only.Line));
    }

    private static string Replace(string text, string from, string to)
    {
        Assert.IsTrue(text.Contains(from, StringComparison.Ordinal), "the text to replace is not there: " + from);
        return text.Replace(from, to, StringComparison.Ordinal);
    }
}
