using System.Collections.Generic;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>A resistor between the two sense wires of a cell behind their own 100 and 300 ohm: that reading falls, and the
/// neighbours rise by what each wire drops.</summary>
public sealed class TapShortInjection(int cell, double ohms) : InjectedFault(cell)
{
    private const double LowerOhms = 100;
    private const double UpperOhms = 300;

    public override string Name => $"tap short {Words.Number(ohms)} ohm";

    public override IReadOnlyList<int> Causes { get; } = [FaultCauses.SenseWireShort, FaultCauses.SenseWireOpen];

    public override bool TouchesNeighbours => true;

    public override void Act(PackSample sample, PackLayout layout, double seconds)
    {
        int device = DeviceOf(layout, Cell);
        double microamps = sample.cellMicrovolts[Cell] / (ohms + LowerOhms + UpperOhms);
        Add(sample, Cell, -microamps * (LowerOhms + UpperOhms));
        if (Cell > layout.firstCell[device])
        {
            Add(sample, Cell - 1, microamps * LowerOhms);
        }

        if (Cell + 1 < layout.firstCell[device + 1])
        {
            Add(sample, Cell + 1, microamps * UpperOhms);
        }
    }
}
