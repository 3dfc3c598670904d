using DataBox.Host;
using DataBox.Ports;
using DataBox.Sim;
using DataBox.Tests.Contract.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Clock;

[TestClass]
public sealed class HostClockTests : ClockContract
{
    [TestMethod]
    public void Short_delay_is_not_rounded_up_to_a_scheduler_tick()
    {
        // The best of many: the machine may be busy, but a sleeping implementation is never fast.
        var clock = new HostClock();
        long best = long.MaxValue;
        for (int i = 0; i < 200 && best > 900; i++)
        {
            long before = clock.MonotonicMicros();
            clock.DelayMicros(100);
            best = long.Min(best, clock.MonotonicMicros() - before);
        }

        Assert.IsLessThanOrEqualTo(900, best);
    }

    protected override IClock NewClock() => new HostClock();
}

[TestClass]
public sealed class ManualClockTests : ClockContract
{
    protected override IClock NewClock() => new ManualClock(5);
}

[TestClass]
public sealed class ManualClockWithWallTimeTests : ClockContract
{
    protected override IClock NewClock()
    {
        var clock = new ManualClock();
        clock.SetUtcMs(1_800_000_000_000);
        return clock;
    }
}

[TestClass]
public sealed class FakeClockTests : ClockContract
{
    protected override IClock NewClock() => new FakeClock();
}
