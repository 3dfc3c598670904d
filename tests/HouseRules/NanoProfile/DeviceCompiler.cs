using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using DataBox.Tests.HouseRules.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>
/// Compiles .nfproj projects as the nanoFramework project system does (C# 9 unless the project says otherwise, no nullable
/// context, NANOFRAMEWORK_1_0), against the declared assemblies that they refer to and nothing else.
/// </summary>
internal sealed class DeviceCompiler
{
    private readonly Dictionary<string, DeviceAssembly?> _done = new(StringComparer.Ordinal);
    private readonly List<Finding> _problems = [];
    private readonly SourceTree _tree;
    private readonly ApiLibrary _api;
    private readonly string _configuration;
    private readonly Resolver _resolver;

    public DeviceCompiler(SourceTree tree, ApiLibrary api, string configuration)
    {
        _tree = tree;
        _api = api;
        _configuration = configuration;
        _resolver = new Resolver(api);
    }

    public IReadOnlyList<Finding> Problems => _problems;

    public DeviceAssembly? Compile(string path)
    {
        if (_done.TryGetValue(path, out DeviceAssembly? done))
            return done;
        _done[path] = null;
        NfProject project = NfProject.Load(_tree, path, _configuration);
        _problems.AddRange(project.Problems);
        // What is built on a project that failed would only repeat its errors.
        if (ReferencesOf(project) is not { } references)
            return null;
        List<SyntaxTree> trees = SourcesOf(project);
        bool isExe = project.Property("OutputType") == "Exe";
        CSharpCompilation compilation = CSharpCompilation.Create(
            project.AssemblyName, trees, references,
            new CSharpCompilationOptions(isExe ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)
                .WithOptimizationLevel(_configuration == "Debug" ? OptimizationLevel.Debug : OptimizationLevel.Release)
                .WithAllowUnsafe(string.Equals(project.Property("AllowUnsafeBlocks"), "true", StringComparison.OrdinalIgnoreCase))
                .WithNullableContextOptions(project.Property("Nullable") == "enable" ? NullableContextOptions.Enable : NullableContextOptions.Disable)
                .WithDeterministic(true));
        // Cecil reads from both for as long as the module lives.
        var image = new MemoryStream();
        var symbols = new MemoryStream();
        EmitResult result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        foreach (Diagnostic error in result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
            _problems.Add(ToFinding(error, project));
        if (!result.Success)
            return null;
        symbols.Position = 0;
        image.Position = 0;
        ModuleDefinition module = ModuleDefinition.ReadModule(image, new ReaderParameters(ReadingMode.Immediate)
        {
            ReadSymbols = true,
            SymbolStream = symbols,
            SymbolReaderProvider = new PortablePdbReaderProvider(),
            AssemblyResolver = _resolver,
        });
        _resolver.Add(module.Assembly);
        return _done[path] = new DeviceAssembly(project, compilation, module, image.ToArray());
    }

    private List<MetadataReference>? ReferencesOf(NfProject project)
    {
        var references = new List<MetadataReference>();
        bool isComplete = true;
        foreach (NfItem reference in project.References)
        {
            if (_api.Find(reference.SimpleName) is { } declared)
                references.Add(declared.Reference);
            else
                _problems.Add(new Finding(reference.File, reference.Line, reference.SimpleName + " is not declared in tests/NanoApi"));
        }
        foreach ((string path, NfItem item) in project.ProjectReferences)
        {
            if (!_tree.Exists(path))
                _problems.Add(new Finding(item.File, item.Line, path + " does not exist"));
            else if (Compile(path) is { } other)
                references.Add(other.Reference);
            else
                isComplete = false;
        }
        return isComplete ? references : null;
    }

    private List<SyntaxTree> SourcesOf(NfProject project)
    {
        var symbols = new List<string> { "TRACE", "NANOFRAMEWORK_1_0" };
        if (_configuration == "Debug")
            symbols.Add("DEBUG");
        symbols.AddRange((project.Property("DefineConstants") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries));
        LanguageVersion version = LanguageVersion.CSharp9;
        if (project.Property("LangVersion") is { } stated && !LanguageVersionFacts.TryParse(stated, out version))
            _problems.Add(new Finding(project.Path, 0, "LangVersion " + stated + " is unknown"));
        CSharpParseOptions options = new(version, DocumentationMode.Parse, SourceCodeKind.Regular, symbols);
        var trees = new List<SyntaxTree>();
        foreach ((string path, NfItem item) in project.Sources)
        {
            if (_tree.Exists(path))
                trees.Add(CSharpSyntaxTree.ParseText(SourceText.From(_tree.Read(path), Encoding.UTF8), options, path));
            else
                _problems.Add(new Finding(item.File, item.Line, "lists " + path + ", which does not exist"));
        }
        return trees;
    }

    private static Finding ToFinding(Diagnostic error, NfProject project)
    {
        FileLinePositionSpan place = error.Location.GetLineSpan();
        string reason = "does not compile against the declared nanoFramework: " + error.Id + " " + error.GetMessage();
        return error.Location.IsInSource
            ? new Finding(place.Path, place.StartLinePosition.Line + 1, reason)
            : new Finding(project.Path, 0, reason);
    }

    /// <summary>Finds declared assemblies and the projects compiled so far; asks no folder.</summary>
    private sealed class Resolver(ApiLibrary api) : IAssemblyResolver
    {
        private readonly Dictionary<string, AssemblyDefinition> _projects = new(StringComparer.Ordinal);

        public void Add(AssemblyDefinition assembly) => _projects[assembly.Name.Name] = assembly;

        public AssemblyDefinition Resolve(AssemblyNameReference name) =>
            _projects.GetValueOrDefault(name.Name) ?? api.Find(name.Name)?.Definition ?? throw new AssemblyResolutionException(name);

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

        public void Dispose()
        {
            // Nothing of its own: the definitions live as long as the test run.
        }
    }
}
