using System;

namespace DataBox.Sim;

/// <summary>
/// A bad joint in the current's path. Inside the loop of a cell's sense wires it shows in that cell's reading; between two
/// modules only in the pack's voltage. It may grow, and shake while driving; its heat goes into the cells beside it.
/// </summary>
public sealed class ContactFault : VehicleFault
{
    private readonly double _ohmsPerDay;
    private readonly double _shake;
    private readonly bool _isBetweenModules;
    private readonly GaussianSource _random;
    private double _ohms;

    /// <param name="cell">The cell whose loop holds the joint, or the last cell before it.</param>
    /// <param name="ohms">Extra, at the onset.</param>
    /// <param name="shake">Relative deviation of the resistance while moving, 0 to 0.5.</param>
    public ContactFault(
        int cell, double onsetSeconds, double ohms, double ohmsPerDay = 0, double shake = 0, bool isBetweenModules = false,
        ulong seed = 1)
        : base(new FaultTruth(FaultCause.Contact, cell, onsetSeconds, ohms, "ohm"))
    {
        _ohmsPerDay = ohmsPerDay;
        _shake = shake;
        _isBetweenModules = isBetweenModules;
        _random = new GaussianSource(new SimRandom(seed, 32));
    }

    public double Ohms => _ohms;

    public override void Act(Vehicle vehicle, double seconds)
    {
        double days = (vehicle.Seconds - Truth.OnsetSeconds) / 86400;
        _ohms = Truth.Severity + (_ohmsPerDay * days);
        if (_shake > 0 && vehicle.Duty.IsMoving)
        {
            _ohms *= Math.Max(0.1, 1 + (_shake * _random.Next()));
        }

        double amps = vehicle.Duty.MeanAmps(vehicle.Seconds, seconds);
        double watts = amps * amps * _ohms / 2;
        vehicle.Cells.HeaterWatts[Truth.Cell] += watts;
        vehicle.Cells.HeaterWatts[Math.Min(Truth.Cell + 1, vehicle.Cells.Count - 1)] += watts;
        vehicle.JointOhms += _ohms;
    }

    public override void Wire(Vehicle vehicle, double[] volts, double seconds)
    {
        if (!_isBetweenModules)
        {
            volts[Truth.Cell] += vehicle.Sense.CellAmps[Truth.Cell] * _ohms;
        }
    }
}
