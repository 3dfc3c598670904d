using System;

namespace DataBox.Sim;

/// <summary>The vehicle's own balancing: after a charge the cells with more charge than the lowest are drained by a constant
/// current, at rest and while charging, until the difference is gone.</summary>
internal sealed class Balancing
{
    private const double LeastDifference = 0.003;
    private readonly CellBank _cells;
    private readonly double _amps;
    private readonly double[] _secondsLeft;
    private bool _wasCharging;

    public Balancing(VehicleSettings settings, CellBank cells)
    {
        _cells = cells;
        _amps = settings.BalancingAmps;
        _secondsLeft = new double[cells.Count];
    }

    public void Act(DutyCycle duty, double packAmps, double seconds)
    {
        if (_wasCharging && !duty.IsCharging)
        {
            Plan();
        }

        _wasCharging = duty.IsCharging;
        bool mayDrain = !duty.IsMoving && packAmps >= 0;
        for (int cell = 0; cell < _secondsLeft.Length; cell++)
        {
            bool drains = mayDrain && _secondsLeft[cell] > 0;
            _cells.DrainAmps[cell] = drains ? _amps : 0;
            _secondsLeft[cell] -= drains ? seconds : 0;
        }
    }

    private void Plan()
    {
        double lowest = double.MaxValue;
        foreach (double soc in _cells.Soc)
        {
            lowest = Math.Min(lowest, soc);
        }

        for (int cell = 0; cell < _secondsLeft.Length; cell++)
        {
            double above = _cells.Soc[cell] - lowest;
            _secondsLeft[cell] = above < LeastDifference ? 0 : above * _cells.CapacityCoulombs[cell] / _amps;
        }
    }
}
