using System;
using System.Collections.Generic;
using DataBox.Ports;

namespace DataBox.Tests.Simulation.Support;

/// <summary>
/// A chain and a vehicle without chips: values that say where and when they were read, and the faults that a test sets.
/// Reading takes time on the virtual clock, as it does on a bus.
/// </summary>
public sealed class FakePack(PackLayout layout, VirtualClock clock) : IAfe, IVehicleInputs
{
    public int ReadMicros { get; set; } = 3000;

    public int ShortestCycleMicros => ReadMicros;

    public int RetryCount { get; set; }

    /// <summary>Bit d: device d gives no data.</summary>
    public int DeadDevices { get; set; }

    public int Starts { get; private set; }

    public int Reads => SampleTimesMs.Count;

    /// <summary>Time of every sample that was read, in order; the current of sample i is i + 1 mA. Room for hours, so that it doesn't
    /// grow while a test counts what the box allocates.</summary>
    public List<long> SampleTimesMs { get; } = new(1 << 16);

    /// <summary>Added to one cell, µV.</summary>
    public int FaultCell { get; set; } = -1;

    public int FaultMicrovolts { get; set; }

    /// <summary>The check of each step; none at first.</summary>
    public int[] Steps { get; set; } = [];

    /// <summary>What every step takes, µs.</summary>
    public int CheckMicros { get; set; } = 2500;

    /// <summary>Steps that were run, with the box's time before each.</summary>
    public List<(int Step, long Micros)> StepsRun { get; } = new(1 << 16);

    /// <summary>Puts the results of a check whose last step was run; all pass if null.</summary>
    public Action<int, AfeHealth, long>? Result { get; set; }

    public int StepCount => Steps.Length;

    public int CheckOfStep(int step) => Steps[step];

    public int StepMicros(int step) => CheckMicros;

    public byte RunStep(int step, PackSample sample)
    {
        StepsRun.Add((step, clock.MonotonicMicros()));
        clock.Advance(CheckMicros);
        int check = Steps[step];
        if (step + 1 == Steps.Length || Steps[step + 1] != check)
        {
            for (int d = 0; d < layout.deviceCount; d++)
            {
                if ((DeadDevices & (1 << d)) == 0)
                {
                    sample.health.Put(check, d, AfeResult.Passed, 0, 0, sample.timeMs);
                }
            }

            Result?.Invoke(check, sample.health, sample.timeMs);
        }

        return DeadDevices == 0 ? AfeStatus.Ok : AfeStatus.NoReply;
    }

    public byte Start()
    {
        Starts++;
        clock.Advance(ReadMicros);
        return DeadDevices == 0 ? AfeStatus.Ok : AfeStatus.NoReply;
    }

    byte IAfe.Read(PackSample sample)
    {
        clock.Advance(ReadMicros);
        SampleTimesMs.Add(sample.timeMs);
        for (int d = 0; d < layout.deviceCount; d++)
        {
            bool dead = (DeadDevices & (1 << d)) != 0;
            sample.deviceStatus[d] = dead ? AfeStatus.NoReply : AfeStatus.Ok;
            for (int c = layout.firstCell[d]; c < layout.firstCell[d + 1]; c++)
            {
                sample.cellQuality[c] = dead ? Quality.NoReply : Quality.Good;
                if (!dead)
                {
                    sample.cellMicrovolts[c] = CellMicrovolts(c, sample.timeMs) + (c == FaultCell ? FaultMicrovolts : 0);
                }
            }

            for (int p = layout.firstProbe[d]; p < layout.firstProbe[d + 1]; p++)
            {
                sample.tempQuality[p] = dead ? Quality.NoReply : Quality.Good;
                sample.tempDeciC[p] = (short)(250 + p);
            }
        }

        return DeadDevices == 0 ? AfeStatus.Ok : AfeStatus.NoReply;
    }

    void IVehicleInputs.Read(PackSample sample)
    {
        sample.currentQuality = Quality.Good;
        sample.currentMilliamps = Reads;
        sample.packQuality = Quality.Missing;
        sample.vehicleStateQuality = Quality.Missing;
    }

    /// <summary>What a healthy cell reads: moves with time, so that nothing is stuck and no two blocks are alike, and stays
    /// near its neighbours.</summary>
    public static int CellMicrovolts(int cell, long timeMs) =>
        3_700_000 + (100 * (int)(((timeMs / 10) + (7 * cell)) % 40)) + (100 * (int)(timeMs / 1000 % 2000));
}
