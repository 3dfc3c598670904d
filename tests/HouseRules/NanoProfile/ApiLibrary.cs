using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Mono.Cecil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>All of tests/NanoApi (form: its README), compiled to reference assemblies.</summary>
internal sealed class ApiLibrary
{
    private const string Root = "tests/NanoApi";

    private readonly Dictionary<string, ApiAssembly> _assemblies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ILookup<string, string>> _manifests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _compiling = [];
    private readonly List<Finding> _problems = [];
    private readonly SourceTree _tree;

    public ApiLibrary(SourceTree tree)
    {
        _tree = tree;
        foreach (string path in tree.Under(Root).Where(f => f.EndsWith("/Assembly.txt", StringComparison.Ordinal)))
            _manifests[SourceTree.FolderOf(path)[(Root.Length + 1)..]] = ReadManifest(path);
        foreach (string name in _manifests.Keys)
            Compile(name);
    }

    /// <summary>The repository's own declarations, compiled once a test run.</summary>
    public static ApiLibrary Repository { get; } = new(SourceTree.Repository);

    /// <summary>What is wrong with the declarations themselves.</summary>
    public IReadOnlyList<Finding> Problems => _problems;

    public IEnumerable<ApiAssembly> Assemblies => _assemblies.Values;

    public ApiAssembly? Find(string name) => _assemblies.GetValueOrDefault(name);

    public IEnumerable<ApiAssembly> OfPackage(string packageId) => Assemblies.Where(a => a.PackageId == packageId);

    private ILookup<string, string> ReadManifest(string path) => _tree.Lines(path)
        .Select(line => line.Split('#')[0].Split(':', 2))
        .Where(parts => parts.Length == 2)
        .ToLookup(parts => parts[0].Trim(), parts => parts[1].Trim());

    private ApiAssembly? Compile(string name)
    {
        if (_assemblies.TryGetValue(name, out ApiAssembly? done))
            return done;
        string folder = Root + "/" + name;
        string manifestPath = folder + "/Assembly.txt";
        if (!_manifests.TryGetValue(name, out ILookup<string, string>? manifest))
        {
            _problems.Add(new Finding(manifestPath, 0, "an assembly that others refer to is not declared"));
            return null;
        }
        string[] package = (manifest["package"].FirstOrDefault() ?? "").Split(' ');
        if (manifest["assembly"].FirstOrDefault() != name || package.Length != 2 || !manifest["version"].Any() || !manifest["file"].Any())
        {
            _problems.Add(new Finding(manifestPath, 0, "needs assembly (= folder), version, file and package (id and version)"));
            return null;
        }
        if (!_compiling.Add(name))
        {
            _problems.Add(new Finding(manifestPath, 0, "refers to itself in a circle"));
            return null;
        }
        var references = new List<ApiAssembly>();
        foreach (string reference in manifest["references"])
        {
            if (Compile(reference) is { } other)
                references.Add(other);
        }
        byte[]? image = Emit(name, manifest["version"].First(), folder, references);
        if (image == null)
            return null;
        return _assemblies[name] = new ApiAssembly
        {
            Name = name,
            Version = manifest["version"].First(),
            File = manifest["file"].First(),
            PackageId = package[0],
            PackageVersion = package[1],
            Needs = manifest["needs"].ToList(),
            Reference = MetadataReference.CreateFromImage(image),
            Definition = AssemblyDefinition.ReadAssembly(new MemoryStream(image)),
        };
    }

    private byte[]? Emit(string name, string version, string folder, IEnumerable<ApiAssembly> references)
    {
        CSharpParseOptions parse = new(LanguageVersion.CSharp9);
        List<SyntaxTree> trees = _tree.Under(folder).Where(f => f.EndsWith(".cs", StringComparison.Ordinal))
            .Select(f => CSharpSyntaxTree.ParseText(_tree.Read(f), parse, f)).ToList();
        trees.Add(CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]", parse));
        CSharpCompilation compilation = CSharpCompilation.Create(
            name, trees, references.Select(r => r.Reference), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        EmitResult result = compilation.Emit(
            stream, options: new EmitOptions(metadataOnly: true, runtimeMetadataVersion: "v4.0.30319"));
        foreach (Diagnostic error in result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            FileLinePositionSpan place = error.Location.GetLineSpan();
            _problems.Add(new Finding(
                place.IsValid && place.Path.Length > 0 ? place.Path : folder,
                place.IsValid ? place.StartLinePosition.Line + 1 : 0,
                error.Id + " " + error.GetMessage()));
        }
        return result.Success ? stream.ToArray() : null;
    }
}
