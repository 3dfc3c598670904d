using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>What only the source shows.</summary>
internal static class SourceRules
{
    private static readonly string[] s_mathWithoutLong = ["Abs", "Min", "Max", "Sign", "Clamp"];

    public static IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        foreach (SyntaxTree tree in assembly.Compilation.SyntaxTrees)
        {
            foreach (Finding finding in Directives(tree).Concat(MathOnIntegers(assembly.Compilation, tree)))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> Directives(SyntaxTree tree) => tree.GetRoot()
        .DescendantNodes(descendIntoTrivia: true)
        .Where(n => n is ConditionalDirectiveTriviaSyntax or DefineDirectiveTriviaSyntax or UndefDirectiveTriviaSyntax)
        .Select(n => At(n, "conditional code: device sources are the same text on a box and on .NET"));

    // Math has no long overloads in v1: the call compiles, and rounds through floating point.
    private static IEnumerable<Finding> MathOnIntegers(CSharpCompilation compilation, SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        foreach (InvocationExpressionSyntax call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol { ContainingType: { Name: "Math", ContainingNamespace.Name: "System" } } method
                || !s_mathWithoutLong.Contains(method.Name)
                || !method.Parameters.Any(p => p.Type.SpecialType is SpecialType.System_Single or SpecialType.System_Double))
                continue;
            if (call.ArgumentList.Arguments.All(a => IsInteger(model.GetTypeInfo(a.Expression).Type)))
                yield return At(call, $"Math.{method.Name} on integers binds to its {method.Parameters[0].Type.Name} overload here: write it out");
        }
    }

    private static bool IsInteger(ITypeSymbol? type) =>
        type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    private static Finding At(SyntaxNode node, string reason)
    {
        FileLinePositionSpan place = node.GetLocation().GetLineSpan();
        return new Finding(place.Path, place.StartLinePosition.Line + 1, reason);
    }
}
