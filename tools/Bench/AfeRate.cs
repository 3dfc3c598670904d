using System;
using DataBox.Afe;
using DataBox.Core;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Bench;

/// <summary>What a chain that samples back to back came to, in virtual time.</summary>
/// <param name="MeanMicros">Time from start to end, by the samples that were measured.</param>
/// <param name="Samples">Measured.</param>
/// <param name="LeftOut">Whose place a check took.</param>
/// <param name="Checks">Checks completed.</param>
/// <param name="Retries">Transfers repeated.</param>
/// <param name="Transfers">Transfers a sample, everything included.</param>
/// <param name="Findings">Checks that failed; sound chips should have none.</param>
public sealed record AfeRate(
    double MeanMicros, long Samples, long LeftOut, int Checks, int Retries, double Transfers, int Findings)
{
    /// <summary>Samples without a gap for a while, with the whole schedule of checks.</summary>
    /// <param name="overheadMicros">What each transfer costs the host; 0: host time zero.</param>
    /// <param name="bitErrors">Errors a bit, both ways.</param>
    public static AfeRate Measure(AfeRatePack pack, double seconds, int overheadMicros, double bitErrors, ulong seed)
    {
        var clock = new ManualClock(3000000);
        SimChip chip = SimCatalogue.Find(pack.Chip) ?? throw new ArgumentException("no simulated " + pack.Chip);
        PackLayout layout = pack.Layout;
        ISimChain chain = chip.Make(new SimChainPlan(clock, layout.deviceCount, Seed: seed));
        PutSoundPack(chain);
        var bus = new OverheadBus(chain, clock, overheadMicros);
        var config = new AfeConfig { mode = pack.Mode, transferOverheadMicros = overheadMicros };
        IAfe afe = AfeCatalogue.Make(pack.Chip, bus, null, clock, layout, config);
        var sample = new PackSample(layout);
        if (afe.Start() > AfeStatus.Retried)
        {
            throw new InvalidOperationException("the chain does not start");
        }

        // The conversions that a converter running by itself has to do first are not part of the cycle.
        clock.Advance(50000);
        afe.Read(sample);
        chain.Faults.SetBitErrors(bitErrors, bitErrors, seed);
        var schedule = new CheckSchedule(afe, 60, 600);
        schedule.SetPeriodMicros(afe.ShortestCycleMicros);
        return Run(clock, afe, bus, sample, schedule, seconds);
    }

    private static AfeRate Run(
        ManualClock clock, IAfe afe, OverheadBus bus, PackSample sample, CheckSchedule schedule, double seconds)
    {
        long start = clock.MonotonicMicros();
        long end = start + (long)(seconds * 1e6);
        long transfers = bus.Transfers;
        int retries = afe.RetryCount;
        long samples = 0;
        long leftOut = 0;
        while (clock.MonotonicMicros() < end)
        {
            sample.timeMs = clock.MonotonicMicros() / 1000;
            int step = schedule.StepInsteadOfSample(clock.MonotonicMicros());
            if (step == CheckSchedule.None)
            {
                afe.Read(sample);
                samples++;
            }
            else
            {
                byte status = afe.RunStep(step, sample);
                schedule.Done(status < AfeStatus.Stale, clock.MonotonicMicros());
                leftOut++;
            }
        }

        int findings = 0;
        foreach (byte result in sample.health.result)
        {
            findings += result == AfeResult.Failed ? 1 : 0;
        }

        return new AfeRate(
            (double)(clock.MonotonicMicros() - start) / samples,
            samples,
            leftOut,
            schedule.CompletedCount,
            afe.RetryCount - retries,
            (double)(bus.Transfers - transfers) / samples,
            findings);
    }

    /// <summary>Cells and probes of a pack that nothing is wrong with.</summary>
    public static void PutSoundPack(ISimChain chain)
    {
        for (int d = 0; d < chain.DeviceCount; d++)
        {
            for (int input = 0; input < chain.CellInputs; input++)
            {
                chain.SetCellMicrovolts(d, input, 3700000 + (input * 1000));
            }

            for (int gpio = 0; gpio < chain.GpioInputs; gpio++)
            {
                chain.SetProbeDeciC(d, gpio, 250 + gpio);
            }
        }
    }
}
