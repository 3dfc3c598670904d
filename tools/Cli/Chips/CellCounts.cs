using System.Globalization;
using System.Linq;
using DataBox.Afe;

namespace DataBox.Cli.Chips;

/// <summary>How many cells each device of a chain has, from what a command line says.</summary>
public static class CellCounts
{
    /// <param name="layout">"2x12" or "12,8"; instead of the other two.</param>
    /// <exception cref="CommandException">A number that the chain can't have; one line.</exception>
    public static int[] Of(AfeChip chip, string? layout, int? devices, int? cells)
    {
        if (layout is null)
        {
            int count = devices ?? 1;
            RequireChain("--devices " + count, count, chip);
            int each = cells ?? chip.cellInputs;
            RequireRange("--cells " + each, each, 1, chip.cellInputs, "cells at each " + chip.name);
            return [.. Enumerable.Repeat(each, count)];
        }

        if (devices is not null || cells is not null)
        {
            throw new CommandException("--layout says it all: leave out --devices and --cells");
        }

        int[] counts = Parse(layout);
        RequireChain("--layout " + layout, counts.Length, chip);
        foreach (int count in counts)
        {
            RequireRange("--layout " + layout, count, 1, chip.cellInputs, "cells at each " + chip.name);
        }

        return counts;
    }

    private static int[] Parse(string layout)
    {
        string[] product = layout.Split('x');
        if (product.Length == 2)
        {
            int devices = Number(layout, product[0]);
            return [.. Enumerable.Repeat(Number(layout, product[1]), devices)];
        }

        return [.. layout.Split(',').Select(part => Number(layout, part))];
    }

    private static int Number(string layout, string part) =>
        part.Length <= 3 && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new CommandException(
                $"--layout {layout}: write devices x cells (2x12) or the cells of each device (12,8)");

    private static void RequireChain(string what, int devices, AfeChip chip)
    {
        if (chip.maxDevices == 1 && devices != 1)
        {
            throw new CommandException($"{what}: {chip.name} can't be chained, there is one on a chip select");
        }

        RequireRange(what, devices, 1, chip.maxDevices, "devices in a chain of " + chip.name);
    }

    private static void RequireRange(string what, int value, int lowest, int highest, string meaning)
    {
        if (value < lowest || value > highest)
        {
            throw new CommandException($"{what}: {lowest} to {highest} {meaning}");
        }
    }
}
