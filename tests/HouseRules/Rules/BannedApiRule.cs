using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>Calls that make a run differ from the next one, or slow; each with what to write instead and where it may stand.</summary>
internal static class BannedApiRule
{
    private sealed record Ban(string Call, string Instead, params string[] AllowedUnder);

    private static readonly Ban[] s_bans =
    [
        new("Thread.Sleep", "take an IClock, or wait on an event with a limit", "hal/Esp32/", "hal/Host/", "firmware/App/", "tools/Cli/Running/", "tests/EndToEnd/Support/"),
        new("Task.Delay", "poll with a limit in a helper of EndToEnd/Support, or take an IClock", "tools/Cli/", "hal/Host/", "tests/EndToEnd/Support/"),
        new("DateTime.Now", "take an IClock; local time belongs to people"),
        new("DateTimeOffset.Now", "take an IClock; local time belongs to people"),
        new("DateTime.UtcNow", "take an IClock", "hal/Esp32/", "hal/Host/", "firmware/App/"),
        new("DateTimeOffset.UtcNow", "take an IClock", "hal/Host/"),
        new("DateTime.Today", "take an IClock"),
        new("Random.Shared", "new Random(seed), with the seed in the failure's message"),
        new("new Random()", "new Random(seed), with the seed in the failure's message"),
        new("new NotImplementedException", "write it, or leave it out"),
        new("GC.Collect", "measure allocations with GC.GetAllocatedBytesForCurrentThread"),
        new("[Ignore]", "mend the test or delete it"),
    ];

    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        foreach (string path in tree.WithExtension(".cs"))
        {
            // NanoApi declares what nanoFramework has, welcome or not.
            if (path.StartsWith("tests/NanoApi/", StringComparison.Ordinal))
                continue;
            foreach (SyntaxNode node in tree.Syntax(path).DescendantNodes())
            {
                if (CallOf(node) is not { } call || Array.Find(s_bans, b => b.Call == call) is not { } ban)
                    continue;
                if (!ban.AllowedUnder.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
                    yield return new Finding(path, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, $"{call}: {ban.Instead}");
            }
        }
    }

    private static string? CallOf(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access => LastWord(access.Expression) + "." + name.Identifier.Text,
        ObjectCreationExpressionSyntax creation when LastWord(creation.Type) == "Random" =>
            creation.ArgumentList is { Arguments.Count: > 0 } ? null : "new Random()",
        ObjectCreationExpressionSyntax creation => "new " + LastWord(creation.Type),
        AttributeSyntax attribute => "[" + LastWord(attribute.Name) + "]",
        // Random r = new(): the type stands at the declaration.
        ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } implicitly
            when implicitly.Ancestors().OfType<VariableDeclarationSyntax>().FirstOrDefault() is { } declaration
                && LastWord(declaration.Type) == "Random" => "new Random()",
        _ => null,
    };

    private static string LastWord(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        _ => "",
    };
}
