using System;
using System.Collections.Generic;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>A pack of two devices that follows a current: 50 Ah, 10 mV a percent of charge, 1 mohm, and 0.5 mohm more that comes
/// and goes with 600 s.</summary>
internal sealed class ConditionProfile
{
    private readonly PackUnderTest _pack;
    private readonly int _periodMs;
    private double _charge = 50;
    private double _slow;
    private long _offsetMs;
    private int _second;
    private Func<int, int> _current = _ => 0;

    public ConditionProfile(int periodMs, int capacityAh = 50)
    {
        DetectorSettings settings = DetectorSettings.Nmc();
        Assert.IsTrue(settings.TrySet(DetectorSettings.CapacityAh, capacityAh, out string error), error);
        _periodMs = periodMs;
        _pack = new PackUnderTest(PackLayout.FromCounts(1, [6, 6], [1, 1]), settings)
        {
            PeriodMs = periodMs, WindowMs = Math.Max(1000, periodMs), Spoil = Fill,
        };
    }

    public bool HasCurrent { get; set; }

    public bool LosesSign { get; set; }

    public bool ReadsZero { get; set; }

    public bool IsDead { get; set; }

    public bool SilentSecondDevice { get; set; }

    public int? Vehicle { get; set; }

    public int? HoldMicrovolts { get; set; }

    /// <summary>What holds the cells at HoldMicrovolts, mA.</summary>
    public int HoldingCurrent => (int)(HoldMicrovolts!.Value - 3_200_000 - (_charge * 10_000) - _slow);

    public int Microvolts { get; private set; }

    public byte State => Condition.State;

    public List<byte> Changes { get; } = new();

    public OperatingCondition Condition => _pack.Detector.Condition;

    public long NowMs => _pack.NowMs + _offsetMs;

    public string Said => $"now {Condition.Word}, changes {string.Join(' ', Changes)}";

    public void Run(int seconds, Func<int, int> current)
    {
        _current = current;
        int count = seconds * 1000 / _periodMs;
        for (int k = 0; k < count; k++)
        {
            _second = (int)((long)k * _periodMs / 1000);
            byte before = State;
            _pack.Run(1);
            if (State != before)
            {
                Changes.Add(State);
            }
        }
    }

    public void Skip(int seconds) => _offsetMs += seconds * 1000L;

    public void Expect(byte state) => Assert.AreEqual(state, State, Said);

    private void Fill(PackSample sample)
    {
        int current = _current(_second);
        double dt = _periodMs / 1000.0;
        _charge += current / 1000.0 * dt / 3600 / 50 * 100;
        _slow += ((current * 0.5) - _slow) * (1 - Math.Exp(-dt / 600));
        Microvolts = HoldMicrovolts ?? (int)(3_200_000 + (_charge * 10_000) + current + _slow);
        sample.timeMs += _offsetMs;
        for (int i = 0; i < 12; i++)
        {
            sample.cellMicrovolts[i] += Microvolts - 3_700_000 + (i < 6 ? 0 : 20_000);
            sample.cellQuality[i] = IsDead || (SilentSecondDevice && i >= 6) ? Quality.NoReply : Quality.Good;
        }

        sample.currentMilliamps = ReadsZero ? 0 : LosesSign ? -Math.Abs(current) : current;
        sample.currentQuality = HasCurrent ? Quality.Good : Quality.Missing;
        sample.vehicleState = Vehicle ?? 0;
        sample.vehicleStateQuality = Vehicle == null ? Quality.Missing : Quality.Good;
    }
}
