using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>Each limit from both sides: the last value that a box takes, and the first that it does not.</summary>
[TestClass]
public sealed class PlantedLimitTests
{
    private const int Line = Planted.FirstMemberLine;

    [TestMethod]
    public void Switch_table_may_have_255_entries()
    {
        AssertFits(Switch(255));
        AssertFound(Switch(256), "switch table of 256");
        AssertFound(Switch(300), "switch table of 300");
    }

    [TestMethod]
    public void Method_may_have_255_locals()
    {
        AssertFits(Locals(255));
        AssertFound(Locals(256), "256 locals");
    }

    [TestMethod]
    public void Method_may_have_255_arguments()
    {
        AssertFits(Arguments(255));
        AssertFound(Arguments(256), "256 arguments");
    }

    [TestMethod]
    public void Evaluation_stack_may_hold_255_values()
    {
        AssertFits(Stack(255));
        AssertFound(Stack(256), "evaluation stack of 256");
    }

    [TestMethod]
    public void Type_may_have_255_fields_of_each_kind()
    {
        AssertFits(Planted.Lines(255, i => $"public int f{i};") + Planted.Lines(255, i => $"public static int s{i};"));
        AssertFound("public class T { " + Planted.Lines(256, i => $"public int f{i};") + "}", "256 instance fields");
        AssertFound("public class T { " + Planted.Lines(256, i => $"public static int s{i};") + "}", "256 static fields");
        AssertFits(Planted.Lines(300, i => $"public const int C{i} = {i};"));
    }

    [TestMethod]
    public void Type_may_have_255_methods_of_each_kind()
    {
        AssertFits(Planted.Lines(250, i => $"public void m{i}() {{ }}"));
        AssertFound("public class T { " + Planted.Lines(256, i => $"public void m{i}() {{ }}") + "}", "257 instance methods");
        AssertFound("public class T { " + Planted.Lines(256, i => $"public static void m{i}() {{ }}") + "}", "256 static methods");
        AssertFound("public class T { " + Planted.Lines(256, i => $"public virtual void m{i}() {{ }}") + "}", "256 virtual methods");
    }

    [TestMethod]
    public void Tables_of_one_assembly_may_have_64_KB_together()
    {
        AssertFits(Table("a", 19000) + Table("b", 19000));
        AssertFoundAtProject(Table("a", 40000) + Table("b", 40000), "array-initialiser data and signatures: 80,");
    }

    [TestMethod]
    public void Byte_code_of_one_assembly_may_have_64_KB()
    {
        AssertFits(Code(10));
        AssertFoundAtProject(Code(18), "IL byte code");
    }

    [TestMethod]
    public void Strings_of_one_assembly_may_have_64_KB()
    {
        // An umlaut counts two bytes on a box.
        AssertFits(Strings(60, 'x'));
        AssertFoundAtProject(Strings(60, '\u00e4'), "strings");
    }

    [TestMethod]
    public void Branch_may_span_32_KB()
    {
        AssertFits(Branch(500));
        AssertFound(Branch(4500), "branch over more than");
    }

    private static string Switch(int cases) =>
        "public int M(int a) { switch (a) { " + Planted.Lines(cases, i => $"case {i}: return {i * 7 % 13};") + " default: return -1; } }";

    // Each is used twice, so that the optimiser keeps it.
    private static string Locals(int count) =>
        "public int M(int[] a) { " + Planted.Lines(count, i => $"int x{i} = a[{i}];")
        + " a[0] = " + string.Join("-", Enumerable.Range(0, count).Select(i => "x" + i))
        + "; return " + string.Join("+", Enumerable.Range(0, count).Select(i => "x" + i)) + "; }";

    private static string Arguments(int count) =>
        "public static int M(" + string.Join(",", Enumerable.Range(0, count).Select(i => "int a" + i)) + ") { return a0; }";

    // Nested calls with two arguments each leave one value on the stack a level.
    private static string Stack(int depth) =>
        "public static int F(int a, int b) { return a; } public static int M(int x) { return "
        + string.Concat(Enumerable.Repeat("F(x, ", depth - 1)) + "x" + new string(')', depth - 1) + "; }";

    private static string Table(string name, int bytes) =>
        $"public static readonly byte[] {name} = {{ " + string.Join(",", Enumerable.Range(0, bytes).Select(i => (i * (name[0] - 90) % 251).ToString())) + " };";

    private static string Code(int methods) =>
        Planted.Lines(methods, m => $"public void M{m}(int[] a) {{ " + Planted.Lines(250, i => $"a[{i}] = a[{i + 300}] + 1000;") + " }");

    private static string Strings(int count, char letter) =>
        "public string M(int a) { switch (a) { " + Planted.Lines(count, i => $"case {i}: return \"{i}{new string(letter, 1000)}\";") + " default: return null; } }";

    private static string Branch(int statements) =>
        "public void M(int[] a, int b) { if (b > 0) { " + Planted.Lines(statements, i => "a[b] = 1000;") + " } a[1] = 1; }";

    private static void AssertFits(string members) => Expect.Clean(Planted.Check(Planted.WithMembers(members)));

    private static void AssertFound(string members, string reason) =>
        Expect.Found(Planted.Check(Planted.WithMembers(members)), Planted.SourcePath, Line, reason);

    private static void AssertFoundAtProject(string members, string reason) =>
        Expect.Found(Planted.Check(Planted.WithMembers(members)), Planted.ProjectPath, 0, reason);
}
