using System;
using System.Collections.Generic;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>A resistance across a cell: its current drops over the cell's ohmic resistance at once, and the charge that it takes moves
/// the cell down its open-circuit curve, in gaps between rows too.</summary>
/// <remarks>The curve and the resistance are the simulator's NCA cell's at this capacity, also where the recorded cell is another.
/// </remarks>
public sealed class LeakInjection(int cell, double ohms, double capacityAh) : InjectedFault(cell)
{
    private double _takenSoc;
    private double _lastSeconds;
    private double _volts;

    public override string Name => $"leak {Words.Number(ohms)} ohm";

    public override IReadOnlyList<int> Causes { get; } = [FaultCauses.SoftShort, FaultCauses.HardShort, FaultCauses.TransientShort];

    public override void Act(PackSample sample, PackLayout layout, double seconds)
    {
        CellChemistry nca = CellChemistry.Nca;
        if (sample.cellQuality[Cell] == Quality.Good)
        {
            _volts = sample.cellMicrovolts[Cell] / 1e6;
        }

        _takenSoc += _volts / ohms * (seconds - _lastSeconds) / 3600 / capacityAh;
        _lastSeconds = seconds;
        double amps = sample.currentQuality == Quality.Good ? sample.currentMilliamps / 1000.0 : 0;
        double soc = nca.SocAt(_volts - (amps * Resistance(nca, 0.5)));
        double drop = nca.OcvAt(soc) - nca.OcvAt(soc - _takenSoc) + (_volts / ohms * Resistance(nca, soc));
        Add(sample, Cell, -1e6 * Math.Max(0, drop));
    }

    private double Resistance(CellChemistry nca, double soc) => nca.OhmsAt(0, soc, 25) / capacityAh;
}
