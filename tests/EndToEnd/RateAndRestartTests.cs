using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;
using DataBox.Decoding;
using DataBox.Tests.EndToEnd.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd;

/// <summary>
/// A box as its user runs it, a real mosquitto with persistence, and a reader with a lasting QoS 1 session: rates change while
/// it runs, the broker goes and comes back, and nothing is missing.
/// </summary>
[TestClass]
public class RateAndRestartTests
{
    private const string Box = "e2e";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("databox-e2e-").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, true);

    [TestMethod]
    public async Task Sequence_has_no_gap_across_three_rate_changes_and_a_broker_restart()
    {
        await using Mosquitto broker = await Mosquitto.StartNewAsync();
        var address = BrokerAddress.Parse(broker.Address);
        await using LastingReader reader = await LastingReader.StartAsync(address, Box);
        await using Databox box = Databox.Start(
            "run", "--box", Box, "--broker", broker.Address, "--state", _folder, "--plain", "--layout", "2x12");
        await reader.MessageAsync($"dbx/1/{Box}/state", _ => true, Limit);

        var firstBlocks = new List<(uint Seq, int PeriodMs)> { await TuneAsync(broker, 100) };
        firstBlocks.Add(await TuneAsync(broker, 50));
        await box.LineAsync(l => l.Contains("rows every 50/50/50 ms", StringComparison.Ordinal), Limit);

        await broker.StopAsync();
        await box.LineAsync(l => l.Contains("no broker", StringComparison.Ordinal) || Gone(l), Limit);
        await broker.StartAsync();
        firstBlocks.Add(await TuneAsync(broker, 200));

        // The block after the last change closes by its sixty rows or at the end: Ctrl-C sends what is open.
        Assert.AreEqual(0, await box.InterruptAsync(Limit), string.Join('\n', box.Errors));
        SortedDictionary<(uint Boot, uint Seq), DecodedBlock> blocks = await reader.AllBlocksAsync(firstBlocks[^1].Seq, Limit);
        uint next = 0;
        foreach ((uint boot, uint seq) in blocks.Keys)
        {
            Assert.AreEqual(1u, boot);
            Assert.AreEqual(next++, seq);
        }

        foreach ((uint seq, int periodMs) in firstBlocks)
        {
            RowsAreOnTheGrid(blocks[(1, seq)], periodMs);
        }

        NoRowIsMissing(blocks.Values, firstBlocks);
    }

    private static bool Gone(string line) =>
        line.Contains("broker", StringComparison.Ordinal)
        && (line.Contains("lost", StringComparison.Ordinal) || line.Contains("trying", StringComparison.Ordinal));

    private static async Task<(uint Seq, int PeriodMs)> TuneAsync(Mosquitto broker, int periodMs)
    {
        // A broker that has just come back may not have the box's state yet, but it kept it: no retry is needed.
        (int code, string[] output, string[] errors) = await Databox.RunAsync(
            Limit, "tune", Box, "--period-ms", $"{periodMs}", "--broker", broker.Address);
        Assert.AreEqual(0, code, string.Join('\n', errors));
        string[] words = output[0].Split(' ');
        return (uint.Parse(words[Array.IndexOf(words, "block") + 1], null), periodMs);
    }

    private static void RowsAreOnTheGrid(DecodedBlock block, int periodMs)
    {
        for (int i = 1; i < block.Rows.Count; i++)
        {
            long distance = block.Rows[i].TimeMs - block.Rows[i - 1].TimeMs;
            // A sample that the machine came too late for is counted by the box, not made up: a multiple then.
            Assert.AreEqual(0, distance % periodMs, $"block {block.Seq}: rows {distance} ms apart, not {periodMs}");
        }
    }

    /// <summary>Between two blocks of one rate the grid goes on; a change begins a block of its own.</summary>
    private static void NoRowIsMissing(IEnumerable<DecodedBlock> blocks, List<(uint Seq, int PeriodMs)> changes)
    {
        long last = long.MinValue;
        foreach (DecodedBlock block in blocks.Where(b => b.Rows[0].CellMicrovolts is not null))
        {
            Assert.IsTrue(block.Rows[0].TimeMs > last, $"block {block.Seq} begins before the one before it ends");
            int period = changes.Exists(c => c.Seq <= block.Seq) ? changes.FindLast(c => c.Seq <= block.Seq).PeriodMs : 1000;
            if (last != long.MinValue && changes.TrueForAll(c => c.Seq != block.Seq))
            {
                Assert.AreEqual(0, (block.Rows[0].TimeMs - last) % period, $"block {block.Seq} left the grid");
            }

            last = block.Rows[^1].TimeMs;
        }
    }
}
