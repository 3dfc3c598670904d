using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>Words that no text file of the repository holds: paths of one machine, and notes about work left undone.</summary>
internal static partial class TextRule
{
    private static readonly string[] s_binary = [".csv", ".trx", ".log", ".png", ".jpg", ".gif", ".gz", ".parquet", ".bin", ".ico", ".svg"];

    // This file and its planted sample have to name what they ban.
    private static readonly string[] s_exempt = ["tests/HouseRules/Rules/"];

    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        foreach (string path in tree.Files)
        {
            if (s_binary.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase))
                || s_exempt.Any(e => path.StartsWith(e, StringComparison.Ordinal)))
                continue;
            string[] lines = tree.Lines(path);
            for (int i = 0; i < lines.Length; i++)
            {
                if (MachinePath().Match(lines[i]) is { Success: true } machine)
                    yield return new Finding(path, i + 1, $"{machine.Value.Trim()}: a path of one machine");
                if (LeftUndone().Match(lines[i]) is { Success: true } undone)
                    yield return new Finding(path, i + 1, $"{undone.Value}: do it, or file it as an issue");
            }
        }
    }

    [GeneratedRegex(@"(?<![\w.])/(work|root|tmp|home|Users|mnt)/|\b[A-Z]:\\(Users|Temp)\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex LeftUndone();
}
