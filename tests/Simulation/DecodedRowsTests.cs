using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Decoding;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

/// <summary>
/// What a cloud engineer can know: blocks are decoded as they arrived, and the rows are held against the periods that were
/// asked for. Which rows a period covers is told by the acknowledgements alone.
/// </summary>
[TestClass]
public class DecodedRowsTests
{
    private static readonly int[] Periods = [10, 20, 30, 50, 70, 100, 130, 200, 250, 400, 1000, 3000, 7000];

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public void Every_due_row_arrives_once_with_its_values_through_random_tunes_and_a_bad_network(int seed)
    {
        var world = new BoxWorld(seed, c => c.rates.blockSeconds = 7);
        world.Broker.BreakChance = 0.02;
        world.Broker.LoseAckChance = 0.02;
        var asked = new Dictionary<long, int[]> { [0] = [1000, 1000, 1000] };
        for (int version = 1; version <= 15; version++)
        {
            world.RunMs(world.Random.Next(1, 6000));
            asked[version] = [.. Enumerable.Range(0, 3).Select(_ => Periods[world.Random.Next(Periods.Length)])];
            world.Desire(version, asked[version][0], asked[version][1], asked[version][2], 10 * world.Random.Next(1, 101));
        }

        world.RunMs(10_000);
        world.Broker.BreakChance = 0;
        world.Broker.LoseAckChance = 0;
        Assert.IsTrue(world.Drain(), $"seed {seed}");
        Assert.AreEqual(0, world.Box.Outbox.droppedBlocks, $"seed {seed}");

        long end = world.Pack.SampleTimesMs[^1] + 1;
        List<Stretch> stretches = Stretches(world, $"seed {seed}");
        Assert.IsTrue(stretches.Count >= 8, $"seed {seed}: {stretches.Count} rates came into force");
        for (int i = 0; i < stretches.Count; i++)
        {
            Stretch stretch = stretches[i];
            long next = i + 1 < stretches.Count ? stretches[i + 1].Samples[0].TimeMs : end;
            long anchor = stretch.Samples[0].TimeMs;
            for (int group = 0; group < 3; group++)
            {
                // Every period here is one that samples can hit, so rows lie on the grid to the millisecond.
                int period = asked[stretch.Version][group];
                long[] due = [.. Enumerable.Range(0, (int)((next - anchor + period - 1) / period)).Select(k => anchor + ((long)k * period))];
                CollectionAssert.AreEqual(
                    due, stretch.TimesOf(group), $"seed {seed}, version {stretch.Version}, group {group}, every {period} ms");
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Replay_sends_every_row_until_a_tune_and_then_the_first_at_or_after_each_due_time(int seed)
    {
        var random = new Random(seed);
        long[] times = new long[3000];
        for (int i = 1; i < times.Length; i++)
        {
            // Equal times, odd distances, and now and then hours without a row.
            times[i] = times[i - 1] + (random.Next(50) == 0 ? random.Next(10_000_000) : random.Next(4) * random.Next(700));
        }

        var world = new BoxWorld(seed, null, 2, new RecordedSchedule(times));
        Assert.IsTrue(world.RunUntil(() => world.Box.Status.sampleCount >= 1000));
        world.Desire(1, 1000, 5000, 300);
        Assert.IsTrue(world.RunUntil(() => world.Box.Status.sampleCount >= 2000));
        world.Desire(2, 700, 700, 20_000);
        Assert.IsTrue(world.RunUntil(() => world.Recording!.IsOver, 600_000));
        Assert.IsTrue(world.Drain(), $"seed {seed}");
        Assert.AreEqual(0, world.Box.Outbox.droppedBlocks, $"seed {seed}");

        List<Stretch> stretches = Stretches(world, $"seed {seed}");
        Assert.AreEqual(3, stretches.Count, $"seed {seed}");
        int[] first = [.. stretches.Select(s => s.Samples[0].Pack!.CurrentMilliamps - 1), times.Length];
        Assert.IsTrue(first[1] is >= 1000 and < 2000 && first[2] >= 2000, $"seed {seed}: {string.Join(' ', first)}");
        int[][] periods = [[1, 1, 1], [1000, 5000, 300], [700, 700, 20_000]];
        for (int i = 0; i < 3; i++)
        {
            for (int group = 0; group < 3; group++)
            {
                long[] part = times[first[i]..first[i + 1]];
                CollectionAssert.AreEqual(
                    i == 0 ? part : Due(part, periods[i][group]), stretches[i].TimesOf(group), $"seed {seed}, version {i}, group {group}");
            }
        }
    }

    /// <summary>The rows of all blocks as one stream, split where a rate came into force.</summary>
    private static List<Stretch> Stretches(BoxWorld world, string context)
    {
        var blocks = new SortedDictionary<uint, byte[]>();
        foreach (SentMessage message in world.Broker.ArrivedOf("data"))
        {
            uint seq = BlockDecoder.Decode(message.Payload).Seq;
            if (!blocks.TryAdd(seq, message.Payload))
            {
                CollectionAssert.AreEqual(blocks[seq], message.Payload, $"{context}: block {seq} sent again is another");
            }
        }

        CollectionAssert.AreEqual(
            Enumerable.Range(0, blocks.Count).Select(i => (uint)i).ToArray(), blocks.Keys.ToArray(), $"{context}: block numbers");
        var versionFrom = world.Documents("ack").Where(a => a.Text("result") == "accepted")
            .GroupBy(a => a.Number("seq")).ToDictionary(a => a.Key, a => a.First().Number("version"));
        var stretches = new List<Stretch> { new(0) };
        List<DecodedRow> pair = [];
        foreach (byte[] payload in blocks.Values)
        {
            DecodedBlock block = BlockDecoder.Decode(payload);
            if (versionFrom.TryGetValue(block.Seq, out long version))
            {
                stretches.Add(new Stretch(version));
            }

            pair = block.IsCompanion ? pair : [];
            foreach (DecodedRow row in block.Rows)
            {
                CheckValues(world, row, $"{context}, block {block.Seq}, row {row.Index}");
                DecodedRow? same = pair.Find(r => r.Index == row.Index);
                Assert.IsTrue(same is null || same.TimeMs == row.TimeMs, $"{context}, block {block.Seq}: companion row at another time");
                stretches[^1].Rows.Add(row);
            }

            pair.AddRange(block.Rows);
        }

        foreach (Stretch stretch in stretches)
        {
            Assert.IsNotNull(stretch.Samples[0].CellMicrovolts, $"{context}: a rate's first row has all groups");
        }

        return stretches;
    }

    private static void CheckValues(BoxWorld world, DecodedRow row, string context)
    {
        for (int c = 0; row.CellMicrovolts is not null && c < row.CellMicrovolts.Length; c++)
        {
            Assert.AreEqual((byte)0, row.CellQuality![c], context);
            Assert.AreEqual(FakePack.CellMicrovolts(c, row.TimeMs), row.CellMicrovolts[c], $"{context}, cell {c}");
        }

        for (int p = 0; row.TempDeciC is not null && p < row.TempDeciC.Length; p++)
        {
            Assert.AreEqual(250 + p, row.TempDeciC[p], $"{context}, probe {p}");
        }

        if (row.Pack is not null)
        {
            Assert.AreEqual(world.Pack.SampleTimesMs[row.Pack.CurrentMilliamps - 1], row.TimeMs, $"{context}: time of its sample");
        }
    }

    /// <summary>The first sample at or after each grid point, each once; of equal times one.</summary>
    private static long[] Due(long[] sampleTimes, int periodMs)
    {
        var rows = new List<long>();
        foreach (long time in sampleTimes)
        {
            if (rows.Count == 0 || (time - sampleTimes[0]) / periodMs > (rows[^1] - sampleTimes[0]) / periodMs)
            {
                rows.Add(time);
            }
        }

        return [.. rows];
    }

    private sealed class Stretch(long version)
    {
        public long Version { get; } = version;

        public List<DecodedRow> Rows { get; } = [];

        /// <summary>Rows that came with cells or pack.</summary>
        public DecodedRow[] Samples => [.. Rows.Where(r => r.TempDeciC is null)];

        public long[] TimesOf(int group) => [.. Rows.Where(r => group switch
        {
            0 => r.CellMicrovolts is not null,
            1 => r.TempDeciC is not null,
            _ => r.Pack is not null,
        }).Select(r => r.TimeMs)];
    }
}
