using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Tests.Unit.Sim;

/// <summary>A simulated ADBMS6830 chain on a virtual clock, and a hand that makes frames for it. Check words come from
/// polynomial long division over the whole message, neither the chip's shift register nor a driver's table.</summary>
internal sealed class Adbms683xBench
{
    public const int Adcv = 0x260;
    public const int AdcvContinuous = 0x2E0;
    public const int AdcvContinuousRedundant = 0x3E0;
    public const int Adsv = 0x168;
    public const int Adax = 0x410;
    public const int Adax2 = 0x400;
    public const int Snap = 0x02D;
    public const int Unsnap = 0x02F;
    public const int Rdcva = 0x004;
    public const int Rdcvall = 0x00C;
    public const int Rdacall = 0x04C;
    public const int Rdfcall = 0x018;
    public const int Rdsvall = 0x010;
    public const int Rdstatc = 0x032;
    public const string ReferenceOn = "810000FF0300";

    public readonly ManualClock clock = new ManualClock(5000000);
    public readonly Adbms683xSimChain chain;

    public Adbms683xBench(int devices = 2, ulong seed = 1)
    {
        chain = new Adbms683xSimChain(clock, Adbms683xPart.Adbms6830, devices, seed: seed);
        Bus = chain;
    }

    /// <summary>The end that frames go to; the near one at first.</summary>
    public ISpiBus Bus { get; set; }

    /// <summary>Wakes all devices the slow and certain way.</summary>
    public Adbms683xBench Awake()
    {
        for (int d = 0; d < chain.DeviceCount; d++)
        {
            Bus.Pulse(510);
        }

        clock.Advance(510);
        return this;
    }

    /// <summary>Awake, reference up, command counters at 1.</summary>
    public Adbms683xBench Ready()
    {
        Awake();
        Write(0x001, ReferenceOn);
        clock.Advance(4500);
        return this;
    }

    /// <summary>Lets time pass without letting ports go idle.</summary>
    public void Wait(int micros)
    {
        while (micros > 4000)
        {
            clock.Advance(4000);
            Bus.Pulse(0);
            micros -= 4000;
        }

        clock.Advance(micros);
        Bus.Pulse(0);
    }

    /// <summary>Writes the same six bytes to every device, with a counter of 0.</summary>
    public void Write(int code, string data)
    {
        List<byte> frame = [.. Command(code)];
        for (int d = 0; d < chain.DeviceCount; d++)
        {
            frame.AddRange(WithPec10(Convert.FromHexString(data), 0));
        }

        Send([.. frame]);
    }

    public byte[] Send(byte[] frame)
    {
        byte[] reply = new byte[frame.Length];
        Bus.Transfer(frame, reply, frame.Length);
        return reply;
    }

    public void Send(int code) => Send(Command(code));

    /// <summary>The reply to a read, without the command's four bytes.</summary>
    /// <param name="length">Data bytes of the group.</param>
    public byte[] Read(int code, int length = 6)
    {
        byte[] frame = new byte[4 + ((length + 2) * chain.DeviceCount)];
        Array.Fill(frame, (byte)0xFF);
        Command(code).CopyTo(frame, 0);
        return Send(frame)[4..];
    }

    /// <summary>One device's data; fails on a wrong check word.</summary>
    public byte[] Data(int code, int device = 0, int length = 6)
    {
        byte[] slot = Slot(code, device, length);
        return HasRightPec(slot)
            ? slot[..^2]
            : throw new InvalidOperationException(
                "device " + device + " answered " + Convert.ToHexString(slot) + ", which has a wrong check word");
    }

    public byte[] Slot(int code, int device = 0, int length = 6) =>
        Read(code, length)[((length + 2) * device)..((length + 2) * (device + 1))];

    /// <summary>One device's data as signed words.</summary>
    public int[] Words(int code, int device = 0, int length = 6)
    {
        byte[] data = Data(code, device, length);
        return [.. Enumerable.Range(0, length / 2).Select(i => (int)BitConverter.ToInt16(data, 2 * i))];
    }

    /// <summary>One device's data as µV.</summary>
    public int[] Microvolts(int code, int device = 0, int length = 32) =>
        [.. Words(code, device, length).Select(word => (word * 150) + 1500000)];

    /// <summary>The command counter in one device's reply.</summary>
    public int Counter(int device = 0) => Slot(0x002, device)[6] >> 2;

    public static byte[] Command(int code)
    {
        byte[] bytes = [(byte)(code >> 8), (byte)code];
        int pec = Remainder(Bits(bytes), 0xC599, 15) << 1;
        return [.. bytes, (byte)(pec >> 8), (byte)pec];
    }

    public static byte[] WithPec10(byte[] data, int counter)
    {
        int word = (counter << 10) | Pec10(data, counter);
        return [.. data, (byte)(word >> 8), (byte)word];
    }

    public static bool HasRightPec(byte[] slot) =>
        WithPec10(slot[..^2], slot[^2] >> 2).SequenceEqual(slot);

    public static int Pec10(byte[] data, int counter)
    {
        List<int> bits = Bits(data);
        for (int bit = 5; bit >= 0; bit--)
        {
            bits.Add((counter >> bit) & 1);
        }

        return Remainder(bits, 0x48F, 10);
    }

    private static List<int> Bits(byte[] bytes) =>
        [.. bytes.SelectMany(value => Enumerable.Range(0, 8).Select(i => (value >> (7 - i)) & 1))];

    // A seed in the register is the same as adding it to the first bits of the message.
    private static int Remainder(List<int> message, int divisor, int width)
    {
        const int seed = 0x10;
        List<int> bits = [.. message, .. new int[width]];
        for (int i = 0; i < width; i++)
        {
            bits[i] ^= (seed >> (width - 1 - i)) & 1;
        }

        for (int i = 0; i < message.Count; i++)
        {
            for (int j = width; j >= 0 && bits[i] == 1; j--)
            {
                // The leading bit last, since it is what the loop asks.
                bits[i + j] ^= (divisor >> (width - j)) & 1;
            }
        }

        return bits.Skip(message.Count).Aggregate(0, (sum, bit) => (sum << 1) | bit);
    }
}
