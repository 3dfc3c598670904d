using System.Collections.Generic;
using DataBox.Ports;

namespace DataBox.Evaluation;

/// <summary>A fault that is put into recorded readings by its physics: circuits on what was measured, never the detector's features.
/// </summary>
/// <param name="cell">From 0 in the pack.</param>
public abstract class InjectedFault(int cell)
{
    public int Cell => cell;

    /// <summary>What it is and how bad, as "leak 10 ohm".</summary>
    public abstract string Name { get; }

    /// <summary>Causes that name it rightly.</summary>
    public abstract IReadOnlyList<int> Causes { get; }

    /// <summary>Its traces show in the neighbours' readings too.</summary>
    public virtual bool TouchesNeighbours => false;

    /// <summary>Changes the readings of a sample.</summary>
    /// <param name="seconds">Since the onset.</param>
    public abstract void Act(PackSample sample, PackLayout layout, double seconds);

    /// <summary>Adds to a good reading; what can't be measured stays at the bound.</summary>
    protected static void Add(PackSample sample, int place, double microvolts)
    {
        if (sample.cellQuality[place] == Quality.Good)
        {
            sample.cellMicrovolts[place] = (int)System.Math.Clamp(System.Math.Round(sample.cellMicrovolts[place] + microvolts), 0, 6_553_500);
        }
    }

    /// <summary>Device of a cell.</summary>
    protected static int DeviceOf(PackLayout layout, int place) => System.Array.FindLastIndex(layout.firstCell, first => first <= place);
}
