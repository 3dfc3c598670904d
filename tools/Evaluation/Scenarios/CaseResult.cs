using System.Collections.Generic;

namespace DataBox.Evaluation;

/// <summary>What came of one vehicle of the cases: its counted days, and what was said first.</summary>
/// <param name="Said">Cause of the first fault alarm; -1: none.</param>
/// <param name="IsRightCell">That alarm points at what the fault touches.</param>
public sealed record CaseResult(List<DayStatistics> Days, int Said, bool IsRightCell);
