using System;
using System.Diagnostics;
using System.Threading;
using DataBox.Ports;

namespace DataBox.Host;

/// <summary>The machine's clocks: the monotonic one for everything, the wall clock as a time that somebody set.</summary>
public sealed class HostClock : IClock
{
    // Thread.Sleep may oversleep by about a millisecond, and only whole ones can be asked for: the rest is spun.
    private const int LeastSleepMicros = 2000;
    private const int SpunMicros = 1000;

    private readonly long _start = Stopwatch.GetTimestamp();

    public long MonotonicMicros() => Stopwatch.GetElapsedTime(_start).Ticks / TimeSpan.TicksPerMicrosecond;

    public bool TryGetUtcMs(out long utcMs)
    {
        utcMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return true;
    }

    public void DelayMicros(int micros)
    {
        long until = MonotonicMicros() + micros;
        if (micros >= LeastSleepMicros)
        {
            Thread.Sleep((micros - SpunMicros) / 1000);
        }

        var spin = new SpinWait();
        while (MonotonicMicros() < until)
        {
            // Without the spinner's own Sleep(1), which would miss the end by a millisecond.
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }
}
