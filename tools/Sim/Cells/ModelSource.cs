using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// Stands before the real driver when the pack is made up: moves the model to the sample's time, puts its voltages and
/// temperatures on the simulated chips, and lets the driver measure them. Also the vehicle's inputs: the model's
/// current, pack voltage and state.
/// </summary>
public sealed class ModelSource : IAfe, IVehicleInputs
{
    private readonly IAfe _driver;
    private readonly PackModel _model;
    private readonly PinMap _pins;
    private readonly ChipPace _pace;

    /// <param name="driver">The driver on the simulated chain.</param>
    /// <param name="pins">The same chain's analogue side.</param>
    /// <param name="layout">The one the model was made with.</param>
    /// <param name="chipClock">The clock of driver and chain; moved on with the samples, at most one second at
    /// once.</param>
    public ModelSource(IAfe driver, IAnalogueInputs pins, PackLayout layout, PackModel model, ManualClock chipClock)
    {
        _driver = driver;
        _model = model;
        _pins = new PinMap(pins, layout);
        _pace = new ChipPace(chipClock);
    }

    public int ShortestCycleMicros => _driver.ShortestCycleMicros;

    public int RetryCount => _driver.RetryCount;

    public int StepCount => _driver.StepCount;

    public int CheckOfStep(int step) => _driver.CheckOfStep(step);

    public int StepMicros(int step) => _driver.StepMicros(step);

    public byte RunStep(int step, PackSample sample) => _driver.RunStep(step, sample);

    public byte Start() => _driver.Start();

    /// <summary>Steps the model to <see cref="PackSample.timeMs"/>, which must be set, and measures.</summary>
    public byte Read(PackSample sample)
    {
        _model.StepTo(sample.timeMs);
        for (int cell = 0; cell < _model.CellMicrovolts.Length; cell++)
        {
            _pins.SetCellMicrovolts(cell, _model.CellMicrovolts[cell]);
        }

        for (int probe = 0; probe < _model.ProbeDeciC.Length; probe++)
        {
            if (_model.IsProbeOpen[probe])
            {
                _pins.SetProbeOpen(probe);
            }
            else
            {
                _pins.SetProbeDeciC(probe, _model.ProbeDeciC[probe]);
            }
        }

        _pace.MoveTo(sample.timeMs);
        return _driver.Read(sample);
    }

    void IVehicleInputs.Read(PackSample sample)
    {
        sample.currentMilliamps = (int)System.Math.Round(_model.Amps * 1000);
        sample.currentQuality = Quality.Good;
        sample.packMillivolts = _model.PackMillivolts;
        sample.packQuality = Quality.Good;
        sample.vehicleState = _model.VehicleState;
        sample.vehicleStateQuality = Quality.Good;
    }
}
