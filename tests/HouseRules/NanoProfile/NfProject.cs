using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>An item of the project and the place that lists it.</summary>
internal sealed record NfItem(string Kind, string Include, string File, int Line, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>For an assembly reference: the name before the first comma.</summary>
    public string SimpleName => Include.Split(',')[0].Trim();

    public string? Part(string name) => Include.Split(',').Select(p => p.Trim().Split('=', 2))
        .Where(p => p.Length == 2 && p[0] == name).Select(p => p[1]).FirstOrDefault();
}

/// <summary>
/// A legacy .nfproj, evaluated as MSBuild would for one configuration: properties, conditions, imports and items in file
/// order. It knows the few forms that these projects use; anything else is a finding, so that nothing is passed over silently.
/// </summary>
internal sealed partial class NfProject
{
    private const string ExtensionsPath = "/no-such-folder/";

    private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<NfItem> _items = [];
    private readonly List<Finding> _problems = [];
    private readonly SourceTree _tree;

    private NfProject(SourceTree tree, string path, string configuration)
    {
        _tree = tree;
        Path = path;
        _properties["Configuration"] = configuration;
        _properties["MSBuildExtensionsPath"] = ExtensionsPath;
        _properties["MSBuildProjectDirectory"] = "/" + Folder;
        EvaluateFile(path);
    }

    public string Path { get; }
    public string Folder => SourceTree.FolderOf(Path);
    public IReadOnlyList<Finding> Problems => _problems;
    public string AssemblyName => Property("AssemblyName") ?? System.IO.Path.GetFileNameWithoutExtension(Path);
    public bool IsTestProject => string.Equals(Property("IsTestProject"), "true", StringComparison.OrdinalIgnoreCase);
    public IEnumerable<NfItem> References => Items("Reference");

    /// <summary>Source files in the order listed, with paths from the root; the line is that of the list.</summary>
    public IEnumerable<(string Path, NfItem Item)> Sources => Items("Compile").Select(i => (Resolve(i), i));

    public IEnumerable<(string Path, NfItem Item)> ProjectReferences => Items("ProjectReference").Select(i => (Resolve(i), i));

    public static NfProject Load(SourceTree tree, string path, string configuration) => new(tree, path, configuration);

    public string? Property(string name) => _properties.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public IEnumerable<NfItem> Items(string kind) => _items.Where(i => i.Kind == kind);

    private string Resolve(NfItem item) => SourceTree.Combine(Folder, item.Include) ?? item.Include;

    private void EvaluateFile(string path)
    {
        XDocument document;
        try
        {
            document = XDocument.Parse(_tree.Read(path), LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            _problems.Add(new Finding(path, e.LineNumber, e.Message));
            return;
        }
        foreach (XElement element in document.Root!.Elements())
        {
            if (!Holds(element, path))
                continue;
            switch (element.Name.LocalName)
            {
                case "PropertyGroup":
                    foreach (XElement property in element.Elements().Where(e => Holds(e, path)))
                        _properties[property.Name.LocalName] = Expand(property.Value, path).Trim();
                    break;
                case "ItemGroup":
                    foreach (XElement item in element.Elements().Where(e => Holds(e, path)))
                        AddItem(item, path);
                    break;
                case "Import":
                    EvaluateImport(element, path);
                    break;
                case "ProjectExtensions":
                    break;
                default:
                    _problems.Add(new Finding(path, LineOf(element), $"<{element.Name.LocalName}> is not understood by this check"));
                    break;
            }
        }
    }

    private void AddItem(XElement item, string path)
    {
        string? include = item.Attribute("Include")?.Value;
        if (include == null)
        {
            _problems.Add(new Finding(path, LineOf(item), "an item without Include (Remove, Update) is not understood by this check"));
            return;
        }
        string value = Expand(include, path);
        if (value.Contains('*') || value.Contains(';'))
        {
            _problems.Add(new Finding(path, LineOf(item), "the nanoFramework project system takes files one by one: no wildcard, no list"));
            return;
        }
        _items.Add(new NfItem(item.Name.LocalName, value, path, LineOf(item),
            item.Elements().ToDictionary(e => e.Name.LocalName, e => Expand(e.Value, path).Trim())));
    }

    private void EvaluateImport(XElement element, string path)
    {
        string target = Expand(element.Attribute("Project")?.Value ?? "", path);
        string? resolved = SourceTree.Combine(SourceTree.FolderOf(path), target);
        if (resolved == null || !_tree.Exists(resolved))
            _problems.Add(new Finding(path, LineOf(element), "imports " + target + ", which does not exist"));
        else
            EvaluateFile(resolved);
    }

    private bool Holds(XElement element, string path)
    {
        string? condition = element.Attribute("Condition")?.Value;
        if (condition == null)
            return true;
        string expanded = Expand(condition, path);
        Match exists = ExistsCondition().Match(expanded);
        if (exists.Success)
        {
            string target = exists.Groups[1].Value.Replace('\\', '/');
            return !target.StartsWith(ExtensionsPath, StringComparison.Ordinal)
                && SourceTree.Combine(SourceTree.FolderOf(path), target) is { } resolved && _tree.Exists(resolved);
        }
        Match compare = CompareCondition().Match(expanded);
        if (compare.Success)
        {
            bool equal = string.Equals(compare.Groups[1].Value, compare.Groups[3].Value, StringComparison.OrdinalIgnoreCase);
            return equal == (compare.Groups[2].Value == "==");
        }
        _problems.Add(new Finding(path, LineOf(element), "the condition " + condition + " is not understood by this check"));
        return true;
    }

    private string Expand(string text, string path) => PropertyUse().Replace(text, match =>
        string.Equals(match.Groups[1].Value, "MSBuildThisFileDirectory", StringComparison.OrdinalIgnoreCase)
            ? "/" + SourceTree.FolderOf(path) + "/"
            : _properties.GetValueOrDefault(match.Groups[1].Value, ""));

    public static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;

    [GeneratedRegex(@"\$\(([A-Za-z_][A-Za-z0-9_]*)\)")]
    private static partial Regex PropertyUse();

    [GeneratedRegex(@"^\s*Exists\('([^']*)'\)\s*$")]
    private static partial Regex ExistsCondition();

    [GeneratedRegex(@"^\s*'([^']*)'\s*(==|!=)\s*'([^']*)'\s*$")]
    private static partial Regex CompareCondition();
}
