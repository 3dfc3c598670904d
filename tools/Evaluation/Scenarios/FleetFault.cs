using System;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>The fault of one vehicle of the fleet: its parts, and when what begins.</summary>
public sealed class FleetFault
{
    private HardShort? _hard;

    private FleetFault(double onset) => Onset = onset;

    public VehicleFault[] Faults { get; private set; } = [];

    public FaultTruth Truth => Faults[0].Truth;

    public double Onset { get; }

    /// <summary>Of the hard stage, on the vehicle's clock; infinite: there is none.</summary>
    public double HardOnset => _hard?.Truth.OnsetSeconds ?? double.PositiveInfinity;

    public bool HasSoftStage => _hard != null && Faults.Length > 1;

    public double RunawaySeconds => _hard?.RunawaySeconds ?? double.PositiveInfinity;

    /// <summary>Onset from day 12 to 24.</summary>
    public static FleetFault Draw(FleetClass kind, VehicleSettings settings)
    {
        var random = new SimRandom(settings.Seed, 61);
        int cell = random.Next(settings.CellCount);
        double onset = random.Between(12, 24) * Standard.Day;
        double size = 50 / settings.RatedAmpHours;
        var fault = new FleetFault(onset);
        double LogBetween(double low, double high) => low * Math.Pow(high / low, random.NextUnit());
        switch (kind)
        {
            case FleetClass.SelfDischarge:
                double days = random.NextUnit() < 0.5 ? random.Between(3, 30) : 0;
                fault.Faults = [new SoftShort(cell, onset, LogBetween(1, 1000) * size, days, leastOhms: 1)];
                break;
            case FleetClass.SuddenShort:
                fault.DrawSudden(cell, random.NextUnit() < 2.0 / 3, LogBetween(10, 300) * size, random, size);
                break;
            case FleetClass.Connection:
                double growth = random.NextUnit() < 0.5 ? LogBetween(0.02e-3, 0.2e-3) * size : 0;
                double shake = random.NextUnit() < 0.5 ? random.Between(0, 0.5) : 0;
                double ohms = LogBetween(0.2e-3, 2e-3) * size;
                fault.Faults = [new ContactFault(cell, onset, ohms, growth, shake, false, settings.Seed)];
                break;
            default:
                fault.Faults = [DrawSampling(cell, onset, random)];
                break;
        }

        return fault;
    }

    // A soft stage whose resistance falls to 2 ohm within 1 to 6 days, and then the hard short; or that alone.
    private void DrawSudden(int cell, bool hasSoftStage, double ohms, SimRandom random, double size)
    {
        double days = hasSoftStage ? random.Between(1, 6) : 0;
        _hard = new HardShort(cell, Onset + (days * Standard.Day), 0.02 * Math.Pow(15, random.NextUnit()) * size);
        double least = 2 * size;
        Faults = hasSoftStage
            ? [new SoftShort(cell, Onset, ohms, days / Math.Log10(ohms / least), least), _hard]
            : [_hard];
    }

    private static VehicleFault DrawSampling(int cell, double onset, SimRandom random)
    {
        double sign = random.NextUnit() < 0.5 ? -1 : 1;
        double wire = random.Between(100, 500);
        return random.Next(4) switch
        {
            0 => new TapShort(cell, onset, Math.Pow(10, random.Between(0, 4)), wire, wire * Math.Pow(4, random.Between(-1, 1))),
            1 => new TapOpen(cell, onset, Math.Pow(10, random.Between(-1, 1)), random.Between(0.5, 1)),
            2 => new SensorStuck(cell, onset),
            _ => new SensorFault(cell, onset, sign * random.Between(10000, 50000)),
        };
    }
}
