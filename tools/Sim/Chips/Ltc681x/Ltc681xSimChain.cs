using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// A daisy chain of simulated LTC6811/6812/6813/ADBMS1818 behind one chip select, or one at either end, byte-accurate at
/// the SPI frame: sleep and wake-up, packet error codes both ways, conversion time, power-on and cleared values. Written
/// from the data sheets alone; shares no constant with the driver.
/// </summary>
/// <remarks>
/// Device 0 is nearest to the box. Written data goes out for the farthest device first, read data comes from the
/// nearest first. A device that is absent, asleep or behind a cut reads as FF from there on. Transfers advance the
/// clock by their bits over the clock rate. Frames are in .Frames.cs; what a test breaks things with is in .Faults.cs and
/// .Cells.cs.
/// <para>The far end (ADBMS1818 data sheet, "Reversible isoSPI"; LTC6812 and LTC6813 say the same). Every frame decides
/// its own direction: the port at which the select falls becomes the slave, the other the master that hands everything
/// on. So both bridges may be used in turn, frame by frame, without waiting for ports to go idle, and the last device is
/// the nearest to a frame from there. One thing is not symmetrical: a device that wakes up hands the wake-up pulse on
/// only if it came to port A, from the box's end. From the far end each device needs a pulse of its own. What two frames
/// at once would do is left out: there is one box.</para>
/// </remarks>
public sealed partial class Ltc681xSimChain : ISimChain
{
    private readonly ManualClock _clock;
    private readonly Ltc681xPart _part;
    private readonly Ltc681xSimDevice[] _devices;
    private readonly FarBridge? _farEnd;
    private byte[] _harmedWrite = [];
    private byte[] _harmedUpperWrite = [];
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
        _farEnd = part.IsReversible ? new FarBridge(this) : null;
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

    public int ConverterCount => _part.ConverterCount;

    /// <summary>Sleep, idle and wake-up times; the same for all devices.</summary>
    public Ltc681xTiming Timing { get; } = new Ltc681xTiming();

    /// <summary>Faults on the wires.</summary>
    public ChainFaults Faults { get; } = new ChainFaults();

    /// <summary>The bridge behind the last device, at its port B; null on the LTC6811, whose ports have fixed parts.
    /// </summary>
    public ISpiBus? FarEnd => _farEnd;

    /// <summary>Transfers so far, both ends; the next one bears this number.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Bytes clocked so far, both ends.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Wake-up pulses so far, both ends.</summary>
    public long PulseCount { get; private set; }

    public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length) =>
        Transfer(writeBuffer, readBuffer, length, true);

    public void Pulse(int lowMicros) => Pulse(lowMicros, true);

    private void Pulse(int lowMicros, bool fromNear)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lowMicros);
        LetTimePass(_clock.MonotonicMicros());
        SendPulse(0, fromNear, _clock.MonotonicMicros());
        _clock.Advance(lowMicros);
        LetTimePass(_clock.MonotonicMicros());
        SendPulse(0, fromNear, _clock.MonotonicMicros());
        PulseCount++;
    }

    // Devices and wires in the order in which a frame from one end meets them.
    private Ltc681xSimDevice At(int position, bool fromNear) =>
        _devices[fromNear ? position : _devices.Length - 1 - position];

    private bool IsWired(int position, bool fromNear) =>
        !Faults.AnyCut || !Faults.IsCut(fromNear ? position : _devices.Length - position);

    private int ReachableDevices(bool fromNear)
    {
        int count = 0;
        while (count < _devices.Length && IsWired(count, fromNear) && At(count, fromNear).IsReady)
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

    // A device that becomes ready sends a wake-up pulse out of port B at that instant, if it was woken at port A. A
    // neighbour that is ready already keeps it to itself: half a select is nothing to hand on.
    private void LetTimePass(int device, long nowMicros)
    {
        long wokenMicros = _devices[device].AdvanceTo(nowMicros);
        int above = device + 1;
        if (wokenMicros >= 0 && _devices[device].WokenByPortA && above < _devices.Length && IsWired(above, true)
            && _devices[above].IsPowered)
        {
            LetTimePass(above, wokenMicros);
            _devices[above].FeelPulse(wokenMicros, true);
        }
    }

    private void SendPulse(int position, bool fromNear, long nowMicros)
    {
        for (int p = position; p < _devices.Length && IsWired(p, fromNear); p++)
        {
            int device = fromNear ? p : _devices.Length - 1 - p;
            if (!_devices[device].IsPowered)
            {
                return;
            }

            LetTimePass(device, nowMicros);
            if (!_devices[device].FeelPulse(nowMicros, fromNear))
            {
                return;
            }
        }
    }

    private sealed class FarBridge(Ltc681xSimChain chain) : ISpiBus
    {
        public int ClockHz => chain.ClockHz;

        public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length) =>
            chain.Transfer(writeBuffer, readBuffer, length, false);

        public void Pulse(int lowMicros) => chain.Pulse(lowMicros, false);
    }
}
