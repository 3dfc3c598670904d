using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using DataBox.Afe;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Link;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Config;

[TestClass]
public class MemoryBudgetTests
{
    private static readonly (string Name, PackLayout Layout, BoxConfig Config)[] Sizes =
    [
        ("12 cells", Small(12), SmallConfig(12)),
        ("96 cells", PackLayout.FromCounts(1, [.. Enumerable.Repeat(12, 8)], [.. Enumerable.Repeat(3, 8)]), new BoxConfig()),
        ("192 cells", PackLayout.FromCounts(1, [.. Enumerable.Repeat(12, 16)], [.. Enumerable.Repeat(3, 16)]), new BoxConfig()),
    ];

    [TestMethod]
    public void Table_in_memory_md_is_what_the_code_counts()
    {
        string path = Path.Combine(Repository.Root, "docs/memory.md");
        string document = File.ReadAllText(path);
        string expected = Table();
        StringAssert.Contains(document, expected, "docs/memory.md should hold:\n" + expected);
    }

    [TestMethod]
    public void Reference_board_holds_192_cells_and_a_board_without_PSRAM_what_the_page_says()
    {
        Assert.IsNull(MemoryBudget.Error(Sizes[1].Config, Sizes[1].Layout, Afe(Sizes[1].Layout)));
        Assert.IsNull(MemoryBudget.Error(Sizes[2].Config, Sizes[2].Layout, Afe(Sizes[2].Layout)));
        int most = Enumerable.Range(1, 36).TakeWhile(n => MemoryBudget.Error(SmallConfig(n), Small(n), Afe(Small(n))) is null).Count();
        Match said = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, "docs/memory.md")), @"It holds up to (\d+) cells");
        int cells = int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.IsTrue(most >= cells && most < cells + 4, $"docs/memory.md says {cells}, it holds {most}");
        BoxConfig small = SmallConfig(cells);
        BoxConfig large = new() { heapBytes = small.heapBytes, outboxBytes = 262144 };
        string error = MemoryBudget.Error(large, Sizes[1].Layout, Afe(Sizes[1].Layout));
        StringAssert.Contains(error, "96 cells and 24 probes need ");
        StringAssert.Contains(error, $"heap_bytes is {small.heapBytes}");
    }

    [TestMethod]
    public void Outbox_that_does_not_hold_two_of_the_longest_blocks_is_refused_with_both_numbers()
    {
        BoxConfig config = new() { outboxBytes = 8192 };
        string error = MemoryBudget.Error(config, Sizes[2].Layout, Afe(Sizes[2].Layout));
        int two = 2 * HeapSize.OfBytes(BlockEncoder.MaxBytesFor(Sizes[2].Layout));
        StringAssert.Contains(error, "outbox_bytes is 8192");
        StringAssert.Contains(error, two.ToString(CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void Row_of_the_link_is_not_below_what_it_says_of_itself()
    {
        foreach ((_, PackLayout layout, BoxConfig config) in Sizes)
        {
            Assert.IsTrue(
                MemoryBudget.BytesAt(MemoryBudget.Link, config, layout, 0) >= SupervisedLink.BytesFor(new LinkLimits()),
                $"{SupervisedLink.BytesFor(new LinkLimits())}");
        }
    }

    [TestMethod]
    public void Heap_sizes_are_whole_blocks_with_their_headers()
    {
        Assert.AreEqual(24, HeapSize.OfBytes(0), "a header of 20 bytes");
        Assert.AreEqual(24, HeapSize.OfBytes(4));
        Assert.AreEqual(36, HeapSize.OfBytes(5));
        Assert.AreEqual(36, HeapSize.OfInts(4));
        Assert.AreEqual(36, HeapSize.OfLongs(2));
        Assert.AreEqual(24, HeapSize.OfShorts(2));
        Assert.AreEqual(36, HeapSize.OfReferences(1));
        Assert.AreEqual(36, HeapSize.OfObject(2), "one block, and one a field");
    }

    /// <summary>What the counts of .NET say on the same objects: not the device's, but a formula that forgot an array of cells
    /// would be far off.</summary>
    [TestMethod]
    public void Formulas_are_near_what_dotnet_allocates()
    {
        PackLayout layout = Sizes[2].Layout;
        Compare("sample", MemoryBudget.Sample, () => new PackSample(layout));
        Compare("row buffers", MemoryBudget.RowBuffers, () => new object[] { new RowBuffer(layout), new RowBuffer(layout) });
        Compare("encoder", MemoryBudget.Encoder, () => new BlockEncoder(layout, "box", 1));
        Compare("window", MemoryBudget.Window, () => new SampleWindow(layout));

        void Compare(string name, int row, Func<object> make)
        {
            make();
            long before = GC.GetAllocatedBytesForCurrentThread();
            object made = make();
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            GC.KeepAlive(made);
            int counted = MemoryBudget.BytesAt(row, Sizes[2].Config, layout, 0);
            Assert.IsTrue(counted > bytes * 0.8 && counted < bytes * 1.25, $"{name}: counted {counted}, .NET {bytes}");
        }
    }

    /// <summary>The heap of a board without PSRAM, as docs/memory.md takes it.</summary>
    private static int SmallHeapBytes()
    {
        Match found = Regex.Match(
            File.ReadAllText(Path.Combine(Repository.Root, "docs/memory.md")), @"`heap_bytes` (\d+) without PSRAM");
        return int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Devices of up to 12 cells, as few as there can be, with 2 probes each.</summary>
    private static PackLayout Small(int cells)
    {
        int devices = (cells + 11) / 12;
        int[] counts = [.. Enumerable.Range(0, devices).Select(d => (cells + d) / devices)];
        return PackLayout.FromCounts(1, counts, [.. counts.Select(_ => 2)]);
    }

    /// <summary>As small as the outbox may be, in whole half kilobytes.</summary>
    private static BoxConfig SmallConfig(int cells)
    {
        int two = 2 * HeapSize.OfBytes(BlockEncoder.MaxBytesFor(Small(cells)));
        return new BoxConfig
        {
            heapBytes = SmallHeapBytes(), outboxBytes = Math.Max(8192, (two + 511) / 512 * 512), outboxBlocks = 16,
        };
    }

    private static int Afe(PackLayout layout) => AfeCatalogue.HeapBytes("ltc6811", layout, farEnd: false);

    private static string Table()
    {
        var table = new StringBuilder("| part |");
        foreach ((string name, _, _) in Sizes)
        {
            table.Append(' ').Append(name).Append(" |");
        }

        table.Append("\n|---|---:|---:|---:|\n");
        for (int row = 0; row < MemoryBudget.Count; row++)
        {
            Row(MemoryBudget.NameAt(row), (l, c) => MemoryBudget.BytesAt(row, c, l, Afe(l)));
        }

        Row("**total**", (l, c) => MemoryBudget.Total(c, l, Afe(l)));
        return table.ToString();

        void Row(string name, Func<PackLayout, BoxConfig, int> bytes)
        {
            table.Append("| ").Append(name).Append(" |");
            foreach ((_, PackLayout layout, BoxConfig config) in Sizes)
            {
                table.Append(' ').Append(bytes(layout, config).ToString("N0", CultureInfo.InvariantCulture)).Append(" |");
            }

            table.Append('\n');
        }
    }
}
