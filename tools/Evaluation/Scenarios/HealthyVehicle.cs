using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>A vehicle without a fault and with mixed nuisances, watched at 1 Hz after it has learned.</summary>
public sealed class HealthyVehicle
{
    /// <summary>Time at 1 Hz, days.</summary>
    public const int Days = 5;

    private const double Swapped = 0.3;
    private const double MinuteSeconds = 60;

    private HealthyVehicle(VehicleFeed feed) => Settings = feed.Vehicle.Settings;

    public VehicleSettings Settings { get; }

    /// <summary>[Nuisances] minutes of each, of <see cref="Minutes"/>.</summary>
    public int[] NuisanceMinutes { get; } = new int[Nuisances.Names.Length];

    public int Minutes { get; private set; }

    /// <summary>Raised at 1 Hz, and while it learned.</summary>
    public List<Alarm> Alarms { get; private set; } = [];

    public List<Alarm> LearningAlarms { get; private set; } = [];

    /// <summary>[rules, as CauseSet has them] cause, suspicions at 1 Hz, greatest statistic and its place.</summary>
    public RuleCount[] Rules { get; private set; } = [];

    /// <summary>[baselines] name, and rises into its alarm.</summary>
    public (string Name, int Alarms)[] Baselines { get; private set; } = [];

    /// <summary>A mixed vehicle, with more of what is rare in a fleet: heat, balancing that takes days, and much use.</summary>
    public static VehicleSettings Draw(ulong seed, int mostDevices)
    {
        VehicleSettings settings = Standard.Mixed(seed, mostDevices);
        var random = new SimRandom(seed, 64);
        if (random.NextUnit() < 0.1)
        {
            settings.MeanCelsius = random.Between(35, 42);
        }

        if (random.NextUnit() < 0.2)
        {
            settings.BalancingAmps = random.Between(0.05, 0.1);
            settings.SocSpreadPoints = random.Between(0.5, 1);
        }

        if (random.NextUnit() < 0.5)
        {
            settings.ChargeBelowSoc = 0.85;
            settings.HomeChargeRate = random.Between(0.08, 0.15);
        }

        return settings;
    }

    /// <param name="hours">At 1 Hz; Days x 24 or less.</param>
    public static HealthyVehicle Run(VehicleSettings settings, double hours, CancellationToken stop)
    {
        VehicleFeed feed = Standard.MixedFeed(settings);
        Swap(feed, hours);
        for (double day = 1; day <= Standard.RunIn / Standard.Day; day++)
        {
            stop.ThrowIfCancellationRequested();
            feed.RunTo(day * Standard.Day, Standard.RunInPeriod);
        }

        var vehicle = new HealthyVehicle(feed) { LearningAlarms = [.. feed.Raised] };
        int changes = feed.Changes.Count;
        CauseRule[] rules = feed.Detector.Causes.rules;
        int[] before = [.. rules.Select(r => r.suspectCount)];
        foreach (CauseRule rule in rules)
        {
            rule.ForgetWorst();
        }

        feed.Baselines = BaselineSet.Make(feed.BoxSettings);
        vehicle.Watch(feed, hours, stop);
        vehicle.Alarms = [.. feed.Changes.Skip(changes).Where(a => a.change == AlarmChange.Raised)];
        vehicle.Rules =
            [.. rules.Select((r, k) => new RuleCount(r.causeId, r.suspectCount - before[k], r.worstPermille, r.worstPlace))];
        return vehicle;
    }

    // A workshop changes a module in three of ten vehicles, some time between day 6 and the end.
    private static void Swap(VehicleFeed feed, double hours)
    {
        VehicleSettings settings = feed.Vehicle.Settings;
        var random = new SimRandom(settings.Seed, 63);
        if (random.NextUnit() < Swapped)
        {
            double onset = random.Between(6 * Standard.Day, Standard.RunIn + (hours * 3600));
            feed.Vehicle.Add(FaultDraw.Draw(FaultCause.ModuleSwap, settings, onset, settings.Seed));
        }
    }

    private void Watch(VehicleFeed feed, double hours, CancellationToken stop)
    {
        long seconds = (long)Math.Round(hours * 3600);
        for (long second = 1; second <= seconds; second++)
        {
            feed.Step(1);
            if (second % MinuteSeconds == 0)
            {
                stop.ThrowIfCancellationRequested();
                Count(feed);
            }
        }

        Baselines = [.. feed.Baselines.Select(b => (b.Name, b.AlarmCount))];
    }

    private void Count(VehicleFeed feed)
    {
        Minutes++;
        bool[] now = Nuisances.Now(feed);
        for (int k = 0; k < now.Length; k++)
        {
            NuisanceMinutes[k] += now[k] ? 1 : 0;
        }
    }
}
