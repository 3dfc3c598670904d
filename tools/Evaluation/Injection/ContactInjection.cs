using System.Collections.Generic;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>More resistance between a cell and its sense wire's tap: its reading moves with the recorded current.</summary>
public sealed class ContactInjection(int cell, double milliohms) : InjectedFault(cell)
{
    public override string Name => $"contact +{Words.Number(milliohms, 1)} mohm";

    public override IReadOnlyList<int> Causes { get; } = [FaultCauses.HvConnection];

    public override void Act(PackSample sample, PackLayout layout, double seconds)
    {
        if (sample.currentQuality == Quality.Good)
        {
            // mA times mohm is µV; a discharge is negative and lowers the reading.
            Add(sample, Cell, sample.currentMilliamps * milliohms);
        }
    }
}
