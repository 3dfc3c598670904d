using System;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>A recorded short put into one cell of a simulated pack: its drop is taken off the reading, its rise is added to the
/// probe on that cell.</summary>
public sealed class RecordedShort : VehicleFault
{
    private readonly IndentationRecording _recording;
    private readonly int _probe;

    public RecordedShort(int cell, int probe, double onsetSeconds, IndentationRecording recording)
        : base(new FaultTruth(FaultCause.HardShort, cell, onsetSeconds, 0, "recording", probe))
    {
        _recording = recording;
        _probe = probe;
    }

    /// <summary>Of the recording, at a time on the vehicle's clock: the first one comes a second after the onset.</summary>
    public int SampleAt(double seconds) =>
        Math.Clamp((int)Math.Round(seconds - Truth.OnsetSeconds) - 1, 0, _recording.DropVolts.Length - 1);

    public override void Code(Vehicle vehicle, double[] microvolts) =>
        microvolts[Truth.Cell] -= _recording.DropVolts[SampleAt(vehicle.Seconds)] * 1e6;

    public override void Probes(Vehicle vehicle, double[] deciC) =>
        deciC[_probe] += _recording.RiseKelvin[SampleAt(vehicle.Seconds)] * 10;
}
