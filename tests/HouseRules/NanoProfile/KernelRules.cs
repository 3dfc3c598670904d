using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>
/// Files named *Kernel.cs run once a sample over every cell. There an allocation, a call through an interface or a property,
/// and any string or floating-point work costs many times what the arithmetic does. Constructors, which run once, may allocate.
/// </summary>
internal static class KernelRules
{
    private static readonly HashSet<Code> s_float =
    [
        Code.Ldc_R4, Code.Ldc_R8, Code.Conv_R4, Code.Conv_R8, Code.Conv_R_Un, Code.Ldelem_R4, Code.Ldelem_R8,
        Code.Stelem_R4, Code.Stelem_R8, Code.Ldind_R4, Code.Ldind_R8, Code.Stind_R4, Code.Stind_R8,
    ];

    public static IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        foreach (TypeDefinition type in assembly.Types)
        {
            foreach (FieldDefinition field in type.Fields.Where(f => TypeUse.IsFloat(f.FieldType)))
            {
                Finding finding = assembly.At(field, "floating point in a kernel: no field of it here");
                if (IsKernel(finding.File))
                    yield return finding;
            }
            foreach (MethodDefinition method in type.Methods)
            {
                Finding start = assembly.At(method, "floating point in a kernel's signature or locals");
                if (!IsKernel(start.File))
                    continue;
                if (TypeUse.UsesFloat(method) || (method.HasBody && method.Body.Variables.Any(v => TypeUse.IsFloat(v.VariableType))))
                    yield return start;
                foreach (Instruction instruction in TypeUse.Instructions(method))
                {
                    if (Problem(method, instruction) is { } reason)
                        yield return assembly.At(method, instruction, reason);
                }
            }
        }
    }

    private static bool IsKernel(string file) => file.EndsWith("Kernel.cs", StringComparison.Ordinal);

    private static string? Problem(MethodDefinition method, Instruction instruction)
    {
        Code code = instruction.OpCode.Code;
        if (s_float.Contains(code) || (instruction.Operand is MethodReference m && TypeUse.UsesFloat(m)))
            return "floating point in a kernel";
        if (method.IsConstructor)
            return null;
        switch (code)
        {
            case Code.Box:
                return "boxing in a kernel: an object each time";
            case Code.Newarr:
                return "new array in a kernel: allocate once, outside";
            case Code.Newobj when TypeUse.NextReal(instruction)?.OpCode.Code != Code.Throw:
                return "new object in a kernel: allocate once, outside";
            case Code.Call or Code.Callvirt:
                return CallProblem((MethodReference)instruction.Operand);
            default:
                return null;
        }
    }

    private static string? CallProblem(MethodReference called)
    {
        TypeDefinition? owner = called.DeclaringType.Resolve();
        if (owner?.IsInterface == true)
            return $"interface call {called.DeclaringType.Name}.{called.Name} in a kernel: pass arrays in and out";
        if (owner?.BaseType?.FullName == "System.MulticastDelegate")
            return "delegate call in a kernel";
        if (called.DeclaringType.FullName == "System.String")
            return $"string work ({called.Name}) in a kernel";
        if (called.Name.StartsWith("get_", StringComparison.Ordinal) || called.Name.StartsWith("set_", StringComparison.Ordinal))
            return $"property {called.DeclaringType.Name}.{called.Name[4..]} in a kernel: a call costs three array loads; use a field or a local";
        return null;
    }
}
