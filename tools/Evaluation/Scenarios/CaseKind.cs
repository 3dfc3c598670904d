using System;
using System.Collections.Generic;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>A fault over the severities that days and confusion are counted for.</summary>
/// <param name="Name">As in the tables.</param>
/// <param name="CauseId">Whose statistic is to rise.</param>
/// <param name="Severities">In words.</param>
/// <param name="Fault">Makes the fault at its onset.</param>
/// <param name="DueSeconds">After the onset, when the row's time is over and days begin to count.</param>
public sealed record CaseKind(
    string Name, int CauseId, string Severities, Func<Trial, SimRandom, VehicleFault> Fault, Func<VehicleFault, double> DueSeconds)
{
    private const double Hour = 3600;
    private static readonly int[] s_wire = CauseGroups.CausesOf(FaultCause.TapShort);
    private static readonly int[] s_sensor = CauseGroups.CausesOf(FaultCause.SensorDrift);

    public Func<ulong, VehicleSettings> Vehicle { get; init; } = seed => Standard.Settings(seed);

    /// <summary>Of the samples, s.</summary>
    public double Period { get; init; } = 1;

    /// <summary>Of a counted day, s; shorter where the pack does not live on.</summary>
    public double DaySeconds { get; init; } = Standard.Day;

    public int Days { get; init; } = 2;

    /// <summary>Causes that name it.</summary>
    public int[] Named { get; init; } = [CauseId];

    /// <summary>Also waited for before days count.</summary>
    public Func<Trial, bool> IsDue { get; init; } = _ => true;

    public static List<CaseKind> All() =>
    [
        new("transient short", FaultCauses.TransientShort, "10 to 60 mV, 5 to 100 a day", Burst, _ => 0) { Period = 0.1, Days = 1 },
        new("soft short", FaultCauses.SoftShort, "1 to 1,000 ohm", Soft, f => TargetRows.SoftSeconds(f.Truth.Severity)),
        new("hard short", FaultCauses.HardShort, "0.01 to 0.3 ohm, an hour", Hard, _ => 0) { DaySeconds = Hour, Days = 1 },
        new("plating", FaultCauses.PlatingSuspected, "0.5 to 3 % of a charge, after 4 charges", Plating, _ => 0)
        {
            Vehicle = Plater,
            IsDue = trial => ((PlatingFault)trial.Feed.Vehicle.Faults[0]).Charges >= 4,
        },
        new("connection", FaultCauses.HvConnection, "0.1 to 0.6 mohm, after 10 steps", Contact, _ => 0)
        {
            IsDue = trial => trial.CurrentSteps >= 10,
        },
        new("sampling wire short", FaultCauses.SenseWireShort, "1 to 10,000 ohm", TapShort, _ => 10) { Named = s_wire },
        new("sampling wire open", FaultCauses.SenseWireShort, "0.1 to 10 s", TapOpen, _ => 60) { Named = s_wire },
        new("sensor drift", FaultCauses.SensorDrift, "4 to 24 mV, after a day", Drift, _ => Standard.Day) { Named = s_sensor },
        new("sensor stuck", FaultCauses.SensorDrift, "after a day", Stuck, _ => Standard.Day)
        {
            Days = 1,
            Named = s_sensor,
        },
        new("thermal", FaultCauses.ThermalAnomaly, "0 to 30 % of the cooling, 1 to 5 W, after a day", Thermal, _ => Standard.Day),
    ];

    private static int Cell(Trial trial, SimRandom random) => random.Next(trial.Feed.Layout.cellCount);

    private static double LogBetween(SimRandom random, double low, double high) => low * Math.Pow(high / low, random.NextUnit());

    private static VehicleFault Burst(Trial trial, SimRandom random) => new BurstShort(
        Cell(trial, random), trial.Onset, random.Between(0.01, 0.06), LogBetween(random, 5, 100), 0.2, LogBetween(random, 0.4, 10),
        trial.Feed.Vehicle.Settings.Seed);

    private static VehicleFault Soft(Trial trial, SimRandom random) =>
        new SoftShort(Cell(trial, random), trial.Onset, LogBetween(random, 1, 1000));

    private static VehicleFault Hard(Trial trial, SimRandom random) =>
        new HardShort(Cell(trial, random), trial.Onset, LogBetween(random, 0.01, 0.3));

    private static VehicleFault Plating(Trial trial, SimRandom random) => new PlatingFault(
        Cell(trial, random), trial.Onset, LogBetween(random, 0.005, 0.03), random.Between(0.2, 0.5), random.Between(0.005, 0.03),
        random.Between(600, 7200));

    private static VehicleFault Contact(Trial trial, SimRandom random) =>
        new ContactFault(Cell(trial, random), trial.Onset, LogBetween(random, 0.1e-3, 0.6e-3));

    private static VehicleFault TapShort(Trial trial, SimRandom random)
    {
        double wire = random.Between(100, 500);
        double ratio = Math.Pow(4, random.Between(-1, 1));
        return new TapShort(Cell(trial, random), trial.Onset, LogBetween(random, 1, 10000), wire, wire * ratio);
    }

    private static VehicleFault TapOpen(Trial trial, SimRandom random) =>
        new TapOpen(Cell(trial, random), trial.Onset, LogBetween(random, 0.1, 10), random.Between(0.5, 1));

    private static VehicleFault Drift(Trial trial, SimRandom random) => new SensorFault(
        Cell(trial, random), trial.Onset, (random.NextUnit() < 0.5 ? -1 : 1) * LogBetween(random, 4000, 24000));

    private static VehicleFault Stuck(Trial trial, SimRandom random) => new SensorStuck(Cell(trial, random), trial.Onset);

    private static VehicleFault Thermal(Trial trial, SimRandom random) =>
        new ThermalFault(Cell(trial, random), trial.Onset, random.Between(0, 0.3), random.Between(1, 5));

    // Charges often, half of the time fast; some of them in the cool.
    internal static VehicleSettings Plater(ulong seed)
    {
        VehicleSettings settings = Standard.Settings(seed);
        var random = new SimRandom(seed, 81);
        settings.MeanCelsius = random.Between(5, 25);
        settings.FastShare = 0.5;
        settings.FastChargeRate = random.Between(0.9, 1.5);
        settings.ChargeBelowSoc = 0.85;
        return settings;
    }
}
