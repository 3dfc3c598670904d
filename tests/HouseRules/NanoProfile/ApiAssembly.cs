using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Mono.Cecil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>One declared assembly of tests/NanoApi, compiled.</summary>
internal sealed class ApiAssembly
{
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required string File { get; init; }
    public required string PackageId { get; init; }
    public required string PackageVersion { get; init; }

    /// <summary>Package ids that the package depends on directly.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    public required MetadataReference Reference { get; init; }
    public required AssemblyDefinition Definition { get; init; }
}
