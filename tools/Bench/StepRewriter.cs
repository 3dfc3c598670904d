using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace DataBox.Bench;

/// <summary>
/// Makes a copy of an assembly that counts the IL instructions it executes: at the head of each basic block it adds the block's
/// length to <see cref="StepCounter"/>. Calls into assemblies that are not rewritten count as the one instruction that they are.
/// </summary>
public static class StepRewriter
{
    /// <param name="methods">Names by number; the assembly's are added.</param>
    public static byte[] Rewrite(string path, List<string> methods)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        ModuleDefinition module = assembly.MainModule;
        MethodReference add = module.ImportReference(typeof(StepCounter).GetMethod(nameof(StepCounter.Add)));
        foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            Count(method.Body, methods.Count, add);
            methods.Add(method.DeclaringType.Name + "." + method.Name);
        }

        using var result = new MemoryStream();
        assembly.Write(result);
        return result.ToArray();
    }

    private static void Count(MethodBody body, int number, MethodReference add)
    {
        body.SimplifyMacros();
        var heads = new HashSet<Instruction> { body.Instructions[0] };
        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case Instruction target:
                    heads.Add(target);
                    break;
                case Instruction[] targets:
                    heads.UnionWith(targets);
                    break;
            }

            bool ends = instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return
                or FlowControl.Throw;
            if (ends && instruction.Next != null)
            {
                heads.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            heads.Add(handler.TryStart);
            heads.Add(handler.HandlerStart);
        }

        var blocks = new List<(Instruction Head, int Length)>();
        foreach (Instruction instruction in body.Instructions)
        {
            if (heads.Contains(instruction))
            {
                blocks.Add((instruction, 0));
            }

            blocks[^1] = (blocks[^1].Head, blocks[^1].Length + 1);
        }

        ILProcessor il = body.GetILProcessor();
        foreach ((Instruction head, int length) in blocks)
        {
            Prepend(il, head, number, length, add);
        }

        body.OptimizeMacros();
    }

    /// <summary>Puts the counting before the head without moving the head: branches to it must count too, so the head becomes the
    /// first counting instruction and its own work moves to a copy behind.</summary>
    private static void Prepend(ILProcessor il, Instruction head, int number, int length, MethodReference add)
    {
        Instruction copy = il.Create(OpCodes.Nop);
        copy.OpCode = head.OpCode;
        copy.Operand = head.Operand;
        head.OpCode = OpCodes.Ldc_I4;
        head.Operand = number;
        Instruction load = il.Create(OpCodes.Ldc_I4, length);
        Instruction call = il.Create(OpCodes.Call, add);
        il.InsertAfter(head, load);
        il.InsertAfter(load, call);
        il.InsertAfter(call, copy);
    }
}
