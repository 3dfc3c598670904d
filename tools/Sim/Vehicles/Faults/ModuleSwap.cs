using System;

namespace DataBox.Sim;

/// <summary>Not a fault: a workshop puts in another module, newer and at another charge.</summary>
public sealed class ModuleSwap : VehicleFault
{
    private readonly int _device;
    private readonly ulong _seed;
    private bool _done;

    /// <param name="socPoints">Of the new module against the pack, in points of SOC.</param>
    public ModuleSwap(int device, int firstCell, double onsetSeconds, double socPoints, ulong seed)
        : base(new FaultTruth(FaultCause.ModuleSwap, firstCell, onsetSeconds, socPoints, "SOC points"))
    {
        _device = device;
        _seed = seed;
    }

    public override void Act(Vehicle vehicle, double seconds)
    {
        if (_done)
        {
            return;
        }

        _done = true;
        var random = new SimRandom(_seed, 34);
        CellBank cells = vehicle.Cells;
        for (int cell = vehicle.Sense.FirstCell[_device]; cell < vehicle.Sense.FirstCell[_device + 1]; cell++)
        {
            VehicleCells.Draw(vehicle.Settings, cells, cell, random, vehicle.Settings.Ageing / 2);
            cells.Soc[cell] = Math.Clamp(cells.Soc[cell] + (Truth.Severity / 100), 0.02, 0.98);
        }

        cells.ResistanceChanged();
    }
}
