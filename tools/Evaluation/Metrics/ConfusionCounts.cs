using System;
using System.Collections.Generic;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>What was said of what is so.</summary>
public sealed class ConfusionCounts
{
    private readonly List<(string Truth, string Said)> _pairs = [];

    public void Add(string truth, string said) => _pairs.Add((truth, said));

    public int Of(string truth, string said) => _pairs.Count(p => p.Truth == truth && p.Said == said);

    /// <summary>In the order of their first appearance.</summary>
    public IReadOnlyList<string> Truths => [.. _pairs.Select(p => p.Truth).Distinct()];

    /// <summary>In the order of a given list; what is not in it comes behind, by name.</summary>
    public IReadOnlyList<string> Saids(IReadOnlyList<string> order) =>
    [
        .. _pairs.Select(p => p.Said).Distinct()
            .OrderBy(s => order.Contains(s) ? order.ToList().IndexOf(s) : int.MaxValue).ThenBy(s => s, StringComparer.Ordinal),
    ];
}
