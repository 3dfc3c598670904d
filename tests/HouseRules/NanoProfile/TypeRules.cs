using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Mono.Cecil;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>What the declarations of types, fields and methods may not be.</summary>
internal static class TypeRules
{
    public static IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        foreach (TypeDefinition type in assembly.Types)
        {
            foreach (string reason in OfType(type))
                yield return assembly.At(type, reason);
            foreach (FieldDefinition field in type.Fields)
            {
                if (TypeUse.Problem(field.FieldType) is { } reason)
                    yield return assembly.At(field, reason);
            }
            foreach (MethodDefinition method in type.Methods)
            {
                foreach (string reason in OfMethod(type, method))
                    yield return assembly.At(method, reason);
            }
        }
    }

    private static IEnumerable<string> OfType(TypeDefinition type)
    {
        if (type.HasGenericParameters)
            yield return "generic type: a box dies when it loads it";
        if (type.IsValueType && !type.IsEnum && !TypeUse.IsCompilerMade(type))
            yield return "declared struct: IL dup aliases its copies on a box, and every local of it costs an object; use a class or flat arrays";
        if (TypeUse.Problem(type.BaseType) is { } baseProblem)
            yield return baseProblem;
        foreach (InterfaceImplementation implemented in type.Interfaces)
        {
            if (TypeUse.Problem(implemented.InterfaceType) is { } reason)
                yield return reason;
        }
    }

    private static IEnumerable<string> OfMethod(TypeDefinition type, MethodDefinition method)
    {
        if (method.HasGenericParameters)
            yield return "generic method: it runs and returns garbage on a box";
        if (type.IsInterface && method.HasBody)
            yield return "interface method with a body: it compiles, and the call throws on a box";
        if (method.IsPInvokeImpl)
            yield return "native import: there is no loader for it on a box";
        if (method.Name == "Finalize" && !method.HasParameters && method.IsVirtual)
            yield return "finaliser: it runs late, on a thread of its own, if a collection comes at all; dispose explicitly";
        if (TypeUse.Problem(method.ReturnType) is { } returned)
            yield return returned;
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            if (TypeUse.Problem(parameter.ParameterType) is { } reason)
                yield return reason;
        }
        if (method.CallingConvention == MethodCallingConvention.VarArg)
            yield return "variable argument list: not supported by the interpreter";
    }
}
