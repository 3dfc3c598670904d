using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>What was said about one recording.</summary>
/// <param name="Hours">From the first row to the last.</param>
/// <param name="Changes">Of alarms, in their order; times count from the recording's first row.</param>
/// <param name="Suspicions">Likewise.</param>
/// <param name="Worst">One a rule of the box, in their order.</param>
/// <param name="BaselineAlarms">One a row of <see cref="BaselineSet"/>.</param>
public sealed record RecordingResult(
    RecordingFile File, long RowCount, double Hours, IReadOnlyList<Alarm> Changes, IReadOnlyList<Suspicion> Suspicions,
    IReadOnlyList<CauseWorst> Worst, IReadOnlyList<int> BaselineAlarms)
{
    public IEnumerable<Alarm> Raised => Changes.Where(a => a.change == AlarmChange.Raised);

    /// <summary>Runs a recording through the detector and the baselines.</summary>
    public static RecordingResult Of(RecordingFile file)
    {
        IReadOnlyList<IBaselineDetector> baselines = BaselineSet.Make(file.Settings());
        using RecordingReplay replay = new(file) { Baselines = baselines };
        replay.RunToEnd();
        long firstMs = replay.FirstMs;
        foreach (Alarm alarm in replay.Changes)
        {
            alarm.timeMs -= firstMs;
            alarm.sinceMs -= firstMs;
        }

        return new RecordingResult(
            file, replay.RowCount, (replay.Sample.timeMs - firstMs) / 3_600_000.0, replay.Changes,
            replay.Suspicions.Select(s => s with { TimeMs = s.TimeMs - firstMs }).ToArray(),
            replay.Detector.Causes.rules.Select(r => new CauseWorst(r.causeId, r.worstPermille, r.worstPlace)).ToArray(),
            baselines.Select(b => b.AlarmCount).ToArray());
    }
}

/// <summary>How near a cause came to its alarm.</summary>
/// <param name="Permille">Of the alarm's threshold.</param>
/// <param name="Place">Cell or probe of the pack, from 0; -1: never looked at.</param>
public sealed record CauseWorst(int CauseId, int Permille, int Place);
