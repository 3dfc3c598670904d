using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Bench;

/// <summary>A bus on which every transfer costs the host time beside its clocks, as a driver call does on a board.</summary>
public sealed class OverheadBus(ISpiBus inner, ManualClock clock, int overheadMicros) : ISpiBus
{
    public int ClockHz => inner.ClockHz;

    public long Transfers { get; private set; }

    public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
    {
        inner.Transfer(writeBuffer, readBuffer, length);
        clock.Advance(overheadMicros);
        Transfers++;
    }

    public void Pulse(int lowMicros)
    {
        inner.Pulse(lowMicros);
        clock.Advance(overheadMicros);
        Transfers++;
    }
}
