using System;

namespace DataBox.Sim;

/// <summary>The flags in the last two bytes of status group C, in the order of their bits.</summary>
public enum Adbms683xFlag
{
    /// <summary>Fuses of the S trim: more than one bit wrong.</summary>
    Smed,

    /// <summary>Fuses of the S trim: one bit, corrected.</summary>
    Sed,

    /// <summary>Fuses of the C trim: more than one bit wrong.</summary>
    Cmed,

    /// <summary>Fuses of the C trim: one bit, corrected.</summary>
    Ced,
    DigitalUnder,
    DigitalOver,
    AnalogueUnder,
    AnalogueOver,

    /// <summary>OSCCHK: the oscillators disagree.</summary>
    Oscillator,

    /// <summary>TMODCHK: a test mode is on.</summary>
    TestMode,

    /// <summary>THSD: the die was too hot.</summary>
    ThermalShutdown,

    /// <summary>The device has slept since the flag was cleared.</summary>
    Sleep,

    /// <summary>SPIFLT: a frame came broken.</summary>
    SpiFault,

    /// <summary>COMP: C- and S-ADC are being compared; a state, not a fault.</summary>
    Comparing,

    /// <summary>VDE; its place is a choice of the chain.</summary>
    SupplyDelta,

    /// <summary>VDEL.</summary>
    SupplyDeltaLatent,
}

internal sealed partial class Adbms683xSimDevice
{
    private const int NominalOscillatorCount = 61;
    private const int FastOscillatorCount = 76;
    private const int SlowOscillatorCount = 46;

    private int _mismatch;
    private int _latched;
    private int _forced;

    /// <summary>What the oscillator counter shows when neither is made faster or slower.</summary>
    public int OscillatorCount { get; set; } = NominalOscillatorCount;

    public void Force(Adbms683xFlag flag, bool set)
    {
        int bit = 1 << (int)flag;
        _forced = set ? _forced | bit : _forced & ~bit;
    }

    public void NoteSpiFault() => _latched |= 1 << (int)Adbms683xFlag.SpiFault;

    /// <summary>The die passed its limit: configuration lost, flag set.</summary>
    public void Overheat()
    {
        SetConfigPowerOn();
        _latched |= 1 << (int)Adbms683xFlag.ThermalShutdown;
    }

    private int CountOfOscillator() => (_configA[1] & 1) != 0 ? FastOscillatorCount
        : (_configA[1] & 2) != 0 ? SlowOscillatorCount : OscillatorCount;

    private void ClearFlags(byte[] data, int offset)
    {
        _mismatch &= ~BitConverter.ToUInt16(data, offset);
        _latched &= ~Placed(BitConverter.ToUInt16(data, offset + 4));
    }

    // Windows of a public driver: 4.512 to 5.486 V analogue, 2.754 to 3.528 V digital, 52 to 70 counts. Test bits FLAG_D:
    // 0 and 1 shift the oscillator, 2 with 3 feigns supply errors (over with 3, else under), 4 heat, 5 and 6 fuse errors
    // (5 the corrected ones, a guess), 7 the test mode.
    private void Judge()
    {
        int test = _configA[1];
        int count = CountOfOscillator();
        bool over = (test & 0x0C) == 0x0C;
        bool under = (test & 0x0C) == 0x04;
        Latch(Adbms683xFlag.AnalogueOver, over || Pins.AnalogueSupplyMicrovolts > 5486000);
        Latch(Adbms683xFlag.AnalogueUnder, under || Pins.AnalogueSupplyMicrovolts < 4512000);
        Latch(Adbms683xFlag.DigitalOver, over || Pins.DigitalSupplyMicrovolts > 3528000);
        Latch(Adbms683xFlag.DigitalUnder, under || Pins.DigitalSupplyMicrovolts < 2754000);
        Latch(Adbms683xFlag.Oscillator, count is < 52 or > 70);
        Latch(Adbms683xFlag.ThermalShutdown, (test & 0x10) != 0);
        Latch(Adbms683xFlag.Sed, (test & 0x20) != 0);
        Latch(Adbms683xFlag.Ced, (test & 0x20) != 0);
        Latch(Adbms683xFlag.Smed, (test & 0x40) != 0);
        Latch(Adbms683xFlag.Cmed, (test & 0x40) != 0);
        Latch(Adbms683xFlag.TestMode, (test & 0x80) != 0);
    }

    private void Latch(Adbms683xFlag flag, bool set) => _latched |= set ? 1 << (int)flag : 0;

    private void ReadStatusC(byte[] bytes, int offset)
    {
        Judge();
        int flags = Placed(_latched | _forced | (_sRunning && _sCompares ? 1 << (int)Adbms683xFlag.Comparing : 0));
        int rounds = Shown.Rounds & 0x7FF;
        bytes[offset] = (byte)_mismatch;
        bytes[offset + 1] = (byte)(_mismatch >> 8);
        bytes[offset + 2] = (byte)(rounds >> 6);
        bytes[offset + 3] = (byte)((rounds << 2) | (Shown.RedundantRounds & 3));
        bytes[offset + 4] = (byte)flags;
        bytes[offset + 5] = (byte)(flags >> 8);
    }

    private void ReadStatusD(byte[] bytes, int offset)
    {
        uint limits = Shown.LimitFlags;
        for (int i = 0; i < 4; i++)
        {
            bytes[offset + i] = (byte)(limits >> (8 * i));
        }

        bytes[offset + 4] = _choices.FillByte;
        bytes[offset + 5] = (byte)CountOfOscillator();
    }

    private void ReadStatusE(byte[] bytes, int offset)
    {
        int levels = 0;
        for (int gpio = 0; gpio < Adbms683xPart.Gpios; gpio++)
        {
            levels |= !IsPulledDown(gpio) && Pins.Gpio(gpio) >= PinHighMicrovolts ? 1 << gpio : 0;
        }

        bytes[offset] = (byte)levels;
        bytes[offset + 1] = (byte)((levels >> 8) | (Revision << 4));
    }

    // Between the enumeration's order and the bits', both ways.
    private int Placed(int flags)
    {
        const int both = 3 << (int)Adbms683xFlag.SupplyDelta;
        int low = (flags >> (int)Adbms683xFlag.SupplyDelta) & 1;
        int high = (flags >> (int)Adbms683xFlag.SupplyDeltaLatent) & 1;
        return _choices.VdeIsBit6
            ? flags
            : (flags & ~both) | (high << (int)Adbms683xFlag.SupplyDelta) | (low << (int)Adbms683xFlag.SupplyDeltaLatent);
    }
}
