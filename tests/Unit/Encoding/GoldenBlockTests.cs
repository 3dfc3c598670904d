using System;
using System.IO;
using System.Text.Json;
using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Encoding;

/// <summary>The bytes of codec 1, for ever: a change here is a new codec number, never a new expectation.</summary>
[TestClass]
public class GoldenBlockTests
{
    [TestMethod]
    public void Encoder_gives_the_golden_blocks_bit_for_bit()
    {
        int blocks = 0;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(VectorFile("golden-block-v1.json")));
        foreach (JsonElement set in document.RootElement.GetProperty("sets").EnumerateArray())
        {
            PackLayout layout = PackLayout.FromCounts(
                set.GetProperty("layoutVersion").GetInt32(), Ints(set, "cellsOfDevice"), Ints(set, "probesOfDevice"));
            var encoder = new BlockEncoder(layout, set.GetProperty("box").GetString(), set.GetProperty("boot").GetInt32());
            var rows = new RowBuffer(layout);
            rows.Open(set.GetProperty("blocks")[0].GetProperty("seq").GetUInt32());
            foreach (JsonElement row in set.GetProperty("rows").EnumerateArray())
            {
                rows.Add(Sample(layout, row), row.GetProperty("groups").GetInt32());
            }

            foreach (JsonElement block in set.GetProperty("blocks").EnumerateArray())
            {
                encoder.Begin(
                    rows,
                    block.GetProperty("flags").GetInt32(),
                    block.GetProperty("groups").GetInt32(),
                    block.GetProperty("seq").GetUInt32());
                while (!encoder.EncodeNextRow())
                {
                }

                Assert.AreEqual(block.GetProperty("hex").GetString(), Convert.ToHexString(encoder.Finish()));
                blocks++;
            }
        }

        Assert.AreEqual(4, blocks);
    }

    [TestMethod]
    public void Golden_blocks_show_both_cell_models_and_a_companion()
    {
        string text = File.ReadAllText(VectorFile("golden-block-v1.json"));
        using JsonDocument document = JsonDocument.Parse(text);
        bool step = false;
        bool noise = false;
        bool companion = false;
        foreach (JsonElement set in document.RootElement.GetProperty("sets").EnumerateArray())
        {
            foreach (JsonElement block in set.GetProperty("blocks").EnumerateArray())
            {
                byte[] bytes = Convert.FromHexString(block.GetProperty("hex").GetString()!);
                noise |= (bytes[2] & BlockFlags.NoiseModel) != 0;
                step |= (bytes[2] & BlockFlags.NoiseModel) == 0;
                companion |= (bytes[3] & BlockFlags.Companion) != 0;
            }
        }

        Assert.IsTrue(step && noise && companion);
    }

    private static PackSample Sample(PackLayout layout, JsonElement row)
    {
        var sample = new PackSample(layout)
        {
            timeMs = row.GetProperty("timeMs").GetInt64(),
            currentMilliamps = row.GetProperty("currentMilliamps").GetInt32(),
            currentQuality = row.GetProperty("currentQuality").GetByte(),
            packMillivolts = row.GetProperty("packMillivolts").GetInt32(),
            packQuality = row.GetProperty("packQuality").GetByte(),
            vehicleState = row.GetProperty("vehicleState").GetInt32(),
            vehicleStateQuality = row.GetProperty("vehicleStateQuality").GetByte(),
        };
        int[] cells = Ints(row, "cellMicrovolts");
        int[] cellQuality = Ints(row, "cellQuality");
        int[] temps = Ints(row, "tempDeciC");
        int[] tempQuality = Ints(row, "tempQuality");
        for (int i = 0; i < cells.Length; i++)
        {
            sample.cellMicrovolts[i] = cells[i];
            sample.cellQuality[i] = (byte)cellQuality[i];
        }

        for (int i = 0; i < temps.Length; i++)
        {
            sample.tempDeciC[i] = (short)temps[i];
            sample.tempQuality[i] = (byte)tempQuality[i];
        }

        return sample;
    }

    private static int[] Ints(JsonElement element, string name)
    {
        JsonElement list = element.GetProperty(name);
        int[] result = new int[list.GetArrayLength()];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = list[i].GetInt32();
        }

        return result;
    }

    private static string VectorFile(string name)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "DataBox.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder!, "tests", "Vectors", name);
    }
}
