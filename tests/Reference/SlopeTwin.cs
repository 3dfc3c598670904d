using System.Collections.Generic;
using System.Linq;

namespace DataBox.Reference;

/// <summary>Least-squares slope of all points, centred on their means, in decimal: 28 digits, which integers of a span need at
/// most 19 of.</summary>
public sealed class SlopeTwin
{
    private readonly List<(decimal Time, decimal Value)> _points = new();

    public void Add(decimal time, decimal value) => _points.Add((time, value));

    /// <summary>n^2 covariance and n^2 variance, exact: the slope is their ratio.</summary>
    public (decimal Rise, decimal Run) Moments()
    {
        decimal n = _points.Count;
        decimal times = _points.Sum(p => p.Time);
        decimal values = _points.Sum(p => p.Value);
        return (_points.Sum(p => ((n * p.Time) - times) * ((n * p.Value) - values)) / n,
            _points.Sum(p => ((n * p.Time) - times) * ((n * p.Time) - times)) / n);
    }
}
