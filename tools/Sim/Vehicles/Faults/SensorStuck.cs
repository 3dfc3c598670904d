namespace DataBox.Sim;

/// <summary>One channel keeps the code that it had.</summary>
public sealed class SensorStuck : VehicleFault
{
    private double? _held;

    public SensorStuck(int cell, double onsetSeconds)
        : base(new FaultTruth(FaultCause.SensorStuck, cell, onsetSeconds, 1, "stuck"))
    {
    }

    public override void Code(Vehicle vehicle, double[] microvolts)
    {
        _held ??= microvolts[Truth.Cell];
        microvolts[Truth.Cell] = _held.Value;
    }
}
