namespace DataBox.Sim;

/// <summary>One cell has lost its cooling, and may be heated from outside.</summary>
public sealed class ThermalFault : VehicleFault
{
    private readonly double _watts;
    private bool _done;

    /// <param name="coolingShare">What is left of the cell's cooling, 0 to 1.</param>
    /// <param name="watts">From outside.</param>
    public ThermalFault(int cell, double onsetSeconds, double coolingShare, double watts = 0)
        : base(new FaultTruth(FaultCause.Thermal, cell, onsetSeconds, coolingShare, "cooling")) => _watts = watts;

    public override void Act(Vehicle vehicle, double seconds)
    {
        vehicle.Cells.HeaterWatts[Truth.Cell] += _watts;
        if (!_done)
        {
            _done = true;
            vehicle.Cells.CoolingWattsPerKelvin[Truth.Cell] *= Truth.Severity;
            vehicle.Cells.CoolingChanged();
        }
    }
}
