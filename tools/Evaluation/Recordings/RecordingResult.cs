using System.Collections.Generic;
using System.Linq;
using DataBox.Core;

namespace DataBox.Evaluation;

/// <summary>What was said about one recording.</summary>
/// <param name="Hours">From the first row to the last.</param>
/// <param name="Changes">Of alarms, in their order; times count from the recording's first row.</param>
/// <param name="Suspicions">Likewise.</param>
/// <param name="BaselineAlarms">One a row of <see cref="BaselineSet"/>.</param>
public sealed record RecordingResult(
    RecordingFile File, long RowCount, double Hours, IReadOnlyList<Alarm> Changes, IReadOnlyList<Suspicion> Suspicions,
    IReadOnlyList<int> BaselineAlarms)
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
            baselines.Select(b => b.AlarmCount).ToArray());
    }
}
