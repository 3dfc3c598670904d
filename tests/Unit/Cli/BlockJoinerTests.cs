using System.Collections.Generic;
using System.Linq;
using DataBox.Cli.Telemetry;
using DataBox.Decoding;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

[TestClass]
public class BlockJoinerTests
{
    [TestMethod]
    public void Companion_goes_with_the_block_before_it()
    {
        CollectionAssert.AreEqual(new[] { "0+1", "2+3" }, Joined(Block(0), Companion(1), Block(2), Companion(3)));
    }

    [TestMethod]
    public void Block_without_companion_is_given_when_the_next_comes_or_at_the_end()
    {
        CollectionAssert.AreEqual(new[] { "0", "1+2", "3" }, Joined(Block(0), Block(1), Companion(2), Block(3)));
    }

    [TestMethod]
    public void Companion_whose_block_is_lost_stands_alone()
    {
        CollectionAssert.AreEqual(new[] { "1", "2", "4" }, Joined(Companion(1), Block(2), Companion(4)));
        CollectionAssert.AreEqual(new[] { "0", "1 of boot 2" }, Joined(Block(0), Companion(1, 2)));
    }

    [TestMethod]
    public void Rows_with_one_index_are_one_row_and_all_others_keep_their_order()
    {
        DecodedBlock cells = Block(0, rows: [0, 1, 3]);
        DecodedBlock temperatures = Companion(1, rows: [1, 2, 5]);
        CollectionAssert.AreEqual(
            new[] { "0-", "11", "-2", "3-", "-5" },
            BlockJoiner.Rows(cells, temperatures).Select(r => $"{r.Row?.Index.ToString() ?? "-"}{r.Other?.Index.ToString() ?? "-"}").ToArray());
        Assert.AreEqual(3, BlockJoiner.Rows(cells, null).Count());
    }

    private static string[] Joined(params DecodedBlock[] blocks)
    {
        var joiner = new BlockJoiner();
        List<string> names = [.. blocks.SelectMany(joiner.Add).Select(p => Name(p.Block) + (p.Companion is null ? "" : "+" + p.Companion.Seq))];
        if (joiner.Finish() is { } last)
        {
            names.Add(Name(last));
        }

        return [.. names];
    }

    private static string Name(DecodedBlock block) => block.Boot == 1 ? $"{block.Seq}" : $"{block.Seq} of boot {block.Boot}";

    private static DecodedBlock Companion(uint seq, uint boot = 1, int[]? rows = null) => Block(seq, boot, rows, true);

    private static DecodedBlock Block(uint seq, uint boot = 1, int[]? rows = null, bool isCompanion = false) => new()
    {
        Box = "box1",
        Boot = boot,
        Seq = seq,
        Flags = 0,
        IsCompanion = isCompanion,
        LayoutVersion = 1,
        CellsOfDevice = [2],
        ProbesOfDevice = [1],
        CellLsbMicrovolts = 100,
        Rows = [.. (rows ?? [0]).Select(i => new DecodedRow { Index = i, TimeMs = 1000 + i })],
    };
}
