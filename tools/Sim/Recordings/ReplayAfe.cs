using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// Stands before the real driver in a replay: puts the row's voltages and temperatures on the simulated chips, lets the
/// driver measure them, and strikes out what the car did not have.
/// </summary>
public sealed class ReplayAfe : IAfe
{
    /// <summary>These cars' code for a probe that gives no reading, 0.1 °C.</summary>
    public const int NoReadingDeciC = -400;

    private readonly IAfe _driver;
    private readonly PinMap _pins;
    private readonly ReplaySource _source;
    private readonly ChipPace _pace;

    /// <param name="driver">The driver on the simulated chain.</param>
    /// <param name="pins">The same chain's analogue side.</param>
    /// <param name="chipClock">The clock of driver and chain; moved on with the rows, but never by more than one second
    /// at once.</param>
    /// <exception cref="ArgumentException">The layout does not hold exactly the recording's cells and
    /// probes.</exception>
    public ReplayAfe(IAfe driver, IAnalogueInputs pins, PackLayout layout, ReplaySource source, ManualClock chipClock)
    {
        if (layout.cellCount != source.Row.cellMicrovolts.Length || layout.probeCount != source.Row.tempDeciC.Length)
        {
            throw new ArgumentException("the layout has " + layout.cellCount + " cells and " + layout.probeCount
                + " probes, the recording " + source.Row.cellMicrovolts.Length + " and " + source.Row.tempDeciC.Length);
        }

        _driver = driver;
        _pins = new PinMap(pins, layout);
        _source = source;
        _pace = new ChipPace(chipClock);
    }

    public int ShortestCycleMicros => _driver.ShortestCycleMicros;

    public int RetryCount => _driver.RetryCount;

    /// <summary>None: what the wires of the recorded car were like, simulated chips can't say.</summary>
    public int StepCount => 0;

    public int CheckOfStep(int step) => throw new NotSupportedException();

    public int StepMicros(int step) => throw new NotSupportedException();

    public byte RunStep(int step, PackSample sample) => throw new NotSupportedException();

    /// <summary>The first row is there before the driver starts: some chips convert from then on, and would have zeros to show
    /// at the first sample.</summary>
    public byte Start()
    {
        PutOnPins(_source.NextRow);
        return _driver.Start();
    }

    public byte Read(PackSample sample)
    {
        RecordingRow row = _source.Row;
        PutOnPins(row);
        _pace.MoveTo(row.timeMs);
        byte status = _driver.Read(sample);
        StrikeOut(row, sample);
        return status;
    }

    private void PutOnPins(RecordingRow row)
    {
        for (int cell = 0; cell < row.hasCell.Length; cell++)
        {
            // Without a reading the input keeps the last one: an empty input would be a short across a cell.
            if (row.hasCell[cell])
            {
                _pins.SetCellMicrovolts(cell, row.cellMicrovolts[cell]);
            }
        }

        for (int probe = 0; probe < row.hasTemp.Length; probe++)
        {
            if (row.hasTemp[probe] && row.tempDeciC[probe] <= NoReadingDeciC)
            {
                _pins.SetProbeOpen(probe);
            }
            else if (row.hasTemp[probe])
            {
                _pins.SetProbeDeciC(probe, row.tempDeciC[probe]);
            }
        }
    }

    private static void StrikeOut(RecordingRow row, PackSample sample)
    {
        for (int cell = 0; cell < row.hasCell.Length; cell++)
        {
            if (!row.hasCell[cell])
            {
                sample.cellQuality[cell] = Quality.Missing;
            }
        }

        for (int probe = 0; probe < row.hasTemp.Length; probe++)
        {
            if (!row.hasTemp[probe])
            {
                sample.tempQuality[probe] = Quality.Missing;
            }
        }
    }
}
