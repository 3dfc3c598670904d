using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// Which chain a recording (or the cell model) is measured by: part, devices, and how many cells and probes each holds.
/// Either as asked for, or the fewest devices that hold everything, as evenly as possible.
/// </summary>
public sealed class RecordingLayout
{
    private const int LayoutVersion = 1;

    private RecordingLayout(SimChip chip, int[] cells, int[] probes)
    {
        Chip = chip;
        Layout = PackLayout.FromCounts(LayoutVersion, cells, probes);
        Sentence = Describe(chip, cells, probes);
    }

    public SimChip Chip { get; }

    public PackLayout Layout { get; }

    /// <summary>For the terminal: "96 cells and 24 probes on 8 x ltc6811: 12 cells and 3 probes each".</summary>
    public string Sentence { get; }

    /// <summary>The chain for a recording.</summary>
    /// <param name="layoutText">"8x12" or "12,12,11,..."; null for the fewest devices.</param>
    /// <param name="chipName">"ltc6811" and so on; null for the smallest part that will do.</param>
    /// <exception cref="RecordingException">The text is no layout, or the recording does not fit it; says which number.
    /// </exception>
    public static RecordingLayout For(Recording recording, string? layoutText = null, string? chipName = null) =>
        For(recording.CellCount, recording.ProbeCount, layoutText, chipName);

    /// <summary>The chain for so many cells and probes.</summary>
    public static RecordingLayout For(int cellCount, int probeCount, string? layoutText = null, string? chipName = null)
    {
        if (layoutText == null)
        {
            return Fewest(cellCount, probeCount, Candidates(chipName));
        }

        int[] cells = Parse(layoutText);
        int held = cells.Sum();
        if (held != cellCount)
        {
            throw new RecordingException(
                "--layout " + layoutText + " holds " + held + " cells, the recording has " + cellCount);
        }

        return Given(layoutText, cells, probeCount, chipName);
    }

    /// <summary>The chain of a made-up pack: the layout alone says how many cells there are.</summary>
    /// <param name="probesPerDevice">At most the chip's GPIOs.</param>
    public static RecordingLayout ForPack(string layoutText, string? chipName = null, int probesPerDevice = 3)
    {
        int[] cells = Parse(layoutText);
        return Given(layoutText, cells, cells.Length * probesPerDevice, chipName);
    }

    private static RecordingLayout Given(string layoutText, int[] cells, int probeCount, string? chipName)
    {
        int mostProbes = (probeCount + cells.Length - 1) / cells.Length;
        IReadOnlyList<SimChip> candidates = Candidates(chipName);
        SimChip chip = candidates.FirstOrDefault(p => p.CellInputs >= cells.Max() && p.GpioInputs >= mostProbes)
            ?? candidates[^1];
        for (int d = 0; d < cells.Length; d++)
        {
            if (cells[d] > chip.CellInputs)
            {
                throw new RecordingException("--layout " + layoutText + ": device " + (d + 1) + " has " + cells[d]
                    + " cells, the " + chip.Name + " takes " + chip.CellInputs);
            }
        }

        if (mostProbes > chip.GpioInputs)
        {
            throw new RecordingException("--layout " + layoutText + ": " + probeCount + " probes need more than the "
                + chip.GpioInputs + " GPIOs of each " + chip.Name);
        }

        return new RecordingLayout(chip, cells, Spread(probeCount, cells.Length));
    }

    private static RecordingLayout Fewest(int cellCount, int probeCount, IReadOnlyList<SimChip> candidates)
    {
        int devices = 0;
        foreach (SimChip chip in candidates)
        {
            devices = Math.Max(
                (cellCount + chip.CellInputs - 1) / chip.CellInputs,
                (probeCount + chip.GpioInputs - 1) / chip.GpioInputs);
            if (devices <= PackLayout.MaxDevices)
            {
                return new RecordingLayout(chip, Spread(cellCount, devices), Spread(probeCount, devices));
            }
        }

        throw new RecordingException(cellCount + " cells and " + probeCount + " probes need " + devices + " devices of "
            + candidates[^1].Name + "; a chain has 1 to " + PackLayout.MaxDevices);
    }

    // Without a name: the part with 12 cells, and the larger ones only where it does not do.
    private static IReadOnlyList<SimChip> Candidates(string? chipName)
    {
        if (chipName == null)
        {
            return [SimCatalogue.Find("ltc6811")!, SimCatalogue.Find("ltc6812")!, SimCatalogue.Find("ltc6813")!];
        }

        SimChip? chip = SimCatalogue.Find(chipName);
        return chip != null
            ? [chip]
            : throw new RecordingException("--chip " + RecordingText.Quote(chipName) + ": no such chip; there are "
                + SimCatalogue.Names);
    }

    private static int[] Parse(string text)
    {
        string[] parts = text.Split(',');
        if (parts.Length == 1 && parts[0].Split('x') is [string devicesText, string cellsText])
        {
            int devices = Number(text, devicesText);
            RequireChain(text, devices);
            return Enumerable.Repeat(Cells(text, cellsText), devices).ToArray();
        }

        RequireChain(text, parts.Length);
        return parts.Select(part => Cells(text, part)).ToArray();
    }

    private static int Cells(string text, string part)
    {
        int cells = Number(text, part);
        return cells > 0
            ? cells
            : throw new RecordingException("--layout " + RecordingText.Quote(text) + ": a device without cells");
    }

    private static void RequireChain(string text, int devices)
    {
        if (devices < 1 || devices > PackLayout.MaxDevices)
        {
            throw new RecordingException("--layout " + RecordingText.Quote(text) + ": " + devices
                + " devices; a chain has 1 to " + PackLayout.MaxDevices);
        }
    }

    private static int Number(string text, string part)
    {
        return part.Length <= 4 && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new RecordingException("--layout '" + RecordingText.Quote(text)
                + "' is not devices x cells (8x12) nor the cells of each device (12,12,11)");
    }

    private static int[] Spread(int count, int devices)
    {
        int[] shares = new int[devices];
        for (int d = 0; d < devices; d++)
        {
            shares[d] = (count / devices) + (d < count % devices ? 1 : 0);
        }

        return shares;
    }

    private static string Describe(SimChip chip, int[] cells, int[] probes)
    {
        bool even = cells.Distinct().Count() == 1 && probes.Distinct().Count() == 1;
        string each = even
            ? cells[0] + " cells and " + probes[0] + " probes each"
            : string.Join(",", cells) + " cells and " + string.Join(",", probes) + " probes";
        return cells.Sum() + " cells and " + probes.Sum() + " probes on " + cells.Length + " x " + chip.Name
            + ": " + each;
    }
}
