using System;
using System.Text;

namespace DataBox.Sim;

/// <summary>Bytes of a recording as they may be shown to a person.</summary>
internal static class RecordingText
{
    private const int LongestQuote = 24;

    public static string Quote(ReadOnlySpan<byte> bytes) =>
        Quote(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 64)]));

    /// <summary>At most 24 characters, none that could break a terminal's line.</summary>
    public static string Quote(string text)
    {
        var shown = new StringBuilder();
        foreach (char c in text)
        {
            if (shown.Length == LongestQuote)
            {
                return shown.Append("...").ToString();
            }

            shown.Append(char.IsControl(c) || c == '\uFFFD' ? '?' : c);
        }

        return shown.ToString();
    }
}
