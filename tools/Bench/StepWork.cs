using System;
using System.Linq;
using DataBox.Afe;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Bench;

/// <summary>What is counted. Runs inside a <see cref="StepContext"/>, where the device's assemblies are the rewritten ones.</summary>
public static class StepWork
{
    private const int SamplePeriodMs = 100;
    private const int WindowMs = 1000;
    private const int OverheadMicros = 200;
    private const int NoiseMicrovolts = 300;

    /// <summary>All rows into the buffer and all blocks encoded, constructors included.</summary>
    /// <param name="name">A recording's CSV text, parsed again here.</param>
    /// <returns>[1] steps of each method.</returns>
    public static long[][] Encode(string name, byte[] text, int devices, int groups, int maxBlocks)
    {
        BenchRecording recording = BenchRecording.Parse(name, text, devices);
        var phase = new StepPhase();
        phase.Run(() => BlockRun.Encode(recording, groups, maxBlocks));
        return [phase.Steps];
    }

    /// <summary>A simulated chain read, judged and encoded at 10 Hz with windows of 1 s, then one round of checks.</summary>
    /// <returns>[5] steps of each method in reading, judging, encoding, checking; the worst single read, judgement, step of a
    /// check.</returns>
    public static long[][] Chain(string chip, int[] cells, int probesEach, int samples)
    {
        var pack = new AfeRatePack(chip, cells, probesEach, "");
        PackLayout layout = pack.Layout;
        var clock = new ManualClock(3000000);
        ISimChain chain = SimCatalogue.Find(chip)!.Make(new SimChainPlan(clock, layout.deviceCount, Seed: 1));
        AfeRate.PutSoundPack(chain);
        for (int d = 0; d < layout.deviceCount; d++)
        {
            chain.SetNoiseMicrovoltsRms(d, NoiseMicrovolts);
        }

        var bus = new OverheadBus(chain, clock, OverheadMicros);
        var config = new AfeConfig { transferOverheadMicros = OverheadMicros };
        IAfe afe = AfeCatalogue.Make(chip, bus, null, clock, layout, config);
        if (afe.Start() > AfeStatus.Retried)
        {
            throw new InvalidOperationException("the chain does not start");
        }

        var sample = new PackSample(layout);
        var read = new StepPhase();
        var judge = new StepPhase();
        var encode = new StepPhase();
        var desk = new StepDesk(layout);
        for (int n = -2; n < samples; n++)
        {
            clock.Advance((SamplePeriodMs * 1000) - (clock.MonotonicMicros() % (SamplePeriodMs * 1000)));
            sample.timeMs = clock.MonotonicMicros() / 1000;
            sample.currentMilliamps = -20000 - (n * 37 % 2000);
            sample.currentQuality = Quality.Good;
            if (n < 0)
            {
                afe.Read(sample);
                continue;
            }

            read.Run(() => afe.Read(sample));
            if (sample.cellQuality.Any(quality => quality != Quality.Good))
            {
                throw new InvalidOperationException("a sound chain gave a reading that is not good");
            }

            judge.Run(() => desk.Judge(sample, WindowMs));
            encode.Run(() => desk.Encode(sample));
        }

        StepPhase checks = Checks(afe, clock, sample);
        return [read.Steps, judge.Steps, encode.Steps, checks.Steps, [read.Worst, judge.Worst, checks.Worst]];
    }

    /// <summary>The detector on a vehicle it has learned.</summary>
    /// <returns>[3] steps of each method driving and at rest; the worst single samples.</returns>
    public static long[][] Causes(int[] cells, double learnDays, int samples) => CauseSteps.Run(cells, learnDays, samples);

    private static StepPhase Checks(IAfe afe, ManualClock clock, PackSample sample)
    {
        var checks = new StepPhase();
        for (int step = 0; step < afe.StepCount; step++)
        {
            clock.Advance(50000);
            sample.timeMs = clock.MonotonicMicros() / 1000;
            int now = step;
            checks.Run(() => afe.RunStep(now, sample));
        }

        if (sample.health.result.Any(result => result == AfeResult.Failed))
        {
            throw new InvalidOperationException("a check failed on a sound chain");
        }

        return checks;
    }

    /// <summary>What the box does with a sample that it has read.</summary>
    private sealed class StepDesk(PackLayout layout)
    {
        private readonly Detector _detector = new(layout, DetectorSettings.Nmc());
        private readonly SampleWindow _window = new(layout);
        private readonly RowBuffer _rows = new(layout);
        private readonly BlockEncoder _encoder = new(layout, "box-1", 7);
        private uint _seq;

        public void Judge(PackSample sample, int windowMs)
        {
            if (_window.IsOver(sample.timeMs))
            {
                if (_window.sampleCount > 0)
                {
                    _detector.OnWindow(_window);
                }

                _window.Restart(sample.timeMs, windowMs);
            }

            _detector.OnSample(sample);
            _window.Add(sample);
        }

        /// <summary>Every sample is a row; after 60, a block with the cells and one with the temperatures.</summary>
        public void Encode(PackSample sample)
        {
            if (_rows.rowCount == 0)
            {
                _rows.Open(_seq);
            }

            _rows.Add(sample, SignalGroups.All);
            if (_rows.rowCount == RowBuffer.MaxRows)
            {
                Finish(SignalGroups.Cells | SignalGroups.Pack);
                Finish(SignalGroups.Temperatures);
                _rows.Open(_seq);
            }
        }

        private void Finish(int groups)
        {
            _encoder.Begin(_rows, 0, groups, _seq++);
            while (!_encoder.EncodeNextRow())
            {
            }

            _encoder.Finish();
        }
    }
}
