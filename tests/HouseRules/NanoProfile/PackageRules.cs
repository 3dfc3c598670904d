using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>packages.config, references and HintPaths of a project agree with each other and with the one coherent set.</summary>
internal sealed class PackageRules
{
    private const string PublicKeyToken = "c07d481e9758c731";
    private const string TargetFramework = "netnano1.0";

    private readonly SourceTree _tree;
    private readonly ApiLibrary _api;
    private readonly NfProject _project;
    private readonly List<Finding> _findings = [];

    private PackageRules(SourceTree tree, ApiLibrary api, NfProject project)
    {
        _tree = tree;
        _api = api;
        _project = project;
    }

    public static IEnumerable<Finding> Check(SourceTree tree, ApiLibrary api, NfProject project)
    {
        var rules = new PackageRules(tree, api, project);
        rules.CheckReferences();
        rules.CheckPackages();
        return rules._findings;
    }

    private void CheckReferences()
    {
        foreach (NfItem reference in _project.References)
        {
            if (_api.Find(reference.SimpleName) is not { } declared)
                continue; // The compiler reports it.
            if (reference.Part("Version") != declared.Version)
                Add(reference, $"{declared.Name} has Version {declared.Version} in {declared.PackageId} {declared.PackageVersion}, not {reference.Part("Version") ?? "none"}");
            if (reference.Part("PublicKeyToken") != PublicKeyToken)
                Add(reference, $"{declared.Name} needs PublicKeyToken={PublicKeyToken}");
            string packageFolder = $"packages/{declared.PackageId}.{declared.PackageVersion}/lib/{declared.File}";
            string hint = reference.Metadata.GetValueOrDefault("HintPath", "");
            if (hint.Contains('/') || SourceTree.Combine(_project.Folder, hint) != packageFolder)
                Add(reference, $"HintPath of {declared.Name} has to lead to {packageFolder.Replace('/', '\\')} beside the solution, with backslashes");
            if (!string.Equals(reference.Metadata.GetValueOrDefault("Private"), "true", StringComparison.OrdinalIgnoreCase))
                Add(reference, declared.Name + " needs <Private>True</Private>, or it is not copied to the output");
        }
    }

    private void CheckPackages()
    {
        string path = SourceTree.Combine(_project.Folder, "packages.config")!;
        if (!_tree.Exists(path))
        {
            _findings.Add(new Finding(_project.Path, 0, "has no packages.config beside it"));
            return;
        }
        if (!_project.Items("None").Any(i => i.Include == "packages.config"))
            _findings.Add(new Finding(_project.Path, 0, "does not list packages.config as a None item"));
        HashSet<string> referenced = _project.References.Select(r => r.SimpleName).ToHashSet(StringComparer.Ordinal);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (XElement package in XDocument.Parse(_tree.Read(path), LoadOptions.SetLineInfo).Root!.Elements("package"))
            CheckPackage(path, package, listed, referenced);

        foreach (string needed in referenced.Select(_api.Find).OfType<ApiAssembly>().Select(a => a.PackageId).Distinct())
            RequireListed(path, listed, needed, "the project refers to it");
        foreach (string id in listed.ToList())
        {
            foreach (string needed in _api.OfPackage(id).SelectMany(a => a.Needs).Distinct())
                RequireListed(path, listed, needed, id + " depends on it and packages.config is flat");
        }
    }

    private void CheckPackage(string path, XElement package, HashSet<string> listed, HashSet<string> referenced)
    {
        int line = NfProject.LineOf(package);
        string id = package.Attribute("id")?.Value ?? "";
        if (!listed.Add(id))
            _findings.Add(new Finding(path, line, id + " is listed twice"));
        List<ApiAssembly> assemblies = _api.OfPackage(id).ToList();
        if (assemblies.Count == 0)
        {
            _findings.Add(new Finding(path, line, id + " is not declared in tests/NanoApi"));
            return;
        }
        string version = package.Attribute("version")?.Value ?? "";
        if (version != assemblies[0].PackageVersion)
            _findings.Add(new Finding(path, line, $"{id} {version}: the coherent set has {assemblies[0].PackageVersion}"));
        if (package.Attribute("targetFramework")?.Value != TargetFramework)
            _findings.Add(new Finding(path, line, $"{id} needs targetFramework=\"{TargetFramework}\""));
        foreach (ApiAssembly assembly in assemblies.Where(a => !referenced.Contains(a.Name)))
            _findings.Add(new Finding(path, line, $"{id} ships {assembly.Name}, which {_project.Path} does not refer to"));
    }

    private void RequireListed(string path, HashSet<string> listed, string id, string why)
    {
        if (!listed.Contains(id))
            _findings.Add(new Finding(path, 0, $"{id} is missing: {why}"));
    }

    private void Add(NfItem item, string reason) => _findings.Add(new Finding(item.File, item.Line, reason));
}
