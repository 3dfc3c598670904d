namespace DataBox.Bench;

/// <summary>What rewritten code adds its steps to: one counter a method, in the array of the phase that runs.</summary>
public static class StepCounter
{
    /// <summary>More than the device code has; <see cref="StepRewriter"/> numbers them.</summary>
    public const int MostMethods = 4096;

    private static readonly long[] s_nowhere = new long[MostMethods];
    private static long[] s_steps = s_nowhere;

    /// <summary>Called at the head of every basic block.</summary>
    public static void Add(int method, int steps) => s_steps[method] += steps;

    /// <summary>From now on steps are added here; null: nowhere.</summary>
    public static void Into(long[]? steps) => s_steps = steps ?? s_nowhere;
}
