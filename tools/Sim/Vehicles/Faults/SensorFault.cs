namespace DataBox.Sim;

/// <summary>One channel of the converter is off: by a step, by more every day, or by a share of the voltage.</summary>
public sealed class SensorFault : VehicleFault
{
    private readonly double _microvoltsPerDay;
    private readonly double _gain;

    public SensorFault(int cell, double onsetSeconds, double offsetMicrovolts, double microvoltsPerDay = 0, double gain = 0)
        : base(new FaultTruth(
            FaultCause.SensorDrift,
            cell,
            onsetSeconds,
            offsetMicrovolts != 0 ? offsetMicrovolts : microvoltsPerDay != 0 ? microvoltsPerDay : gain,
            offsetMicrovolts != 0 ? "uV" : microvoltsPerDay != 0 ? "uV/day" : "gain"))
    {
        OffsetMicrovolts = offsetMicrovolts;
        _microvoltsPerDay = microvoltsPerDay;
        _gain = gain;
    }

    public double OffsetMicrovolts { get; }

    public override void Code(Vehicle vehicle, double[] microvolts)
    {
        double days = (vehicle.Seconds - Truth.OnsetSeconds) / 86400;
        microvolts[Truth.Cell] += OffsetMicrovolts + (_microvoltsPerDay * days) + (_gain * microvolts[Truth.Cell]);
    }
}
