using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>A device project compiled for one configuration: source model and IL side by side.</summary>
internal sealed class DeviceAssembly
{
    private readonly Dictionary<string, (string File, int Line)> _places = new(StringComparer.Ordinal);

    public DeviceAssembly(NfProject project, CSharpCompilation compilation, ModuleDefinition module, byte[] image)
    {
        Project = project;
        Compilation = compilation;
        Module = module;
        Reference = MetadataReference.CreateFromImage(image);
        Collect(compilation.Assembly.GlobalNamespace);
    }

    public NfProject Project { get; }
    public CSharpCompilation Compilation { get; }
    public ModuleDefinition Module { get; }
    public MetadataReference Reference { get; }

    /// <summary>Every type, nested ones too, without the module's own.</summary>
    public IEnumerable<TypeDefinition> Types => Module.GetTypes().Where(t => t.Name != "<Module>");

    public Finding At(TypeDefinition type, string reason)
    {
        for (TypeDefinition? t = type; t != null; t = t.DeclaringType)
        {
            if (_places.TryGetValue(t.FullName, out (string File, int Line) place))
                return new Finding(place.File, place.Line, reason);
        }
        return new Finding(Project.Path, 0, type.FullName + ": " + reason);
    }

    public Finding At(FieldDefinition field, string reason) => AtMember(field.DeclaringType, field.Name, reason);

    public Finding At(MethodDefinition method, string reason)
    {
        SequencePoint? first = method.DebugInformation.SequencePoints.FirstOrDefault(p => !p.IsHidden);
        string name = method.Name;
        if (_places.ContainsKey(KeyOf(method.DeclaringType, name)) || first == null)
            return AtMember(method.DeclaringType, name, reason);
        return new Finding(first.Document.Url, first.StartLine, reason);
    }

    /// <summary>The statement that an instruction belongs to.</summary>
    public Finding At(MethodDefinition method, Instruction instruction, string reason)
    {
        SequencePoint? point = method.DebugInformation.SequencePoints
            .LastOrDefault(p => !p.IsHidden && p.Offset <= instruction.Offset);
        return point == null ? At(method, reason) : new Finding(point.Document.Url, point.StartLine, reason);
    }

    public Finding AtProject(string reason) => new(Project.Path, 0, reason);

    private Finding AtMember(TypeDefinition type, string name, string reason) =>
        _places.TryGetValue(KeyOf(type, name), out (string File, int Line) place)
            ? new Finding(place.File, place.Line, reason)
            : At(type, name + ": " + reason);

    private static string KeyOf(TypeDefinition type, string member) => type.FullName + "::" + member;

    private void Collect(INamespaceOrTypeSymbol container)
    {
        foreach (ISymbol member in container.GetMembers())
        {
            if (member is INamespaceSymbol space)
            {
                Collect(space);
                continue;
            }
            FileLinePositionSpan? span = member.Locations.FirstOrDefault(l => l.IsInSource)?.GetLineSpan();
            if (span is { } place)
            {
                string key = member is INamedTypeSymbol named
                    ? MetadataName(named)
                    : MetadataName(member.ContainingType) + "::" + member.MetadataName;
                _places.TryAdd(key, (place.Path, place.StartLinePosition.Line + 1));
            }
            if (member is INamedTypeSymbol type)
                Collect(type);
        }
    }

    private static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType != null)
            return MetadataName(type.ContainingType) + "/" + type.MetadataName;
        return type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : type.ContainingNamespace + "." + type.MetadataName;
    }
}
