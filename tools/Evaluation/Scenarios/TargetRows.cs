using System;
using System.Collections.Generic;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>The rows of the target table that simulated vehicles can be tried on.</summary>
public static class TargetRows
{
    /// <summary>Resistances of a soft short on 50 Ah, and within what it is to be found, s.</summary>
    public static readonly (double Ohms, double Seconds)[] Soft = [(1, 120), (10, 2700), (100, 43200), (1000, 259200)];

    private const double FullCharges = 2;
    private const double Hour = 3600;

    /// <summary>Time within which a soft short is to be found, s: between the rows on a straight line of both logarithms.</summary>
    public static double SoftSeconds(double ohms)
    {
        int i = 0;
        while (i < Soft.Length - 2 && ohms > Soft[i + 1].Ohms)
        {
            i++;
        }

        double share = Math.Log(ohms / Soft[i].Ohms) / Math.Log(Soft[i + 1].Ohms / Soft[i].Ohms);
        return Soft[i].Seconds * Math.Pow(Soft[i + 1].Seconds / Soft[i].Seconds, Math.Clamp(share, 0, 1));
    }

    public static List<TargetRow> All()
    {
        List<TargetRow> rows = [Transient()];
        foreach ((double ohms, double seconds) in Soft)
        {
            rows.Add(SoftRow($"soft short {ohms} ohm", ohms, seconds));
        }

        foreach ((double ohms, double seconds) in Soft)
        {
            rows.Add(SoftRow($"soft short {ohms} ohm, 1 mV noise", ohms, 4 * seconds) with { Vehicle = Noisy });
        }

        rows.Add(SoftRow("soft short 10 ohm, balancing unannounced", 10, 24 * Hour) with { Vehicle = Balanced, Balancing = 0 });
        foreach ((double ohms, double seconds) in Soft)
        {
            rows.Add(LfpRow(ohms, seconds));
        }

        rows.Add(Contact("contact +0.2 mohm, 50 A steps", 0.2e-3, seed => Standard.Settings(seed)));
        rows.Add(Contact("contact below 10 degC, 3 x the probes' spread", 0, Cold));
        rows.Add(ContactInUse());
        foreach (double period in new[] { 0.1, 1 })
        {
            string rate = period < 1 ? "10 Hz" : "1 Hz";
            rows.Add(Tap($"sampling wire short, {rate}", period, TapShort));
            rows.Add(Tap($"sampling wire open, {rate}", period, TapOpen));
        }

        rows.Add(Hard());
        return rows;
    }

    private static int AnyCell(Trial trial, SimRandom random) => random.Next(trial.Feed.Layout.cellCount);

    // Two pulses a minute apart: the first is to be noticed, the second makes the alarm.
    private static TargetRow Transient() => new(
        "transient 20 mV, 2 samples at 10 Hz",
        "suspect <= 3 s",
        120,
        (trial, random) => new PulseShort(AnyCell(trial, random), trial.Onset, 0.02, 0.2, 60))
    {
        Period = 0.1,
        IsBySuspicion = true,
        IsInTime = trial => trial.SuspectAfter <= 3.05,
    };

    private static TargetRow SoftRow(string name, double ohms, double seconds) => new(
        name, "<= " + Words.Time(seconds), seconds * 1.5, (trial, random) =>
            new SoftShort(AnyCell(trial, random), trial.Onset, ohms))
    {
        IsInTime = trial => trial.Elapsed <= seconds + 0.5,
    };

    private static TargetRow LfpRow(double ohms, double seconds) => new(
        $"soft short {ohms} ohm, LFP",
        $"2 full charges or {Words.Time(seconds)}",
        Math.Max(4 * Standard.Day, seconds),
        (trial, random) => new SoftShort(AnyCell(trial, random), trial.Onset, ohms))
    {
        Vehicle = seed =>
        {
            VehicleSettings settings = Standard.Settings(seed, isLfp: true);
            settings.ChargeBelowSoc = 0.85;
            return settings;
        },
        IsInTime = trial => trial.FullCharges <= FullCharges || trial.Elapsed <= seconds,
    };

    private static TargetRow Contact(string name, double ohms, Func<ulong, VehicleSettings> vehicle) => new(
        name,
        "<= 10 steps",
        1200,
        (trial, random) =>
        {
            trial.Feed.Vehicle.Duty.Fixed = CurrentSteps.Make(trial.Onset, random);
            double extra = ohms > 0 ? ohms : Math.Max(0.2e-3, 3 * ExplainedOhms(trial.Feed.Vehicle));
            return new ContactFault(AnyCell(trial, random), trial.Onset, extra);
        })
    {
        Vehicle = vehicle,
        IsInTime = trial => trial.CurrentSteps <= 10,
        Measure = trial => trial.CurrentSteps,
    };

    private static TargetRow ContactInUse() => new(
        "contact +0.2 mohm in daily use",
        "(none: for information)",
        Standard.Day,
        (trial, random) => new ContactFault(AnyCell(trial, random), trial.Onset, 0.2e-3))
    {
        IsInTime = _ => true,
        Measure = trial => trial.CurrentSteps,
    };

    private static TargetRow Tap(string name, double period, Func<Trial, SimRandom, VehicleFault> fault) => new(
        name, "2 samples after 100 mV", 600 * period, fault)
    {
        Period = period,
        IsInTime = trial => trial.OffSamples <= 3,
        Measure = trial => Math.Max(0, trial.OffSamples - 1),
        Applies = trial => trial.OffSamples > 0,
    };

    private static TargetRow Hard() => new(
        "hard short 0.01 to 0.1 ohm, simulated",
        "alarm before 150 degC",
        Hour,
        (trial, random) => new HardShort(AnyCell(trial, random), trial.Onset, 0.01 * Math.Pow(10, random.NextUnit())))
    {
        IsInTime = trial => double.IsInfinity(((HardShort)trial.Feed.Vehicle.Faults[0]).RunawaySeconds),
    };

    private static VehicleFault TapShort(Trial trial, SimRandom random)
    {
        double wire = random.Between(100, 500);
        double ratio = Math.Pow(4, random.Between(-1, 1));
        return new TapShort(AnyCell(trial, random), trial.Onset, Math.Pow(10, random.Between(0, 4)), wire, wire * ratio);
    }

    private static VehicleFault TapOpen(Trial trial, SimRandom random) =>
        new TapOpen(AnyCell(trial, random), trial.Onset, Math.Pow(10, random.Between(-1, 1)), random.Between(0.5, 1));

    private static VehicleSettings Noisy(ulong seed)
    {
        VehicleSettings settings = Standard.Settings(seed);
        settings.NoiseMicrovolts = 1000;
        return settings;
    }

    private static VehicleSettings Balanced(ulong seed)
    {
        VehicleSettings settings = Standard.Settings(seed);
        settings.BalancingAmps = new SimRandom(seed, 72).Between(0.05, 0.3);
        return settings;
    }

    private static VehicleSettings Cold(ulong seed)
    {
        VehicleSettings settings = Standard.Settings(seed);
        settings.MeanCelsius = new SimRandom(seed, 73).Between(-10, 5);
        return settings;
    }

    // Between a cell as cold as the coldest probe and one as warm as the warmest, at half charge.
    private static double ExplainedOhms(Vehicle vehicle)
    {
        double coldest = double.MaxValue;
        double warmest = double.MinValue;
        foreach (int deciC in vehicle.Sense.ProbeDeciC)
        {
            coldest = Math.Min(coldest, deciC / 10.0);
            warmest = Math.Max(warmest, deciC / 10.0);
        }

        double sum = 0;
        CellChemistry chemistry = vehicle.Settings.Chemistry;
        for (int branch = 0; branch < CellChemistry.BranchCount; branch++)
        {
            sum += chemistry.OhmsAt(branch, 0.5, coldest) - chemistry.OhmsAt(branch, 0.5, warmest);
        }

        return sum / vehicle.Settings.RatedAmpHours;
    }
}
