using System;

namespace DataBox.Sim;

/// <summary>
/// One simulated chip of the chain: its isoSPI ports and watchdog in virtual time (this file), its command counter and
/// register groups (.Registers.cs), flags (.Flags.cs), C- and S-ADC (.Cells.cs) and auxiliary converters (.Aux.cs).
/// </summary>
/// <remarks>The core is asleep or awake; the ports of an awake device are idle or ready, both together. A device that is
/// not ready swallows what comes and only takes it as a wake-up signal.</remarks>
internal sealed partial class Adbms683xSimDevice
{
    private const long Never = long.MaxValue;

    private readonly Adbms683xTiming _timing;
    private readonly Adbms683xChoices _choices;
    private bool _asleep = true;
    private bool _ready;
    private long _readyAtMicros = Never;
    private long _deafUntilMicros;
    private long _lastTrafficMicros;
    private long _lastCommandMicros;

    public Adbms683xSimDevice(
        Adbms683xTiming timing, Adbms683xChoices choices, Thermistor probe, SimRandom noise, byte[] serialId)
    {
        _timing = timing;
        _choices = choices;
        _noise = noise;
        _serialId = serialId;
        Array.Fill(_held, NotHeld);
        Lines = new Adbms683xSenseLines(choices);
        Pins = new Adbms683xPins(probe, Lines);
        SetPowerOnValues();
    }

    public Adbms683xSenseLines Lines { get; }

    public Adbms683xPins Pins { get; }

    /// <summary>False: no supply, the device is not there.</summary>
    public bool IsPowered { get; private set; } = true;

    public bool IsAsleep => _asleep;

    /// <summary>Takes part in the frame that begins now.</summary>
    public bool IsReady => IsPowered && _ready;

    /// <summary>The signal that woke it, or is about to, came from the far end.</summary>
    public bool IsWokenFromFar { get; private set; }

    public void SetPowered(bool powered)
    {
        IsPowered = powered;
        _deafUntilMicros = 0;
        FallAsleep();
    }

    /// <summary>Lets time pass: wakes up, converts, goes idle, falls asleep.</summary>
    /// <returns>When the device became ready and so woke its next neighbour, or -1.</returns>
    public long AdvanceTo(long nowMicros)
    {
        if (!IsPowered)
        {
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
            if (nowMicros - _lastCommandMicros > _timing.SleepMicros)
            {
                FallAsleep();
                return woken;
            }

            Convert(nowMicros);
            if (_ready && nowMicros - _lastTrafficMicros > _timing.IdleMicros)
            {
                _ready = false;
            }
        }

        return woken;
    }

    /// <summary>A chip-select edge or wake-up pulse arrives.</summary>
    /// <returns>True when the device is ready and so hands it along the chain.</returns>
    public bool FeelPulse(long nowMicros, bool fromFar)
    {
        if (_ready)
        {
            _lastTrafficMicros = nowMicros;
            return true;
        }

        if (_readyAtMicros == Never && nowMicros >= _deafUntilMicros)
        {
            _readyAtMicros = nowMicros + (_asleep ? _timing.WakeMicros : _timing.ReadyMicros);
            IsWokenFromFar = fromFar;
        }

        return false;
    }

    /// <summary>A valid command has come.</summary>
    public void FeedWatchdog(long nowMicros) => _lastCommandMicros = nowMicros;

    private void FallAsleep()
    {
        _asleep = true;
        _ready = false;
        _readyAtMicros = Never;
        SetPowerOnValues();
    }
}
