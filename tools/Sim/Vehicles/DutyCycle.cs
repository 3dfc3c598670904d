using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>The vehicle's days: drives, pauses, charging at home or fast (constant current, then constant voltage of the highest
/// cell), nights. Current is positive while charging.</summary>
public sealed class DutyCycle
{
    private const double Day = 86400;
    private const double LowestSoc = 0.12;
    private const double EndRate = 0.04;
    private const int LongestRoute = 5400;

    private readonly VehicleSettings _settings;
    private readonly SimRandom _random;
    private readonly double[] _route = new double[LongestRoute + 2];
    private double _phaseStart;
    private double _phaseEnd;
    private double _chargeAmps;
    private double _chargeLimitAmps;
    private double _mostRegenAmps;
    private double _mostDriveAmps;
    private int _drivesLeft;
    private Phase _phase = Phase.Rest;
    private Phase _next = Phase.Drive;

    public DutyCycle(VehicleSettings settings)
    {
        _settings = settings;
        _random = new SimRandom(settings.Seed, 12);
        _phaseEnd = _random.Between(600, 3 * 3600);
        _drivesLeft = 2;
    }

    private enum Phase
    {
        Rest,
        Drive,
        Charge,
    }

    /// <summary>A current by hand over time, s to A, instead of the days; must answer a little ahead too.</summary>
    public Func<double, double>? Fixed { get; set; }

    /// <summary>Bits of VehicleState.</summary>
    public int State => Fixed != null ? 0 : _phase switch
    {
        Phase.Drive => VehicleState.Ignition,
        Phase.Charge => VehicleState.Charging,
        _ => 0,
    };

    public bool IsMoving => State == VehicleState.Ignition;

    public bool IsCharging => State == VehicleState.Charging;

    /// <summary>True while the current changes within a sample.</summary>
    public bool IsLively => Fixed != null || _phase == Phase.Drive;

    /// <summary>The current at a time in or shortly after the step decided last, A.</summary>
    public double AmpsAt(double seconds)
    {
        if (Fixed != null)
        {
            return Fixed(seconds);
        }

        if (_phase != Phase.Drive)
        {
            return _phase == Phase.Charge ? _chargeAmps : 0;
        }

        double at = seconds - _phaseStart;
        if (at <= 0 || seconds >= _phaseEnd)
        {
            return 0;
        }

        int i = Math.Min((int)at, LongestRoute);
        return Math.Clamp(_route[i] + ((at - i) * (_route[i + 1] - _route[i])), -_mostDriveAmps, _mostRegenAmps);
    }

    /// <summary>Mean current of a step, A.</summary>
    public double MeanAmps(double from, double seconds)
    {
        if (!IsLively || seconds <= 0)
        {
            return AmpsAt(from);
        }

        int parts = (int)Math.Ceiling(seconds);
        double sum = 0;
        for (int i = 0; i < parts; i++)
        {
            sum += AmpsAt(from + ((i + 0.5) * seconds / parts));
        }

        return sum / parts;
    }

    /// <summary>Decides what the coming step is.</summary>
    /// <param name="lowestSoc">And <paramref name="highestSoc"/>: of all cells.</param>
    /// <param name="highestVolts">Of all cells.</param>
    /// <param name="ohms">How a cell answers a change of current, Ω.</param>
    public void Begin(double seconds, double lowestSoc, double highestSoc, double highestVolts, double ohms)
    {
        if (Fixed != null)
        {
            return;
        }

        // The vehicle takes and gives no more than the cells' limits allow: little in the cold.
        CellChemistry chemistry = _settings.Chemistry;
        _mostDriveAmps = Math.Max(0, (chemistry.OcvAt(lowestSoc) - chemistry.EmptyVolts) / ohms);
        _mostRegenAmps = Math.Max(0, (chemistry.ChargeEndVolts - chemistry.OcvAt(highestSoc)) / ohms);

        if (_phase == Phase.Charge)
        {
            double room = (_settings.Chemistry.ChargeEndVolts - highestVolts) / ohms;
            _chargeAmps = Math.Clamp(_chargeAmps + (0.5 * room), 0, _chargeLimitAmps);
            if (_chargeAmps < EndRate * _settings.RatedAmpHours && seconds > _phaseStart + 300)
            {
                _phaseEnd = seconds;
            }
        }

        if (seconds >= _phaseEnd || (_phase == Phase.Drive && lowestSoc < LowestSoc))
        {
            Turn(seconds, lowestSoc);
        }
    }

    private void Turn(double seconds, double lowestSoc)
    {
        if (_phase == Phase.Rest)
        {
            _phase = _next;
            _phaseStart = seconds;
            if (_next == Phase.Drive)
            {
                DrawRoute(seconds);
            }
            else
            {
                bool isFast = _random.NextUnit() < _settings.FastShare;
                _chargeLimitAmps = _settings.RatedAmpHours * (isFast ? _settings.FastChargeRate : _settings.HomeChargeRate);
                _chargeAmps = 0.05 * _settings.RatedAmpHours;
                _phaseEnd = seconds + (14 * 3600);
            }

            return;
        }

        bool wasCharge = _phase == Phase.Charge;
        _phase = Phase.Rest;
        _phaseStart = seconds;
        bool charge = !wasCharge && (lowestSoc < 0.25 || (_drivesLeft <= 0 && lowestSoc < _settings.ChargeBelowSoc));
        _next = charge ? Phase.Charge : Phase.Drive;
        if (charge)
        {
            _phaseEnd = seconds + _random.Between(300, 5400);
        }
        else if (_drivesLeft > 0 && lowestSoc > 0.25)
        {
            _phaseEnd = seconds + _random.Between(1200, 5 * 3600);
        }
        else
        {
            // The night: until some time next morning.
            _phaseEnd = ((Math.Floor(seconds / Day) + 1) * Day) + _random.Between(0, 3 * 3600);
            _drivesLeft = 1 + _random.Next(4);
        }
    }

    // A new wish of the driver every few seconds, followed within two: pull away, cruise, brake, wait.
    private void DrawRoute(double seconds)
    {
        _drivesLeft--;
        int length = (int)_random.Between(900, LongestRoute);
        _phaseEnd = seconds + length;
        double target = 0;
        double amps = 0;
        int left = 0;
        for (int i = 0; i < length - 1; i++)
        {
            if (left-- <= 0)
            {
                int wish = _random.Next(10);
                target = _settings.RatedAmpHours * (wish < 3 ? _random.Between(-2.4, -0.8)
                    : wish < 7 ? _random.Between(-0.6, -0.15)
                    : wish < 9 ? _random.Between(0.1, 0.9)
                    : -0.01);
                left = 2 + _random.Next(wish < 7 ? 10 : 5);
            }

            amps += (target - amps) * 0.6;
            _route[i] = i == 0 ? 0 : amps;
        }

        for (int i = length - 1; i < _route.Length; i++)
        {
            _route[i] = 0;
        }
    }
}
