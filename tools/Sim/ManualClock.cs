using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// Virtual time: moves only when told to. Waiting on it is what moves it, so a driver's conversion waits cost no wall
/// time and a run is the same every time.
/// </summary>
public sealed class ManualClock : IClock
{
    private long _nowMicros;
    private long _utcAtZeroMs;
    private bool _hasUtc;

    /// <param name="startMicros">Where monotonic time starts, µs.</param>
    public ManualClock(long startMicros = 0)
    {
        _nowMicros = startMicros;
    }

    public long MonotonicMicros() => _nowMicros;

    public bool TryGetUtcMs(out long utcMs)
    {
        utcMs = _hasUtc ? _utcAtZeroMs + (_nowMicros / 1000) : 0;
        return _hasUtc;
    }

    public void DelayMicros(int micros) => Advance(micros);

    /// <summary>Moves time on.</summary>
    /// <param name="micros">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative: monotonic time never steps back.</exception>
    public void Advance(long micros)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(micros);
        _nowMicros += micros;
    }

    /// <summary>Moves time on to an instant; one that has passed already changes nothing.</summary>
    public void AdvanceTo(long micros)
    {
        if (micros > _nowMicros)
        {
            _nowMicros = micros;
        }
    }

    /// <summary>Sets wall time as of now; it may jump either way, as a first SNTP answer does.</summary>
    public void SetUtcMs(long utcMs)
    {
        _utcAtZeroMs = utcMs - (_nowMicros / 1000);
        _hasUtc = true;
    }

    /// <summary>Forgets wall time, as after a power-up.</summary>
    public void ClearUtc() => _hasUtc = false;
}
