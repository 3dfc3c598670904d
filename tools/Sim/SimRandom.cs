using System;

namespace DataBox.Sim;

/// <summary>
/// The simulation's own generator, so that a seed means the same run on every library version. PCG32 (O'Neill 2014,
/// XSH-RR variant).
/// </summary>
public sealed class SimRandom
{
    private const ulong Multiplier = 6364136223846793005UL;
    private readonly ulong _increment;
    private ulong _state;
    private double _spareGaussian;
    private bool _hasSpare;

    /// <param name="stream">Independent sequences for one seed; any number.</param>
    public SimRandom(ulong seed, ulong stream = 1)
    {
        _increment = (stream << 1) | 1;
        NextUInt();
        _state += seed;
        NextUInt();
    }

    /// <summary>32 uniform bits.</summary>
    public uint NextUInt()
    {
        ulong old = _state;
        _state = unchecked((old * Multiplier) + _increment);
        uint mixed = (uint)(((old >> 18) ^ old) >> 27);
        int turn = (int)(old >> 59);
        return (mixed >> turn) | (mixed << (-turn & 31));
    }

    /// <summary>Uniform in 0..bound-1.</summary>
    /// <param name="bound">1 or more.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)(((ulong)NextUInt() * (uint)bound) >> 32);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextUnit() => NextUInt() / 4294967296.0;

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * NextUnit());

    /// <summary>Normal with mean 0 and deviation 1 (polar method, Marsaglia and Bray 1964).</summary>
    public double NextGaussian()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spareGaussian;
        }

        double u;
        double v;
        double square;
        do
        {
            u = (2 * NextUnit()) - 1;
            v = (2 * NextUnit()) - 1;
            square = (u * u) + (v * v);
        }
        while (square >= 1 || square == 0);

        double scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareGaussian = v * scale;
        _hasSpare = true;
        return u * scale;
    }
}
