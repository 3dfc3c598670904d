using System;
using System.Collections.Generic;
using DataBox.Ports;

namespace DataBox.Tests.Unit.Afe;

/// <summary>
/// As much of a BQ76952 as the driver's own tests need, on a clock of its own, with every access written down. The simulated
/// chip of tools/Sim knows far more; this one can be made to misbehave between any two frames.
/// </summary>
internal sealed partial class Bq769x2Fake : ISpiBus, IClock
{
    public const int Power = 0x9234;
    public const int CellMode = 0x9304;
    public const int CheckTime = 0x9314;
    public const int Ts1 = 0x92FD;

    private readonly byte[] _reply = { 0xFF, 0xFF, 0x00 };
    private long _readyAt;
    private long _scanAt;
    private int _scans;
    private int _low;
    private long _blockAt;

    public long now = 5000000;
    public readonly byte[] registers = new byte[128];
    public readonly Dictionary<int, byte> memory = new();
    public readonly short[] cells = new short[16];
    public readonly short[] kelvin = new short[9];
    public readonly byte[] status5 = new byte[32];
    public readonly List<int> subcommands = new();
    public readonly List<(int Address, int Value)> written = new();
    public readonly List<string> sent = new();

    /// <summary>Called before each frame with its number.</summary>
    public Action<int>? beforeFrame;

    /// <summary>May change a frame on its way to the chip, and back.</summary>
    public Action<byte[]>? onMosi;
    public Action<byte[]>? onMiso;

    public int frames;
    public int signature = 0x1234;
    public int deviceNumber = 0x7695;
    public bool silent;
    public bool converterStopped;
    public bool ignoresClears;
    public bool powerOnReset = true;
    public bool inUpdate;
    public bool sleepEnabled = true;
    public int security = 1;
    public int processMicros = 40;

    public Bq769x2Fake()
    {
        Array.Fill(cells, (short)3700);
        Array.Fill(kelvin, (short)2982);
        PutWord(status5, 0, 29199);
        Reset();
    }

    public int ClockHz => 2000000;

    public int LoopMicros => (memory[Power] & 0x40) != 0 ? 31500 : 63000;

    public void Reset()
    {
        memory.Clear();
        for (int a = 0x9180; a < 0x9400; a++)
        {
            memory[a] = 0;
        }

        memory[Power] = 0x82;
        memory[Power + 1] = 0x29;
        memory[0x9261] = 0x88;
        memory[0x9275] = 50;
        memory[0x9278] = 86;
        memory[Ts1] = 0x07;
        memory[0x9303] = 0x05;
        memory[CheckTime] = 5;
        Array.Clear(registers);
        registers[0x67] = 0xF8;
        powerOnReset = true;
        inUpdate = false;
        sleepEnabled = true;
        _scanAt = now + 63000;
    }

    public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
    {
        beforeFrame?.Invoke(frames);
        Assert(length == 3, "a frame has three bytes");
        byte[] mosi = { writeBuffer[0], writeBuffer[1], writeBuffer[2] };
        sent.Add(Convert.ToHexString(mosi));
        frames++;
        Tick();
        byte[] miso = now < _readyAt ? new byte[] { 0xFF, 0xFF, 0x00 } : (byte[])_reply.Clone();
        now += 12;
        onMosi?.Invoke(mosi);
        onMiso?.Invoke(miso);
        if (silent)
        {
            Array.Fill(miso, (byte)0xFF);
        }
        else
        {
            Take(mosi);
        }

        Array.Copy(miso, readBuffer, 3);
    }

    public void Pulse(int lowMicros) => Assert(false, "the chip needs no pulse");

    public long MonotonicMicros() => now;

    public bool TryGetUtcMs(out long utcMs)
    {
        utcMs = 0;
        return false;
    }

    public void DelayMicros(int micros)
    {
        Assert(micros >= 0, "a delay can't be negative");
        now += micros;
    }

    /// <summary>All results so far; what the loop does between two frames.</summary>
    public void Tick()
    {
        while (now >= _scanAt)
        {
            _scanAt += LoopMicros;
            if (converterStopped || inUpdate)
            {
                continue;
            }

            _scans++;
            Convert16();
            int done = 0x02 | (_scans % 3 == 0 ? 0x80 : 0);
            registers[0x62] |= (byte)(done & registers[0x66]);
        }
    }

    /// <summary>Puts what is on the pins into the result registers.</summary>
    public void Convert16()
    {
        int sum = 0;
        for (int i = 0; i < 16; i++)
        {
            PutWord(registers, 0x14 + (2 * i), cells[i]);
            sum += cells[i];
        }

        PutWord(registers, 0x34, sum / 10);
        int[] at = { 0x70, 0x72, 0x74, 0x6A, 0x6C, 0x6E, 0x76, 0x78, 0x7A };
        for (int i = 0; i < 9; i++)
        {
            PutWord(registers, at[i], kelvin[i]);
        }

        if (registers[0x68] == 0)
        {
            PutWord(registers, 0x68, 3000);
        }
    }

    public static void PutWord(byte[] into, int at, int value)
    {
        into[at] = (byte)value;
        into[at + 1] = (byte)(value >> 8);
    }

    public static int SlowCrc(params byte[] bytes)
    {
        int register = 0;
        foreach (byte b in bytes)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                int top = ((register >> 7) ^ (b >> bit)) & 1;
                register = ((register << 1) & 0xFF) ^ (top != 0 ? 0x07 : 0);
            }
        }

        return register;
    }

    private void Take(byte[] mosi)
    {
        _readyAt = now + processMicros;
        if (SlowCrc(mosi[0], mosi[1]) != mosi[2])
        {
            Answer(0xFF, 0xFF, 0xAA);
            return;
        }

        int address = mosi[0] & 0x7F;
        if ((mosi[0] & 0x80) == 0)
        {
            int data = ReadRegister(address);
            Answer(address, data, SlowCrc((byte)address, (byte)data));
            return;
        }

        Answer(mosi[0], mosi[1], mosi[2]);
        WriteRegister(address, mosi[1]);
    }

    private void Answer(int first, int second, int third)
    {
        _reply[0] = (byte)first;
        _reply[1] = (byte)second;
        _reply[2] = (byte)third;
    }

    private static void Assert(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }
}
