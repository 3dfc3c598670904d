namespace DataBox.Evaluation;

/// <summary>Which vehicle gets which seed: odd ones are for tuning, even ones for reporting, and no two uses share one.</summary>
public static class Seeds
{
    // Places of one use; more vehicles than that would run into the next.
    private const ulong PerUse = 100000;
    private const ulong PerSeed = 1000;

    /// <param name="use">0..999: a part, or a row of it.</param>
    /// <param name="index">0..99,999.</param>
    public static ulong Of(EvaluationPlan plan, int use, int index)
    {
        ulong place = (((plan.Seed * PerSeed) + (ulong)use) * PerUse) + (ulong)index;
        return (2 * place) + (plan.IsTuning ? 1UL : 0UL);
    }
}
