using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// A daisy chain of simulated ADBMS6830 or ADES1830 behind one chip select, byte-accurate at the SPI frame: sleep and
/// wake-up, check words both ways with the command counter, free-running converters, frozen registers. Written from public
/// facts alone; shares no constant with the driver. A second bridge at the far end sees the same devices in the other
/// order.
/// </summary>
/// <remarks>
/// Device 0 is nearest to the box. At either end written data goes out for the farthest device first, read data comes from
/// the nearest first. A device that is absent, asleep or behind a cut reads as FF from there on. Transfers advance the
/// clock by their bits over the clock rate. Part of the class that a test breaks things with is in .Faults.cs.
/// </remarks>
public sealed partial class Adbms683xSimChain : ISimChain
{
    private readonly ManualClock _clock;
    private readonly Adbms683xPart _part;
    private readonly Adbms683xSimDevice[] _devices;

    /// <param name="deviceCount">1..16.</param>
    /// <param name="probe">The NTC on every GPIO that is given a temperature; the Murata part if null.</param>
    /// <param name="clockHz">10,000 to 2,000,000, the chip's limit.</param>
    /// <param name="seed">For noise and serial numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of devices or a clock that no chain has.</exception>
    public Adbms683xSimChain(
        ManualClock clock, Adbms683xPart part, int deviceCount, Thermistor? probe = null,
        int clockHz = Adbms683xPart.MaxClockHz, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deviceCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deviceCount, PackLayout.MaxDevices);
        ArgumentOutOfRangeException.ThrowIfLessThan(clockHz, 10000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clockHz, Adbms683xPart.MaxClockHz);
        _clock = clock;
        _part = part;
        ClockHz = clockHz;
        FarEnd = new FarBridge(this);
        _devices = new Adbms683xSimDevice[deviceCount];
        for (int d = 0; d < deviceCount; d++)
        {
            byte[] serialId = BitConverter.GetBytes(0x683000000000UL | ((seed & 0xFFFFFF) << 8) | (uint)d)[..DataBytes];
            _devices[d] = new Adbms683xSimDevice(
                Timing, Choices, probe ?? Thermistor.MurataNcp15xh103, new SimRandom(seed, (ulong)d + 1), serialId);
        }
    }

    public int ClockHz { get; }

    public string Chip => _part.Name;

    public int DeviceCount => _devices.Length;

    public int CellInputs => Adbms683xPart.Cells;

    /// <summary>Those that a cell map knows; the chip has one more.</summary>
    public int GpioInputs => Adbms683xPart.MappedGpios;

    /// <summary>Two: the C-ADC's path is converter 0, the S-ADC's 1.</summary>
    public int ConverterCount => 2;

    /// <summary>Sleep, idle, wake-up and conversion times; the same for all devices.</summary>
    public Adbms683xTiming Timing { get; } = new Adbms683xTiming();

    /// <summary>What the devices do where the public facts end; the same for all of them.</summary>
    public Adbms683xChoices Choices { get; } = new Adbms683xChoices();

    public ChainFaults Faults { get; } = new ChainFaults();

    public ISpiBus FarEnd { get; }

    public long FrameCount { get; private set; }

    public long ByteCount { get; private set; }

    /// <summary>Wake-up pulses so far, both ends.</summary>
    public long PulseCount { get; private set; }

    public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length) =>
        Transfer(writeBuffer, readBuffer, length, false);

    public void Pulse(int lowMicros) => Pulse(lowMicros, false);

    private void Pulse(int lowMicros, bool fromFar)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lowMicros);
        LetTimePass(_clock.MonotonicMicros());
        Signal(0, fromFar, _clock.MonotonicMicros());
        _clock.Advance(lowMicros);
        LetTimePass(_clock.MonotonicMicros());
        Signal(0, fromFar, _clock.MonotonicMicros());
        PulseCount++;
    }

    private Adbms683xSimDevice At(int place, bool fromFar) => _devices[DeviceAt(place, fromFar)];

    private int DeviceAt(int place, bool fromFar) => fromFar ? _devices.Length - 1 - place : place;
}
