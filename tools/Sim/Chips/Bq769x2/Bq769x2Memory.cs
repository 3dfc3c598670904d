using System;

namespace DataBox.Sim;

/// <summary>
/// Data memory of the chip: RAM that starts from the defaults of the manual's table "Data Memory Summary" and is lost with
/// the supply or by RESET. Only what this simulation acts on has a name; every other byte can be written and read back.
/// </summary>
internal sealed class Bq769x2Memory
{
    public const int First = 0x9180;
    public const int Last = 0x93FF;
    private const int Signature = 0x91E0;

    private readonly byte[] _bytes = new byte[Last - First + 1];

    public Bq769x2Memory()
    {
        SetDefaults();
    }

    public bool FastAdc => (Word(0x9234) & 0x40) != 0;

    /// <summary>The loop takes so many times as long as its measurements.</summary>
    public int LoopFactor => 1 << ((Word(0x9234) >> 2) & 3);

    public bool SleepAllowed => (Word(0x9234) & 0x100) != 0;

    /// <summary>0 in SPI mode means 1.</summary>
    public int CommIdleSeconds => Math.Max(1, (int)At(0x923D));

    public bool ReportsCentivolts => (At(0x9303) & 4) != 0;

    /// <summary>Bit i: cell i + 1 is one; none set means all are.</summary>
    public int CellMask => Word(0x9304) == 0 ? 0xFFFF : Word(0x9304);

    public int AlarmMask => Word(0x926D);

    public int AlertMaskA => At(0x926F);

    public int EnabledProtectionsA => At(0x9261);

    public int UndervoltageMicrovolts => At(0x9275) * 50600;

    public int OvervoltageMicrovolts => At(0x9278) * 50600;

    public int UndervoltageDelaySteps => Word(0x9276);

    public int OvervoltageDelaySteps => Word(0x9279);

    public int UndervoltageHysteresisMicrovolts => At(0x927B) * 50600;

    public int OvervoltageHysteresisMicrovolts => At(0x927C) * 50600;

    public int RecoverySeconds => At(0x92AF);

    /// <summary>0: no open-wire check.</summary>
    public int OpenWireSeconds => At(0x9314);

    public int SleepMilliamps => Word(0x9248);

    public int SleepVoltageSeconds => Math.Max(1, (int)At(0x924A));

    public int SleepHysteresisSeconds => At(0x924D);

    /// <param name="pin">0..8 in the order of the temperature commands.</param>
    public int PinConfig(int pin) => At(0x92FA + pin);

    public static bool Holds(int address) => address is >= First and <= Last;

    public byte At(int address) => Holds(address) ? _bytes[address - First] : (byte)0;

    public int Word(int address) => At(address) | (At(address + 1) << 8);

    public void Write(int address, byte[] data, int length)
    {
        for (int i = 0; i < length && Holds(address + i); i++)
        {
            _bytes[address - First + i] = data[i];
        }
    }

    /// <summary>15 bits over everything but the stored signature; bit 15: they differ from it. The polynomial is not
    /// public: this one is CRC-16/CCITT, and a driver may only compare.</summary>
    public int StaticSignature()
    {
        int register = 0xFFFF;
        for (int i = 0; i < _bytes.Length; i++)
        {
            int value = i is Signature - First or Signature - First + 1 ? 0 : _bytes[i];
            register ^= value << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                register = ((register << 1) ^ ((register & 0x8000) != 0 ? 0x1021 : 0)) & 0xFFFF;
            }
        }

        int signature = register & 0x7FFF;
        return signature | (signature == (Word(Signature) & 0x7FFF) ? 0 : 0x8000);
    }

    public void SetDefaults()
    {
        Array.Clear(_bytes);
        Put(0x91FE, 11703, 2);
        Put(0x9214, 11703, 2);
        Put(0x9234, 0x2982, 2);
        Put(0x9239, 16, 1);
        Put(0x923C, 0x20, 1);
        Put(0x9248, 20, 2);
        Put(0x924A, 5, 1);
        Put(0x924D, 10, 1);
        Put(0x9256, 0, 1);
        Put(0x925F, 2, 2);
        Put(0x9261, 0x88, 1);
        Put(0x9265, 0x98, 1);
        Put(0x9269, 0xE4, 1);
        Put(0x926D, 0xF800, 2);
        Put(0x926F, 0xFC, 1);
        Put(0x9270, 0xF7, 1);
        Put(0x9271, 0xF4, 1);
        Put(0x9275, 50, 1);
        Put(0x9276, 74, 2);
        Put(0x9278, 86, 1);
        Put(0x9279, 74, 2);
        Put(0x927B, 2, 1);
        Put(0x927C, 2, 1);
        Put(0x92AF, 3, 1);
        Put(0x92FD, 0x07, 1);
        Put(0x9303, 0x05, 1);
        Put(0x9314, 5, 1);
        Put(0x9343, 0x40, 2);
    }

    private void Put(int address, int value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            _bytes[address - First + i] = (byte)(value >> (8 * i));
        }
    }
}
