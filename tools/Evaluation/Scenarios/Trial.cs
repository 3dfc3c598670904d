using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>One vehicle from its first day over its fault to a decision: learns, falls ill at a drawn time, and is watched.
/// </summary>
public sealed class Trial
{
    // The fine sampling begins this long before the onset.
    private const double Prelude = 1800;
    private const double StepAmps = 50;
    private const double OffMicrovolts = 100000;

    private readonly CancellationToken _stop;
    private readonly double _period;
    private int _seenChanges;
    private double _referenceAmps;
    private bool _wasCharging;
    private int[] _watched = [];
    private int[] _suspectsBefore = [];

    private Trial(VehicleFeed feed, double period, CancellationToken stop)
    {
        Feed = feed;
        _period = period;
        _stop = stop;
    }

    public VehicleFeed Feed { get; }

    /// <summary>Of the fault, on the vehicle's clock.</summary>
    public double Onset { get; private set; }

    public FaultTruth? Truth { get; private set; }

    /// <summary>Since the onset.</summary>
    public double Elapsed => Feed.Vehicle.Seconds - Onset;

    /// <summary>Changes of the current by 50 A since the onset, each against the current at the one before.</summary>
    public int CurrentSteps { get; private set; }

    /// <summary>Charges that ended with all cells above 90 % since the onset.</summary>
    public int FullCharges { get; private set; }

    /// <summary>Samples since a reading was first 100 mV away from its cell, that one included; 0: none was.</summary>
    public int OffSamples { get; private set; }

    /// <summary>When a cause that names the fault first became suspect, since the onset; infinite: not yet.</summary>
    public double SuspectAfter { get; private set; } = double.PositiveInfinity;

    /// <summary>Fault alarms raised since the onset, in their order.</summary>
    public List<Alarm> Alarms { get; } = [];

    /// <summary>Fault alarms before the onset: false ones.</summary>
    public int EarlyAlarms { get; private set; }

    /// <summary>Runs the vehicle in and on to the time of the onset.</summary>
    /// <param name="period">Of the samples from shortly before the onset on, s.</param>
    /// <param name="onset">Rounded to 10 s.</param>
    public static Trial UpTo(double onset, VehicleFeed feed, double period, CancellationToken stop)
    {
        var trial = new Trial(feed, period, stop) { Onset = Math.Round(onset / 10) * 10 };
        double fine = Math.Max(0, trial.Onset - Prelude);
        while (feed.Vehicle.Seconds < fine - 1)
        {
            stop.ThrowIfCancellationRequested();
            feed.RunTo(Math.Min(fine, feed.Vehicle.Seconds + Standard.Day), Standard.RunInPeriod);
        }

        feed.RunTo(trial.Onset, period);

        // The clock adds up steps and is a hair beside: a fault whose onset lay ahead of it would miss its first sample.
        trial.Onset = feed.Vehicle.Seconds;
        trial.EarlyAlarms = feed.Raised.Count(a => CauseGroups.IsFault(a.causeId));
        trial._seenChanges = feed.Changes.Count;
        trial._referenceAmps = feed.Vehicle.Amps;
        trial._wasCharging = feed.Vehicle.Duty.IsCharging;
        return trial;
    }

    /// <summary>A time of onset anywhere in two days of the vehicle's use after the run-in.</summary>
    public static double DrawOnset(SimRandom random) => Standard.RunIn + random.Between(0, 2 * Standard.Day);

    /// <summary>Lets the fault begin now; the first one's truth is what is asked for.</summary>
    public void Begin(params VehicleFault[] faults)
    {
        foreach (VehicleFault fault in faults)
        {
            Feed.Vehicle.Add(fault);
        }

        Truth = faults[0].Truth;
        _watched = CauseGroups.CausesOf(Truth.Cause);
        _suspectsBefore = [.. _watched.Select(Suspects)];
    }

    /// <summary>Runs on until something is so, or the time since the onset is over.</summary>
    public void RunUntil(double elapsed, Func<bool> isOver)
    {
        long sample = 0;
        while (Elapsed < elapsed - (_period / 2))
        {
            if (++sample % 4096 == 0)
            {
                _stop.ThrowIfCancellationRequested();
            }

            Step();
            if (isOver())
            {
                return;
            }
        }
    }

    /// <summary>The first alarm that names the fault at what it touches; null: none.</summary>
    public Alarm? Right => Alarms.FirstOrDefault(IsRight);

    public bool IsRight(Alarm alarm) => Truth is { } truth
        && CauseGroups.Names(alarm.causeId, truth.Cause) && CauseGroups.PointsAt(alarm, truth, Feed.Vehicle.Sense);

    private void Step()
    {
        Feed.Step(_period);
        Vehicle vehicle = Feed.Vehicle;
        if (Math.Abs(vehicle.Amps - _referenceAmps) >= StepAmps - 0.01)
        {
            _referenceAmps = vehicle.Amps;
            CurrentSteps++;
        }

        bool charges = vehicle.Duty.IsCharging;
        if (_wasCharging && !charges && Lowest(vehicle.Cells.Soc) > 0.9)
        {
            FullCharges++;
        }

        _wasCharging = charges;
        OffSamples += OffSamples > 0 || IsOff(vehicle) ? 1 : 0;
        for (; _seenChanges < Feed.Changes.Count; _seenChanges++)
        {
            Alarm change = Feed.Changes[_seenChanges];
            if (change.change == AlarmChange.Raised && CauseGroups.IsFault(change.causeId))
            {
                Alarms.Add(change);
            }
        }

        if (double.IsInfinity(SuspectAfter))
        {
            for (int i = 0; i < _watched.Length; i++)
            {
                SuspectAfter = Suspects(_watched[i]) > _suspectsBefore[i] ? Elapsed : SuspectAfter;
            }
        }
    }

    private int Suspects(int causeId) => Feed.Detector.Causes.RuleOf(causeId)?.suspectCount ?? 0;

    private bool IsOff(Vehicle vehicle)
    {
        if (Truth is not { Cause: FaultCause.TapShort or FaultCause.TapOpen } truth)
        {
            return false;
        }

        for (int cell = Math.Max(0, truth.Cell - 1); cell <= Math.Min(truth.Cell + 1, vehicle.Cells.Count - 1); cell++)
        {
            int reading = vehicle.Sense.CellMicrovolts[cell];
            if (reading != SenseChain.Lost && Math.Abs(reading - (vehicle.Cells.Volts[cell] * 1e6)) >= OffMicrovolts)
            {
                return true;
            }
        }

        return false;
    }

    private static double Lowest(double[] values) => values.Min();
}
