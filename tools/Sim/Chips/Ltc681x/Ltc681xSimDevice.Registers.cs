using System;

namespace DataBox.Sim;

internal sealed partial class Ltc681xSimDevice
{
    private const int Cleared = 0xFFFF;
    private const int ReleasedGpios1To5 = 0xF8;
    private const int ReleasedGpios6To9 = 0x0F;
    private const int ReferenceOn = 0x04;
    private const int LongModes = 0x01;
    private const int MuteBit = 0x80;
    private const int PinHighMicrovolts = 1500000;

    private readonly byte[] _configA = new byte[6];
    private readonly byte[] _configB = new byte[6];
    private readonly byte[] _switchControl = new byte[6];
    private readonly byte[] _pwm = new byte[6];
    private readonly byte[] _pwmAndSwitchB = new byte[6];
    private readonly byte[] _comm = new byte[6];

    // Register words. Cells: one a cell input, 18 always. Aux: GPIO 1..9, then REF2. Status: SC, ITMP, VA, VD.
    private readonly int[] _cellCode = new int[18];
    private readonly int[] _auxCode = new int[10];
    private readonly int[] _statusCode = new int[4];

    // Bit 2i: cell i is under its limit, bit 2i + 1: over.
    private long _limitFlags;
    private bool _muxFail;
    private bool _thermalShutdown;
    private bool _muted;
    private long _referenceUpMicros = Never;
    private int _clearsToIgnore;

    private const int ReferenceIndex = 9;

    public void IgnoreClears(int count) => _clearsToIgnore = count;

    public void OverheatOnce()
    {
        Array.Clear(_configA, 4, 2);
        SetConfigAPowerOn();
        Array.Clear(_configB, 0, 6);
        _configB[0] = ReleasedGpios6To9;
        Array.Clear(_switchControl, 0, 6);
        _thermalShutdown = true;
    }

    public bool Has(Ltc681xGroup group) => group switch
    {
        Ltc681xGroup.CellE => _part.CellInputs > 12,
        Ltc681xGroup.CellF => _part.CellInputs > 15,
        Ltc681xGroup.ConfigB or Ltc681xGroup.AuxC or Ltc681xGroup.AuxD or Ltc681xGroup.PwmAndSwitchB =>
            _part.HasConfigB,
        _ => true,
    };

    /// <summary>The six data bytes of a group as the chip shifts them out.</summary>
    public void ReadGroup(Ltc681xGroup group, byte[] bytes, int offset, long nowMicros)
    {
        FinishConversions(nowMicros);
        switch (group)
        {
            case Ltc681xGroup.ConfigA:
                Copy(_configA, bytes, offset);
                bytes[offset] = (byte)((_configA[0] & (ReferenceOn | LongModes)) | (PinLevels(0, 5) << 3)
                    | (Pins.DischargeTimerPin ? 2 : 0));
                break;
            case Ltc681xGroup.ConfigB:
                Copy(_configB, bytes, offset);
                bytes[offset] = (byte)((_configB[0] & 0xF0) | PinLevels(5, 4));
                bytes[offset + 1] = (byte)(_configB[1] | (_muted ? MuteBit : 0));
                break;
            case >= Ltc681xGroup.CellA and <= Ltc681xGroup.CellF:
                Words(_cellCode, (group - Ltc681xGroup.CellA) * 3, bytes, offset);
                break;
            case Ltc681xGroup.AuxA:
                Words(_auxCode, 0, bytes, offset);
                break;
            case Ltc681xGroup.AuxB:
                Word(_auxCode[3], bytes, offset);
                Word(_auxCode[4], bytes, offset + 2);
                Word(_auxCode[ReferenceIndex], bytes, offset + 4);
                break;
            case Ltc681xGroup.AuxC:
                Words(_auxCode, 5, bytes, offset);
                break;
            case Ltc681xGroup.AuxD:
                Word(_auxCode[8], bytes, offset);
                Word(Cleared, bytes, offset + 2);
                Word((int)(_limitFlags >> 24) | ~UpperFlagMask(), bytes, offset + 4);
                break;
            case Ltc681xGroup.StatusA:
                Words(_statusCode, 0, bytes, offset);
                break;
            case Ltc681xGroup.StatusB:
                ReadStatusB(bytes, offset);
                break;
            default:
                Copy(Plain(group), bytes, offset);
                break;
        }
    }

    /// <summary>Takes six data bytes whose check bytes were right.</summary>
    public void WriteGroup(Ltc681xGroup group, byte[] bytes, int offset, long nowMicros)
    {
        switch (group)
        {
            case Ltc681xGroup.ConfigA:
                bool wasOn = (_configA[0] & ReferenceOn) != 0;
                Array.Copy(bytes, offset, _configA, 0, 6);
                bool isOn = (_configA[0] & ReferenceOn) != 0;
                if (isOn != wasOn)
                {
                    _referenceUpMicros = isOn ? nowMicros + _timing.ReferenceMicros : Never;
                }

                break;
            case Ltc681xGroup.ConfigB:
                Array.Clear(_configB, 0, 6);
                _configB[0] = (byte)(bytes[offset] & (_part.CellInputs > 15 ? 0xFF : 0x7F));
                _configB[1] = (byte)(bytes[offset + 1] & ~MuteBit);
                break;
            default:
                Array.Copy(bytes, offset, Plain(group), 0, 6);
                break;
        }
    }

    // Six register writes that only exist (balancing, the I2C/SPI master of the GPIOs): kept and read back.
    private byte[] Plain(Ltc681xGroup group) => group switch
    {
        Ltc681xGroup.SwitchControl => _switchControl,
        Ltc681xGroup.Pwm => _pwm,
        Ltc681xGroup.PwmAndSwitchB => _pwmAndSwitchB,
        Ltc681xGroup.Comm => _comm,
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, "not a writable group"),
    };

    private void SetPowerOnValues()
    {
        Array.Clear(_configA, 0, 6);
        SetConfigAPowerOn();
        Array.Clear(_configB, 0, 6);
        _configB[0] = ReleasedGpios6To9;
        Array.Clear(_switchControl, 0, 6);
        Array.Fill(_pwm, (byte)0xFF);
        Array.Fill(_pwmAndSwitchB, (byte)0xF0);
        Array.Fill(_comm, (byte)0xFF);
        Array.Fill(_cellCode, Cleared);
        Array.Fill(_auxCode, Cleared);
        Array.Fill(_statusCode, Cleared);
        _limitFlags = AllLimitFlags;
        _muxFail = true;
        _thermalShutdown = false;
        _muted = false;
        AbandonConversions();
    }

    private void SetConfigAPowerOn()
    {
        Array.Clear(_configA, 0, 4);
        _configA[0] = ReleasedGpios1To5;
        _referenceUpMicros = Never;
    }

    private void Clear(Ltc681xAction action)
    {
        if (_clearsToIgnore > 0)
        {
            _clearsToIgnore--;
            return;
        }

        switch (action)
        {
            case Ltc681xAction.ClearCells:
                Array.Fill(_cellCode, Cleared);
                break;
            case Ltc681xAction.ClearAux:
                Array.Fill(_auxCode, Cleared);
                break;
            case Ltc681xAction.ClearStatus:
                // Flags go to 1, so that a bit that is stuck at 0 shows.
                Array.Fill(_statusCode, Cleared);
                _limitFlags = AllLimitFlags;
                _muxFail = true;
                _thermalShutdown = true;
                break;
            default:
                Array.Clear(_switchControl, 0, 6);
                break;
        }
    }

    private static long AllLimitFlags => (1L << 36) - 1;

    // AUX D carries the flags of the cells above 12, cell 13 lowest; bits without a cell read 1 (ADBMS1818 data sheet,
    // table "Auxiliary Register Group D").
    private int UpperFlagMask() => (1 << (2 * Math.Max(0, _part.CellInputs - 12))) - 1;

    private void ReadStatusB(byte[] bytes, int offset)
    {
        const int revision = 1;
        Word(_statusCode[3], bytes, offset);
        bytes[offset + 2] = (byte)_limitFlags;
        bytes[offset + 3] = (byte)(_limitFlags >> 8);
        bytes[offset + 4] = (byte)(_limitFlags >> 16);
        bytes[offset + 5] = (byte)((revision << 4) | (_muxFail ? 2 : 0) | (_thermalShutdown ? 1 : 0));
        _thermalShutdown = false;
    }

    // A pull-down that is on (bit 0) holds its pin low whatever the probe wants.
    private bool IsPulledDown(int gpio) => gpio < 5
        ? (_configA[0] & (8 << gpio)) == 0
        : (_configB[0] & (1 << (gpio - 5))) == 0;

    private int PinLevels(int firstGpio, int count)
    {
        int levels = 0;
        for (int i = 0; i < count; i++)
        {
            int gpio = firstGpio + i;
            if (gpio < _part.GpioInputs && !IsPulledDown(gpio) && !Pins.IsGpioWireOpen(gpio)
                && Pins.Gpio(gpio) >= PinHighMicrovolts)
            {
                levels |= 1 << i;
            }
        }

        return levels;
    }

    private static void Copy(byte[] group, byte[] bytes, int offset) => Array.Copy(group, 0, bytes, offset, 6);

    private static void Words(int[] words, int first, byte[] bytes, int offset)
    {
        Word(words[first], bytes, offset);
        Word(words[first + 1], bytes, offset + 2);
        Word(words[first + 2], bytes, offset + 4);
    }

    private static void Word(int word, byte[] bytes, int offset)
    {
        bytes[offset] = Low(word);
        bytes[offset + 1] = High(word);
    }
}
