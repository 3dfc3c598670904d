using System;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataBox.Cli.Cloud;

/// <summary>Reading the flat JSON documents of docs/wire-contract.md on the cloud's side.</summary>
public static class JsonDocuments
{
    /// <summary>The object, or null where the payload is none.</summary>
    public static JsonObject? TryParse(byte[] payload)
    {
        try
        {
            var document = JsonNode.Parse(payload) as JsonObject;
            // Keys are looked at only when somebody asks: a key that comes twice shows now.
            return document?.Count >= 0 ? document : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The integer at the key, or 0.</summary>
    public static long Number(this JsonObject? document, string key) =>
        document?[key] is JsonValue value && value.TryGetValue(out long number) ? number : 0;

    /// <summary>The string at the key, or "".</summary>
    public static string Text(this JsonObject? document, string key) =>
        document?[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
