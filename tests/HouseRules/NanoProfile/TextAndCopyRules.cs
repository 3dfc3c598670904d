using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using DataBox.Tests.HouseRules.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>
/// Calls that exist on both sides and give something else on a box: number formats beyond D, F, G, N and X, names of enum
/// members, and Array.Copy between element types.
/// </summary>
internal static partial class TextAndCopyRules
{
    public static IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        foreach (SyntaxTree tree in assembly.Compilation.SyntaxTrees)
        {
            SemanticModel model = assembly.Compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
            {
                if (Problem(model, node) is { } reason)
                {
                    FileLinePositionSpan place = node.GetLocation().GetLineSpan();
                    yield return new Finding(place.Path, place.StartLinePosition.Line + 1, reason);
                }
            }
        }
    }

    private static string? Problem(SemanticModel model, SyntaxNode node) => node switch
    {
        InterpolationSyntax hole => OfInterpolation(model, hole),
        InvocationExpressionSyntax call => OfCall(model, call),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when IsString(model.GetTypeInfo(sum).Type)
            && (IsEnum(model, sum.Left) || IsEnum(model, sum.Right)) => EnumReason,
        _ => null,
    };

    private const string EnumReason = "an enum member as text is its number on a box: cast it, or keep a table of names";

    private static string? OfInterpolation(SemanticModel model, InterpolationSyntax hole)
    {
        if (IsEnum(model, hole.Expression))
            return EnumReason;
        string? format = hole.FormatClause?.FormatStringToken.ValueText;
        return format != null && !IsDateTime(model.GetTypeInfo(hole.Expression).Type) ? OfFormat(format) : null;
    }

    private static string? OfCall(SemanticModel model, InvocationExpressionSyntax call)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
            return null;
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        string? literal = arguments.Count > 0 ? model.GetConstantValue(arguments[0].Expression).Value as string : null;
        if (method.Name == "ToString" && call.Expression is MemberAccessExpressionSyntax access)
        {
            if (IsEnum(model, access.Expression))
                return EnumReason;
            return literal != null && !IsDateTime(method.ContainingType) ? OfFormat(literal) : null;
        }
        if (method.Name == "Format" && IsString(method.ContainingType) && literal != null)
            return Placeholder().Matches(literal).Select(m => m.Groups[1].Value).Where(f => f.Length > 0).Select(OfFormat).FirstOrDefault(r => r != null);
        if (method.Name == "Copy" && method.ContainingType.SpecialType == SpecialType.System_Array && arguments.Count >= 2)
        {
            var from = model.GetTypeInfo(arguments[0].Expression).Type as IArrayTypeSymbol;
            var to = model.GetTypeInfo(arguments[arguments.Count == 3 ? 1 : 2].Expression).Type as IArrayTypeSymbol;
            if (from != null && to != null && !SymbolEqualityComparer.Default.Equals(from.ElementType, to.ElementType))
                return $"Array.Copy from {from.ElementType} to {to.ElementType}: a box only copies between equal element types";
        }
        return null;
    }

    private static string? OfFormat(string format) =>
        KnownFormat().IsMatch(format) ? null : $"format \"{format}\": a box knows D, F, G, N and X with a precision, no patterns";

    private static bool IsEnum(SemanticModel model, ExpressionSyntax expression) => model.GetTypeInfo(expression).Type?.TypeKind == TypeKind.Enum;

    private static bool IsString(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_String;

    private static bool IsDateTime(ITypeSymbol? type) => type is { Name: "DateTime", ContainingNamespace.Name: "System" };

    [GeneratedRegex(@"^[DFGNXdfgnx]\d{0,2}$")]
    private static partial Regex KnownFormat();

    [GeneratedRegex(@"\{\d+(?:,-?\d+)?:?([^}]*)\}")]
    private static partial Regex Placeholder();
}
