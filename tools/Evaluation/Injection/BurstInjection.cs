using System.Collections.Generic;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>Drops of two samples, one a minute: a short that comes and burns away.</summary>
public sealed class BurstInjection(int cell, double millivolts) : InjectedFault(cell)
{
    private const double Every = 60;
    private const int Samples = 2;
    private double _next;
    private int _left;

    public override string Name => $"bursts {Words.Number(millivolts)} mV";

    public override IReadOnlyList<int> Causes { get; } = [FaultCauses.TransientShort];

    public override void Act(PackSample sample, PackLayout layout, double seconds)
    {
        if (seconds >= _next)
        {
            _next = seconds + Every;
            _left = Samples;
        }

        if (_left > 0)
        {
            _left--;
            Add(sample, Cell, -1000 * millivolts);
        }
    }
}
