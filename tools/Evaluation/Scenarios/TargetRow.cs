using System;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>A row of the targets: which vehicle, which fault, and what counts as in time.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Target">In words.</param>
/// <param name="Most">The fault is watched for so long, s.</param>
/// <param name="Fault">Makes the fault at its onset.</param>
public sealed record TargetRow(string Name, string Target, double Most, Func<Trial, SimRandom, VehicleFault> Fault)
{
    public Func<ulong, VehicleSettings> Vehicle { get; init; } = seed => Standard.Settings(seed);

    /// <summary>Of the samples, s.</summary>
    public double Period { get; init; } = 1;

    /// <summary>What the box knows of balancing; 1: that there is none.</summary>
    public int Balancing { get; init; } = 1;

    /// <summary>Asked when the right alarm has come (or the suspicion, where that counts).</summary>
    public required Func<Trial, bool> IsInTime { get; init; }

    /// <summary>What the delay is told in; time where it is null.</summary>
    public Func<Trial, double>? Measure { get; init; }

    /// <summary>The suspicion is what counts: an alarm needs several such events.</summary>
    public bool IsBySuspicion { get; init; }

    /// <summary>Trials in which it is not so don't count.</summary>
    public Func<Trial, bool> Applies { get; init; } = _ => true;

    public TargetResult Run(ulong seed, System.Threading.CancellationToken stop)
    {
        VehicleSettings settings = Vehicle(seed);
        var random = new SimRandom(seed, 71);
        var feed = new VehicleFeed(settings, VehicleFeed.Thresholds(settings, Balancing));
        Trial trial = Trial.UpTo(Trial.DrawOnset(random), feed, Period, stop);
        trial.Begin(Fault(trial, random));
        bool? inTime = null;
        double measured = double.PositiveInfinity;
        trial.RunUntil(Most, () =>
        {
            bool isFound = IsBySuspicion ? !double.IsInfinity(trial.SuspectAfter) : trial.Right != null;
            if (isFound && inTime == null)
            {
                inTime = IsInTime(trial);
                measured = Measure?.Invoke(trial) ?? trial.Elapsed;
            }

            return trial.Right != null;
        });
        Alarm? first = trial.Alarms.Count > 0 ? trial.Alarms[0] : null;
        return new TargetResult(Applies(trial), inTime == true, measured, trial.SuspectAfter, trial.Right != null)
        {
            HasAlarm = first != null,
            IsRightCell = first != null && CauseGroups.PointsAt(first, trial.Truth!, feed.Vehicle.Sense),
            IsRightCause = first != null && CauseGroups.Names(first.causeId, trial.Truth!.Cause),
            FirstSaid = first == null ? CauseGroups.None : CauseGroups.NameOf(first.causeId),
        };
    }
}
