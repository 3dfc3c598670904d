using System;
using System.Collections.Generic;
using DataBox.Sim;

namespace DataBox.Tests.Unit.Sim;

/// <summary>A simulated chain on a virtual clock, and a hand that makes frames for it. Check words come from polynomial
/// long division over the whole message, neither the chip's shift register nor a driver's table.</summary>
internal sealed class ChainBench
{
    public readonly ManualClock clock = new ManualClock(5000000);
    public readonly Ltc681xSimChain chain;

    public ChainBench(string part = "ltc6811", int devices = 2)
    {
        chain = new Ltc681xSimChain(clock, Ltc681xPart.Find(part)!, devices);
    }

    /// <summary>Wakes all devices the slow and certain way.</summary>
    public ChainBench Awake()
    {
        for (int d = 0; d < chain.DeviceCount; d++)
        {
            chain.Pulse(410);
        }

        clock.Advance(410);
        return this;
    }

    /// <summary>Writes the same six bytes to every device.</summary>
    public void Write(int code, string data)
    {
        List<byte> frame = [.. Command(code)];
        for (int d = 0; d < chain.DeviceCount; d++)
        {
            frame.AddRange(WithPec(Convert.FromHexString(data)));
        }

        Send([.. frame]);
    }

    public byte[] Send(byte[] frame)
    {
        byte[] reply = new byte[frame.Length];
        chain.Transfer(frame, reply, frame.Length);
        return reply;
    }

    public void Send(int code) => Send(Command(code));

    /// <summary>The reply to a read, without the command's four bytes.</summary>
    public byte[] Read(int code)
    {
        byte[] frame = new byte[4 + (8 * chain.DeviceCount)];
        Array.Fill(frame, (byte)0xFF);
        Command(code).CopyTo(frame, 0);
        return Send(frame)[4..];
    }

    /// <summary>The three words of one device's group; fails on a wrong check word.</summary>
    public int[] Words(int code, int device)
    {
        byte[] slot = Read(code)[(8 * device)..(8 * (device + 1))];
        if (!HasRightPec(slot))
        {
            throw new InvalidOperationException(
                "device " + device + " answered " + Convert.ToHexString(slot) + ", which has a wrong check word");
        }

        return [slot[0] | (slot[1] << 8), slot[2] | (slot[3] << 8), slot[4] | (slot[5] << 8)];
    }

    public static byte[] Command(int code) => WithPec([(byte)(code >> 8), (byte)code]);

    public static byte[] WithPec(byte[] data)
    {
        int pec = Pec(data);
        return [.. data, (byte)(pec >> 8), (byte)pec];
    }

    public static bool HasRightPec(byte[] slot) =>
        Pec(slot[..^2]) == ((slot[^2] << 8) | slot[^1]);

    // The seed 0x0010 in a register of 15 bits is the same as adding it to the first 15 bits of the message.
    private static int Pec(byte[] data)
    {
        List<int> bits = [];
        foreach (byte value in data)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                bits.Add((value >> bit) & 1);
            }
        }

        int messageBits = bits.Count;
        for (int i = 0; i < 15; i++)
        {
            bits.Add(0);
        }

        bits[10] ^= 1;
        int[] divisor = [1, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1];
        for (int i = 0; i < messageBits; i++)
        {
            for (int j = 0; bits[i] == 1 && j < divisor.Length; j++)
            {
                bits[i + j] ^= divisor[j];
                if (j == 0)
                {
                    bits[i] = 1;
                }
            }

            bits[i] = 0;
        }

        int pec = 0;
        for (int i = 0; i < 15; i++)
        {
            pec = (pec << 1) | bits[messageBits + i];
        }

        return pec << 1;
    }
}
