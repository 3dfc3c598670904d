using System.Collections.Generic;

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
        return report;
    }
}
