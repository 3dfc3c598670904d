using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using DataBox.Decoding;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>The golden blocks of every codec are read for ever.</summary>
[TestClass]
public sealed class GoldenDecodingTests
{
    [TestMethod]
    [DataRow("golden-block-v1.json", 4)]
    public void Golden_blocks_give_their_rows(string file, int expectedBlocks)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(VectorFile(file)));
        int blocks = 0;
        foreach (JsonElement set in document.RootElement.GetProperty("sets").EnumerateArray())
        {
            foreach (JsonElement golden in set.GetProperty("blocks").EnumerateArray())
            {
                DecodedBlock block = BlockDecoder.Decode(Convert.FromHexString(golden.GetProperty("hex").GetString()!));
                AssertHeader(set, golden, block);
                AssertRows(set, golden.GetProperty("groups").GetInt32(), block);
                blocks++;
            }
        }

        Assert.AreEqual(expectedBlocks, blocks);
    }

    private static void AssertHeader(JsonElement set, JsonElement golden, DecodedBlock block)
    {
        Assert.AreEqual(set.GetProperty("box").GetString(), block.Box);
        Assert.AreEqual(set.GetProperty("boot").GetUInt32(), block.Boot);
        Assert.AreEqual(golden.GetProperty("seq").GetUInt32(), block.Seq);
        Assert.AreEqual(golden.GetProperty("flags").GetInt32(), block.Flags);
        Assert.AreEqual(golden.GetProperty("companion").GetBoolean(), block.IsCompanion);
        Assert.AreEqual(set.GetProperty("layoutVersion").GetInt32(), block.LayoutVersion);
        CollectionAssert.AreEqual(Ints(set, "cellsOfDevice"), block.CellsOfDevice);
        CollectionAssert.AreEqual(Ints(set, "probesOfDevice"), block.ProbesOfDevice);
    }

    private static void AssertRows(JsonElement set, int groups, DecodedBlock block)
    {
        PackLayout layout = PackLayout.FromCounts(1, Ints(set, "cellsOfDevice"), Ints(set, "probesOfDevice"));
        JsonElement[] rows = set.GetProperty("rows").EnumerateArray()
            .Where(row => (row.GetProperty("groups").GetInt32() & groups) != 0).ToArray();
        Assert.HasCount(rows.Length, block.Rows);
        for (int r = 0; r < rows.Length; r++)
        {
            int carried = rows[r].GetProperty("groups").GetInt32() & groups;
            Assert.AreEqual(rows[r].GetProperty("index").GetInt32(), block.Rows[r].Index);
            RoundTrip.AssertRow(Sample(layout, rows[r]), carried, block.Rows[r], "row " + r);
        }
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
        Ints(row, "cellMicrovolts").CopyTo(sample.cellMicrovolts, 0);
        Ints(row, "cellQuality").Select(q => (byte)q).ToArray().CopyTo(sample.cellQuality, 0);
        Ints(row, "tempDeciC").Select(t => (short)t).ToArray().CopyTo(sample.tempDeciC, 0);
        Ints(row, "tempQuality").Select(q => (byte)q).ToArray().CopyTo(sample.tempQuality, 0);
        return sample;
    }

    private static int[] Ints(JsonElement parent, string name) =>
        parent.GetProperty(name).EnumerateArray().Select(element => element.GetInt32()).ToArray();

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
