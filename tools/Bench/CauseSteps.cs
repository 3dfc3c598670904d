using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Evaluation;
using DataBox.Sim;

namespace DataBox.Bench;

/// <summary>Interpreted instructions of the whole detector on a vehicle that it has learned: limits, window, operating condition and
/// all causes, ten samples a window.</summary>
/// <param name="Drive">Mean of a sample at 10 Hz while driving.</param>
/// <param name="DriveWorst">Most in one sample, which is one that closes a window.</param>
/// <param name="Rest">Mean of a sample at 10 Hz at rest.</param>
/// <param name="RestWorst">Likewise.</param>
/// <param name="Hottest">Methods of <paramref name="Drive"/>, steps a sample, most first.</param>
public sealed record CauseSteps(
    double Drive, long DriveWorst, double Rest, long RestWorst, IReadOnlyList<(string Method, double Steps)> Hottest)
{
    /// <summary>Counts.</summary>
    /// <param name="cells">Of each device.</param>
    /// <param name="learnDays">Days at 10 s that the detector has seen before.</param>
    /// <param name="samples">At 10 Hz, driving and again at rest.</param>
    public static CauseSteps Count(int[] cells, double learnDays, int samples)
    {
        (long[][] steps, IReadOnlyList<string> methods) =
            StepContext.Run(nameof(StepWork.Causes), cells, learnDays, samples);
        return new CauseSteps(
            (double)steps[0].Sum() / samples,
            steps[2][0],
            (double)steps[1].Sum() / samples,
            steps[2][1],
            [.. methods.Select((method, i) => (method, (double)steps[0][i] / samples)).OrderByDescending(row => row.Item2)]);
    }

    /// <summary>Runs inside a <see cref="StepContext"/>.</summary>
    internal static long[][] Run(int[] cells, double learnDays, int samples)
    {
        var settings = new VehicleSettings { Seed = 1, CellCounts = cells, ProbesPerDevice = 3 };
        var feed = new VehicleFeed(settings, VehicleFeed.Thresholds(settings, balancing: 1));
        feed.RunTo(learnDays * 86400, 10);
        return
        [
            Phase(feed, samples, duty => duty.IsMoving, out long driveWorst),
            Phase(feed, samples, duty => !duty.IsMoving && !duty.IsCharging, out long restWorst),
            [driveWorst, restWorst],
        ];
    }

    // The first minute of a phase is not counted: the condition is being recognised.
    private static long[] Phase(VehicleFeed feed, int samples, Func<DutyCycle, bool> isIn, out long worst)
    {
        for (int inside = 0; inside < 6; inside = isIn(feed.Vehicle.Duty) ? inside + 1 : 0)
        {
            feed.Step(10);
        }

        for (int n = 0; n < 20; n++)
        {
            feed.Step(0.1);
        }

        var phase = new StepPhase();
        for (int n = 0; n < samples; n++)
        {
            phase.Run(() => feed.Step(0.1));
        }

        worst = phase.Worst;
        return phase.Steps;
    }
}
