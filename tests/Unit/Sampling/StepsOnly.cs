using System;
using System.Collections.Generic;
using DataBox.Ports;

namespace DataBox.Tests.Unit.Sampling;

/// <summary>A chain that has nothing but steps: of which check each one is, and how long it takes.</summary>
internal sealed class StepsOnly(params (int Check, int Micros)[] steps) : IAfe
{
    public int ShortestCycleMicros => 1000;

    public int RetryCount => 0;

    public int StepCount => steps.Length;

    public int CheckOfStep(int step) => steps[step].Check;

    public int StepMicros(int step) => steps[step].Micros;

    /// <summary>As many checks as wanted, of this many steps each.</summary>
    public static StepsOnly Of(int checks, int stepsEach, int micros)
    {
        var all = new List<(int, int)>();
        for (int c = 0; c < checks; c++)
        {
            for (int s = 0; s < stepsEach; s++)
            {
                all.Add((c, micros));
            }
        }

        return new StepsOnly([.. all]);
    }

    public byte Start() => AfeStatus.Ok;

    public byte Read(PackSample sample) => throw new NotSupportedException();

    public byte RunStep(int step, PackSample sample) => throw new NotSupportedException();
}
