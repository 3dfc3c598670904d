using System;
using System.Collections.Generic;
using System.Threading;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>One curve: how often a fault of each severity is found within each time.</summary>
/// <param name="Name">As in tables and files.</param>
/// <param name="Unit">Of the severities.</param>
/// <param name="Severities">From the mildest to the gravest.</param>
/// <param name="Times">After the onset, s, rising.</param>
/// <param name="Fault">Makes the fault at its onset.</param>
public sealed record CurveSpec(
    string Name, string Unit, double[] Severities, double[] Times, Func<Trial, SimRandom, double, VehicleFault> Fault)
{
    private const double Minute = 60;
    private const double Hour = 3600;

    public Func<ulong, VehicleSettings> Vehicle { get; init; } = seed => Standard.Settings(seed);

    /// <summary>Of the samples, s.</summary>
    public double Period { get; init; } = 1;

    public static List<CurveSpec> All() =>
    [
        new("soft short", "ohm", [3000, 1000, 300, 100, 30, 10, 3, 1],
            [2 * Minute, 45 * Minute, 12 * Hour, 3 * Standard.Day], Soft),
        new("soft short, 1 mV noise", "ohm", [1000, 100, 10, 1], [8 * Minute, 3 * Hour, 2 * Standard.Day, 6 * Standard.Day], Soft)
        {
            Vehicle = seed =>
            {
                VehicleSettings settings = Standard.Settings(seed);
                settings.NoiseMicrovolts = 1000;
                return settings;
            },
        },
        new("transient short", "mV", [5, 10, 15, 20, 30, 50], [3, 63, 603], Pulses) { Period = 0.1 },
        new("connection", "mohm", [0.025, 0.05, 0.1, 0.2, 0.4, 0.8], [Hour, 6 * Hour, Standard.Day, 3 * Standard.Day], Contact),
        new("sampling wire short", "ohm", [300000, 100000, 30000, 10000, 3000, 1000], [2, 10, Minute, Hour], TapShort),
        new("sensor offset", "mV", [1, 2, 4, 8, 16, 32], [Minute, Hour, Standard.Day, 3 * Standard.Day], Offset),
        new("hard short", "ohm", [0.5, 0.2, 0.1, 0.05, 0.02, 0.01], [10, Minute, 10 * Minute, Hour], Hard),
        new("plating (10 s samples)", "% of a charge", [0.1, 0.3, 1, 3],
            [2 * Standard.Day, 5 * Standard.Day, 10 * Standard.Day], Plating)
        {
            Period = 10,
            Vehicle = CaseKind.Plater,
        },
        new("heat from outside", "W", [0.5, 1, 2, 5, 10], [Hour, 6 * Hour, Standard.Day], Heat),
    ];

    /// <returns>From the onset to the alarm that names it at its place, s; infinite: not within the longest time.</returns>
    public double Run(double severity, ulong seed, CancellationToken stop)
    {
        VehicleSettings settings = Vehicle(seed);
        var random = new SimRandom(seed, 91);
        var feed = new VehicleFeed(settings, Standard.Thresholds(settings));
        Trial trial = Trial.UpTo(Trial.DrawOnset(random), feed, Period, stop);
        trial.Begin(Fault(trial, random, severity));
        trial.RunUntil(Times[^1], () => trial.Right != null);
        Alarm? right = trial.Right;
        return right == null ? double.PositiveInfinity : trial.Elapsed;
    }

    private static int Cell(Trial trial, SimRandom random) => random.Next(trial.Feed.Layout.cellCount);

    private static VehicleFault Soft(Trial trial, SimRandom random, double ohms) =>
        new SoftShort(Cell(trial, random), trial.Onset, ohms);

    // A pulse of 0.2 s each minute.
    private static VehicleFault Pulses(Trial trial, SimRandom random, double millivolts) =>
        new PulseShort(Cell(trial, random), trial.Onset, millivolts / 1000, 0.2, Minute);

    private static VehicleFault Contact(Trial trial, SimRandom random, double milliohms) =>
        new ContactFault(Cell(trial, random), trial.Onset, milliohms / 1000);

    private static VehicleFault TapShort(Trial trial, SimRandom random, double ohms) =>
        new TapShort(Cell(trial, random), trial.Onset, ohms);

    private static VehicleFault Offset(Trial trial, SimRandom random, double millivolts) =>
        new SensorFault(Cell(trial, random), trial.Onset, (random.NextUnit() < 0.5 ? -1000 : 1000) * millivolts);

    private static VehicleFault Hard(Trial trial, SimRandom random, double ohms) =>
        new HardShort(Cell(trial, random), trial.Onset, ohms);

    private static VehicleFault Plating(Trial trial, SimRandom random, double percent) => new PlatingFault(
        Cell(trial, random), trial.Onset, percent / 100, random.Between(0.2, 0.5), random.Between(0.005, 0.03),
        random.Between(600, 7200));

    private static VehicleFault Heat(Trial trial, SimRandom random, double watts) =>
        new ThermalFault(Cell(trial, random), trial.Onset, 1, watts);
}
