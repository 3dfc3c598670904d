using System;
using System.Collections.Generic;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Tests.Unit.Detection;

/// <summary>A pack whose readings a test sets, with detector and window wired as the box wires them.</summary>
internal sealed class PackUnderTest
{
    private readonly Random _random = new(20261125);

    public PackUnderTest(PackLayout layout, DetectorSettings? settings = null)
    {
        Layout = layout;
        Detector = new Detector(layout, settings ?? DetectorSettings.Nmc());
        Window = new SampleWindow(layout);
        Sample = new PackSample(layout);
        BaseMicrovolts = new int[layout.cellCount];
        Array.Fill(BaseMicrovolts, 3_700_000);
        Temps = new short[layout.probeCount];
        Array.Fill(Temps, (short)250);
    }

    public PackLayout Layout { get; }

    public Detector Detector { get; }

    public SampleWindow Window { get; }

    public PackSample Sample { get; }

    /// <summary>What each cell reads before noise.</summary>
    public int[] BaseMicrovolts { get; }

    public short[] Temps { get; }

    public int NoiseCodes { get; set; } = 3;

    public int PeriodMs { get; set; } = 100;

    public int WindowMs { get; set; } = 1000;

    /// <summary>Changes a good sample before the detector sees it.</summary>
    public Action<PackSample>? Spoil { get; set; }

    public long NowMs { get; private set; }

    public List<Alarm> Alarms { get; } = new();

    public static PackLayout Layout12() => PackLayout.FromCounts(1, [12], [2]);

    /// <summary>Takes so many samples.</summary>
    public PackUnderTest Run(int samples)
    {
        for (int k = 0; k < samples; k++)
        {
            Fill();
            Spoil?.Invoke(Sample);
            Detector.OnSample(Sample);
            if (Window.IsOver(Sample.timeMs))
            {
                Detector.OnWindow(Window);
                Window.Restart(Sample.timeMs, WindowMs);
            }

            Window.Add(Sample);
            while (Detector.TryTakeAlarm() is { } alarm)
            {
                Alarms.Add(alarm);
            }

            NowMs += PeriodMs;
        }

        return this;
    }

    private void Fill()
    {
        Sample.timeMs = NowMs;
        for (int i = 0; i < BaseMicrovolts.Length; i++)
        {
            int noise = NoiseCodes == 0 ? 0 : _random.Next(-NoiseCodes, NoiseCodes + 1) * 100;
            Sample.cellMicrovolts[i] = BaseMicrovolts[i] + noise;
            Sample.cellQuality[i] = Quality.Good;
        }

        for (int p = 0; p < Temps.Length; p++)
        {
            Sample.tempDeciC[p] = Temps[p];
            Sample.tempQuality[p] = Quality.Good;
        }

        Array.Clear(Sample.deviceStatus);
    }
}
