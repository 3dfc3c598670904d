using System;
using System.Linq;
using DataBox.Core;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Link;

[TestClass]
public class BackOffTests
{
    [TestMethod]
    public void Bound_doubles_with_each_failure_up_to_the_most()
    {
        int[] bounds = [1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000];
        int[] longest = new int[bounds.Length];
        int[] shortest = [.. Enumerable.Repeat(int.MaxValue, bounds.Length)];
        for (uint seed = 1; seed <= 3000; seed++)
        {
            var backOff = new BackOff(seed * 2654435761, 60000);
            for (int i = 0; i < bounds.Length; i++)
            {
                int wait = backOff.NextMs();
                longest[i] = Math.Max(longest[i], wait);
                shortest[i] = Math.Min(shortest[i], wait);
            }
        }

        for (int i = 0; i < bounds.Length; i++)
        {
            Assert.IsTrue(longest[i] <= bounds[i] && longest[i] > bounds[i] * 0.99, $"failure {i + 1}: up to {longest[i]} ms");
            Assert.IsTrue(shortest[i] >= 0 && shortest[i] < bounds[i] * 0.01, $"failure {i + 1}: from {shortest[i]} ms");
        }
    }

    [TestMethod]
    public void Bound_holds_after_any_number_of_failures_and_starts_small_after_a_reset()
    {
        var backOff = new BackOff(5, 3600000);
        for (int i = 0; i < 1000; i++)
        {
            Assert.IsTrue(backOff.NextMs() is >= 0 and <= 3600000, $"failure {i + 1}");
        }

        backOff.Reset();
        Assert.AreEqual(0, backOff.Failures);
        Assert.IsTrue(backOff.NextMs() <= BackOff.FirstMs);
    }

    [TestMethod]
    public void Boxes_that_start_together_do_not_come_back_together()
    {
        int[] waits = [.. Enumerable.Range(0, 1000)
            .Select(i => new BackOff(BackOff.Seed("car-" + i, 1), 60000).NextMs() / 100)];
        foreach (IGrouping<int, int> tenth in waits.GroupBy(w => w))
        {
            Assert.IsTrue(tenth.Count() < 200, $"{tenth.Count()} of 1000 boxes in the tenth {tenth.Key} of the first second");
        }
    }

    [TestMethod]
    public void Seed_of_zero_is_a_seed()
    {
        var backOff = new BackOff(0, 60000);
        Assert.IsTrue(Enumerable.Range(0, 10).Select(_ => backOff.NextMs()).Distinct().Count() > 5);
    }
}
