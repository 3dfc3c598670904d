using System;

namespace DataBox.Sim;

/// <summary>
/// Moves the clock of driver and chips along with the samples. Never by more than one second at once: a box reads its
/// chain at least that often, so a gap between samples must not look to the chips like a box that left them alone for
/// longer (their watchdog bites at 1.8 s).
/// </summary>
internal sealed class ChipPace(ManualClock chipClock)
{
    private const long LongestPauseMs = 1000;

    private long _lastSampleMs;
    private long _lastReadMicros;
    private bool _started;

    /// <summary>To be called before each read.</summary>
    public void MoveTo(long sampleMs)
    {
        if (_started)
        {
            chipClock.AdvanceTo(_lastReadMicros + (Math.Min(sampleMs - _lastSampleMs, LongestPauseMs) * 1000));
        }

        _started = true;
        _lastSampleMs = sampleMs;
        _lastReadMicros = chipClock.MonotonicMicros();
    }
}
