using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>Finds, inside a use of a type or member, what the interpreter or the metadata processor can't take.</summary>
internal static class TypeUse
{
    /// <returns>Null when the use is fine, else the reason.</returns>
    public static string? Problem(TypeReference? type)
    {
        switch (type)
        {
            case null:
                return null;
            case GenericInstanceType generic:
                return generic.ElementType.Name + " is a generic type: a box dies when it loads its use";
            case GenericParameter parameter:
                return "generic parameter " + parameter.Name + ": generic code runs and returns garbage on a box";
            case ArrayType { Rank: > 1 }:
                return "multi-dimensional array " + type.Name + ": a box dies when it loads its use; use a flat array";
            case PointerType or FunctionPointerType or PinnedType:
                return "pointer type " + type.Name + ": the metadata processor refuses it";
            case ArrayType or ByReferenceType or IModifierType or SentinelType:
                return Problem(((TypeSpecification)type).ElementType);
            default:
                return null;
        }
    }

    public static string? Problem(MethodReference method)
    {
        if (method is GenericInstanceMethod generic)
            return generic.ElementMethod.Name + " is a generic method: it runs and returns garbage on a box";
        return Problem(method.DeclaringType) ?? Problem(method.ReturnType)
            ?? method.Parameters.Select(p => Problem(p.ParameterType)).FirstOrDefault(p => p != null);
    }

    public static string? Problem(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => Problem(type),
        MethodReference method => Problem(method),
        FieldReference field => Problem(field.DeclaringType) ?? Problem(field.FieldType),
        _ => null,
    };

    public static bool IsFloat(TypeReference? type) => type switch
    {
        null => false,
        TypeSpecification nested and not GenericInstanceType => IsFloat(nested.ElementType),
        _ => type.MetadataType is MetadataType.Single or MetadataType.Double,
    };

    public static bool UsesFloat(MethodReference method) =>
        IsFloat(method.ReturnType) || method.Parameters.Any(p => IsFloat(p.ParameterType));

    /// <summary>The instruction after this one that does something.</summary>
    public static Instruction? NextReal(Instruction instruction)
    {
        Instruction? next = instruction.Next;
        while (next != null && next.OpCode.Code == Code.Nop)
            next = next.Next;
        return next;
    }

    /// <summary>Compiler-made types (array initialisers, closures): their names can't be written in C#.</summary>
    public static bool IsCompilerMade(TypeDefinition type)
    {
        for (TypeDefinition? t = type; t != null; t = t.DeclaringType)
        {
            if (t.Name.StartsWith('<'))
                return true;
        }
        return false;
    }

    public static IEnumerable<Instruction> Instructions(MethodDefinition method) =>
        method.HasBody ? method.Body.Instructions : Enumerable.Empty<Instruction>();
}
