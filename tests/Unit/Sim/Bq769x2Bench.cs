using System;
using System.Collections.Generic;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The simulated BQ76952 on a virtual clock, and a hand that makes frames for it. Check bytes come from polynomial
/// long division over the whole message.</summary>
internal sealed class Bq769x2Bench
{
    public const int AlarmStatus = 0x62;
    public const int AlarmEnable = 0x66;
    public const int AdScan = 2;
    public const int FullScan = 0x80;

    public readonly ManualClock clock = new ManualClock(5000000);
    public readonly Bq769x2SimChain chip;

    public Bq769x2Bench(int clockHz = 2000000)
    {
        chip = new Bq769x2SimChain(clock, clockHz: clockHz);
        for (int i = 0; i < 16; i++)
        {
            chip.SetCellMicrovolts(0, i, 3600000 + (i * 1000));
        }

        chip.PowerCycle(0);
    }

    /// <summary>Past the start, in the middle of nothing.</summary>
    public Bq769x2Bench Booted()
    {
        clock.Advance(60010);
        return this;
    }

    /// <summary>Booted, without SLEEP, with scan bits let through.</summary>
    public Bq769x2Bench Ready()
    {
        Booted();
        Subcommand(0x9A);
        Write(AlarmEnable, 0x82);
        Write(AlarmEnable + 1, 0xF8);
        return this;
    }

    public string Send(string hex) => Convert.ToHexString(Send(Convert.FromHexString(hex)));

    public byte[] Send(byte[] frame)
    {
        byte[] reply = new byte[frame.Length];
        chip.Transfer(frame, reply, frame.Length);
        return reply;
    }

    public static byte[] Frame(int first, int second) =>
        [(byte)first, (byte)second, Crc([(byte)first, (byte)second])];

    /// <summary>Sends a frame until its own echo comes back; a hand waits 100 µs between two.</summary>
    public int Exchange(int first, int second)
    {
        byte[] frame = Frame(first, second);
        for (int i = 0; i < 1000; i++)
        {
            byte[] reply = Send(frame);
            clock.Advance(100);
            bool isEcho = reply[0] == frame[0] && reply[2] == Crc([reply[0], reply[1]])
                && ((first & 0x80) == 0 || reply[1] == second);
            if (isEcho && i > 0)
            {
                return reply[1];
            }
        }

        throw new InvalidOperationException("no answer to " + Convert.ToHexString(frame));
    }

    public int Read(int address) => Exchange(address, 0xFF);

    public int Word(int address) => Read(address) | (Read(address + 1) << 8);

    public void Write(int address, int value) => Exchange(0x80 | address, value);

    /// <summary>Sends a subcommand and waits until 3E and 3F show it again.</summary>
    public void Subcommand(int code)
    {
        Write(0x3E, code & 0xFF);

        // Once and no more: repeated to see its echo, it would run twice.
        Send(Frame(0xBF, code >> 8));
        clock.Advance(70);
        for (int i = 0; i < 3000; i++)
        {
            if ((Read(0x3E) | (Read(0x3F) << 8)) == code)
            {
                return;
            }
        }

        Assert.Fail("subcommand " + code.ToString("X4") + " is not done");
    }

    public byte[] Data(int code)
    {
        Subcommand(code);
        int length = Read(0x61) - 4;
        byte[] data = new byte[Math.Max(0, length)];
        int sum = (code & 0xFF) + (code >> 8);
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (byte)Read(0x40 + i);
            sum += data[i];
        }

        Assert.AreEqual(~sum & 0xFF, Read(0x60), "check byte of the buffer");
        return data;
    }

    public void WriteMemory(int address, params int[] bytes)
    {
        Subcommand(address);
        int sum = (address & 0xFF) + (address >> 8);
        for (int i = 0; i < bytes.Length; i++)
        {
            Write(0x40 + i, bytes[i]);
            sum += bytes[i];
        }

        Write(0x60, ~sum & 0xFF);
        Send(Frame(0x80 | 0x61, bytes.Length + 4));
        clock.Advance(2000);
    }

    /// <summary>CONFIG_UPDATE around some writes.</summary>
    public void Configure(Action writes)
    {
        Subcommand(0x90);
        writes();
        Subcommand(0x92);
        Subcommand(0x9A);
        Write(AlarmEnable, 0x82);
        Write(AlarmEnable + 1, 0xF8);
    }

    /// <summary>Lets whole scans pass.</summary>
    public void Pass(double seconds) => clock.Advance((long)(seconds * 1000000));

    /// <summary>Waits for a bit in Alarm Status and clears it.</summary>
    /// <returns>Microseconds that it took.</returns>
    public long Await(int bit)
    {
        Write(AlarmStatus, bit);
        long start = clock.MonotonicMicros();
        while ((Read(AlarmStatus) & bit) == 0)
        {
            Assert.IsLessThan(start + 6000000, clock.MonotonicMicros(), "no scan");
        }

        return clock.MonotonicMicros() - start;
    }

    public int Cell(int cell) => Word(0x14 + (2 * (cell - 1)));

    public static byte Crc(byte[] message)
    {
        List<int> bits = [];
        foreach (byte value in message)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                bits.Add((value >> bit) & 1);
            }
        }

        int messageBits = bits.Count;
        bits.AddRange(new int[8]);
        int[] divisor = [1, 0, 0, 0, 0, 0, 1, 1, 1];
        for (int i = 0; i < messageBits; i++)
        {
            if (bits[i] == 1)
            {
                for (int j = 0; j < divisor.Length; j++)
                {
                    bits[i + j] ^= divisor[j];
                }
            }
        }

        int crc = 0;
        for (int i = 0; i < 8; i++)
        {
            crc = (crc << 1) | bits[messageBits + i];
        }

        return (byte)crc;
    }
}
