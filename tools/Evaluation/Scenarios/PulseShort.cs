using System;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>A micro short at given times: pulses of one length, a given time apart.</summary>
public sealed class PulseShort : VehicleFault
{
    private readonly double _seconds;
    private readonly double _apart;

    /// <param name="dropVolts">At the terminals, by the ohmic resistance.</param>
    /// <param name="seconds">Of a pulse.</param>
    /// <param name="apart">From the start of one to that of the next, s; infinite: only one.</param>
    public PulseShort(int cell, double onsetSeconds, double dropVolts, double seconds, double apart)
        : base(new FaultTruth(FaultCause.TransientShort, cell, onsetSeconds, dropVolts, "V"))
    {
        _seconds = seconds;
        _apart = apart;
    }

    public override void Act(Vehicle vehicle, double seconds)
    {
        CellBank cells = vehicle.Cells;
        int cell = Truth.Cell;

        // A millisecond early: the clock adds up steps, and its rounding would lose a sample.
        double since = vehicle.Seconds + seconds - Truth.OnsetSeconds - 0.001;
        double inPulse = double.IsInfinity(_apart) ? since : since % _apart;
        if (inPulse > 0 && inPulse < _seconds)
        {
            double volts = Math.Max(1, cells.Volts[cell]);
            double drop = Math.Min(Truth.Severity, volts / 2);
            cells.ShortSiemens[cell] += drop / (cells.OhmicOhms(cell) * (volts - drop));
        }
    }
}
