using System;
using System.Collections.Generic;
using DataBox.Ports;

namespace DataBox.Tests.Unit.Afe;

/// <summary>
/// A bus that plays a script on a clock of its own: each transfer must send the next line's bytes and gets its reply. Bytes and
/// pulses take the time they take on the wire.
/// </summary>
internal sealed class ScriptedBus : ISpiBus, IClock
{
    private readonly Queue<(byte[] Mosi, byte[] Miso)> _script = new();

    public long nowMicros;
    public readonly List<string> log = new();

    public int ClockHz => 1000000;

    public int Left => _script.Count;

    public ScriptedBus Expect(string mosi, string miso = "")
    {
        _script.Enqueue((Convert.FromHexString(mosi), Convert.FromHexString(miso)));
        return this;
    }

    public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
    {
        Assert(writeBuffer != readBuffer, "one buffer both ways");
        Assert(_script.Count > 0, "nothing more is expected, but " + Convert.ToHexString(writeBuffer, 0, length));
        (byte[] mosi, byte[] miso) = _script.Dequeue();
        Assert(Convert.ToHexString(writeBuffer, 0, mosi.Length) == Convert.ToHexString(mosi),
            "expected " + Convert.ToHexString(mosi) + ", got " + Convert.ToHexString(writeBuffer, 0, length));
        Assert(length == Math.Max(mosi.Length, 4 + miso.Length), Convert.ToHexString(mosi) + " is " + length + " bytes long");
        for (int i = mosi.Length; i < length; i++)
        {
            Assert(writeBuffer[i] == 0xFF, "a read clocks ones out");
        }

        Array.Fill(readBuffer, (byte)0xFF, 0, length);
        Array.Copy(miso, 0, readBuffer, 4, miso.Length);
        log.Add(Convert.ToHexString(mosi, 0, 2));
        nowMicros += length * 8;
    }

    public void Pulse(int lowMicros)
    {
        log.Add("pulse" + lowMicros);
        nowMicros += lowMicros;
    }

    public long MonotonicMicros() => nowMicros;

    public bool TryGetUtcMs(out long utcMs)
    {
        utcMs = 0;
        return false;
    }

    public void DelayMicros(int micros)
    {
        Assert(micros >= 0, "a delay can't be negative");
        log.Add("wait" + micros);
        nowMicros += micros;
    }

    private static void Assert(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }
}
