using DataBox.Tests.HouseRules.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>Every fault that the check claims to find, planted once; and sound code that it has to let pass.</summary>
[TestClass]
public sealed class PlantedCodeTests
{
    private const int Line = Planted.FirstMemberLine;

    [TestMethod]
    [DataRow("public void M() { var list = new System.Collections.Generic.List<int>(); }", "CS0234", DisplayName = "List<int>")]
    [DataRow("public int M(byte[] b) { Span<byte> s = b; return s.Length; }", "CS0246", DisplayName = "Span<byte>")]
    [DataRow("public int M(int[] a) { return System.Linq.Enumerable.Sum(a); }", "CS0234", DisplayName = "LINQ")]
    [DataRow("public string M(string s) { return s.Replace(\"a\", \"b\"); }", "CS1061", DisplayName = "unknown member")]
    [DataRow("public void M(int[] a) { Array.Fill(a, 1); }", "CS0117", DisplayName = "unknown static member")]
    [DataRow("private int? _x; public bool M() { return _x.HasValue; }", "CS0518", DisplayName = "Nullable")]
    [DataRow("public (int, int) M() { return (1, 2); }", "CS8179", DisplayName = "tuple")]
    [DataRow("private volatile int _x; public int M() { return _x; }", "CS0518", DisplayName = "volatile")]
    [DataRow("public int M(int[] a) { return a[^1]; }", "CS0518", DisplayName = "index from end")]
    [DataRow("public decimal M() { return 1m; }", "CS0518", DisplayName = "decimal")]
    [DataRow("public bool M(System.Threading.AutoResetEvent e) { return e.WaitOne(10); }", "CS7036", DisplayName = "WaitOne(int)")]
    [DataRow("public class Point(int x) { public int X() { return x; } }", "CS", DisplayName = "C# 12 syntax")]
    [DataRow("public System.Collections.IEnumerable M() { yield return 1; }", "CS", DisplayName = "iterator")]
    public void Code_that_v1_does_not_know_fails_to_compile(string member, string reason) =>
        AssertFound(member, "does not compile against the declared nanoFramework: " + reason);

    [TestMethod]
    [DataRow("public class Box<T> { }", "generic type", DisplayName = "generic type")]
    [DataRow("public T M<T>(T x) { return x; }", "generic method", DisplayName = "generic method")]
    [DataRow("public Action<int> Callback;", "generic type", DisplayName = "Action<int> field")]
    [DataRow("public event EventHandler<EventArgs> Changed; public void R() { Changed(this, null); }", "generic type", DisplayName = "EventHandler<T>")]
    [DataRow("public void M() { Func<int> f = () => 3; f(); }", "generic type", DisplayName = "Func<int> local")]
    [DataRow("public int M() { int[,] a = new int[2, 3]; return a[1, 1]; }", "multi-dimensional array", DisplayName = "int[,]")]
    [DataRow("public int[,] Table;", "multi-dimensional array", DisplayName = "int[,] field")]
    [DataRow("public struct Pair { public int A; }", "declared struct", DisplayName = "struct")]
    [DataRow("public interface IShape { int Area() { return 1; } }", "interface method with a body", DisplayName = "default interface method")]
    [DataRow("public interface IShape { static int Area() { return 1; } }", "interface method with a body", DisplayName = "static interface method")]
    [DataRow("public unsafe int M(int* p) { return *p; }", "pointer type", DisplayName = "pointer parameter")]
    [DataRow("public unsafe void M(int n) { int* p = (int*)n; *p = 1; p++; *p = 2; }", "pointer type", DisplayName = "pointer local")]
    [DataRow("public unsafe void M() { byte* p = stackalloc byte[16]; *p = 1; }", "localloc", DisplayName = "stackalloc")]
    [DataRow("public unsafe void M(byte[] b) { fixed (byte* p = b) { *p = 1; } }", "pointer type", DisplayName = "fixed")]
    [DataRow("public unsafe int M(delegate*<int> f) { return f(); }", "calli", DisplayName = "function pointer")]
    [DataRow("~Planted() { }", "finaliser", DisplayName = "finaliser")]
    [DataRow("public int M(int a, int b) { return checked(a + b); }", "add.ovf", DisplayName = "checked")]
    [DataRow("public byte M(int a) { checked { return (byte)a; } }", "conv.ovf", DisplayName = "checked block")]
    [DataRow("public string M(object o) { return o.GetType().FullName; }", "reflection", DisplayName = "GetType")]
    [DataRow("public object M() { return typeof(int); }", "reflection", DisplayName = "typeof")]
    [DataRow("public long M(long a, long b) { return (long)Math.Max(a, b); }", "Math.Max on integers", DisplayName = "Math.Max(long)")]
    [DataRow("public string M(int a) { return a.ToString(\"0.00\"); }", "format \"0.00\"", DisplayName = "ToString pattern")]
    [DataRow("public string M(double a) { return $\"{a:#.#}\"; }", "format \"#.#\"", DisplayName = "interpolation pattern")]
    [DataRow("public string M(int a) { return string.Format(\"{0:D2} {1,5:000}\", a, a); }", "format \"000\"", DisplayName = "Format pattern")]
    [DataRow("public string M(DayOfWeek d) { return d.ToString(); }", "enum member as text", DisplayName = "enum ToString")]
    [DataRow("public string M(DayOfWeek d) { return \"on \" + d; }", "enum member as text", DisplayName = "enum in a sum")]
    [DataRow("public string M(DayOfWeek d) { return $\"on {d}\"; }", "enum member as text", DisplayName = "enum in an interpolation")]
    [DataRow("public void M(byte[] a, int[] b) { Array.Copy(a, 0, b, 0, 1); }", "Array.Copy from byte to int", DisplayName = "Array.Copy between types")]
    public void Construct_that_fails_late_on_a_box_is_found(string member, string reason) => AssertFound(member, reason);

    [TestMethod]
    public void Conditional_code_is_found()
    {
        SourceTree tree = Planted.WithMembers("public int M()\n{\n#if NANOFRAMEWORK_1_0\n return 1;\n#else\n return 2;\n#endif\n}");
        Expect.Found(Planted.Check(tree), Planted.SourcePath, Line + 2, "conditional code");
    }

    [TestMethod]
    public void Fault_that_only_the_debug_build_has_is_found()
    {
        SourceTree tree = Planted.WithMembers("[System.Diagnostics.Conditional(\"DEBUG\")] static void D(int x) { }\npublic void M(int a) { D(checked(a + 1)); }");
        Expect.Found(Planted.Check(tree, "Debug"), Planted.SourcePath, Line + 1, "add.ovf");
        Expect.Clean(Planted.Check(tree, "Release"));
    }

    [TestMethod]
    public void Line_of_a_late_statement_is_reported_not_that_of_its_method()
    {
        SourceTree tree = Planted.WithMembers("public int M(int a)\n{\n int b = a + 1;\n b += 2;\n return checked(a * b);\n}");
        Expect.Found(Planted.Check(tree), Planted.SourcePath, Line + 4, "mul.ovf");
    }

    [TestMethod]
    [DataRow("public int M(string s) { switch (s) { case \"a\": return 1; case \"bb\": return 2; case \"cc\": return 3; case \"dd\": return 4; "
        + "case \"ee\": return 5; case \"ff\": return 6; case \"gg\": return 7; case \"hh\": return 8; default: return 0; } }", DisplayName = "string switch")]
    [DataRow("private static readonly ushort[] s_t = { 1, 2, 3, 4, 5 }; public int M() { return s_t[2]; }", DisplayName = "array initialiser")]
    [DataRow("public int M(int a) { int Twice() { return a * 2; } return Twice(); }", DisplayName = "local function")]
    [DataRow("public int M(int a) { System.Threading.ThreadStart f = () => a++; f(); return a; }", DisplayName = "lambda with capture")]
    [DataRow("public event EventHandler Changed; public void R() { if (Changed != null) Changed(this, EventArgs.Empty); }", DisplayName = "event")]
    [DataRow("private readonly object _l = new object(); public void M() { lock (_l) { M(); } }", DisplayName = "lock")]
    [DataRow("public int P { get; init; } public string M(int a) { return $\"{a} {P}\"; }", DisplayName = "init and interpolation")]
    [DataRow("public string M(object o) { return o is string s && s.Length > 2 ? s : o switch { int => \"i\", null => \"n\", _ => \"x\" }; }", DisplayName = "patterns")]
    [DataRow("public int[][] M() { return new int[][] { new int[2], new int[3] }; }", DisplayName = "jagged array")]
    [DataRow("public enum Kind : byte { A, B } public bool M(Kind k) { return k == Kind.B; }", DisplayName = "enum")]
    [DataRow("public string M(int a, DateTime t) { return $\"{a:X4} {a,5:D2}\" + string.Format(\"{0:N1} {1}\", a, t.ToString(\"yyyy-MM-dd\")); }", DisplayName = "formats")]
    [DataRow("public void M(int[] a, int[] b) { Array.Copy(a, b, 2); Array.Copy(a, 0, b, 1, 1); }", DisplayName = "Array.Copy")]
    [DataRow("public string M(DayOfWeek d) { return \"on \" + (int)d; }", DisplayName = "enum as number")]
    [DataRow("public TimeSpan M(DateTime a, DateTime b) { return a - b; }", DisplayName = "built-in structs")]
    [DataRow("public int M(in int a, ref int b, out int c) { c = a; b = c; return Math.Max(a, b); }", DisplayName = "by reference")]
    public void Sound_code_passes(string member) =>
        Expect.Clean(Planted.Check(Planted.WithMembers(member), NanoProfileCheck.Configurations));

    [TestMethod]
    [DataRow("public static double M(int a) { return a; }", "floating point", DisplayName = "double")]
    [DataRow("public static int M(int a) { float f = a; return (int)f; }", "floating point", DisplayName = "float local")]
    [DataRow("public float Gain;", "floating point", DisplayName = "float field")]
    [DataRow("public static object M(int a) { return a; }", "boxing", DisplayName = "box")]
    [DataRow("public static int[] M(int a) { return new int[a]; }", "new array", DisplayName = "new array")]
    [DataRow("public static object M() { return new object(); }", "new object", DisplayName = "new object")]
    [DataRow("public static string M(string a) { return a + a; }", "string work", DisplayName = "string")]
    [DataRow("public static int M(System.Collections.IList a) { return a.Add(null); }", "interface call", DisplayName = "interface call")]
    [DataRow("public int P { get; set; } public int M() { return P; }", "property", DisplayName = "property")]
    [DataRow("public static void M(Action a) { a(); }", "delegate call", DisplayName = "delegate")]
    public void Dear_work_in_a_kernel_is_found(string member, string reason)
    {
        Expect.Found(Planted.Check(Planted.WithKernelMembers(member)), Planted.KernelPath, Line, reason);
        Expect.Clean(Planted.Check(Planted.WithMembers(member)));
    }

    [TestMethod]
    public void Kernel_of_flat_arrays_passes()
    {
        const string member = "private readonly int[] _t; public Planted(int n) { _t = new int[n]; }\n"
            + "public static int Sum(int[] a, int n) { if (n < 0) throw new ArgumentException(\"n\"); int s = 0; for (int i = 0; i < n; i++) s += a[i]; return s; }";
        Expect.Clean(Planted.Check(Planted.WithKernelMembers(member)));
    }

    private static void AssertFound(string member, string reason) =>
        Expect.Found(Planted.Check(Planted.WithMembers(member)), Planted.SourcePath, Line, reason);
}
