using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace DataBox.Bench;

/// <summary>
/// Makes a copy of an assembly that counts the IL instructions it executes: at the head of each basic block it adds the block's
/// length to a static field. Calls into assemblies that are not rewritten count as the one instruction that they are.
/// </summary>
public static class StepRewriter
{
    /// <summary>Type and field that every rewritten assembly carries.</summary>
    public const string CounterType = "StepCounter";
    public const string CounterField = "Steps";

    public static byte[] Rewrite(string path)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        ModuleDefinition module = assembly.MainModule;
        var counter = new TypeDefinition(
            "",
            CounterType,
            TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed,
            module.TypeSystem.Object);
        var field = new FieldDefinition(CounterField, FieldAttributes.Public | FieldAttributes.Static, module.TypeSystem.Int64);
        counter.Fields.Add(field);
        foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            Count(method.Body, field);
        }

        module.Types.Add(counter);
        using var result = new MemoryStream();
        assembly.Write(result);
        return result.ToArray();
    }

    private static void Count(MethodBody body, FieldReference field)
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
            Prepend(il, head, length, field);
        }

        body.OptimizeMacros();
    }

    /// <summary>Puts the counting before the head without moving the head: branches to it must count too, so the head becomes the
    /// first counting instruction and its own work moves to a copy behind.</summary>
    private static void Prepend(ILProcessor il, Instruction head, int length, FieldReference field)
    {
        Instruction copy = il.Create(OpCodes.Nop);
        copy.OpCode = head.OpCode;
        copy.Operand = head.Operand;
        head.OpCode = OpCodes.Ldsfld;
        head.Operand = field;
        Instruction add = il.Create(OpCodes.Ldc_I8, (long)length);
        Instruction sum = il.Create(OpCodes.Add);
        Instruction store = il.Create(OpCodes.Stsfld, field);
        il.InsertAfter(head, add);
        il.InsertAfter(add, sum);
        il.InsertAfter(sum, store);
        il.InsertAfter(store, copy);
    }
}
