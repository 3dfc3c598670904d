using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>
/// Bytes of the .pe tables that are addressed with 16 bits, as the metadata processor would write them. Strings are counted
/// a little high: the table of strings built into the firmware is not subtracted.
/// </summary>
internal sealed record AssemblySizes(int CodeBytes, int StringBytes, int DataAndSignatureBytes)
{
    public const int MaxBytes = 65535;

    // An exception clause is six 16-bit words; a method with clauses adds their count.
    private const int HandlerBytes = 12;

    public IEnumerable<(string What, int Bytes)> Rows =>
    [
        ("IL byte code", CodeBytes),
        ("strings (names and literals, UTF-8)", StringBytes),
        ("array-initialiser data and signatures", DataAndSignatureBytes),
    ];

    public static AssemblySizes Of(DeviceAssembly assembly) =>
        new(Code(assembly), Strings(assembly), DataAndSignatures(assembly));

    private static int Code(DeviceAssembly assembly)
    {
        int bytes = 0;
        foreach (MethodDefinition method in Methods(assembly).Where(m => m.HasBody))
        {
            bytes += method.Body.Instructions.Sum(Size);
            int handlers = method.Body.ExceptionHandlers.Count;
            bytes += handlers == 0 ? 0 : handlers * HandlerBytes + 1;
        }
        return bytes;
    }

    // Tokens and long branches shrink to two bytes, a switch to a count byte and two bytes an entry.
    private static int Size(Instruction instruction) => instruction.OpCode.OperandType switch
    {
        OperandType.InlineSwitch => instruction.OpCode.Size + 1 + 2 * ((Instruction[])instruction.Operand).Length,
        OperandType.InlineString or OperandType.InlineMethod or OperandType.InlineField
            or OperandType.InlineType or OperandType.InlineBrTarget => instruction.OpCode.Size + 2,
        _ => instruction.GetSize(),
    };

    private static int Strings(DeviceAssembly assembly)
    {
        var strings = new HashSet<string>(StringComparer.Ordinal) { "", assembly.Module.Assembly.Name.Name };
        strings.UnionWith(assembly.Module.AssemblyReferences.Select(r => r.Name));
        foreach (TypeReference type in assembly.Types.Concat(assembly.Module.GetTypeReferences()))
        {
            strings.Add(type.Namespace);
            strings.Add(type.Name);
        }
        strings.UnionWith(assembly.Module.GetMemberReferences().Select(m => m.Name));
        strings.UnionWith(assembly.Types.SelectMany(t => t.Fields).Where(f => !f.HasConstant).Select(f => f.Name));
        foreach (MethodDefinition method in Methods(assembly))
        {
            strings.Add(method.Name);
            strings.UnionWith(TypeUse.Instructions(method).Select(i => i.Operand).OfType<string>());
        }
        return strings.Sum(s => Encoding.UTF8.GetByteCount(s) + 1);
    }

    private static int DataAndSignatures(DeviceAssembly assembly)
    {
        var blobs = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (FieldDefinition field in assembly.Types.SelectMany(t => t.Fields).Where(f => !f.HasConstant))
        {
            blobs["field " + field.FieldType.FullName] = 1 + Size(field.FieldType);
            if (field.InitialValue.Length > 0)
                blobs["data " + Convert.ToBase64String(field.InitialValue)] = 2 + field.InitialValue.Length;
        }
        foreach (TypeDefinition type in assembly.Types.Where(t => t.HasInterfaces))
            blobs["interfaces " + string.Join(' ', type.Interfaces.Select(i => i.InterfaceType.FullName))] = 1 + 2 * type.Interfaces.Count;
        foreach (MethodReference method in Methods(assembly).Concat(assembly.Module.GetMemberReferences().OfType<MethodReference>()))
        {
            string shape = method.HasThis + " " + string.Join(' ', method.Parameters.Select(p => p.ParameterType.FullName).Prepend(method.ReturnType.FullName));
            blobs["method " + shape] = 2 + Size(method.ReturnType) + method.Parameters.Sum(p => Size(p.ParameterType));
        }
        foreach (MethodDefinition method in Methods(assembly).Where(m => m.HasBody && m.Body.HasVariables))
        {
            blobs["locals " + string.Join(' ', method.Body.Variables.Select(v => v.VariableType.FullName))] =
                method.Body.Variables.Sum(v => Size(v.VariableType));
        }
        return blobs.Values.Sum();
    }

    private static int Size(TypeReference type) => type switch
    {
        FunctionPointerType => 3,
        TypeSpecification nested => 1 + Size(nested.ElementType),
        { IsPrimitive: true } => 1,
        _ => type.MetadataType is MetadataType.Void or MetadataType.String or MetadataType.Object ? 1 : 3,
    };

    private static IEnumerable<MethodDefinition> Methods(DeviceAssembly assembly) => assembly.Types.SelectMany(t => t.Methods);
}
