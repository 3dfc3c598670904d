using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.HouseRules.Support;

internal static class Expect
{
    /// <summary>Fails with every finding, one a line.</summary>
    public static void Clean(IEnumerable<Finding> findings)
    {
        List<Finding> all = findings.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ToList();
        if (all.Count > 0)
            Assert.Fail(all.Count + " finding(s):\n" + string.Join("\n", all));
    }

    /// <summary>A planted fault has to be found at its place, for its reason.</summary>
    public static void Found(IEnumerable<Finding> findings, string file, int line, string reasonPart)
    {
        List<Finding> all = findings.ToList();
        if (!all.Any(f => f.File == file && f.Line == line && f.Reason.Contains(reasonPart, StringComparison.Ordinal)))
            Assert.Fail($"Expected '{reasonPart}' at {file}({line}); found:\n" + string.Join("\n", all));
    }
}
