namespace DataBox.Reference;

/// <summary>s += (x - s) / 2^shift, starting at the first x, in double.</summary>
public sealed class EwmaTwin
{
    private readonly double _weight;
    private bool _started;

    public EwmaTwin(int shift)
    {
        _weight = 1.0 / (1 << shift);
    }

    public double Value { get; private set; }

    public void Add(double x)
    {
        Value = _started ? Value + ((x - Value) * _weight) : x;
        _started = true;
    }
}
