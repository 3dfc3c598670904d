using System;

namespace DataBox.Sim;

/// <summary>A resistor inside one cell, constant or falling by a decade in some days.</summary>
public sealed class SoftShort : VehicleFault
{
    private readonly double _daysPerDecade;
    private readonly double _leastOhms;

    /// <param name="ohms">At the onset.</param>
    /// <param name="daysPerDecade">Days in which it falls to a tenth; 0: constant.</param>
    /// <param name="leastOhms">It falls no further.</param>
    public SoftShort(int cell, double onsetSeconds, double ohms, double daysPerDecade = 0, double leastOhms = 0.5)
        : base(new FaultTruth(FaultCause.SoftShort, cell, onsetSeconds, ohms, "ohm"))
    {
        _daysPerDecade = daysPerDecade;
        _leastOhms = Math.Min(leastOhms, ohms);
    }

    public double OhmsAt(double seconds)
    {
        double days = (seconds - Truth.OnsetSeconds) / 86400;
        return _daysPerDecade > 0
            ? Math.Max(_leastOhms, Truth.Severity * Math.Pow(10, -days / _daysPerDecade))
            : Truth.Severity;
    }

    public override void Act(Vehicle vehicle, double seconds) =>
        vehicle.Cells.ShortSiemens[Truth.Cell] += 1 / OhmsAt(vehicle.Seconds);
}
