using System;

namespace DataBox.Sim;

/// <content>Direct commands: one byte each, words low byte first. Manual, "Direct Commands" and the register pages behind
/// it.</content>
internal sealed partial class Bq769x2SimDevice
{
    // Alarm bits.
    private const int SafetyStatusAlarm = 1 << 14;
    private const int SafetyAlertAlarm = 1 << 12;
    private const int InitStart = 1 << 10;
    private const int InitComplete = 1 << 9;
    private const int FullScan = 1 << 7;
    private const int FetsOff = (1 << 6) | (1 << 5);
    private const int AdScan = 1 << 1;
    private const int WakeAlarm = 1;

    // Scan bits are not latched in Alarm Raw Status and set only briefly.
    private const int RawMicros = 1000;

    private int _alarmStatus;
    private int _alarmEnable;
    private int _alarmRaw;
    private long _scanMicros = Never;
    private int _scanBits;
    private int _heldAddress = -1;
    private byte _heldHigh;
    private long _awakeSinceMicros;
    private bool _isInConfig;
    private bool _isDeepAsleep;
    private bool _isReset = true;
    private bool _maySleep;

    /// <summary>Cells that the host has told the chip to discharge; bit i is cell i + 1.</summary>
    public int BalancingCells { get; private set; }

    public bool IsInConfig => _isInConfig;

    private bool Measures => IsPowered && _bootMicros == Never && !_isInConfig && !_isDeepAsleep && !AreConvertersStopped;

    private void SetPowerOnValues()
    {
        _alarmStatus = 0;
        _alarmRaw = 0;
        _alarmEnable = Memory.AlarmMask;
        _scanMicros = Never;
        _heldAddress = -1;
        _isInConfig = false;
        _isDeepAsleep = false;
        _isReset = true;
        _maySleep = Memory.SleepAllowed;
        BalancingCells = 0;
        ClearBuffer();
    }

    private void FinishSlot(long nowMicros)
    {
        Bq769x2LoopEvent scan = Loop.Step();
        Protection.Check(nowMicros);
        RaiseAlarm(Levels());
        if ((scan & Bq769x2LoopEvent.AdScan) == 0)
        {
            return;
        }

        _busyUntilMicros = nowMicros + _settings.BusyAfterLoopMicros;
        bool isFull = (scan & Bq769x2LoopEvent.FullScan) != 0;
        _scanMicros = nowMicros;
        _scanBits = AdScan | (isFull ? FullScan : 0);
        RaiseAlarm(_scanBits);
        if (isFull && (_alarmRaw & InitComplete) == 0)
        {
            _alarmRaw |= InitComplete;
            RaiseAlarm(InitComplete);
        }

        bool isIdle = Math.Abs(_settings.CurrentMilliamps) < Memory.SleepMilliamps && Protection.Alerts == 0;
        if (Loop.IsAsleep && !isIdle)
        {
            WakeUp(nowMicros);
        }
        else if (isIdle && _maySleep && nowMicros - _awakeSinceMicros >= Memory.SleepHysteresisSeconds * 1000000L)
        {
            Loop.IsAsleep = true;
        }
    }

    private void WakeUp(long nowMicros)
    {
        _awakeSinceMicros = nowMicros;
        RaiseAlarm(WakeAlarm);
        Loop.IsAsleep = false;
        StartLoop(nowMicros);
    }

    private void RaiseAlarm(int bits) => _alarmStatus |= bits & _alarmEnable;

    private int Levels() =>
        ((Protection.Faults & Memory.AlertMaskA) != 0 ? SafetyStatusAlarm : 0)
        | ((Protection.Alerts & Memory.AlertMaskA) != 0 ? SafetyAlertAlarm : 0);

    private byte ReadRegister(int address, long nowMicros)
    {
        if (address is >= 0x3E and <= 0x61)
        {
            return ReadBuffer(address);
        }

        int register = address & ~1;
        if (!_settings.TearsWords && (address & 1) == 1 && _heldAddress == register)
        {
            return _heldHigh;
        }

        int word = address is >= 0x02 and <= 0x07 ? Safety(register) : address == 0x7F ? 0 : Word(register, nowMicros);
        _heldAddress = register;
        _heldHigh = (byte)(word >> 8);
        return (byte)((address & 1) == 0 ? word : word >> 8);
    }

    // Alert in the even byte, status in the odd one.
    private int Safety(int register) => register == 0x02 ? Protection.Alerts | (Protection.Faults << 8) : 0;

    private int Word(int register, long nowMicros) => register switch
    {
        0x00 => _isDeepAsleep ? 4 : 0,
        0x12 => BatteryStatus(),
        >= 0x14 and <= 0x33 => Millivolts(Loop.Cell((register - 0x14) / 2)),
        0x34 => UserVolts(Loop.StackMicrovolts),
        0x36 => UserVolts(Loop.PackMicrovolts),
        0x38 => UserVolts(Loop.LoadMicrovolts),
        0x3A => _settings.CurrentMilliamps & 0xFFFF,
        0x62 => _alarmStatus,
        0x64 => RawAlarms(nowMicros),
        0x66 => _alarmEnable,
        0x68 => Loop.DieDeciK,
        >= 0x6A and <= 0x7A => Loop.PinValue[(register - 0x6A) / 2] & 0xFFFF,
        _ => 0,
    };

    private int RawAlarms(long nowMicros) =>
        _alarmRaw | FetsOff | Levels() | (_scanMicros != Never && nowMicros - _scanMicros < RawMicros ? _scanBits : 0);

    private int BatteryStatus() =>
        (Loop.IsAsleep ? 1 << 15 : 0)
        | (Protection.Faults != 0 ? 1 << 11 : 0)
        | (1 << 8) // full access
        | (1 << 7) // programming of OTP is blocked
        | (Loop.IsCheckingWires ? 1 << 5 : 0)
        | (_isReset ? 1 << 3 : 0)
        | (_maySleep ? 1 << 2 : 0)
        | (_isInConfig ? 1 : 0);

    private int UserVolts(double microvolts) =>
        (int)Math.Round(microvolts / (Memory.ReportsCentivolts ? 10000 : 1000)) & 0xFFFF;

    private static int Millivolts(double microvolts) => (int)Math.Round(microvolts / 1000) & 0xFFFF;

    private void WriteRegister(int address, byte value, long nowMicros)
    {
        switch (address)
        {
            case >= 0x3E and <= 0x61:
                WriteBuffer(address, value, nowMicros);
                break;
            case 0x62:
                _alarmStatus &= ~value;
                break;
            case 0x63:
                _alarmStatus &= ~(value << 8);
                break;
            case 0x66:
                _alarmEnable = (_alarmEnable & 0xFF00) | value;
                break;
            case 0x67:
                _alarmEnable = (_alarmEnable & 0xFF) | (value << 8);
                break;
        }
    }
}
