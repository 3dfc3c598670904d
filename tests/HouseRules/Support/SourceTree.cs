using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataBox.Tests.HouseRules.Support;

/// <summary>
/// The repository's files as the rules see them: paths from the root with forward slashes. Either what lies on the disk
/// (without build output), or a few planted files in memory.
/// </summary>
internal sealed class SourceTree
{
    private static readonly string[] s_skippedFolders = ["bin", "obj", ".git", ".vs", ".idea", ".vscode", "TestResults"];

    private readonly SortedDictionary<string, Func<string>> _files = new(StringComparer.Ordinal);
    // Rules run side by side on one tree.
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SyntaxNode> _syntax = new(StringComparer.Ordinal);

    /// <summary>The checkout that this test run was built from.</summary>
    public static SourceTree Repository { get; } = OfDisk(FindRoot());

    public IEnumerable<string> Files => _files.Keys;

    public static SourceTree Of(params (string Path, string Text)[] files)
    {
        var tree = new SourceTree();
        foreach ((string path, string text) in files)
            tree._files[path] = () => text;
        return tree;
    }

    /// <summary>The same tree with some files replaced or added.</summary>
    public SourceTree With(params (string Path, string Text)[] files)
    {
        var tree = new SourceTree();
        foreach ((string path, Func<string> read) in _files)
            tree._files[path] = read;
        foreach ((string path, string text) in files)
            tree._files[path] = () => text;
        return tree;
    }

    public bool Exists(string path) => _files.ContainsKey(path);

    public bool FolderExists(string path) => path.Length == 0 || _files.Keys.Any(f => f.StartsWith(path + "/", StringComparison.Ordinal));

    public string Read(string path) => _texts.GetOrAdd(path, p => _files[p]());

    /// <summary>A C# file, parsed in the compiler's newest language and without symbols.</summary>
    public SyntaxNode Syntax(string path) => _syntax.GetOrAdd(path, p => CSharpSyntaxTree.ParseText(Read(p)).GetRoot());

    public string[] Lines(string path) => Read(path).Replace("\r\n", "\n").Split('\n');

    public IEnumerable<string> WithExtension(params string[] extensions) =>
        _files.Keys.Where(f => extensions.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase)));

    public IEnumerable<string> Under(string folder) => _files.Keys.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal));

    public static string FolderOf(string path) => path.Contains('/') ? path[..path.LastIndexOf('/')] : "";

    /// <summary>Resolves a relative path (either slash, with ..) against a folder; a leading slash means the root.</summary>
    /// <returns>Null when the path leaves the tree.</returns>
    public static string? Combine(string folder, string relative)
    {
        relative = relative.Replace('\\', '/');
        var parts = new List<string>();
        string joined = relative.StartsWith('/') ? relative : folder + "/" + relative;
        foreach (string part in joined.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
                continue;
            if (part != "..")
            {
                parts.Add(part);
                continue;
            }
            if (parts.Count == 0)
                return null;
            parts.RemoveAt(parts.Count - 1);
        }
        return string.Join('/', parts);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DataBox.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("DataBox.sln lies in no folder above " + AppContext.BaseDirectory);
    }

    private static SourceTree OfDisk(string root)
    {
        var tree = new SourceTree();
        tree.Add(root, "");
        return tree;
    }

    private void Add(string folder, string prefix)
    {
        foreach (string file in Directory.GetFiles(folder))
        {
            // A worktree has .git as a file.
            if (Path.GetFileName(file) != ".git")
                _files[prefix + Path.GetFileName(file)] = () => File.ReadAllText(file);
        }
        foreach (string sub in Directory.GetDirectories(folder))
        {
            string name = Path.GetFileName(sub);
            if (!s_skippedFolders.Contains(name) && !(prefix.Length == 0 && name == "packages"))
                Add(sub, prefix + name + "/");
        }
    }
}
