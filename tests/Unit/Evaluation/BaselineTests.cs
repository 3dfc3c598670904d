using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Evaluation;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Evaluation;

/// <summary>The detectors that the box is compared with do what is said of them.</summary>
[TestClass]
public class BaselineTests
{
    private static readonly PackLayout s_layout = PackLayout.FromCounts(1, [12, 12], [2, 2]);

    [TestMethod]
    public void Spread_speaks_above_300_millivolts_from_the_mean_and_not_at_280()
    {
        Assert.AreEqual(0.287 / 0.3 * 23 / 24, Limits(s => s.cellMicrovolts[3] -= 287_000).WorstSince, 1e-9);
        IBaselineDetector alarmed = Limits(s => s.cellMicrovolts[3] -= 330_000);
        Assert.IsTrue(alarmed.IsAlarmed);
        Assert.AreEqual(1, alarmed.AlarmCount);
    }

    [TestMethod]
    public void Limits_count_from_the_limit_on_and_only_for_good_readings()
    {
        Assert.IsTrue(Limits(s => Shift(s, 600_000)).IsAlarmed, "4.3 V");
        Assert.IsTrue(Limits(s => Shift(s, -950_000)).IsAlarmed, "2.75 V");
        Assert.IsFalse(Limits(s => Shift(s, 540_000)).IsAlarmed, "4.24 V");
        Assert.AreEqual(0, Limits(s => Shift(s, 540_000)).WorstSince, "near the limit is not half an alarm");
        Assert.IsFalse(Limits(s =>
        {
            s.cellMicrovolts[5] = 0;
            s.cellQuality[5] = Quality.Implausible;
        }).IsAlarmed);
    }

    [TestMethod]
    public void Probes_speak_above_ten_kelvin_from_their_mean()
    {
        Assert.IsFalse(Limits(s => s.tempDeciC[0] += 130).IsAlarmed, "9.75 K of the mean of four");
        Assert.IsTrue(Limits(s => s.tempDeciC[0] += 140).IsAlarmed);
        Assert.IsTrue(Limits(s => System.Array.Fill(s.tempDeciC, (short)610)).IsAlarmed, "61 degrees");
    }

    [TestMethod]
    public void Alarm_counts_its_beginnings()
    {
        LimitsAndSpread limits = new(DetectorSettings.Nmc());
        foreach (int drop in new[] { 0, 400_000, 400_000, 0, 400_000 })
        {
            PackSample sample = Flat(0);
            sample.cellMicrovolts[7] -= drop;
            limits.OnSample(sample, s_layout);
        }

        Assert.AreEqual(2, limits.AlarmCount);
        limits.ForgetWorst();
        Assert.AreEqual(0, limits.WorstSince);
        Assert.IsTrue(limits.IsAlarmed, "forgetting the worst ends no alarm");
    }

    [TestMethod]
    public void Deviation_learns_five_series_and_speaks_from_sigma_plus_30_millivolts()
    {
        // A cell d below 23 equal ones: 23/24 d from the mean, sigma sqrt(23)/24 d, so it takes 30 mV / 0.7585 = 39.55 mV.
        Assert.IsFalse(Gated(39_400, 7).IsAlarmed);
        Assert.IsTrue(Gated(39_700, 7).IsAlarmed);
        Assert.IsFalse(Gated(39_700, 5).IsAlarmed, "the first five only tell what is usual");
        GatedDeviation again = Gated(39_700, 20);
        Assert.AreEqual(1, again.AlarmCount, "a cell is alerted once");
        Assert.AreEqual(5, again.GatedCount);
        Assert.AreEqual(20, again.SeriesCount);
    }

    [TestMethod]
    public void Slope_over_the_pack_closes_the_first_gate()
    {
        GatedDeviation gated = new();
        for (int k = 0; k < 20; k++)
        {
            PackSample sample = Flat(k * 1000);
            sample.cellMicrovolts[0] -= 100_000;
            gated.OnSample(sample, s_layout);
        }

        // At the end of 24 cells 100 mV tilt the line by 24 mV, at the middle by one.
        Assert.IsFalse(gated.IsAlarmed);
        Assert.AreEqual(20, gated.GatedCount);
    }

    [TestMethod]
    public void Sudden_and_lasting_drop_closes_the_second_gate_for_good()
    {
        GatedDeviation gated = new();
        for (int k = 0; k < 500; k++)
        {
            PackSample sample = Flat(k * 1000);
            sample.cellMicrovolts[12] -= k < 20 ? 0 : 80_000;
            gated.OnSample(sample, s_layout);
        }

        // Sigma rises by 80 mV x sqrt(23)/24 = 16 mV at once.
        Assert.IsFalse(gated.IsAlarmed);
        Assert.AreEqual(5 + 480, gated.GatedCount);
    }

    [TestMethod]
    public void New_drive_forgets_the_alerted_cells()
    {
        GatedDeviation gated = Gated(45_000, 10);
        PackSample sample = Flat(3_600_000);
        sample.currentMilliamps = -20_000;
        sample.currentQuality = Quality.Good;
        gated.OnSample(sample, s_layout);
        Assert.IsFalse(gated.IsAlarmed);
    }

    [TestMethod]
    public void Three_sigma_is_relative_to_the_cells_themselves()
    {
        ThreeSigma sigma = new();
        PackSample sample = Flat(0);
        for (int i = 0; i < 24; i++)
        {
            sample.cellMicrovolts[i] += i % 2 == 0 ? 10_000 : -10_000;
        }

        sigma.OnSample(sample, s_layout);
        Assert.AreEqual(1.0 / 3, sigma.WorstSince, 1e-6);
        sample.cellMicrovolts[8] -= 60_000;
        sigma.OnSample(sample, s_layout);
        Assert.IsTrue(sigma.IsAlarmed);

        PackLayout small = PackLayout.FromCounts(1, [8], [0]);
        PackSample eight = new(small);
        System.Array.Fill(eight.cellMicrovolts, 3_700_000);
        eight.cellMicrovolts[0] = 2_000_000;
        ThreeSigma never = new();
        never.OnSample(eight, small);
        Assert.IsFalse(never.IsAlarmed, "eight cells can't hold an outlier of three sigma");
    }

    [TestMethod]
    public void Healthy_pack_is_silent_under_all_of_them()
    {
        foreach (IBaselineDetector baseline in BaselineSet.Make(DetectorSettings.Nmc()))
        {
            for (int k = 0; k < 50; k++)
            {
                PackSample sample = Flat(k * 1000);
                for (int i = 0; i < 24; i++)
                {
                    sample.cellMicrovolts[i] += 1000 * ((i * 7) % 5);
                }

                baseline.OnSample(sample, s_layout);
            }

            Assert.AreEqual(0, baseline.AlarmCount, baseline.Name);
            Assert.IsTrue(baseline.WorstSince is > 0 and < 1, baseline.Name);
        }
    }

    private static LimitsAndSpread Limits(System.Action<PackSample> change)
    {
        LimitsAndSpread limits = new(DetectorSettings.Nmc());
        PackSample sample = Flat(0);
        change(sample);
        limits.OnSample(sample, s_layout);
        return limits;
    }

    private static GatedDeviation Gated(int drop, int series)
    {
        GatedDeviation gated = new();
        for (int k = 0; k < series; k++)
        {
            PackSample sample = Flat(k * 1000);
            sample.cellMicrovolts[12] -= drop;
            gated.OnSample(sample, s_layout);
        }

        return gated;
    }

    private static void Shift(PackSample sample, int microvolts)
    {
        for (int i = 0; i < sample.cellMicrovolts.Length; i++)
        {
            sample.cellMicrovolts[i] += microvolts;
        }
    }

    private static PackSample Flat(long timeMs)
    {
        PackSample sample = new(s_layout) { timeMs = timeMs };
        System.Array.Fill(sample.cellMicrovolts, 3_700_000);
        System.Array.Fill(sample.tempDeciC, (short)250);
        Assert.IsTrue(sample.cellQuality.All(q => q == Quality.Good));
        return sample;
    }
}
