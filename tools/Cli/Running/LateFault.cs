using System;
using DataBox.Ports;

namespace DataBox.Cli.Running;

/// <summary>Does something to the simulated chain at a sample time; whether a sample or a check is what comes next.</summary>
public sealed class LateFault(IAfe inner, Action harm, long fromMs) : IAfe
{
    private bool _isDone;

    public int ShortestCycleMicros => inner.ShortestCycleMicros;

    public int RetryCount => inner.RetryCount;

    public int StepCount => inner.StepCount;

    public int CheckOfStep(int step) => inner.CheckOfStep(step);

    public int StepMicros(int step) => inner.StepMicros(step);

    public byte RunStep(int step, PackSample sample)
    {
        Harm(sample.timeMs);
        return inner.RunStep(step, sample);
    }

    public byte Start() => inner.Start();

    public byte Read(PackSample sample)
    {
        Harm(sample.timeMs);
        return inner.Read(sample);
    }

    private void Harm(long timeMs)
    {
        if (!_isDone && timeMs >= fromMs)
        {
            harm();
            _isDone = true;
        }
    }
}
