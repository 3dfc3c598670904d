using System;
using System.IO;

namespace DataBox.Tests.Unit.Cli;

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("databox-cli-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string[] Lines(string name) => System.IO.File.ReadAllLines(File(name));

    public void Dispose() => Directory.Delete(Path, true);
}
