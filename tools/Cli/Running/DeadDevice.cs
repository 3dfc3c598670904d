using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Cli.Running;

/// <summary>Takes the supply from one simulated device at a sample time; the devices above it are cut off with it.</summary>
public sealed class DeadDevice(IAfe inner, ISimChain chips, int device, long fromMs) : IAfe
{
    private bool _isDead;

    public int ShortestCycleMicros => inner.ShortestCycleMicros;

    public int RetryCount => inner.RetryCount;

    public int StepCount => inner.StepCount;

    public int CheckOfStep(int step) => inner.CheckOfStep(step);

    public int StepMicros(int step) => inner.StepMicros(step);

    public byte RunStep(int step, PackSample sample) => inner.RunStep(step, sample);

    public byte Start() => inner.Start();

    public byte Read(PackSample sample)
    {
        if (!_isDead && sample.timeMs >= fromMs)
        {
            chips.SetPowered(device, false);
            _isDead = true;
        }

        return inner.Read(sample);
    }
}
