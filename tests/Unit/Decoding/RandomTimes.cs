using DataBox.Sim;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>Times that never fall: steady, jittering, standing still, with gaps from seconds to thousands of years.</summary>
internal sealed class RandomTimes(SimRandom random)
{
    private readonly int style = random.Next(6);
    private readonly int periodMs = (1 + random.Next(20)) * 50;
    private long timeMs = random.Next(4) switch
    {
        0 => 0,
        1 => 1_700_000_000_000L + random.Next(1_000_000),
        2 => -(1L << 61) + random.Next(1000),
        _ => random.Next(100_000),
    };

    public long Next()
    {
        long time = timeMs;
        timeMs += style switch
        {
            0 => periodMs,
            1 => periodMs * (random.Next(10) == 0 ? random.Next(5) : 1),
            2 => 0,
            3 => random.Next(7) * 10,
            4 => random.Next(8) == 0 ? 1L << random.Next(47) : periodMs,
            _ => random.Next(int.MaxValue),
        };
        return time;
    }
}
