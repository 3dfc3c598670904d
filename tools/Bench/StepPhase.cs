using System;
using System.Linq;

namespace DataBox.Bench;

/// <summary>The steps of one kind of work.</summary>
public sealed class StepPhase
{
    /// <summary>Of each method.</summary>
    public long[] Steps { get; } = new long[StepCounter.MostMethods];

    /// <summary>The most steps that one piece of the work took.</summary>
    public long Worst { get; private set; }

    /// <summary>Does and counts a piece of the work.</summary>
    public void Run(Action work)
    {
        long before = Steps.Sum();
        StepCounter.Into(Steps);
        work();
        StepCounter.Into(null);
        Worst = Math.Max(Worst, Steps.Sum() - before);
    }
}
