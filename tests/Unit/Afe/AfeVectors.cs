using System;
using System.IO;
using System.Text.Json;

namespace DataBox.Tests.Unit.Afe;

/// <summary>tests/Vectors/afe-vectors.json, whose rows each name their origin.</summary>
internal static class AfeVectors
{
    private static readonly JsonDocument s_document = Load();

    public static JsonElement Root => s_document.RootElement;

    public static JsonElement Part(string name) => Root.GetProperty(name);

    public static byte[] Bytes(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static int Word(JsonElement element, string name) => Convert.ToInt32(element.GetProperty(name).GetString(), 16);

    public static int[] Ints(JsonElement list)
    {
        int[] values = new int[list.GetArrayLength()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = list[i].GetInt32();
        }

        return values;
    }

    private static JsonDocument Load()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "DataBox.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        string path = Path.Combine(folder ?? ".", "tests", "Vectors", "afe-vectors.json");
        return JsonDocument.Parse(File.ReadAllText(path));
    }
}
