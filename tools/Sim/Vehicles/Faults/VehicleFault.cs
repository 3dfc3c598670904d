namespace DataBox.Sim;

/// <summary>Something wrong with a vehicle, as physics: it acts on cells, on the wires to the converter, or on the
/// codes.</summary>
public abstract class VehicleFault
{
    protected VehicleFault(FaultTruth truth) => Truth = truth;

    public FaultTruth Truth { get; }

    /// <summary>Before each step once the onset has come. The arrays for shorts, extra volts and heat were cleared; this adds
    /// to them.</summary>
    public virtual void Act(Vehicle vehicle, double seconds)
    {
    }

    /// <summary>After each step: changes what stands at the converter's inputs, V.</summary>
    public virtual void Wire(Vehicle vehicle, double[] volts, double seconds)
    {
    }

    /// <summary>Changes what the converter says, µV before rounding.</summary>
    public virtual void Code(Vehicle vehicle, double[] microvolts)
    {
    }

    /// <summary>Changes what the probes say, 0.1 °C before rounding.</summary>
    public virtual void Probes(Vehicle vehicle, double[] deciC)
    {
    }
}
