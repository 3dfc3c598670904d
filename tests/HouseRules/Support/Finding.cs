namespace DataBox.Tests.HouseRules.Support;

/// <summary>One broken rule: where, and why it matters.</summary>
/// <param name="File">Path from the repository's root, with forward slashes.</param>
/// <param name="Line">From 1; 0 when the whole file is meant.</param>
internal sealed record Finding(string File, int Line, string Reason)
{
    public override string ToString() => Line > 0 ? $"{File}({Line}): {Reason}" : $"{File}: {Reason}";
}
