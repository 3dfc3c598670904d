using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DataBox.Core;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>A vehicle without a fault and with mixed nuisances, watched at 1 Hz after it has learned.</summary>
public sealed class HealthyVehicle
{
    /// <summary>Time at 1 Hz, days.</summary>
    public const int Days = 5;

    private const double Swapped = 0.2;
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

        feed.Baselines = BaselineSet.Make(VehicleFeed.Thresholds(feed.Vehicle.Settings, balancing: 0));
        vehicle.Watch(feed, hours, stop);
        vehicle.Alarms = [.. feed.Changes.Skip(changes).Where(a => a.change == AlarmChange.Raised)];
        vehicle.Rules =
            [.. rules.Select((r, k) => new RuleCount(r.causeId, r.suspectCount - before[k], r.worstPermille, r.worstPlace))];
        return vehicle;
    }

    // A workshop changes a module in a fifth of the vehicles, some time between day 6 and the end.
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
        bool[] wasAlarmed = new bool[feed.Baselines.Count];
        int[] rises = new int[feed.Baselines.Count];
        long seconds = (long)Math.Round(hours * 3600);
        for (long second = 1; second <= seconds; second++)
        {
            feed.Step(1);
            for (int b = 0; b < rises.Length; b++)
            {
                bool isAlarmed = feed.Baselines[b].IsAlarmed;
                rises[b] += isAlarmed && !wasAlarmed[b] ? 1 : 0;
                wasAlarmed[b] = isAlarmed;
            }

            if (second % MinuteSeconds == 0)
            {
                stop.ThrowIfCancellationRequested();
                Count(feed);
            }
        }

        Baselines = [.. feed.Baselines.Select((b, k) => (b.Name, rises[k]))];
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
