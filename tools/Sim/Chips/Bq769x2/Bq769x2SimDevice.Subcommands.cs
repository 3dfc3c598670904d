using System;

namespace DataBox.Sim;

/// <content>Subcommands and data memory through the transfer buffer: address at 3E and 3F, 32 bytes at 40, check byte at 60,
/// length at 61. Manual, "Subcommands" and "Data Memory Access".</content>
internal sealed partial class Bq769x2SimDevice
{
    private const int BufferBytes = 32;
    private const long TwiceMicros = 4000000;

    // A count of the 24-bit converter: five times the reference of 1.212 V over 2^23.
    private const double MicrovoltsPerCount = 6060000.0 / 8388608;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _addressLow;
    private int _addressHigh;
    private int _checkByte;
    private int _length;
    private long _subcommandDueMicros = Never;
    private bool _isWriteDue;
    private int _lastSubcommand = -1;
    private long _lastSubcommandMicros;

    private int Address => _addressLow | (_addressHigh << 8);

    private void ClearBuffer()
    {
        Array.Clear(_buffer);
        _addressLow = 0;
        _addressHigh = 0;
        _checkByte = 0;
        _length = 0;
        _lastSubcommand = -1;
        _isWriteDue = false;
    }

    private byte ReadBuffer(int address) => address switch
    {
        0x3E => _subcommandDueMicros != Never ? (byte)0xFF : (byte)_addressLow,
        0x3F => _subcommandDueMicros != Never ? (byte)0xFF : (byte)_addressHigh,
        0x60 => (byte)_checkByte,
        0x61 => (byte)_length,
        _ => _buffer[address - 0x40],
    };

    private void WriteBuffer(int address, byte value, long nowMicros)
    {
        switch (address)
        {
            case 0x3E:
                _addressLow = value;
                break;
            case 0x3F:
                _addressHigh = value;
                _subcommandDueMicros = nowMicros + _settings.TimeOf(Address);
                break;
            case 0x60:
                _checkByte = value;
                break;
            case 0x61:
                _length = value;
                if (value is >= 5 and <= BufferBytes + 4 && CheckByte(value - 4) == _checkByte)
                {
                    _isWriteDue = true;
                    _subcommandDueMicros = nowMicros + _settings.MemoryWriteMicros;
                }

                break;
            default:
                _buffer[address - 0x40] = value;
                break;
        }
    }

    private int CheckByte(int dataBytes)
    {
        int sum = _addressLow + _addressHigh;
        for (int i = 0; i < dataBytes; i++)
        {
            sum += _buffer[i];
        }

        return ~sum & 0xFF;
    }

    private void FinishSubcommand(long nowMicros)
    {
        _subcommandDueMicros = Never;
        if (_isWriteDue)
        {
            _isWriteDue = false;
            Store();
            return;
        }

        int address = Address;
        Array.Clear(_buffer);
        if (Bq769x2Memory.Holds(address))
        {
            for (int i = 0; i < BufferBytes; i++)
            {
                _buffer[i] = Memory.At(address + i);
            }

            Offer(BufferBytes);
            return;
        }

        bool isSecond = _lastSubcommand == address && nowMicros - _lastSubcommandMicros <= TwiceMicros;
        _lastSubcommand = isSecond ? -1 : address;
        _lastSubcommandMicros = nowMicros;
        Offer(Fill(address));
        Act(address, isSecond, nowMicros);
    }

    private void Offer(int dataBytes)
    {
        _length = dataBytes + 4;
        _checkByte = CheckByte(dataBytes);
    }

    // Outside CONFIG_UPDATE data memory is not for writing.
    private void Store()
    {
        if (_isInConfig && Bq769x2Memory.Holds(Address))
        {
            Memory.Write(Address, _buffer, _length - 4);
        }
        else if (Address == 0x0083)
        {
            BalancingCells = _buffer[0] | (_buffer[1] << 8);
        }
    }

    private void Act(int subcommand, bool isSecond, long nowMicros)
    {
        switch (subcommand)
        {
            case 0x000E when _isDeepAsleep:
                _isDeepAsleep = false;
                _awakeSinceMicros = nowMicros;
                StartLoop(nowMicros + _settings.ExitDeepSleepMicros);
                break;
            case 0x000F when isSecond && !_isInConfig:
                _isDeepAsleep = true;
                Loop.Stop();
                Loop.IsAsleep = false;
                break;
            case 0x0010 when isSecond:
                SetPowered(false, nowMicros);
                break;
            case 0x0012:
                Restart(nowMicros, nowMicros + _settings.BootMicros);
                break;
            case 0x0090 when !_isDeepAsleep:
                _isInConfig = true;
                Loop.Stop();
                Loop.IsAsleep = false;
                Protection.Clear();
                break;
            case 0x0092 when _isInConfig:
                LeaveConfig(nowMicros);
                break;
            case 0x0099:
                _maySleep = true;
                break;
            case 0x009A:
                _maySleep = false;
                if (Loop.IsAsleep)
                {
                    WakeUp(nowMicros);
                }

                break;
        }
    }

    // The firmware starts afresh with the new settings: SLEEP is allowed or not as they say, whatever was commanded before.
    private void LeaveConfig(long nowMicros)
    {
        _isInConfig = false;
        _isReset = false;
        _alarmEnable = Memory.AlarmMask;
        _maySleep = Memory.SleepAllowed;
        _awakeSinceMicros = nowMicros;
        StartLoop(nowMicros);
    }

    private void StartLoop(long nowMicros)
    {
        if (!AreConvertersStopped)
        {
            Loop.Start(nowMicros);
        }
    }

    /// <summary>Fills the buffer with what a subcommand answers.</summary>
    /// <returns>Bytes.</returns>
    private int Fill(int subcommand)
    {
        switch (subcommand)
        {
            case 0x0001:
                return Put(0, 0x7695, 2);
            case 0x0002:
                // Device, firmware 0.36, build: big-endian words.
                Put(0, 0x9576, 2);
                Put(2, 0x3600, 2);
                return Put(4, 0x0100, 2);
            case 0x0003:
                return Put(0, 0, 2);
            case 0x0004 or 0x0009:
                return Put(0, 0x5A11, 2);
            case 0x0005:
                return Put(0, Memory.StaticSignature(), 2);
            case 0x0057:
                return Put(0, 0x40, 2);
            case >= 0x0071 and <= 0x0074:
                return FillCells((subcommand - 0x0071) * 4);
            case 0x0075:
                return FillExtremes();
            case 0x0076:
                return FillPins(0, 5, 12);
            case 0x0077:
                return FillPins(5, 4, 0);
            case 0x0083:
                return Put(0, BalancingCells, 2);
            default:
                return 0;
        }
    }

    private int FillCells(int first)
    {
        for (int i = 0; i < 4; i++)
        {
            Put(i * 8, (int)Math.Round(Loop.Cell(first + i) / MicrovoltsPerCount), 4);
            Put((i * 8) + 4, 0, 4);
        }

        return BufferBytes;
    }

    private int FillExtremes()
    {
        int mask = Memory.CellMask;
        double lowest = double.MaxValue;
        double highest = double.MinValue;
        double sum = 0;
        for (int input = 0; input < Bq769x2Pins.Cells; input++)
        {
            if ((mask & (1 << input)) != 0)
            {
                lowest = Math.Min(lowest, Loop.Cell(input));
                highest = Math.Max(highest, Loop.Cell(input));
                sum += Loop.Cell(input);
            }
        }

        Put(0, Loop.SupplyCounts, 2);
        Put(2, Loop.GroundCounts, 2);
        Put(4, Millivolts(highest), 2);
        Put(6, Millivolts(lowest), 2);
        Put(8, (int)Math.Round(sum / 10000), 2);
        Put(10, Loop.DieDeciK, 2);
        return BufferBytes;
    }

    private int FillPins(int first, int count, int offset)
    {
        for (int i = 0; i < count; i++)
        {
            Put(offset + (i * 4), Loop.PinCounts[first + i] << 8, 4);
        }

        return BufferBytes;
    }

    private int Put(int offset, int value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            _buffer[offset + i] = (byte)(value >> (8 * i));
        }

        return offset + bytes;
    }
}
