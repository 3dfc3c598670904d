using System;

namespace DataBox.Sim;

/// <summary>
/// One simulated chip of the chain: its isoSPI port and watchdog in virtual time (this file), its register groups
/// (.Registers.cs) and its converters (.Conversions.cs: time, .Results.cs: codes).
/// </summary>
/// <remarks>LTC681x data sheets, state diagrams of core and isoSPI port. The core is asleep or awake; the port of an
/// awake device is idle or ready. A device that is not ready swallows what comes and only takes it as a wake-up
/// signal.</remarks>
internal sealed partial class Ltc681xSimDevice
{
    private const long Never = long.MaxValue;

    private readonly Ltc681xPart _part;
    private readonly Ltc681xTiming _timing;
    private bool _asleep = true;
    private bool _ready;
    private long _readyAtMicros = Never;
    private long _lastTrafficMicros;
    private long _lastCommandMicros;

    // Nothing happens by itself before this: what makes most calls cheap. Never later than the truth.
    private long _quietUntilMicros;

    public Ltc681xSimDevice(Ltc681xPart part, Ltc681xTiming timing, Thermistor probe, SimRandom noise)
    {
        _part = part;
        _timing = timing;
        _noise = noise;
        Pins = new Ltc681xPins(part, probe);
        ConverterOffsetMicrovolts = new int[part.ConverterCount];
        SetPowerOnValues();
    }

    public Ltc681xPins Pins { get; }

    /// <summary>False: no supply, the device is not there.</summary>
    public bool IsPowered { get; private set; } = true;

    public bool IsAsleep => _asleep;

    /// <summary>Takes part in the frame that begins now.</summary>
    public bool IsReady => IsPowered && _ready;

    public void SetPowered(bool powered)
    {
        IsPowered = powered;
        FallAsleep(keepSwitches: false);
    }

    /// <summary>The port that woke the device, or is waking it: A faces the box's end.</summary>
    public bool WokenByPortA { get; private set; }

    /// <summary>Lets time pass: wakes up, finishes conversions, goes idle, falls asleep.</summary>
    /// <returns>When the device became ready, or -1.</returns>
    public long AdvanceTo(long nowMicros) => nowMicros < _quietUntilMicros ? -1 : Advance(nowMicros);

    private long Advance(long nowMicros)
    {
        if (!IsPowered)
        {
            _quietUntilMicros = Never;
            return -1;
        }

        long woken = -1;
        if (_readyAtMicros <= nowMicros)
        {
            woken = _readyAtMicros;
            _readyAtMicros = Never;
            _ready = true;
            _lastTrafficMicros = woken;
            if (_asleep)
            {
                _asleep = false;
                _lastCommandMicros = woken;
            }
        }

        if (!_asleep)
        {
            FinishConversions(nowMicros);
            if (nowMicros - _lastCommandMicros > _timing.SleepMicros)
            {
                FallAsleep(KeepsSwitches());
            }
            else if (_ready && nowMicros - _lastTrafficMicros > _timing.IdleMicros)
            {
                _ready = false;
            }
        }

        _quietUntilMicros = NextEventMicros();
        return woken;
    }

    private long NextEventMicros()
    {
        long next = _readyAtMicros;
        if (!_asleep)
        {
            next = Math.Min(next, _lastCommandMicros + _timing.SleepMicros + 1);
            next = _ready ? Math.Min(next, _lastTrafficMicros + _timing.IdleMicros + 1) : next;
            next = IsAnythingUnderWay && !AreConvertersStopped ? Math.Min(next, _busyUntilMicros) : next;
        }

        return next;
    }

    /// <summary>A chip-select edge or wake-up pulse arrives.</summary>
    /// <returns>True when the device is ready and so hands it up the chain.</returns>
    public bool FeelPulse(long nowMicros, bool atPortA)
    {
        if (_ready)
        {
            _lastTrafficMicros = nowMicros;
            return true;
        }

        if (_readyAtMicros == Never)
        {
            WokenByPortA = atPortA;
            _readyAtMicros = nowMicros + (_asleep ? _timing.WakeMicros : _timing.ReadyMicros);
            _quietUntilMicros = 0;
        }

        return false;
    }

    /// <summary>A valid command has come.</summary>
    public void FeedWatchdog(long nowMicros) => _lastCommandMicros = nowMicros;

    // The software timer (DCTO with the DTEN pin high) keeps discharge switches and their timer over the watchdog.
    private bool KeepsSwitches() => Pins.DischargeTimerPin && (_configA[5] & 0xF0) != 0;

    private void FallAsleep(bool keepSwitches)
    {
        _asleep = true;
        _ready = false;
        _readyAtMicros = Never;
        _quietUntilMicros = 0;
        byte switchesLow = _configA[4];
        byte switchesHigh = _configA[5];
        SetPowerOnValues();
        if (keepSwitches)
        {
            _configA[4] = switchesLow;
            _configA[5] = switchesHigh;
        }
    }

    private static byte Low(int word) => (byte)word;

    private static byte High(int word) => (byte)(word >> 8);
}
