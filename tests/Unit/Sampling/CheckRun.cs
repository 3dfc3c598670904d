using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sampling;

/// <summary>Samples on a grid with a gap before each next one; a step of more than one period takes the grid's points with it.
/// </summary>
internal sealed class CheckRun(
    StepsOnly afe, int periodMicros, Func<int, int> gapOfSample, int openWireSeconds, int checksSeconds)
{
    private int _sample;
    private bool _isSet;

    public CheckSchedule Schedule { get; } = new(afe, openWireSeconds, checksSeconds);

    public List<(int Step, long Micros)> Steps { get; } = [];

    /// <summary>First sample of each that gave way.</summary>
    public List<int> LeftOut { get; } = [];

    /// <summary>Ends of each check.</summary>
    public Dictionary<int, List<long>> CompletedMicros { get; } = [];

    public void UntilSeconds(int seconds)
    {
        if (!_isSet)
        {
            Schedule.SetPeriodMicros(periodMicros);
            _isSet = true;
        }

        while (_sample * (long)periodMicros < seconds * 1_000_000L)
        {
            long due = _sample * (long)periodMicros;
            int step = Schedule.StepInsteadOfSample(due);
            int gap = gapOfSample(_sample);
            long now = due + periodMicros - gap;
            if (step != CheckSchedule.None)
            {
                LeftOut.Add(_sample);
                now = due + afe.StepMicros(step);
                Took(step, now);
                _sample += afe.StepMicros(step) / periodMicros;
            }

            long next = (_sample + 1) * (long)periodMicros;
            while (gap > 0 && (step = Schedule.StepForGap(now, (int)(next - now))) != CheckSchedule.None)
            {
                now += afe.StepMicros(step);
                Assert.IsTrue(now < next, "a step in a gap may not end after it");
                Took(step, now);
            }

            _sample++;
        }
    }

    /// <summary>Samples between the closest two that gave way.</summary>
    public int LeastDistance() => LeftOut.Zip(LeftOut.Skip(1), (a, b) => b - a).DefaultIfEmpty(int.MaxValue).Min();

    public void AssertIntervals(string message)
    {
        foreach (int check in Enumerable.Range(0, afe.StepCount).Select(afe.CheckOfStep).Distinct())
        {
            int most = check <= AfeCheck.ProbeWires ? openWireSeconds : checksSeconds;
            long[] ends = [0, .. CompletedMicros.GetValueOrDefault(check, []), _sample * (long)periodMicros];
            long longest = ends.Zip(ends.Skip(1), (a, b) => b - a).Max();
            Assert.IsTrue(longest <= most * 1_000_000L, $"{message}: {AfeCheck.NameOf(check)} {longest} us of {most} s");
        }
    }

    private void Took(int step, long now)
    {
        Steps.Add((step, now));
        if (step + 1 == afe.StepCount || afe.CheckOfStep(step + 1) != afe.CheckOfStep(step))
        {
            if (!CompletedMicros.TryGetValue(afe.CheckOfStep(step), out List<long>? ends))
            {
                CompletedMicros.Add(afe.CheckOfStep(step), ends = []);
            }

            ends.Add(now);
        }

        Schedule.Done(true, now);
    }
}
