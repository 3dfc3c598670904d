using System.Collections.Generic;
using System.Linq;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The data sheet's open-wire procedure over the SPI frames of a one-device LTC6811 bench.</summary>
internal static class OpenWires
{
    /// <param name="conversionsEachWay">The data sheet asks for at least two.</param>
    public static int[] Find(ChainBench bench, int conversionsEachWay = 2)
    {
        bench.Write(0x001, "FC0000000000");
        bench.clock.Advance(4400);
        int[] up = Pulled(bench, 0x368, conversionsEachWay);
        int[] down = Pulled(bench, 0x328, conversionsEachWay);
        List<int> open = [];
        if (up[0] == 0)
        {
            open.Add(0);
        }

        for (int wire = 1; wire < up.Length; wire++)
        {
            if (up[wire] - down[wire] < -4000)
            {
                open.Add(wire);
            }
        }

        if (down[^1] == 0)
        {
            open.Add(up.Length);
        }

        return [.. open];
    }

    private static int[] Pulled(ChainBench bench, int command, int conversions)
    {
        for (int i = 0; i < conversions; i++)
        {
            bench.Send(command);
            bench.clock.Advance(2500);
        }

        return [.. new[] { 0x004, 0x006, 0x008, 0x00A }.SelectMany(group => bench.Words(group, 0))];
    }
}
