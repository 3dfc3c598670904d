using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Cli.Running;

/// <summary>The kinds of --fault that are done to the chips and their wires, not to the pack.</summary>
/// <param name="Name">As the user writes it.</param>
/// <param name="Noun">What N counts.</param>
/// <param name="Most">The highest N.</param>
/// <param name="Do">Given N, from 1.</param>
public sealed record ChainHarm(string Name, string Noun, Func<PackLayout, int> Most, Action<ISimChain, PackLayout, int> Do)
{
    /// <summary>Two thirds of what it is: far outside any window.</summary>
    private const int BadReferenceMicrovolts = 2_000_000;

    public static IReadOnlyList<ChainHarm> All { get; } =
    [
        new("device-dead", "devices", l => l.deviceCount, (chips, _, n) => chips.SetPowered(n - 1, false)),
        new("wire-open", "sense wires", l => l.cellCount + l.deviceCount, OpenWire),
        new("mux-stuck", "devices", l => l.deviceCount, (chips, _, n) => chips.SetMuxStuck(n - 1, true)),
        new("reference-off", "devices", l => l.deviceCount,
            (chips, _, n) => chips.SetReferenceMicrovolts(n - 1, BadReferenceMicrovolts)),
        new("chain-cut", "chain wires", l => l.deviceCount, (chips, _, n) => chips.Faults.CutBelowDevice = n - 1),
    ];

    public static ChainHarm? Find(string name) => All.FirstOrDefault(harm => harm.Name == name);

    /// <summary>Sense wires of all devices count through, one more than cells each; the wire is below its cell's input.</summary>
    private static void OpenWire(ISimChain chips, PackLayout layout, int number)
    {
        int device = 0;
        int wire = number - 1;
        while (wire > layout.CellsOf(device))
        {
            wire -= layout.CellsOf(device) + 1;
            device++;
        }

        int[] inputs = [.. Enumerable.Range(0, 18).Where(i => (layout.cellInputMask[device] & (1 << i)) != 0)];
        chips.SetCellWireOpen(device, wire < inputs.Length ? inputs[wire] : inputs.Length == 0 ? 0 : inputs[^1] + 1, true);
    }
}
