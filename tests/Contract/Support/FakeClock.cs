using System.Threading;
using DataBox.Ports;

namespace DataBox.Tests.Contract.Support;

/// <summary>Time that passes when the test says so.</summary>
internal sealed class FakeClock : IClock
{
    private long _micros = 1_000_000;

    public long MonotonicMicros() => Interlocked.Read(ref _micros);

    public bool TryGetUtcMs(out long utcMs)
    {
        utcMs = 0;
        return false;
    }

    public void DelayMicros(int micros) => Interlocked.Add(ref _micros, micros);

    public void AdvanceMs(int milliseconds) => Interlocked.Add(ref _micros, milliseconds * 1000L);
}
