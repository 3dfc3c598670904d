namespace DataBox.Sim;

/// <summary>
/// A resistor between the two sense wires of one cell, behind the wires' own resistors. It pulls that reading down; what the
/// wires drop is seen by the neighbours that share them, so that the sum over the three stays.
/// </summary>
public sealed class TapShort : VehicleFault
{
    private readonly double _lowerOhms;
    private readonly double _upperOhms;

    /// <param name="ohms">Between the wires, 1 to 10,000.</param>
    /// <param name="lowerOhms">And <paramref name="upperOhms"/>: of wire and filter, 100 to 1000.</param>
    public TapShort(int cell, double onsetSeconds, double ohms, double lowerOhms = 100, double upperOhms = 100)
        : base(new FaultTruth(FaultCause.TapShort, cell, onsetSeconds, ohms, "ohm"))
    {
        _lowerOhms = lowerOhms;
        _upperOhms = upperOhms;
    }

    public override void Wire(Vehicle vehicle, double[] volts, double seconds)
    {
        int cell = Truth.Cell;
        int device = vehicle.Sense.DeviceOf(cell);
        double amps = volts[cell] / (Truth.Severity + _lowerOhms + _upperOhms);
        volts[cell] -= amps * (_lowerOhms + _upperOhms);
        if (cell > vehicle.Sense.FirstCell[device])
        {
            volts[cell - 1] += amps * _lowerOhms;
        }

        if (cell + 1 < vehicle.Sense.FirstCell[device + 1])
        {
            volts[cell + 1] += amps * _upperOhms;
        }
    }
}
