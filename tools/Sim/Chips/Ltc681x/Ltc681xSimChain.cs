using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// A daisy chain of simulated LTC6811/6812/6813/ADBMS1818 behind one chip select, byte-accurate at the SPI frame: sleep
/// and wake-up, packet error codes both ways, conversion time, power-on and cleared values. Written from the data
/// sheets alone; shares no constant with the driver.
/// </summary>
/// <remarks>
/// Device 0 is nearest to the box. Written data goes out for the farthest device first, read data comes from the
/// nearest first. A device that is absent, asleep or behind a cut reads as FF from there on. Transfers advance the
/// clock by their bits over the clock rate. Part of the class that a test breaks things with is in .Faults.cs.
/// </remarks>
public sealed partial class Ltc681xSimChain : ISimChain
{
    private const int CommandBytes = 4;
    private const int GroupBytes = 8;
    private const int DataBytes = 6;

    private readonly ManualClock _clock;
    private readonly Ltc681xPart _part;
    private readonly Ltc681xSimDevice[] _devices;
    private byte[] _harmedWrite = [];
    private long _bitMicrosRemainder;

    /// <param name="deviceCount">1..16.</param>
    /// <param name="probe">The NTC on every GPIO that is given a temperature; the Murata part if null.</param>
    /// <param name="clockHz">10,000 to 1,000,000, the chip's limit.</param>
    /// <param name="seed">For noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of devices or a clock that no chain has.</exception>
    public Ltc681xSimChain(
        ManualClock clock, Ltc681xPart part, int deviceCount, Thermistor? probe = null, int clockHz = 1000000,
        ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deviceCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deviceCount, PackLayout.MaxDevices);
        ArgumentOutOfRangeException.ThrowIfLessThan(clockHz, 10000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clockHz, 1000000);
        _clock = clock;
        _part = part;
        ClockHz = clockHz;
        _devices = new Ltc681xSimDevice[deviceCount];
        for (int d = 0; d < deviceCount; d++)
        {
            _devices[d] = new Ltc681xSimDevice(
                part, Timing, probe ?? Thermistor.MurataNcp15xh103, new SimRandom(seed, (ulong)d + 1));
        }
    }

    public int ClockHz { get; }

    public Ltc681xPart Part => _part;

    public string Chip => _part.Name;

    public int DeviceCount => _devices.Length;

    public int CellInputs => _part.CellInputs;

    public int GpioInputs => _part.GpioInputs;

    /// <summary>Sleep, idle and wake-up times; the same for all devices.</summary>
    public Ltc681xTiming Timing { get; } = new Ltc681xTiming();

    /// <summary>Faults on the wires.</summary>
    public ChainFaults Faults { get; } = new ChainFaults();

    /// <summary>Transfers so far; the next one bears this number.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Bytes clocked so far.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Wake-up pulses so far.</summary>
    public long PulseCount { get; private set; }

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
            Faults.HarmWrite(FrameCount, _harmedWrite, length);
            mosi = _harmedWrite;
        }

        long startMicros = _clock.MonotonicMicros();
        LetTimePass(startMicros);
        int reachable = ReachableDevices();
        Pulse(0, startMicros);
        Array.Fill(readBuffer, (byte)0xFF, 0, length);
        long endMicros = startMicros + TransferMicros(length);
        if (length >= CommandBytes && reachable > 0 && SerialPec15.Matches(mosi, 0, 2))
        {
            Ltc681xCommand? command = Ltc681xCommand.Decode((mosi[0] << 8) | mosi[1]);
            if (command != null)
            {
                Carry(command, mosi, readBuffer, length, reachable, startMicros, endMicros);
            }
        }

        _clock.AdvanceTo(endMicros);
        LetTimePass(endMicros);
        Pulse(0, endMicros);
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
        LetTimePass(_clock.MonotonicMicros());
        Pulse(0, _clock.MonotonicMicros());
        _clock.Advance(lowMicros);
        LetTimePass(_clock.MonotonicMicros());
        Pulse(0, _clock.MonotonicMicros());
        PulseCount++;
    }

    private void Carry(
        Ltc681xCommand command, byte[] mosi, byte[] miso, int length, int reachable, long startMicros, long endMicros)
    {
        long commandMicros = startMicros + (CommandBytes * 8L * 1000000 / ClockHz);
        for (int d = 0; d < reachable; d++)
        {
            Ltc681xSimDevice device = _devices[d];
            if (!device.Has(command.Group) || device.Loses(command.Action))
            {
                continue;
            }

            device.FeedWatchdog(commandMicros);
            if (command.Action == Ltc681xAction.ReadGroup)
            {
                if (CommandBytes + ((d + 1) * GroupBytes) <= length)
                {
                    Reply(device, command.Group, miso, CommandBytes + (d * GroupBytes), commandMicros);
                }
            }
            else if (command.Action == Ltc681xAction.WriteGroup)
            {
                Take(device, command.Group, mosi, length - ((d + 1) * GroupBytes), endMicros);
            }
            else
            {
                device.Execute(command, commandMicros);
            }
        }

        if (command.Group == Ltc681xGroup.None)
        {
            ShowBusyLine(miso, length, reachable, commandMicros);
        }
    }

    private static void Reply(Ltc681xSimDevice device, Ltc681xGroup group, byte[] miso, int offset, long nowMicros)
    {
        device.ReadGroup(group, miso, offset, nowMicros);
        int pec = SerialPec15.Of(miso, offset, DataBytes);
        miso[offset + DataBytes] = (byte)(pec >> 8);
        miso[offset + DataBytes + 1] = (byte)pec;
    }

    // The chain is one long shift register: at the rising select the last eight bytes sit in device 0, the eight before
    // in device 1. A device whose bytes never came, or came broken, keeps what it had.
    private static void Take(Ltc681xSimDevice device, Ltc681xGroup group, byte[] mosi, int offset, long nowMicros)
    {
        if (offset >= CommandBytes && SerialPec15.Matches(mosi, offset, DataBytes))
        {
            device.WriteGroup(group, mosi, offset, nowMicros);
        }
    }

    // Low while any device converts; what the line says is valid one clock a device later.
    private void ShowBusyLine(byte[] miso, int length, int reachable, long commandMicros)
    {
        for (int bit = 0; bit < (length - CommandBytes) * 8; bit++)
        {
            long bitMicros = commandMicros + ((bit + 1) * 1000000L / ClockHz);
            bool busy = bit < reachable;
            for (int d = 0; d < reachable && !busy; d++)
            {
                busy = _devices[d].IsBusy(bitMicros);
            }

            if (busy)
            {
                miso[CommandBytes + (bit / 8)] &= (byte)~(0x80 >> (bit % 8));
            }
        }
    }

    // Whole microseconds; what is left over is carried to the next transfer.
    private long TransferMicros(int length)
    {
        long scaled = (length * 8L * 1000000) + _bitMicrosRemainder;
        _bitMicrosRemainder = scaled % ClockHz;
        return scaled / ClockHz;
    }

    private bool IsWired(int device) => Faults.CutBelowDevice < 0 || device < Faults.CutBelowDevice;

    private int ReachableDevices()
    {
        int count = 0;
        while (count < _devices.Length && IsWired(count) && _devices[count].IsReady)
        {
            count++;
        }

        return count;
    }

    private void LetTimePass(long nowMicros)
    {
        for (int d = 0; d < _devices.Length; d++)
        {
            LetTimePass(d, nowMicros);
        }
    }

    // A device that becomes ready sends a wake-up pulse up the chain at that instant.
    private void LetTimePass(int device, long nowMicros)
    {
        long wokenMicros = _devices[device].AdvanceTo(nowMicros);
        if (wokenMicros >= 0)
        {
            Pulse(device + 1, wokenMicros);
        }
    }

    private void Pulse(int device, long nowMicros)
    {
        for (int d = device; d < _devices.Length && IsWired(d) && _devices[d].IsPowered; d++)
        {
            LetTimePass(d, nowMicros);
            if (!_devices[d].FeelPulse(nowMicros))
            {
                return;
            }
        }
    }
}
