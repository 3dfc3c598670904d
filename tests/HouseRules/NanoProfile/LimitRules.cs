using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>Counts that are one or two bytes wide in the .pe file; most of them overflow without a word.</summary>
internal static class LimitRules
{
    private const int MaxByte = 255;
    private const int MaxBranchBytes = short.MaxValue;

    public static IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        foreach (TypeDefinition type in assembly.Types)
        {
            foreach (string reason in OfType(type))
                yield return assembly.At(type, reason);
            foreach (MethodDefinition method in type.Methods.Where(m => m.HasBody))
            {
                foreach (Finding finding in OfMethod(assembly, method))
                    yield return finding;
            }
        }
        AssemblySizes sizes = AssemblySizes.Of(assembly);
        foreach ((string what, int bytes) in sizes.Rows)
        {
            if (bytes > AssemblySizes.MaxBytes)
                yield return assembly.AtProject($"{what}: {bytes:N0} bytes, more than {AssemblySizes.MaxBytes:N0} an assembly; split it");
        }
    }

    private static IEnumerable<string> OfType(TypeDefinition type)
    {
        (string What, int Count)[] counts =
        [
            ("instance fields", type.Fields.Count(f => !f.IsStatic)),
            ("static fields", type.Fields.Count(f => f.IsStatic && !f.HasConstant)),
            ("virtual methods", type.Methods.Count(m => m.IsVirtual)),
            ("instance methods", type.Methods.Count(m => !m.IsVirtual && !m.IsStatic)),
            ("static methods", type.Methods.Count(m => m.IsStatic)),
        ];
        return counts.Where(c => c.Count > MaxByte).Select(c => $"{c.Count} {c.What}: a type has room for {MaxByte}");
    }

    private static IEnumerable<Finding> OfMethod(DeviceAssembly assembly, MethodDefinition method)
    {
        MethodBody body = method.Body;
        int arguments = method.Parameters.Count + (method.HasThis ? 1 : 0);
        if (body.Variables.Count > MaxByte)
            yield return assembly.At(method, $"{body.Variables.Count} locals: a method with more than {MaxByte} dies on a box");
        if (arguments > MaxByte)
            yield return assembly.At(method, $"{arguments} arguments: a method has room for {MaxByte}");
        if (body.MaxStackSize > MaxByte)
            yield return assembly.At(method, $"evaluation stack of {body.MaxStackSize}: a method has room for {MaxByte}");
        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case Instruction[] targets when targets.Length > MaxByte:
                    yield return assembly.At(method, instruction, $"switch table of {targets.Length} entries: a box dies silently above {MaxByte}");
                    break;
                case Instruction[] targets when targets.Any(t => IsFar(instruction, t)):
                case Instruction target when IsFar(instruction, target):
                    yield return assembly.At(method, instruction, $"branch over more than {MaxBranchBytes:N0} bytes: offsets are 16 bit");
                    break;
            }
        }
    }

    private static bool IsFar(Instruction from, Instruction to) => Math.Abs(to.Offset - from.Offset) > MaxBranchBytes;
}
