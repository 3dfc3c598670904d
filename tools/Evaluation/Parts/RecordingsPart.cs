using System.Collections.Generic;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>What the detector says about recordings, against what they are known to hold.</summary>
public static class RecordingsPart
{
    public const string Name = "recordings";

    public static PartReport Run(EvaluationPlan plan, Jobs jobs)
    {
        PartReport report = new(Name);
        if (plan.DataFolder == null)
        {
            Table missing = new("Recordings", "recording");
            missing.Notes.Add("Left out: no folder of recordings was given.");
            report.Tables.Add(missing);
            return report;
        }

        IReadOnlyList<RecordingFile> files = RecordingFile.In(plan.DataFolder);
        report.Tables.AddRange(RecordingPage.Tables(jobs.Run("recordings", files.Count, index => RecordingResult.Of(files[index]))));
        if (files.FirstOrDefault(f => f.Name == RecordingDemands.FaultyCar) is { } car)
        {
            report.Plots.Add(($"{car.Name}-cell-{RecordingDemands.FaultyCell + 1}", CellTimeline.Of(car, RecordingDemands.FaultyCell)));
        }

        return report;
    }
}
