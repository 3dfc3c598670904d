using System;
using System.Collections.Generic;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>Runs the checks of a driver on simulated chips, with cells as a pack has them: 3 to 4 V, unused inputs tied to their
/// neighbour.</summary>
internal sealed class CheckBench
{
    public static readonly string[] Chips = { "ltc6811", "ltc6812", "ltc6813", "adbms1818" };

    public readonly SimBench sim;
    private readonly int[] _fill;

    public CheckBench(string chip, PackLayout layout, Ltc681xConfig? config = null)
    {
        sim = new SimBench(chip, layout, config);
        _fill = new int[layout.deviceCount * 18];
        Settle();
        Assert.AreEqual(AfeStatus.Ok, sim.chain.Start());
        Assert.AreEqual(AfeStatus.Ok, sim.Read());
        sim.MustBeWhole();
    }

    /// <summary>Full devices, three probes each.</summary>
    public static CheckBench Full(string chip, int devices, Ltc681xConfig? config = null) =>
        new CheckBench(chip, ChainBytes.Layout(devices, Ltc681xFamily.Model(chip).cellInputs, 3), config);

    public AfeHealth Health => sim.sample.health;

    public int Steps => sim.chain.StepCount;

    /// <summary>Puts every cell somewhere between 3.0 and 4.0 V, another place for each, shifted by so much.</summary>
    public void Settle(int shiftMicrovolts = 0)
    {
        int cell = 0;
        for (int d = 0; d < sim.layout.deviceCount; d++)
        {
            for (int input = 0; input < sim.chips.CellInputs; input++)
            {
                if (((sim.layout.cellInputMask[d] >> input) & 1) != 0)
                {
                    int microvolts = 3000000 + ((cell * 37300) % 1000000) + shiftMicrovolts;
                    sim.chips.SetCellMicrovolts(d, input, microvolts);
                    _fill[(d * 18) + input] = microvolts;
                    sim.cellMicrovolts[cell++] = microvolts;
                }
            }
        }
    }

    public int CellAt(int device, int input) => _fill[(device * 18) + input];

    /// <summary>Runs all steps once, at 20 ms intervals.</summary>
    /// <returns>The worst status.</returns>
    public byte Round()
    {
        byte worst = AfeStatus.Ok;
        for (int step = 0; step < Steps; step++)
        {
            worst = Math.Max(worst, Step(step));
        }

        return worst;
    }

    /// <summary>Runs the steps of one check.</summary>
    public byte Check(int check)
    {
        byte worst = AfeStatus.Ok;
        for (int step = 0; step < Steps; step++)
        {
            if (sim.chain.CheckOfStep(step) == check)
            {
                worst = Math.Max(worst, Step(step));
            }
        }

        return worst;
    }

    public byte Step(int step)
    {
        sim.clock.Advance(20000);
        sim.sample.timeMs = sim.clock.MonotonicMicros() / 1000;
        return sim.chain.RunStep(step, sim.sample);
    }

    public byte ResultOf(int check, int device) => Health.result[Health.IndexOf(check, device)];

    public int ValueOf(int check, int device) => Health.value[Health.IndexOf(check, device)];

    /// <summary>The failed checks as device:name, in order.</summary>
    public string Failed()
    {
        var found = new List<string>();
        for (int d = 0; d < sim.layout.deviceCount; d++)
        {
            for (int check = 0; check < AfeCheck.Count; check++)
            {
                if (ResultOf(check, d) == AfeResult.Failed)
                {
                    found.Add(d + ":" + AfeCheck.NameOf(check));
                }
            }
        }

        return string.Join(" ", found);
    }

    /// <summary>The open sense wires as device:wire.</summary>
    public string OpenWires()
    {
        var found = new List<string>();
        for (int d = 0; d < sim.layout.deviceCount; d++)
        {
            for (int wire = 0; wire <= sim.layout.CellsOf(d) && sim.layout.CellsOf(d) != 0; wire++)
            {
                if (Health.wireResult[Health.FirstWireOf(d) + wire] == AfeResult.Failed)
                {
                    found.Add(d + ":" + wire);
                }
            }
        }

        return string.Join(" ", found);
    }

    /// <summary>The checks that the steps name, each once.</summary>
    public List<int> Named()
    {
        var named = new List<int>();
        for (int step = 0; step < Steps; step++)
        {
            if (!named.Contains(sim.chain.CheckOfStep(step)))
            {
                named.Add(sim.chain.CheckOfStep(step));
            }
        }

        return named;
    }
}
