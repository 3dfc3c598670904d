using System;

namespace DataBox.Sim;

/// <summary>
/// The simulated chip: its serial port in virtual time (this file), its registers (.Registers.cs) and its subcommands
/// (.Subcommands.cs). One processor works on one thing after the other: frame, subcommand, end of a measurement loop.
/// </summary>
internal sealed partial class Bq769x2SimDevice
{
    private const long Never = Bq769x2Loop.Never;
    private const int FrameBytes = 3;

    private readonly Bq769x2Settings _settings;
    private readonly byte[] _reply = new byte[FrameBytes];
    private readonly byte[] _frame = new byte[FrameBytes];
    private bool _hasReply;
    private bool _hasError;
    private long _frameDueMicros = Never;
    private bool _isFrameLost;
    private long _bootMicros = Never;
    private long _busyUntilMicros;
    private long _oscillatorReadyMicros;
    private long _lastSelectMicros;
    private int _commandsToLose;

    public Bq769x2SimDevice(Bq769x2Settings settings, Thermistor probe, SimRandom noise)
    {
        _settings = settings;
        Memory = new Bq769x2Memory();
        Pins = new Bq769x2Pins(probe);
        Loop = new Bq769x2Loop(settings, Memory, Pins, noise);
        Protection = new Bq769x2Protection(Memory, Pins);
    }

    public Bq769x2Memory Memory { get; }

    public Bq769x2Pins Pins { get; }

    public Bq769x2Loop Loop { get; }

    public Bq769x2Protection Protection { get; }

    /// <summary>False: no supply.</summary>
    public bool IsPowered { get; private set; }

    public bool IsSleeping => Loop.IsAsleep;

    public bool AreConvertersStopped { get; private set; }

    /// <summary>Takes the supply away, or gives it (again).</summary>
    public void SetPowered(bool powered, long nowMicros)
    {
        IsPowered = powered;
        Restart(nowMicros, powered ? nowMicros + _settings.BootMicros : Never);
    }

    public void StopConverters(bool stopped, long nowMicros)
    {
        AreConvertersStopped = stopped;
        if (stopped)
        {
            Loop.Stop();
        }
        else if (Measures)
        {
            Loop.Start(nowMicros);
        }
    }

    public void LoseCommands(int count) => _commandsToLose = count;

    /// <summary>Lets time pass: everything that falls due happens in its order.</summary>
    public void AdvanceTo(long nowMicros)
    {
        while (true)
        {
            long next = Math.Min(
                Math.Min(_bootMicros, Loop.NextMicros), Math.Min(_frameDueMicros, _subcommandDueMicros));
            if (next > nowMicros || next == Never)
            {
                return;
            }

            if (next == _bootMicros)
            {
                FinishBoot();
            }
            else if (next == Loop.NextMicros)
            {
                FinishSlot(next);
            }
            else if (next == _subcommandDueMicros)
            {
                FinishSubcommand(next);
            }
            else
            {
                FinishFrame(next);
            }
        }
    }

    /// <summary>Select falls: it wakes the oscillator of a chip that sleeps.</summary>
    public void FeelSelect(long nowMicros)
    {
        if (IsPowered && _bootMicros == Never)
        {
            if (IsOscillatorOff(nowMicros))
            {
                _oscillatorReadyMicros = nowMicros + _settings.OscillatorMicros;
            }

            _lastSelectMicros = nowMicros;
        }
    }

    /// <summary>One frame: what lies ready goes out while the next command comes in.</summary>
    /// <param name="miso">Filled with FF by the caller.</param>
    public void Transfer(byte[] mosi, byte[] miso, int length, long startMicros, long endMicros)
    {
        if (!IsPowered || _bootMicros != Never)
        {
            return;
        }

        FeelSelect(startMicros);
        _lastSelectMicros = endMicros;
        if (_oscillatorReadyMicros > startMicros)
        {
            return;
        }

        if (_hasReply)
        {
            Array.Copy(_reply, miso, Math.Min(length, FrameBytes));
        }
        else if (length >= FrameBytes)
        {
            miso[2] = _hasError ? (byte)0xAA : (byte)0;
        }

        _hasReply = false;
        _hasError = false;
        AdvanceTo(endMicros);
        Take(mosi, length, endMicros);
    }

    private void Take(byte[] mosi, int length, long endMicros)
    {
        bool isLost = _commandsToLose > 0 && length > 0 && (mosi[0] & 0x80) != 0;
        if (isLost)
        {
            _commandsToLose--;
        }

        if (length != FrameBytes || SerialCrc8.Of(mosi, 0, 2) != mosi[2] || (isLost && !_settings.HidesLostCommands))
        {
            _hasError = true;
            return;
        }

        if (_frameDueMicros != Never && _settings.LosesFramesWhileBusy)
        {
            return;
        }

        Array.Copy(mosi, _frame, FrameBytes);
        _isFrameLost = isLost;
        _frameDueMicros = endMicros + _settings.DirectMicros;
    }

    // In SLEEP and DEEPSLEEP it stops after a second, or what Comm Idle Time says, without a select.
    private bool IsOscillatorOff(long nowMicros) =>
        (Loop.IsAsleep || _isDeepAsleep) && nowMicros - _lastSelectMicros > Memory.CommIdleSeconds * 1000000L;

    private void FinishFrame(long nowMicros)
    {
        // The processor may have something else to do: the end of a loop, or a subcommand that fills the buffer.
        long freeMicros = Math.Max(_busyUntilMicros, NeedsBuffer(_frame[0]) && _subcommandDueMicros != Never
            ? _subcommandDueMicros + 1 : 0);
        if (freeMicros > nowMicros)
        {
            _frameDueMicros = freeMicros;
            return;
        }

        _frameDueMicros = Never;
        int address = _frame[0] & 0x7F;
        _reply[0] = _frame[0];
        if ((_frame[0] & 0x80) != 0)
        {
            _reply[1] = _frame[1];
            if (!_isFrameLost)
            {
                WriteRegister(address, _frame[1], nowMicros);
            }
        }
        else
        {
            _reply[1] = ReadRegister(address, nowMicros);
        }

        _reply[2] = SerialCrc8.Of(_reply, 0, 2);
        _hasReply = true;
    }

    // Reading 3E and 3F is how a host sees that a subcommand is still at work; all else there has to wait for it.
    private static bool NeedsBuffer(int firstByte) =>
        firstByte is >= 0x40 and <= 0x61 or >= (0x80 | 0x3E) and <= (0x80 | 0x61);

    private void Restart(long nowMicros, long bootMicros)
    {
        _bootMicros = bootMicros;
        _frameDueMicros = Never;
        _subcommandDueMicros = Never;
        _hasReply = false;
        _hasError = false;
        _busyUntilMicros = 0;
        _oscillatorReadyMicros = 0;
        _lastSelectMicros = nowMicros;
        Loop.Clear();
        Protection.Clear();
        Memory.SetDefaults();
        SetPowerOnValues();
    }

    private void FinishBoot()
    {
        long nowMicros = _bootMicros;
        _bootMicros = Never;
        _awakeSinceMicros = nowMicros;
        RaiseAlarm(InitStart);
        if (!AreConvertersStopped)
        {
            Loop.Start(nowMicros);
        }
    }
}
