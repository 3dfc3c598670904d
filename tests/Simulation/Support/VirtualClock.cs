using DataBox.Ports;

namespace DataBox.Tests.Simulation.Support;

/// <summary>Time that moves when it is told to.</summary>
public sealed class VirtualClock : IClock
{
    private long _nowMicros = 5_000_000;

    /// <summary>Wall time, ms since 1970; null: nobody has set it.</summary>
    public long? UtcMs { get; set; }

    public long MonotonicMicros() => _nowMicros;

    public bool TryGetUtcMs(out long utcMs)
    {
        utcMs = UtcMs ?? 0;
        return UtcMs is not null;
    }

    public void DelayMicros(int micros) => _nowMicros += micros;

    public void Advance(long micros) => _nowMicros += micros;
}
