using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>The journey: rest, drive, rest, charge, over and over, drawn from the seed. Current is positive while
/// charging.</summary>
internal sealed class DriveCycle
{
    private const double LowestSoc = 0.15;
    private const double HighestCellVolts = 4.12;
    private const double ChargeRate = 0.6;
    private const double ChargeEndRate = 0.04;

    private readonly SimRandom _random;
    private readonly double _capacityAmpHours;
    private Phase _phase = Phase.Rest;
    private bool _chargeNext;
    private double _phaseSecondsLeft = 8;
    private double _targetRate;
    private double _targetSecondsLeft;
    private double _rate;

    public DriveCycle(SimRandom random, double capacityAmpHours)
    {
        _random = random;
        _capacityAmpHours = capacityAmpHours;
    }

    private enum Phase
    {
        Rest,
        Drive,
        Charge,
    }

    /// <summary>Bits of VehicleState.</summary>
    public int State => _phase switch
    {
        Phase.Drive => VehicleState.Ignition,
        Phase.Charge => VehicleState.Charging,
        _ => 0,
    };

    /// <summary>The current of the coming step, A.</summary>
    public double NextAmps(double seconds, double lowestSoc, double highestCellVolts)
    {
        _phaseSecondsLeft -= seconds;
        switch (_phase)
        {
            case Phase.Rest when _phaseSecondsLeft <= 0:
                Begin(_chargeNext ? Phase.Charge : Phase.Drive, _random.Between(600, 1500));
                _chargeNext = !_chargeNext;
                break;
            case Phase.Drive when _phaseSecondsLeft <= 0 || lowestSoc < LowestSoc:
            case Phase.Charge when _rate < ChargeEndRate && _phaseSecondsLeft < 580:
                Begin(Phase.Rest, _random.Between(60, 180));
                break;
        }

        _rate = _phase switch
        {
            Phase.Drive => Drive(seconds),
            Phase.Charge => Charge(seconds, highestCellVolts),
            _ => 0,
        };
        return _rate * _capacityAmpHours;
    }

    private void Begin(Phase phase, double seconds)
    {
        _phase = phase;
        _phaseSecondsLeft = phase == Phase.Charge ? 600 : seconds;
        _targetSecondsLeft = 0;
        _rate = 0;
    }

    // A new wish of the driver every few seconds, followed within about a second: pull away, cruise, brake, wait.
    private double Drive(double seconds)
    {
        _targetSecondsLeft -= seconds;
        if (_targetSecondsLeft <= 0)
        {
            int wish = _random.Next(10);
            _targetRate = wish < 3 ? _random.Between(-2.4, -0.8)
                : wish < 7 ? _random.Between(-0.6, -0.2)
                : wish < 9 ? _random.Between(0.1, 0.9)
                : -0.01;
            _targetSecondsLeft = _random.Between(2, wish < 7 ? 12 : 6);
        }

        return _rate + ((_targetRate - _rate) * Math.Min(1, seconds / 0.8));
    }

    // Constant current, throttled as the highest cell nears its limit.
    private double Charge(double seconds, double highestCellVolts)
    {
        double wanted = highestCellVolts < HighestCellVolts ? ChargeRate : 0;
        double pull = highestCellVolts < HighestCellVolts ? 5 : 20;
        return _rate + ((wanted - _rate) * Math.Min(1, seconds / pull));
    }
}
