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
    private const int CommandBytes = 4;
    private const int GroupBytes = 8;
    private const int DataBytes = 6;
    private const int CheckBytes = 2;

    private readonly ManualClock _clock;
    private readonly Adbms683xPart _part;
    private readonly Adbms683xSimDevice[] _devices;
    private readonly byte[] _slot = new byte[72];
    private byte[] _harmedWrite = [];
    private long _bitMicrosRemainder;

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

    private void Transfer(byte[] writeBuffer, byte[] readBuffer, int length, bool fromFar)
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
        int reachable = ReachableDevices(fromFar);
        Signal(0, fromFar, startMicros);
        Array.Fill(readBuffer, (byte)0xFF, 0, length);
        long endMicros = startMicros + TransferMicros(length);
        if (length >= CommandBytes && reachable > 0)
        {
            Carry(mosi, readBuffer, length, reachable, fromFar, startMicros, endMicros);
        }

        _clock.AdvanceTo(endMicros);
        LetTimePass(endMicros);
        Signal(0, fromFar, endMicros);
        if (Faults.HarmsReads)
        {
            Faults.HarmRead(FrameCount, readBuffer, length);
        }

        FrameCount++;
        ByteCount += length;
    }

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

    private void Carry(
        byte[] mosi, byte[] miso, int length, int reachable, bool fromFar, long startMicros, long endMicros)
    {
        long commandMicros = startMicros + (CommandBytes * 8L * 1000000 / ClockHz);
        Adbms683xCommand? command = Adbms683xPec.OfCommand(mosi[0], mosi[1]) == ((mosi[2] << 8) | mosi[3])
            ? Adbms683xCommand.Decode((mosi[0] << 8) | mosi[1])
            : null;
        for (int place = 0; place < reachable; place++)
        {
            Adbms683xSimDevice device = At(place, fromFar);
            if (command == null)
            {
                device.NoteSpiFault();
                continue;
            }

            device.FeedWatchdog(commandMicros);
            if (command.Action == Adbms683xAction.Read)
            {
                Reply(device, command, miso, place, length, commandMicros);
            }
            else if (command.CarriesData)
            {
                Take(device, command, mosi, length - ((place + 1) * GroupBytes), endMicros);
            }
            else if (command.Action != Adbms683xAction.Poll)
            {
                device.Execute(command, mosi, 0, commandMicros);
            }
        }

        if (command != null && command.Converters != Adbms683xConverters.None)
        {
            ShowBusyLine(command.Converters, miso, length, reachable, fromFar, commandMicros);
        }
    }

    private void Reply(
        Adbms683xSimDevice device, Adbms683xCommand command, byte[] miso, int place, int length, long nowMicros)
    {
        int data = Adbms683xSimDevice.LengthOf(command.Group);
        int offset = CommandBytes + (place * (data + CheckBytes));
        if (offset >= length)
        {
            return;
        }

        device.ReadGroup(command, _slot, nowMicros);
        int word = Adbms683xPec.WordOf(_slot, 0, data, device.Counter);
        if (command.Group == Adbms683xGroup.StatusCWithError && Choices.ErrorInjectionBreaksPec)
        {
            word ^= 1;
        }

        _slot[data] = (byte)(word >> 8);
        _slot[data + 1] = (byte)word;
        Array.Copy(_slot, 0, miso, offset, Math.Min(data + CheckBytes, length - offset));
    }

    // The chain is one long shift register: at the rising select the last eight bytes sit in the nearest device, the eight
    // before in the next. A device whose bytes never came, or came broken, keeps what it had and does not count.
    private static void Take(
        Adbms683xSimDevice device, Adbms683xCommand command, byte[] mosi, int offset, long nowMicros)
    {
        if (offset >= CommandBytes && Adbms683xPec.Matches(mosi, offset, DataBytes))
        {
            device.Execute(command, mosi, offset, nowMicros);
        }
        else
        {
            device.NoteSpiFault();
        }
    }

    // Low while any device converts; what the line says is valid one clock a device later.
    private void ShowBusyLine(
        Adbms683xConverters asked, byte[] miso, int length, int reachable, bool fromFar, long commandMicros)
    {
        for (int bit = 0; bit < (length - CommandBytes) * 8; bit++)
        {
            long bitMicros = commandMicros + ((bit + 1) * 1000000L / ClockHz);
            bool busy = bit < reachable;
            for (int place = 0; place < reachable && !busy; place++)
            {
                busy = At(place, fromFar).IsBusy(asked, bitMicros);
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

    private Adbms683xSimDevice At(int place, bool fromFar) => _devices[DeviceAt(place, fromFar)];

    private int DeviceAt(int place, bool fromFar) => fromFar ? _devices.Length - 1 - place : place;
}
