using System;
using DataBox.Evaluation;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Evaluation;

[TestClass]
public sealed class MetricsTests
{
    // Six pairs: 0.9 wins three, 0.4 wins one, ties one, loses one.
    [TestMethod]
    public void Area_under_the_roc_curve_is_the_share_of_pairs_won_with_ties_counted_half() =>
        Assert.AreEqual(4.5 / 6, RankCurves.Auroc([0.9, 0.4], [0.5, 0.4, 0.1]), 1e-12);

    // Down to 0.9: recall 1/2, precision 1. Down to 0.4, tied with a healthy one: recall 1/2 more, precision 2/4.
    [TestMethod]
    public void Average_precision_adds_recall_times_precision_at_each_level() =>
        Assert.AreEqual((0.5 * 1) + (0.5 * 0.5), RankCurves.Auprc([0.9, 0.4], [0.5, 0.4, 0.1]), 1e-12);

    [TestMethod]
    public void A_perfect_a_useless_and_a_reversed_statistic_have_areas_of_1_a_half_and_0()
    {
        Assert.AreEqual(1, RankCurves.Auroc([3, 2], [1, 0]));
        Assert.AreEqual(0.5, RankCurves.Auroc([1, 1], [1, 1, 1]));
        Assert.AreEqual(0, RankCurves.Auroc([0], [1, 2]));
        Assert.AreEqual(1, RankCurves.Auprc([3, 2], [1, 0]));
        Assert.AreEqual(0.4, RankCurves.Auprc([1, 1], [1, 1, 1]), 1e-12);
        Assert.IsTrue(double.IsNaN(RankCurves.Auroc([], [1])));
    }

    // Half the upper 95 % quantile of chi-square with 2 n + 2 degrees of freedom, from printed tables (5.991, 9.488, 12.592,
    // 33.924).
    [TestMethod]
    [DataRow(0, 5.991)]
    [DataRow(1, 9.488)]
    [DataRow(2, 12.592)]
    [DataRow(10, 33.924)]
    public void Upper_poisson_bound_is_half_a_chi_square_quantile(int events, double quantile) =>
        Assert.AreEqual(quantile / 2, PoissonBound.Upper(events), 0.0003);

    // Lower quantiles of chi-square with 2 n degrees of freedom: 0.103, 10.851.
    [TestMethod]
    [DataRow(1, 0.103)]
    [DataRow(10, 10.851)]
    public void Lower_poisson_bound_is_half_a_chi_square_quantile(int events, double quantile) =>
        Assert.AreEqual(quantile / 2, PoissonBound.Lower(events), 0.0004);

    [TestMethod]
    public void Poisson_bounds_hold_their_chance_for_many_events_too()
    {
        Assert.AreEqual(-Math.Log(0.05), PoissonBound.Upper(0), 1e-9);
        Assert.AreEqual(0, PoissonBound.Lower(0));
        Assert.AreEqual(0.05, PoissonBound.Cumulative(1000, PoissonBound.Upper(1000)), 1e-6);
        Assert.AreEqual(0.05, PoissonBound.Cumulative(5000, PoissonBound.Upper(5000)), 1e-6);

        // 1 + 2 + 2 = 5 times e^-2.
        Assert.AreEqual(5 * Math.Exp(-2), PoissonBound.Cumulative(2, 2), 1e-12);
    }

    [TestMethod]
    public void Quantile_is_the_smallest_value_that_the_share_does_not_exceed()
    {
        double[] twenty = new double[20];
        for (int i = 0; i < 20; i++)
        {
            twenty[i] = 20 - i;
        }

        Assert.AreEqual(10, Quantile.Median(twenty));
        Assert.AreEqual(19, Quantile.Of(twenty, 0.95));
        Assert.AreEqual(20, Quantile.Of(twenty, 1));
        Assert.AreEqual(double.PositiveInfinity, Quantile.Of([1, double.PositiveInfinity], 0.95));
        Assert.IsTrue(double.IsNaN(Quantile.Median([])));
    }

    [TestMethod]
    public void Score_counts_recall_precision_and_their_harmonic_mean()
    {
        var score = new FlagScore(Found: 6, Missed: 2, False: 3);
        Assert.AreEqual(0.75, score.Recall);
        Assert.AreEqual(6.0 / 9, score.Precision, 1e-12);
        Assert.AreEqual(2 * 0.75 * (6.0 / 9) / (0.75 + (6.0 / 9)), score.F1, 1e-12);
        Assert.AreEqual(0, new FlagScore(0, 3, 0).F1);
    }

    [TestMethod]
    [DataRow(0.95, 0.005, 0.95, 1.0, "A++")]
    [DataRow(0.95, 0.005, 0.95, 0.9, "A+")]
    [DataRow(0.95, 0.005, 0.5, 1.0, "A")]
    [DataRow(0.95, 0.015, 0.95, 1.0, "C++")]
    [DataRow(0.89, 0.01, 0.6, 0.0, "B+")]
    [DataRow(0.59, 0.0, 1.0, 1.0, "none")]
    public void Grade_follows_the_draft(double f1, double spread, double classes, double warned, string grade) =>
        Assert.AreEqual(grade, FleetPart.Grade(f1, spread, classes, warned));

    [TestMethod]
    public void Floor_is_the_mildest_severity_that_all_graver_ones_share()
    {
        Assert.AreEqual(1, CurvesPart.Floor([0.2, 0.96, 0.95, 1]));
        Assert.AreEqual(3, CurvesPart.Floor([1, 1, 0.9, 1]));
        Assert.AreEqual(-1, CurvesPart.Floor([1, 1, 0.9]));
    }

    [TestMethod]
    public void Time_of_a_soft_short_lies_on_the_rows_and_between_them()
    {
        foreach ((double ohms, double seconds) in TargetRows.Soft)
        {
            Assert.AreEqual(seconds, TargetRows.SoftSeconds(ohms), seconds * 1e-9);
        }

        Assert.AreEqual(Math.Sqrt(120 * 2700), TargetRows.SoftSeconds(Math.Sqrt(10)), 1e-6);
        Assert.AreEqual(259200, TargetRows.SoftSeconds(5000), 1e-3);
    }

    [TestMethod]
    public void Seeds_of_tuning_are_odd_those_reported_even_and_no_two_alike()
    {
        var plan = new EvaluationPlan { Seed = 3 };
        EvaluationPlan tuning = plan with { IsTuning = true };
        Assert.AreEqual(0UL, Seeds.Of(plan, 5, 7) % 2);
        Assert.AreEqual(Seeds.Of(plan, 5, 7) + 1, Seeds.Of(tuning, 5, 7));
        Assert.AreNotEqual(Seeds.Of(plan, 5, 99999), Seeds.Of(plan, 6, 0));
        Assert.AreNotEqual(Seeds.Of(plan, 999, 99999), Seeds.Of(plan with { Seed = 4 }, 0, 0));
    }
}
