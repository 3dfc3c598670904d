using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>One vehicle of the fleet over its 30 days, and what the box said of it.</summary>
public sealed class FleetVehicle
{
    public const double Days = 30;

    // Data end this long after a runaway.
    private const double AfterRunaway = 3600;
    private static readonly HashSet<int> s_sampling =
    [
        FaultCauses.SenseWireShort, FaultCauses.SenseWireOpen, FaultCauses.SensorDrift, FaultCauses.SensorStuck,
        FaultCauses.ReadingUntrusted, FaultCauses.AfeFault,
    ];

    private FleetVehicle(FleetClass truth, List<Alarm> raised, FleetFault? fault, SenseChain sense)
    {
        Truth = truth;
        List<Alarm> faults = [.. raised.Where(a => CauseGroups.IsFault(a.causeId))];
        double onset = (fault?.Onset ?? double.PositiveInfinity) * 1000;
        EarlyAlarms = faults.Count(a => a.timeMs < onset);
        List<Alarm> late = [.. faults.Where(a => a.timeMs >= onset)];
        IsFlagged = fault == null ? EarlyAlarms > 0 : late.Count > 0;
        Others = raised.Count - faults.Count;
        First = (fault == null ? faults : late).FirstOrDefault();
        if (fault == null)
        {
            return;
        }

        Alarm? gravest = late.Find(a => a.causeId == FaultCauses.HardShort) ?? First;
        Said = gravest == null ? FleetClass.Healthy : ClassOf(gravest.causeId);
        DelaySeconds = First == null ? double.PositiveInfinity : (First.timeMs / 1000.0) - fault.Onset;
        IsRightCell = First != null && CauseGroups.PointsAt(First, fault.Truth, sense);
        Alarm? warning = late.Find(a => CauseGroups.GroupOf(a.causeId) == "short" && a.cellIndex == fault.Truth.Cell);
        HasSoftStage = fault.HasSoftStage;
        LeadSeconds = warning == null ? double.NegativeInfinity : fault.HardOnset - (warning.timeMs / 1000.0);
    }

    public FleetClass Truth { get; }

    /// <summary>A fault alarm after the onset; on a healthy vehicle, at any time.</summary>
    public bool IsFlagged { get; }

    /// <summary>Fault alarms without a fault: before the onset, or on a healthy vehicle.</summary>
    public int EarlyAlarms { get; }

    /// <summary>Alarms that accuse nothing: limits, imbalance, lost frames.</summary>
    public int Others { get; }

    public Alarm? First { get; }

    /// <summary>Class of the vehicle by its alarms; Healthy: none of the classes.</summary>
    public FleetClass Said { get; }

    /// <summary>From the onset to the first alarm, s; infinite: none.</summary>
    public double DelaySeconds { get; }

    public bool IsRightCell { get; }

    public bool HasSoftStage { get; }

    /// <summary>From the first alarm of a short at the cell to the hard stage, s; negative: too late.</summary>
    public double LeadSeconds { get; }

    public static FleetVehicle Run(VehicleSettings settings, bool isMixed, FleetClass truth, CancellationToken stop)
    {
        VehicleFeed feed = isMixed ? Standard.MixedFeed(settings) : new VehicleFeed(settings, Standard.Thresholds(settings));
        FleetFault? fault = truth == FleetClass.Healthy ? null : FleetFault.Draw(truth, settings);
        foreach (VehicleFault each in fault?.Faults ?? [])
        {
            feed.Vehicle.Add(each);
        }

        for (double hour = 1; hour <= Days * 24; hour++)
        {
            stop.ThrowIfCancellationRequested();
            feed.RunTo(hour * 3600, Standard.RunInPeriod);
            if (fault != null && feed.Vehicle.Seconds > fault.RunawaySeconds + AfterRunaway)
            {
                break;
            }
        }

        return new FleetVehicle(truth, [.. feed.Raised], fault, feed.Vehicle.Sense);
    }

    /// <returns>Healthy where the cause is of none of the classes.</returns>
    public static FleetClass ClassOf(int causeId) => causeId switch
    {
        FaultCauses.SoftShort or FaultCauses.TransientShort => FleetClass.SelfDischarge,
        FaultCauses.HardShort => FleetClass.SuddenShort,
        FaultCauses.HvConnection => FleetClass.Connection,
        _ => s_sampling.Contains(causeId) ? FleetClass.Sampling : FleetClass.Healthy,
    };
}
