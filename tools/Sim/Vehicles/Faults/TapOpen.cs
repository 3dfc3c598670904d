using System;

namespace DataBox.Sim;

/// <summary>
/// The sense wire above a cell is open: its input floats and its filter capacitor is drawn down by the leakage. This cell's
/// reading falls and the next one's rises by as much; the uppermost wire of a device has no next one. May come and go.
/// </summary>
public sealed class TapOpen : VehicleFault
{
    private readonly double _seconds;
    private readonly double _depth;
    private readonly SimRandom? _gate;
    private double _shift;
    private double _until;
    private bool _isOpen = true;

    /// <param name="driftSeconds">Time constant of filter and leakage, 0.1 to 10.</param>
    /// <param name="depth">Share of the cell's voltage that the input sinks by in the end.</param>
    /// <param name="intermittentSeed">Not null: open and closed by turns of 10 ms to 10 s.</param>
    public TapOpen(int cell, double onsetSeconds, double driftSeconds, double depth = 0.8, ulong? intermittentSeed = null)
        : base(new FaultTruth(FaultCause.TapOpen, cell, onsetSeconds, driftSeconds, "s"))
    {
        _seconds = driftSeconds;
        _depth = depth;
        _gate = intermittentSeed is { } seed ? new SimRandom(seed, 33) : null;
    }

    public bool IsOpen => _isOpen;

    public override void Wire(Vehicle vehicle, double[] volts, double seconds)
    {
        while (_gate != null && vehicle.Seconds >= _until)
        {
            _isOpen = !_isOpen;
            _until = Math.Max(_until, vehicle.Seconds - 1) + (0.01 * Math.Pow(1000, _gate.NextUnit()));
        }

        int cell = Truth.Cell;
        int device = vehicle.Sense.DeviceOf(cell);
        _shift = _isOpen
            ? _shift + (((_depth * volts[cell]) - _shift) * (1 - Math.Exp(-seconds / _seconds)))
            : 0;
        volts[cell] -= _shift;
        if (cell + 1 < vehicle.Sense.FirstCell[device + 1])
        {
            volts[cell + 1] += _shift;
        }
    }
}
