namespace DataBox.Evaluation;

/// <summary>What one rule did over a time.</summary>
/// <param name="CauseId">Row of FaultCauses.</param>
/// <param name="Suspects">Suspicions begun.</param>
/// <param name="WorstPermille">Greatest statistic, in permille of the alarm's threshold.</param>
/// <param name="WorstPlace">Cell or probe; -1: none.</param>
public readonly record struct RuleCount(int CauseId, int Suspects, int WorstPermille, int WorstPlace);
