using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>Each rule is tried on the fault that it is there for.</summary>
[TestClass]
public sealed class PlantedRuleTests
{
    private const string Architecture = """
        # Architecture

        ## Rooms and arrows

        | room | holds | may refer to |
        |---|---|---|
        | `hal/Ports` | interfaces | nothing |
        | `hal/Afe` | drivers | Ports |
        | `hal/Host` | adapters | Ports |
        | `firmware/App` | wiring | all device rooms |
        | `tools/Sim` | chips | Ports; never Afe |
        | `tools/Cli` | program | all |
        | `tests/*` | tests | all |

        ## Nouns
        """;

    [TestMethod]
    [DataRow("hal/Ports/P.csproj", "../Afe/A.csproj", "hal/Ports may refer to: nothing")]
    [DataRow("hal/Ports/P.nfproj", @"..\Afe\A.csproj", "hal/Ports may refer to: nothing")]
    [DataRow("tools/Sim/S.csproj", "../../hal/Afe/A.csproj", "tools/Sim may refer to: Ports")]
    [DataRow("hal/Afe/B.csproj", "../Host/H.csproj", "hal/Afe may refer to: Ports")]
    [DataRow("firmware/App/X.nfproj", @"..\..\hal\Host\H.csproj", "all device rooms")]
    [DataRow("tools/Cli/C.csproj", "../../tests/Unit/U.csproj", "not to tests/Unit/U.csproj")]
    [DataRow("hal/Afe/B.csproj", "../Gone/G.csproj", "does not exist")]
    public void Arrow_that_points_elsewhere_is_found(string from, string to, string reason) =>
        Expect.Found(ArrowRule.Check(Rooms((from, Reference(to)))), from, 2, reason);

    [TestMethod]
    public void Project_outside_the_rooms_is_found() =>
        Expect.Found(ArrowRule.Check(Rooms(("firmware/Extra/E.csproj", Reference("../../hal/Afe/A.csproj")))), "firmware/Extra/E.csproj", 0, "no room");

    [TestMethod]
    public void Architecture_without_its_table_is_found() =>
        Expect.Found(ArrowRule.Check(SourceTree.Of(("docs/architecture.md", "# Architecture"))), "docs/architecture.md", 0, "no table");

    [TestMethod]
    [DataRow("hal/Afe/B.csproj", "../Ports/P.csproj")]
    [DataRow("firmware/App/X.nfproj", @"..\..\hal\Afe\A.csproj")]
    [DataRow("tests/Unit/U.csproj", "../../tools/Cli/C.csproj")]
    public void Arrow_along_the_table_passes(string from, string to) => Expect.Clean(ArrowRule.Check(Rooms((from, Reference(to)))));

    [TestMethod]
    public void Faults_in_a_source_list_are_found()
    {
        SourceTree tree = SourceTree.Of(
            ("hal/Afe/A.projitems", "<Project>\n<ItemGroup>\n<!-- B -->\n"
                + "<Compile Include=\"$(MSBuildThisFileDirectory)B/Two.cs\" />\n<Compile Include=\"$(MSBuildThisFileDirectory)B/One.cs\" />\n"
                + "<Compile Include=\"C.cs\" />\n<Compile Include=\"$(MSBuildThisFileDirectory)Gone.cs\" />\n<Compile Include=\"$(MSBuildThisFileDirectory)B/One.cs\" />\n"
                + "</ItemGroup>\n</Project>"),
            ("hal/Afe/A.csproj", "<Project><ItemGroup><Compile Include=\"DotNet/**/*.cs\" /></ItemGroup></Project>"),
            ("hal/Afe/B/One.cs", ""), ("hal/Afe/B/Two.cs", ""), ("hal/Afe/C.cs", ""), ("hal/Afe/Forgotten.cs", ""), ("hal/Afe/DotNet/Own.cs", ""));
        var findings = ProjItemsRule.Check(tree).ToList();
        Expect.Found(findings, "hal/Afe/A.projitems", 0, "no .nfproj");
        Expect.Found(findings, "hal/Afe/A.csproj", 0, "does not import A.projitems");
        Expect.Found(findings, "hal/Afe/A.projitems", 5, "alphabetical");
        Expect.Found(findings, "hal/Afe/A.projitems", 6, "begins with");
        Expect.Found(findings, "hal/Afe/A.projitems", 7, "hal/Afe/Gone.cs does not exist");
        Expect.Found(findings, "hal/Afe/A.projitems", 8, "listed twice");
        Expect.Found(findings, "hal/Afe/Forgotten.cs", 0, "not listed");
        Assert.IsFalse(findings.Any(f => f.File == "hal/Afe/DotNet/Own.cs"), "a file that the .csproj takes for itself is no fault");
    }

    [TestMethod]
    [DataRow("Thread.Sleep(1);", "Thread.Sleep")]
    [DataRow("System.Threading.Thread.Sleep(1);", "Thread.Sleep")]
    [DataRow("await Task.Delay(1);", "Task.Delay")]
    [DataRow("var t = DateTime.Now;", "DateTime.Now")]
    [DataRow("var t = DateTime.UtcNow;", "DateTime.UtcNow")]
    [DataRow("var t = DateTimeOffset.UtcNow;", "DateTimeOffset.UtcNow")]
    [DataRow("var r = new Random();", "new Random()")]
    [DataRow("var r = new System.Random { };", "new Random()")]
    [DataRow("Random r = new();", "new Random()")]
    [DataRow("int r = Random.Shared.Next();", "Random.Shared")]
    [DataRow("throw new NotImplementedException();", "NotImplementedException")]
    public void Banned_call_is_found_where_it_stands(string statement, string call)
    {
        string source = "class C\n{\n    async void M()\n    {\n        " + statement + "\n    }\n}\n";
        Expect.Found(BannedApiRule.Check(SourceTree.Of(("firmware/Core/C.cs", source))), "firmware/Core/C.cs", 5, call);
        Expect.Found(BannedApiRule.Check(SourceTree.Of(("tests/Unit/C.cs", source))), "tests/Unit/C.cs", 5, call);
    }

    [TestMethod]
    public void Ignored_test_is_found() =>
        Expect.Found(BannedApiRule.Check(SourceTree.Of(("tests/Unit/C.cs", "class C\n{\n[TestMethod, Ignore]\nvoid M() { }\n}"))), "tests/Unit/C.cs", 3, "[Ignore]");

    [TestMethod]
    public void Sleep_of_a_polling_helper_and_a_seeded_random_pass() => Expect.Clean(BannedApiRule.Check(SourceTree.Of(
        ("tests/EndToEnd/Support/Poll.cs", "class C { void M() { Thread.Sleep(1); } }"),
        ("tests/Unit/C.cs", "class C { Random _r = new(7); string s = \"Thread.Sleep\"; /* Thread.Sleep */ }"))));

    [TestMethod]
    public void Machine_paths_and_work_left_undone_are_found()
    {
        Expect.Found(TextRule.Check(SourceTree.Of(("docs/a.md", "x\nsee /" + "work/shared"))), "docs/a.md", 2, "/work/");
        Expect.Found(TextRule.Check(SourceTree.Of(("a.cs", "var p = \"/" + "tmp/x\";"))), "a.cs", 1, "/tmp/");
        Expect.Found(TextRule.Check(SourceTree.Of(("a.cs", "\n// TODO later"))), "a.cs", 2, "TODO");
        Expect.Clean(TextRule.Check(SourceTree.Of(("docs/a.md", "see tools/" + "work/a and ../" + "root/b, TODOS"))));
    }

    [TestMethod]
    public void Long_file_and_long_method_are_found_and_the_ratchet_only_tightens()
    {
        string file = "class C\n{\n    void M()\n    {\n" + new string('\n', 70) + "    }\n}\n";
        Expect.Found(LengthRule.Check(SourceTree.Of(("a/C.cs", file))), "a/C.cs", 3, "73 lines, over 60");
        Expect.Found(LengthRule.Check(SourceTree.Of(("a/C.cs", "class C { }" + new string('\n', 300) + "class D { }"))), "a/C.cs", 0, "301 lines, over 300");
        Expect.Clean(LengthRule.Check(SourceTree.Of(("a/CKernel.cs", file))));
        Expect.Clean(LengthRule.Check(SourceTree.Of(("a/C.cs", file), (LengthRule.Ratchet, "a/C.cs::M 73 # why"))));
        Expect.Found(LengthRule.Check(SourceTree.Of(("a/C.cs", file), (LengthRule.Ratchet, "a/C.cs::M 72"))), "a/C.cs", 3, "more than the 72");
        Expect.Found(LengthRule.Check(SourceTree.Of(("a/C.cs", file), (LengthRule.Ratchet, "\na/C.cs::M 94"))), LengthRule.Ratchet, 2, "shrunk to 73");
        Expect.Found(LengthRule.Check(SourceTree.Of(("a/C.cs", ""), (LengthRule.Ratchet, "a/C.cs::M 80"))), LengthRule.Ratchet, 1, "gone");
    }

    private static SourceTree Rooms(params (string, string)[] more) => SourceTree.Of(
        ("docs/architecture.md", Architecture), ("hal/Ports/P.csproj", "<Project />"), ("hal/Afe/A.csproj", "<Project />"),
        ("hal/Host/H.csproj", "<Project />"), ("tools/Cli/C.csproj", "<Project />"), ("tests/Unit/U.csproj", "<Project />")).With(more);

    private static string Reference(string to) => $"<Project>\n<ItemGroup><ProjectReference Include=\"{to}\" /></ItemGroup>\n</Project>";
}
