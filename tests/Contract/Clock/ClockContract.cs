using System;
using DataBox.Host;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Clock;

/// <summary>The words of <see cref="IClock"/>.</summary>
public abstract class ClockContract
{
    protected abstract IClock NewClock();

    [TestMethod]
    public void Monotonic_time_never_steps_back()
    {
        IClock clock = NewClock();
        long last = clock.MonotonicMicros();
        for (int i = 0; i < 100_000; i++)
        {
            long now = clock.MonotonicMicros();
            Assert.IsGreaterThanOrEqualTo(last, now);
            last = now;
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(250)]
    [DataRow(1_999)]
    [DataRow(2_000)]
    [DataRow(2_600)]
    [DataRow(12_345)]
    public void Delay_lasts_at_least_as_long_as_asked(int micros)
    {
        IClock clock = NewClock();
        long before = clock.MonotonicMicros();

        clock.DelayMicros(micros);

        Assert.IsGreaterThanOrEqualTo(micros, clock.MonotonicMicros() - before);
    }

    [TestMethod]
    public void Wall_time_is_of_this_century_or_said_to_be_unknown_and_zero()
    {
        if (NewClock().TryGetUtcMs(out long utcMs))
        {
            Assert.IsGreaterThan(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), utcMs);
        }
        else
        {
            Assert.AreEqual(0, utcMs);
        }
    }
}
