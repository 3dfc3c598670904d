using System;
using System.Collections.Generic;
using System.Linq;

namespace DataBox.Evaluation;

/// <summary>The parts of the evaluation by name. To add one, add it here.</summary>
public static class EvaluationRun
{
    private static readonly (string Name, Func<EvaluationPlan, Jobs, PartReport> Run)[] s_parts =
    [
        (FleetPart.Name, FleetPart.Run),
        (DaysPart.Name, DaysPart.Run),
        (FalseAlarmsPart.Name, FalseAlarmsPart.Run),
        (TargetsPart.Name, TargetsPart.Run),
        (ConfusionPart.Name, ConfusionPart.Run),
        (CurvesPart.Name, CurvesPart.Run),
        (RecordingsPart.Name, RecordingsPart.Run),
        (InjectionPart.Name, InjectionPart.Run),
    ];

    public static IReadOnlyList<string> Parts { get; } = [.. s_parts.Select(p => p.Name)];

    /// <param name="name">One of <see cref="Parts"/>.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PartReport Run(string name, EvaluationPlan plan, Jobs jobs) =>
        s_parts.Single(p => p.Name == name).Run(plan, jobs);
}
