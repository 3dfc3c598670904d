using System;
using System.Linq;
using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Encoding;

[TestClass]
public class CellNoiseKernelTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void Output_that_ends_anywhere_in_a_row_of_escapes_and_calm_cells_is_reported(int seed)
    {
        // Escapes take more than a cell's share of the room that a row is checked for. They go up and down alike, so the cells behind
        // them are still predicted well, and the output can end at one of those.
        PackLayout layout = PackLayout.FromCounts(1, [.. Enumerable.Repeat(18, 16)], new int[16]);
        var random = new Random(seed);
        int[] calm = [.. Enumerable.Range(0, 288).Select(_ => 3_700_000 + random.Next(-30, 31))];
        int[] row = [.. calm.Select((v, i) => v + (60 * random.Next(-1, 2)))];
        for (int i = 0; i < 254; i += 2)
        {
            int away = random.Next(100_000, 2_800_000);
            row[i] = calm[i] + away;
            row[i + 1] = calm[i + 1] - away;
        }

        int whole = LengthWith(100_000, layout, calm, row, out int firstRow)!.Value;
        Assert.IsTrue(whole - firstRow > 4 * 288, $"{whole - firstRow} bytes: more than the row is checked for");
        for (int capacity = firstRow; capacity < whole; capacity++)
        {
            Assert.IsNull(LengthWith(capacity, layout, calm, row, out _), $"{capacity} bytes");
        }

        Assert.AreEqual(whole, LengthWith(whole + (2 * 288), layout, calm, row, out _));
    }

    /// <summary>Two rows into an output of so many bytes.</summary>
    /// <returns>Null when the coder says that it ran out.</returns>
    private static int? LengthWith(int capacity, PackLayout layout, int[] first, int[] second, out int firstRow)
    {
        var columns = new CellColumns(layout) { stepMicrovolts = 1, valueBits = 23 };
        var coder = new RangeCoder(capacity, 20_000);
        byte[] good = new byte[288];
        coder.Start(0);
        CellFirstRowKernel.Queue(columns, coder, first, good, 0);
        RangeKernel.Code(coder);
        firstRow = coder.length;
        CellNoiseKernel.Start(columns, 15 << 8);
        CellNoiseKernel.Code(columns, coder, second, good, 0, false);
        return coder.overflowed ? null : coder.length;
    }
}
