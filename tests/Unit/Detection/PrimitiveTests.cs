using System;
using System.Collections.Generic;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Reference;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>The primitives of the rules against exact arithmetic, with inputs made to hurt; and their ranges, by twins that check
/// every operation.</summary>
[TestClass]
public class PrimitiveTests
{
    private const int Top = 6_553_500;

    private static readonly string[] Shapes = ["alternate", "step", "lsb", "ramp", "random", "dither"];

    [TestMethod]
    [DataRow(8, 4)]
    [DataRow(8, 1)]
    [DataRow(8, 10)]
    [DataRow(4, 7)]
    public void Ewma_stays_within_its_stated_bound_of_exact_arithmetic(int f, int k)
    {
        double bound = Math.Pow(2, k - 1 - f);
        double worst = 0;
        foreach (string shape in Shapes)
        {
            for (int seed = 1; seed <= 3; seed++)
            {
                EwmaTwin twin = new(k);
                int state = 0;
                int n = 0;
                foreach (int input in Inputs(shape, seed, 20_000))
                {
                    twin.Add(input);
                    state = n++ == 0 ? input << f : EwmaKernel.Step(state, input, f, k);
                    double error = Math.Abs((state / (double)(1 << f)) - twin.Value);

                    // The double itself is good to 1e-9 of a µV.
                    Assert.IsTrue(error <= bound + 1e-6, $"{shape} {seed} at {n}: {error} of {bound}");
                    worst = Math.Max(worst, error);
                }
            }
        }

        Assert.IsTrue(worst > bound / 4, $"the bound is no idle one: worst {worst} of {bound}");
    }

    [TestMethod]
    public void Ewma_fits_int_at_the_ends_of_its_range()
    {
        foreach (string shape in Shapes)
        {
            int state = Top << 8;
            foreach (int input in Inputs(shape, 7, 5_000))
            {
                int expected = CheckedEwma(state, input, 8, 4);
                state = EwmaKernel.Step(state, input, 8, 4);
                Assert.AreEqual(expected, state);
                Assert.IsTrue(state >= 0 && state <= Top << 8);
            }
        }
    }

    [TestMethod]
    public void Slope_decides_as_exact_arithmetic_does_also_on_the_limit_itself()
    {
        Random random = new(4);
        int sides = 0;
        for (int trial = 0; trial < 6_000; trial++)
        {
            int limit = random.Next(4) == 0 ? random.Next(0, SlopeKernel.MaxLimit + 1) : random.Next(0, 60);
            int count = random.Next(3, SlopeKernel.MaxPoints + 1);
            int spacing = random.Next(1, SlopeKernel.MaxTime / SlopeKernel.MaxPoints);
            int kind = random.Next(5);
            long[] sums = new long[SlopeKernel.Count];
            SlopeTwin twin = new();
            for (int i = 0; i < count; i++)
            {
                int time = i * spacing;
                int value = kind switch
                {
                    0 => limit * time / 10,
                    1 => (limit * time / 10) + random.Next(-1, 2),
                    2 => -(limit * time / 10) + random.Next(-1, 2),
                    3 => random.Next(-Top, Top + 1),
                    _ => (i & 1) == 0 ? Top : -Top,
                };
                value = Math.Clamp(value, -Top, Top);
                SlopeKernel.Add(sums, time, value);
                twin.Add(time, value);
            }

            (decimal rise, decimal run) = twin.Moments();
            int expected = rise * 10 > limit * run ? 1 : -rise * 10 > limit * run ? -1 : 0;
            Assert.AreEqual(expected, SlopeKernel.Side(sums, limit), $"trial {trial}, kind {kind}, limit {limit}");
            sides += expected + 2;
        }

        Assert.IsTrue(sides > 6_000 && sides < 18_000, "all three answers were asked for");
    }

    [TestMethod]
    public void Slope_needs_three_points_and_time_between_them()
    {
        long[] sums = new long[SlopeKernel.Count];
        SlopeKernel.Add(sums, 0, 0);
        SlopeKernel.Add(sums, 10, 1_000_000);
        Assert.AreEqual(0, SlopeKernel.Side(sums, 20));
        SlopeKernel.Add(sums, 20, 2_000_000);
        Assert.AreEqual(1, SlopeKernel.Side(sums, 20));
        long[] still = new long[SlopeKernel.Count];
        for (int i = 0; i < 4; i++)
        {
            SlopeKernel.Add(still, 5, i * 1_000_000);
        }

        Assert.AreEqual(0, SlopeKernel.Side(still, 0));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(-1)]
    public void Slope_fits_long_at_the_ends_of_its_range(int sign)
    {
        // The largest sums: all points late and extreme; the largest moments: half of them at each end.
        foreach (int early in new[] { 0, SlopeKernel.MaxPoints / 2 })
        {
            long[] sums = new long[SlopeKernel.Count];
            for (int i = 0; i < SlopeKernel.MaxPoints; i++)
            {
                int time = i < early ? 0 : SlopeKernel.MaxTime;
                SlopeKernel.Add(sums, time, sign * (i < early ? -Top : Top));
            }

            int expected = CheckedSide(sums, SlopeKernel.MaxLimit);
            Assert.AreEqual(expected, SlopeKernel.Side(sums, SlopeKernel.MaxLimit));
            Assert.AreEqual(early == 0 ? 0 : sign, CheckedSide(sums, 20));
        }
    }

    private static int CheckedEwma(int state, int input, int f, int k)
    {
        checked
        {
            Assert.AreEqual(input, input << f >> f, "shifted out");
            return state + (((input << f) - state + (1 << (k - 1))) >> k);
        }
    }

    private static int CheckedSide(long[] sums, int limit)
    {
        checked
        {
            long rise = ((sums[0] * sums[4]) - (sums[1] * sums[2])) * 10;
            long bound = ((sums[0] * sums[3]) - (sums[1] * sums[1])) * limit;
            return rise > bound ? 1 : -rise > bound ? -1 : 0;
        }
    }

    private static IEnumerable<int> Inputs(string shape, int seed, int count)
    {
        Random random = new(seed);
        int level = random.Next(1_000_000, Top - 1);
        for (int i = 0; i < count; i++)
        {
            yield return shape switch
            {
                "alternate" => (i & 1) == 0 ? 0 : Top,
                "step" => i / 700 % 2 == 0 ? 0 : Top,
                "lsb" => level + (i / 50 % 2),
                "ramp" => (int)((long)i * (seed * 37) % Top),
                "random" => random.Next(0, Top + 1),
                _ => level + random.Next(-1, 2),
            };
        }
    }
}
