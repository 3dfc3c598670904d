using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// Stands before the real driver in a replay: puts the row's voltages and temperatures on the simulated chips, lets the driver
/// measure them, and strikes out what the car did not have.
/// </summary>
public sealed class ReplayAfe : IAfe
{
    /// <summary>These cars' code for a probe that gives no reading, 0.1 °C.</summary>
    public const int NoReadingDeciC = -400;

    // A box reads its chain at least once a second, so a gap of the recording must not look to the chips like a box that
    // left them alone for longer: their watchdog bites at 1.8 s.
    private const long LongestPauseMicros = 1000000;

    private readonly IAfe _driver;
    private readonly IAnalogueInputs _pins;
    private readonly PackLayout _layout;
    private readonly ReplaySource _source;
    private readonly ManualClock _chipClock;
    private long _lastRowMs;
    private long _lastReadMicros;

    /// <param name="driver">The driver on the simulated chain.</param>
    /// <param name="pins">The same chain's analogue side.</param>
    /// <param name="chipClock">The clock of driver and chain; moved on with the rows, but never by more than one second at
    /// once.</param>
    /// <exception cref="ArgumentException">The layout does not hold exactly the recording's cells and probes.</exception>
    public ReplayAfe(IAfe driver, IAnalogueInputs pins, PackLayout layout, ReplaySource source, ManualClock chipClock)
    {
        if (layout.cellCount != source.Row.cellMicrovolts.Length || layout.probeCount != source.Row.tempDeciC.Length)
        {
            throw new ArgumentException("the layout has " + layout.cellCount + " cells and " + layout.probeCount
                + " probes, the recording " + source.Row.cellMicrovolts.Length + " and " + source.Row.tempDeciC.Length);
        }

        _driver = driver;
        _pins = pins;
        _layout = layout;
        _source = source;
        _chipClock = chipClock;
    }

    public int ShortestCycleMicros => _driver.ShortestCycleMicros;

    public int RetryCount => _driver.RetryCount;

    public byte Start() => _driver.Start();

    public byte Read(PackSample sample)
    {
        RecordingRow row = _source.Row;
        PutCells(row);
        PutProbes(row);
        long pauseMicros = Math.Min((row.timeMs - _lastRowMs) * 1000, LongestPauseMicros);
        _chipClock.AdvanceTo(_lastReadMicros + pauseMicros);
        _lastRowMs = row.timeMs;
        _lastReadMicros = _chipClock.MonotonicMicros();
        byte status = _driver.Read(sample);
        StrikeOut(row, sample);
        return status;
    }

    private void PutCells(RecordingRow row)
    {
        int cell = 0;
        for (int d = 0; d < _layout.deviceCount; d++)
        {
            for (int input = 0; cell < _layout.firstCell[d + 1]; input++)
            {
                if ((_layout.cellInputMask[d] & (1 << input)) == 0)
                {
                    continue;
                }

                // Without a reading the input keeps the last one: an empty input would be a short across a cell.
                if (row.hasCell[cell])
                {
                    _pins.SetCellMicrovolts(d, input, row.cellMicrovolts[cell]);
                }

                cell++;
            }
        }
    }

    private void PutProbes(RecordingRow row)
    {
        int probe = 0;
        for (int d = 0; d < _layout.deviceCount; d++)
        {
            for (int gpio = 0; probe < _layout.firstProbe[d + 1]; gpio++)
            {
                if ((_layout.probeGpioMask[d] & (1 << gpio)) == 0)
                {
                    continue;
                }

                if (row.hasTemp[probe] && row.tempDeciC[probe] <= NoReadingDeciC)
                {
                    _pins.SetProbeOpen(d, gpio);
                }
                else if (row.hasTemp[probe])
                {
                    _pins.SetProbeDeciC(d, gpio, row.tempDeciC[probe]);
                }

                probe++;
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
