using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Decoding;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>A damaged block is refused in one clear line; nothing that anybody can send does more than that.</summary>
[TestClass]
public sealed class BlockDamageTests
{
    private const int MaxCells = 288;
    private const int MaxRows = 60;

    public static IEnumerable<object[]> Seeds => Enumerable.Range(1, 8).Select(seed => new object[] { (ulong)seed });

    [TestMethod]
    [Timeout(60_000)]
    [DynamicData(nameof(Seeds))]
    public void Every_truncation_is_refused(ulong seed)
    {
        byte[] block = Block(seed);
        for (int length = 0; length < block.Length; length++)
        {
            AssertRefused(block.AsSpan(0, length), $"seed {seed}, first {length} bytes");
        }
    }

    [TestMethod]
    [Timeout(60_000)]
    [DynamicData(nameof(Seeds))]
    public void Every_single_flipped_bit_is_refused(ulong seed)
    {
        byte[] block = Block(seed);
        for (int bit = 0; bit < block.Length * 8; bit++)
        {
            block[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(block, $"seed {seed}, bit {bit} flipped");
            block[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [TestMethod]
    [Timeout(60_000)]
    [DynamicData(nameof(Seeds))]
    public void Every_truncation_with_a_right_CRC_is_refused_or_gives_bounded_rows(ulong seed)
    {
        byte[] block = Block(seed);
        int refused = 0;
        for (int length = 4; length < block.Length; length++)
        {
            byte[] cut = block[..length];
            Sign(cut);
            refused += TryDecode(cut, $"seed {seed}, first {length} bytes signed") ? 0 : 1;
        }

        Assert.AreNotEqual(0, refused);
    }

    [TestMethod]
    [Timeout(60_000)]
    [DynamicData(nameof(Seeds))]
    public void Flipped_bits_with_a_right_CRC_are_refused_or_give_bounded_rows(ulong seed)
    {
        byte[] block = Block(seed);
        var random = new SimRandom(seed);
        int refused = 0;
        for (int run = 0; run < 1500; run++)
        {
            byte[] damaged = (byte[])block.Clone();
            int flips = 1 + random.Next(3);
            for (int i = 0; i < flips; i++)
            {
                // Every second run damages the header and the first row.
                int end = (run & 1) == 0 ? damaged.Length - 4 : Math.Min(damaged.Length - 4, 48);
                damaged[random.Next(end)] ^= (byte)(1 << random.Next(8));
            }

            Sign(damaged);
            refused += TryDecode(damaged, $"seed {seed}, run {run}") ? 0 : 1;
        }

        Assert.AreNotEqual(0, refused);
    }

    [TestMethod]
    [Timeout(60_000)]
    public void Any_bytes_after_a_right_header_are_refused_or_give_bounded_rows()
    {
        var random = new SimRandom(7);
        int decoded = 0;
        for (int run = 0; run < 4000; run++)
        {
            byte[] block = RandomHeader(random).Concat(RandomBytes(random)).Concat(new byte[4]).ToArray();
            Sign(block);
            decoded += TryDecode(block, "run " + run) ? 1 : 0;
        }

        Assert.AreNotEqual(0, decoded, "no random block was decoded: the test reaches too little");
    }

    [TestMethod]
    [Timeout(60_000)]
    public void Any_bytes_at_all_are_refused()
    {
        var random = new SimRandom(8);
        for (int run = 0; run < 2000; run++)
        {
            AssertRefused(RandomBytes(random), "run " + run);
        }
    }

    /// <summary>Puts the CRC of the bytes before into the last four.</summary>
    internal static void Sign(byte[] block)
    {
        int length = block.Length - 4;
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(length), Crc32.Compute(block, 0, length));
    }

    private static byte[] Block(ulong seed)
    {
        // Short enough that every bit can be tried.
        for (ulong variant = 0; ; variant++)
        {
            var pack = new RandomPack((seed * 1000) + variant);
            byte[] block = new RoundTrip(pack.Layout).Encode(pack.Samples, pack.Masks);
            if (block.Length is > 200 and < 1000)
            {
                return block;
            }
        }
    }

    private static byte[] RandomBytes(SimRandom random)
    {
        byte[] bytes = Enumerable.Range(0, random.Next(400)).Select(_ => (byte)random.Next(256)).ToArray();
        if (bytes.Length > 0)
        {
            bytes[^1] |= 1;
        }

        return bytes;
    }

    /// <summary>Any groups and coding, one run of like devices.</summary>
    private static byte[] RandomHeader(SimRandom random)
    {
        int groups = 1 + random.Next(7);
        bool hasCells = (groups & 1) != 0;
        int noise = hasCells ? random.Next(2) * 8 : 0;
        int plain = hasCells && noise == 0 ? random.Next(2) * 64 : 0;
        int steps = 1 + (hasCells ? 1 : 0) + ((groups >> 1) & 1) + (2 * (groups >> 2));
        var header = new List<byte>
        {
            0xDB, 1, (byte)(groups | noise), (byte)(1 + random.Next(MaxRows) | plain), 'a' | 128, 1, 1, 0, 0,
            (byte)((random.Next(16) << 4) | random.Next(10)), (byte)(128 | (1 + random.Next(18))),
        };
        for (int half = 0; half < steps; half += 2)
        {
            header.Add((byte)(random.Next(15) | (half + 1 < steps ? random.Next(15) << 4 : 0)));
        }

        if (noise != 0)
        {
            header.Add((byte)random.Next(256));
        }

        return header.ToArray();
    }

    private static void AssertRefused(ReadOnlySpan<byte> block, string what)
    {
        try
        {
            BlockDecoder.Decode(block);
        }
        catch (BlockFormatException e)
        {
            AssertClear(e);
            return;
        }

        Assert.Fail(what + " was decoded");
    }

    private static bool TryDecode(byte[] block, string what)
    {
        DecodedBlock decoded;
        try
        {
            decoded = BlockDecoder.Decode(block);
        }
        catch (BlockFormatException e)
        {
            AssertClear(e);
            return false;
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}: {Convert.ToHexString(block)}");
            throw;
        }

        AssertBounded(decoded, what);
        return true;
    }

    private static void AssertClear(BlockFormatException e) =>
        Assert.IsTrue(e.Message.Length is > 10 and < 160 && !e.Message.Contains('\n'), e.Message);

    private static void AssertBounded(DecodedBlock block, string what)
    {
        Assert.IsTrue(block.Rows.Count is >= 1 and <= MaxRows, what);
        Assert.IsTrue(block.CellsOfDevice.Sum() is >= 1 and <= MaxCells, what);
        int index = -1;
        long timeMs = long.MinValue;
        foreach (DecodedRow row in block.Rows)
        {
            Assert.IsTrue(row.Index > index && row.Index < MaxRows, what + ": index");
            Assert.IsGreaterThanOrEqualTo(timeMs, row.TimeMs, what + ": time");
            index = row.Index;
            timeMs = row.TimeMs;
            Assert.IsTrue(row.CellMicrovolts?.All(value => value is >= 0 and <= 6_553_500) ?? true, what + ": cells");
            Assert.IsTrue(row.TempDeciC?.All(value => value is >= -400 and <= 1250) ?? true, what + ": temperatures");
            Assert.IsTrue(row.CellQuality?.All(quality => quality <= Quality.Last) ?? true, what + ": qualities");
            Assert.IsTrue(row.TempQuality?.All(quality => quality <= Quality.Last) ?? true, what + ": qualities");
            if (row.Pack is { } pack)
            {
                Assert.IsTrue(pack.CurrentMilliamps is >= -2_000_000 and <= 2_000_000, what + ": current");
                Assert.IsTrue(pack.PackMillivolts is >= 0 and <= 2_000_000, what + ": pack voltage");
                Assert.IsTrue(pack.VehicleState is >= 0 and <= 255, what + ": state");
            }
        }
    }
}
