using System;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>What an alarm says, put into words that the tables count in.</summary>
public static class CauseGroups
{
    public const string None = "none";
    public const string Unclassified = "unclassified";

    /// <summary>Causes that say a cell, its joint or its measurement is faulty: what is counted as found, and as false on a healthy
    /// vehicle. Limits, imbalance, lost frames and readings struck out are not among them: they are listed apart.</summary>
    public static bool IsFault(int causeId) => causeId is FaultCauses.CellDeviation or FaultCauses.SensorStuck
        or FaultCauses.SenseWireOpen or FaultCauses.ReadingUntrusted or FaultCauses.AfeFault
        or (>= FaultCauses.TransientShort and <= FaultCauses.ThermalAnomaly);

    /// <summary>Column of the confusion matrix.</summary>
    public static string NameOf(int causeId) =>
        causeId == FaultCauses.CellDeviation ? Unclassified : FaultCauses.NameOf(causeId);

    /// <summary>Whether the cause names the fault.</summary>
    public static bool Names(int causeId, FaultCause fault) => Array.IndexOf(CausesOf(fault), causeId) >= 0;

    /// <summary>Causes that name a fault; the first one's statistic stands for it.</summary>
    public static int[] CausesOf(FaultCause fault) => fault switch
    {
        FaultCause.TransientShort => [FaultCauses.TransientShort],
        FaultCause.SoftShort => [FaultCauses.SoftShort],
        FaultCause.HardShort => [FaultCauses.HardShort],
        FaultCause.Plating => [FaultCauses.PlatingSuspected],
        FaultCause.Contact => [FaultCauses.HvConnection],
        FaultCause.TapShort or FaultCause.TapOpen => [FaultCauses.SenseWireShort, FaultCauses.SenseWireOpen],
        FaultCause.SensorDrift or FaultCause.SensorStuck => [FaultCauses.SensorDrift, FaultCauses.SensorStuck],
        FaultCause.Thermal => [FaultCauses.ThermalAnomaly],
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "no cause names it"),
    };

    /// <summary>The groups that must not be taken for each other: shorts, connections, sampling wires.</summary>
    /// <returns>Null: none of them.</returns>
    public static string? GroupOf(int causeId) => causeId switch
    {
        FaultCauses.TransientShort or FaultCauses.SoftShort or FaultCauses.HardShort => "short",
        FaultCauses.HvConnection => "contact",
        FaultCauses.SenseWireShort or FaultCauses.SenseWireOpen => "wire",
        _ => null,
    };

    /// <summary>Whether the alarm points at what the fault touches: the cell, its neighbours where a wire is shared, the probe that
    /// is nearest, or at least the device where it names nothing finer.</summary>
    public static bool PointsAt(Alarm alarm, FaultTruth truth, SenseChain sense)
    {
        if (alarm.cellIndex >= 0)
        {
            int above = truth.Cause is FaultCause.TapShort or FaultCause.TapOpen ? 1 : 0;
            int below = truth.Cause == FaultCause.TapShort ? 1 : 0;
            return alarm.cellIndex >= truth.Cell - below && alarm.cellIndex <= truth.Cell + above;
        }

        return alarm.probeIndex >= 0
            ? Distance(alarm.probeIndex) <= Distance(Nearest()) + 1
            : alarm.deviceIndex == sense.DeviceOf(truth.Cell);

        int Distance(int probe) => Math.Abs(sense.ProbeCell[probe] - truth.Cell);

        int Nearest()
        {
            int best = 0;
            for (int probe = 1; probe < sense.ProbeCell.Length; probe++)
            {
                best = Distance(probe) < Distance(best) ? probe : best;
            }

            return best;
        }
    }
}
