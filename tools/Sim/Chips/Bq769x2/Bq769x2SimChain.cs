using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// A simulated BQ76952 in its SPI variant with check bytes, byte-accurate at the frame: replies come one frame later, echo
/// address and data, and say FFFF00 when nothing lies ready, FFFFAA after a wrong check byte, FFFFFF while the oscillator
/// stands. Written from the data sheet SLUSE13, the manual SLUUBY2 and what users measured; shares no constant with the
/// driver.
/// </summary>
/// <remarks>One chip, just started: it can't be chained. Transfers advance the clock by their bits over the clock rate. What public
/// documents leave open is in <see cref="Bq769x2Settings"/>.</remarks>
public sealed partial class Bq769x2SimChain : ISimChain
{
    public const int MaxClockHz = 2000000;

    private readonly ManualClock _clock;
    private readonly Bq769x2SimDevice _device;
    private byte[] _harmedWrite = [];
    private long _bitMicrosRemainder;

    /// <param name="probe">The NTC on every thermistor pin that is given a temperature; the Murata part if null.</param>
    /// <param name="clockHz">10,000 to 2,000,000, the chip's limit.</param>
    /// <param name="seed">For noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A clock that the chip does not take.</exception>
    public Bq769x2SimChain(ManualClock clock, Thermistor? probe = null, int clockHz = MaxClockHz, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clockHz, 10000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clockHz, MaxClockHz);
        _clock = clock;
        ClockHz = clockHz;
        _device = new Bq769x2SimDevice(Settings, probe ?? Thermistor.MurataNcp15xh103, new SimRandom(seed, 0xB9));
        _device.SetPowered(true, clock.MonotonicMicros() - Settings.BootMicros);
    }

    public int ClockHz { get; }

    public string Chip => "bq76952";

    public int DeviceCount => 1;

    public int CellInputs => Bq769x2Pins.Cells;

    public int GpioInputs => Bq769x2Pins.ThermistorPins;

    /// <summary>Times and open points; to be changed before the chip is used.</summary>
    public Bq769x2Settings Settings { get; } = new Bq769x2Settings();

    public ChainFaults Faults { get; } = new ChainFaults();

    public ISpiBus? FarEnd => null;

    public int ConverterCount => 1;

    public long FrameCount { get; private set; }

    public long ByteCount { get; private set; }

    /// <summary>Cells that were told to discharge; bit i is cell i + 1.</summary>
    public int BalancingCells => Present().BalancingCells;

    /// <summary>In CONFIG_UPDATE mode, where nothing is measured.</summary>
    public bool IsInConfig => Present().IsInConfig;

    /// <summary>In SLEEP mode, where a loop is measured every few seconds.</summary>
    public bool IsSleeping => Present().IsSleeping;

    public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 16384);
        if (writeBuffer.Length < length || readBuffer.Length < length || ReferenceEquals(writeBuffer, readBuffer))
        {
            throw new ArgumentException("a transfer of " + length + " bytes needs two buffers of that size");
        }

        byte[] mosi = writeBuffer;
        if (Faults.HarmsWrites)
        {
            _harmedWrite = writeBuffer.AsSpan(0, length).ToArray();
            Faults.HarmWrite(FrameCount, _harmedWrite, length, length);
            mosi = _harmedWrite;
        }

        long startMicros = _clock.MonotonicMicros();
        long endMicros = startMicros + TransferMicros(length);
        Array.Fill(readBuffer, (byte)0xFF, 0, length);
        _device.AdvanceTo(startMicros);
        if (IsWired)
        {
            _device.Transfer(mosi, readBuffer, length, startMicros, endMicros);
        }

        _clock.AdvanceTo(endMicros);
        _device.AdvanceTo(endMicros);
        if (Faults.HarmsReads)
        {
            Faults.HarmRead(FrameCount, readBuffer, length);
        }

        FrameCount++;
        ByteCount += length;
    }

    public void Pulse(int lowMicros)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lowMicros);
        long nowMicros = _clock.MonotonicMicros();
        _device.AdvanceTo(nowMicros);
        if (IsWired)
        {
            _device.FeelSelect(nowMicros);
        }

        _clock.Advance(lowMicros);
        _device.AdvanceTo(_clock.MonotonicMicros());
    }

    private bool IsWired => !Faults.IsCut(0);

    private Bq769x2SimDevice Present()
    {
        _device.AdvanceTo(_clock.MonotonicMicros());
        return _device;
    }

    // Whole microseconds; what is left over is carried to the next transfer.
    private long TransferMicros(int length)
    {
        long scaled = (length * 8L * 1000000) + _bitMicrosRemainder;
        _bitMicrosRemainder = scaled % ClockHz;
        return scaled / ClockHz;
    }
}
