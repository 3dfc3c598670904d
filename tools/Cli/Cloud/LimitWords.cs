using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataBox.Cli.Cloud;

/// <summary>The detector's limits in a desired state: `key=value` on the command line, an object in the document, one text in the
/// state message.</summary>
public static class LimitWords
{
    /// <summary>The value that takes a limit out of the document again.</summary>
    public const string Default = "default";

    /// <summary>Reads `key=value`; null where the value is the box's own.</summary>
    /// <exception cref="CommandException">It is something else.</exception>
    public static KeyValuePair<string, long?> Parse(string word)
    {
        int at = word.IndexOf('=', StringComparison.Ordinal);
        string value = at < 0 ? "" : word[(at + 1)..];
        if (at > 0 && value == Default)
        {
            return new(word[..at], null);
        }

        return at > 0 && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? new(word[..at], number)
            : throw new CommandException(
                $"tune: --limit {word}: KEY=NUMBER or KEY={Default} is expected, e.g. over_voltage_uv=4200000");
    }

    /// <summary>The limits of the next document.</summary>
    /// <param name="desired">The retained document; null: what the box runs counts instead.</param>
    /// <returns>Null where it has none.</returns>
    public static JsonObject? Next(IEnumerable<KeyValuePair<string, long?>> wanted, JsonObject? desired, JsonObject state)
    {
        var next = desired is null ? FromText(state.Text("limits")) : FromDocument(desired);
        foreach ((string key, long? value) in wanted)
        {
            next.Remove(key);
            if (value is not null)
            {
                next[key] = value;
            }
        }

        return next.Count == 0 ? null : next;
    }

    private static JsonObject FromDocument(JsonObject desired)
    {
        try
        {
            return desired["limits"] is JsonObject { Count: >= 0 } limits ? (JsonObject)limits.DeepClone() : [];
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // A key stands twice in what somebody left there; the box refuses it too.
            return [];
        }
    }

    private static JsonObject FromText(string text)
    {
        var limits = new JsonObject();
        foreach (string word in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            (string key, long? value) = Parse(word);
            limits[key] = value;
        }

        return limits;
    }
}
