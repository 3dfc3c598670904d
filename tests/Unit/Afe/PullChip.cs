using System;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>A 6811 whose cells read one set of codes under the pull-up current and another under the pull-down.</summary>
internal sealed class PullChip : ISpiBus, IClock
{
    private readonly int[] _up;
    private readonly int[] _down;
    private int[] _codes = Enumerable.Repeat(0xFFFF, 12).ToArray();
    private long _now = 1000000;
    private int _last;

    public readonly Ltc681xConfig config = new() { transferOverheadMicros = 0 };
    public int[]? laterUp;
    public int ups;
    public int downs;

    public PullChip(int[] up, int[] down)
    {
        _up = up;
        _down = down;
    }

    public int ClockHz => 1000000;

    public AfeHealth CheckWires()
    {
        PackLayout layout = ChainBytes.Layout(1, 12, 0);
        var chain = new Ltc681xChain(this, this, layout, Ltc681xFamily.Model("ltc6811"), config);
        var sample = new PackSample(layout);
        for (int step = 0; step < chain.StepCount && chain.CheckOfStep(step) == AfeCheck.CellWires; step++)
        {
            chain.RunStep(step, sample);
        }

        return sample.health;
    }

    public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
    {
        _now += length * 8;
        int code = (writeBuffer[0] << 8) | writeBuffer[1];
        switch (code)
        {
            case 0x0711:
                _codes = Enumerable.Repeat(0xFFFF, 12).ToArray();
                break;
            case 0x0368:
                // Once both directions were seen, a second round of the pull-up is a later one.
                _codes = downs > 1 && _last != 0 && laterUp != null ? laterUp : _up;
                ups++;
                break;
            case 0x0328:
                _codes = _down;
                downs++;
                _last = code;
                break;
            default:
                int group = Array.IndexOf(new[] { 0x0004, 0x0006, 0x0008, 0x000A }, code);
                Assert.IsGreaterThanOrEqualTo(0, group, code.ToString("X4"));
                byte[] reply = ChainBytes.Reply(ChainBytes.Codes(_codes[group * 3], _codes[(group * 3) + 1], _codes[(group * 3) + 2]));
                Array.Copy(reply, readBuffer, length);
                break;
        }
    }

    public void Pulse(int lowMicros) => _now += lowMicros;

    public long MonotonicMicros() => _now;

    public bool TryGetUtcMs(out long utcMs)
    {
        utcMs = 0;
        return false;
    }

    public void DelayMicros(int micros) => _now += micros;
}
