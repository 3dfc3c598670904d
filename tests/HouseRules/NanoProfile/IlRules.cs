using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>What method bodies may not hold.</summary>
internal static class IlRules
{
    private static readonly HashSet<Code> s_unsupported =
    [
        Code.Arglist, Code.Cpblk, Code.Initblk, Code.Jmp, Code.Calli, Code.Ckfinite, Code.Localloc,
        Code.Mkrefany, Code.Refanytype, Code.Refanyval, Code.Readonly,
    ];

    public static IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        foreach (MethodDefinition method in assembly.Types.SelectMany(t => t.Methods).Where(m => m.HasBody))
        {
            foreach (VariableDefinition local in method.Body.Variables)
            {
                if (TypeUse.Problem(local.VariableType) is { } reason)
                    yield return assembly.At(method, $"a local of {method.Name}: {reason}");
            }
            foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
            {
                if (TypeUse.Problem(handler.CatchType) is { } reason)
                    yield return assembly.At(method, handler.HandlerStart, reason);
            }
            foreach (Instruction instruction in method.Body.Instructions)
            {
                if (Problem(instruction, assembly.Project.IsTestProject) is { } reason)
                    yield return assembly.At(method, instruction, reason);
            }
        }
    }

    private static string? Problem(Instruction instruction, bool isTestProject)
    {
        OpCode code = instruction.OpCode;
        if (s_unsupported.Contains(code.Code))
            return $"IL {code.Name}: not supported by the interpreter";
        if (code.Name.Contains(".ovf", System.StringComparison.Ordinal))
        {
            return $"IL {code.Name}: overflow checks have no effect on a box (checked code, or an array size or index of type long); "
                + "check the range by hand";
        }
        if (code.Code == Code.Ldtoken && instruction.Operand is TypeReference && !isTestProject)
            return "typeof: reflection is slow and not in every firmware image";
        if (!isTestProject && instruction.Operand is MethodReference called && IsReflection(called))
            return $"{called.DeclaringType.Name}.{called.Name}: reflection is slow and not in every firmware image";
        return TypeUse.Problem(instruction);
    }

    private static bool IsReflection(MethodReference called) =>
        called.DeclaringType.Namespace == "System.Reflection"
        || called.DeclaringType.FullName == "System.Type"
        || (called.DeclaringType.FullName == "System.Object" && called.Name == "GetType");
}
