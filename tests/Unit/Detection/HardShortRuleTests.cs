using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>Hard shorts are told in time, at the right cell; what looks like half of one is not.</summary>
[TestClass]
public class HardShortRuleTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("SNL_LMO-LNO_Graphite_33Ah_100SOC_a", true)]
    [DataRow("SNL_LMO-LNO_Graphite_33Ah_50SOC_a", true)]
    [DataRow("SNL_NMC-LMO_Graphite_26Ah_100SOC_a", true)]
    [DataRow("SNL_NMC-LMO_Graphite_26Ah_50SOC_a", false)]
    [DataRow("SNL_NMC-LMO_Graphite_26Ah_75SOC_a", false)]
    [DataRow("SNL_NMC-LMO_Graphite_26Ah_90SOC_a", true)]
    public void Indented_cell_is_suspect_within_two_samples_and_alarmed_before_it_runs_away(string name, bool runsAway)
    {
        List<double[]> rows = HardScene.ReadIndentation(name);
        int first = FirstSign(rows);
        int hot = rows.FindIndex(r => r[2] > 150);
        Assert.AreEqual(runsAway, hot >= 0);
        var scene = new HardScene(7);
        int suspect = -1;
        int alarm = -1;
        int end = hot >= 0 ? hot : first + 300;
        for (int k = 0; k < end && alarm < 0; k++)
        {
            double[] row = rows[k];
            scene.Step(sample => HardScene.Put(sample, -row[1], row[3]));
            suspect = suspect < 0 && scene.Rule.suspectCount > 0 ? k : suspect;
            alarm = scene.HardShorts.Any() ? k : -1;
        }

        TestContext.WriteLine($"{name}: first sign {first}, suspect {suspect - first:+0;-0;0}, alarm {alarm - first:+0;-0;0}, "
            + (hot < 0 ? "did not run away" : $"{hot - alarm} s before 150 degC"));
        Assert.IsTrue(suspect >= 0 && suspect <= first + 2, "suspect at " + suspect);
        Assert.IsTrue(alarm >= 0 && alarm <= first + 5, "alarm at " + alarm);
        Assert.IsTrue(suspect > first - 20, "suspect long before there is a sign");
        Alarm told = scene.HardShorts.Single();
        Assert.AreEqual(HardScene.Cell, told.cellIndex);
        Assert.AreEqual(95, told.certaintyPercent);
        Assert.AreEqual(-1, told.orCauseId);
        Assert.IsTrue(told.evidenceCount == 3 && told.evidence[0] == Evidence.DropMicrovolts && told.evidence[1] == told.value);
    }

    [TestMethod]
    [DataRow(0.02, 20)]
    [DataRow(0.05, 20)]
    [DataRow(0.15, 90)]
    [DataRow(0.4, 180)]
    public void Short_far_from_any_probe_is_told_by_voltage_alone(double ohms, int seconds)
    {
        var scene = new HardScene(3);
        scene.Run(1500);
        scene.Vehicle.Add(new HardShort(8, scene.Vehicle.Seconds, ohms));
        scene.Run(seconds);
        Alarm told = scene.HardShorts.Single();
        Assert.AreEqual(8, told.cellIndex);
        Assert.AreEqual(60, told.certaintyPercent);
        Assert.AreEqual(FaultCauses.SenseWireOpen, told.orCauseId);
    }

    [TestMethod]
    public void Probe_that_jumps_or_stands_still_is_no_short()
    {
        var scene = new HardScene(11);
        scene.Run(600);
        scene.Run(600, sample => sample.tempDeciC[1] += 80);
        scene.Run(600, sample => sample.tempDeciC[1] = 250);
        AssertSilent(scene);
    }

    [TestMethod]
    [DataRow(-45000, 0, 0)]
    [DataRow(-150000, 60000, 90000)]
    [DataRow(-150000, 150000, 0)]
    public void Offset_of_a_sensor_and_wires_that_touch_are_no_short(int self, int below, int above)
    {
        var scene = new HardScene(12);
        scene.Run(900);
        scene.Run(900, sample =>
        {
            sample.cellMicrovolts[5] += self;
            sample.cellMicrovolts[4] += below;
            sample.cellMicrovolts[6] += above;
        });
        AssertSilent(scene);
    }

    [TestMethod]
    public void Cell_that_stands_apart_from_the_start_or_after_a_gap_is_no_short()
    {
        var scene = new HardScene(17);
        scene.Run(900, sample => sample.cellMicrovolts[5] -= 150000);
        AssertSilent(scene);
        scene.Run(900, sample => sample.cellQuality[5] = Quality.NoReply);
        scene.Run(900, sample => sample.cellMicrovolts[5] -= 300000);
        AssertSilent(scene);
    }

    [TestMethod]
    public void Wire_of_the_top_cell_that_comes_off_is_no_short()
    {
        var scene = new HardScene(13);
        scene.Run(900);
        scene.Vehicle.Add(new TapOpen(11, scene.Vehicle.Seconds, 8));
        scene.Run(300);
        AssertSilent(scene);
    }

    [TestMethod]
    public void Pulses_of_one_and_five_times_the_capacity_are_no_short()
    {
        var scene = new HardScene(14, 1000);
        scene.Vehicle.Duty.Fixed = t => t % 120 < 10 ? (t % 240 < 120 ? -250 : 150) : t % 600 < 60 ? -50 : 0;
        scene.Run(6000);
        AssertSilent(scene);
        Assert.IsTrue(scene.Rule.worstPermille <= 700, scene.Rule.worstPermille + " permille");
    }

    [TestMethod]
    public void Sun_on_one_side_and_a_cell_that_sinks_slowly_are_no_short()
    {
        var scene = new HardScene(15);
        double kelvin = 0;
        scene.Run(7200, sample =>
        {
            kelvin = Math.Min(kelvin + 0.003, 15);
            sample.tempDeciC[1] += (short)(kelvin * 10);
        });
        AssertSilent(scene);
        scene.Vehicle.Add(new SoftShort(5, scene.Vehicle.Seconds, 30));
        scene.Run(7200);
        AssertSilent(scene);
    }

    [TestMethod]
    public void Warm_cell_clears_an_hour_after_it_has_cooled()
    {
        var scene = new HardScene(16);
        scene.Run(300);
        scene.Run(60, sample => HardScene.Put(sample, -0.03, 10));
        Assert.AreEqual(1, scene.HardShorts.Count());
        Assert.AreEqual(CauseRule.Alarmed, scene.Rule.level[HardScene.Cell]);
        scene.Run(3500);
        Assert.AreEqual(CauseRule.Alarmed, scene.Rule.level[HardScene.Cell]);
        scene.Run(400);
        Assert.AreEqual(CauseRule.Quiet, scene.Rule.level[HardScene.Cell]);
    }

    private static void AssertSilent(HardScene scene)
    {
        Assert.AreEqual(0, scene.HardShorts.Count());
        Assert.AreEqual(0, scene.Rule.suspectCount, "suspect: " + scene.Rule.worstPermille);
    }

    // A drop of 5 mV and 2 K, or 0.5 K/s. The recorder's step is 1 mV; what is 5 mV counts.
    private static int FirstSign(List<double[]> rows)
    {
        int k = 1;
        while (rows[k][1] < 0.005 - 1e-9
            || (rows[k][3] < 2 && (rows[k][2] - rows[k - 1][2]) / (rows[k][0] - rows[k - 1][0]) < 0.5))
        {
            k++;
        }

        return k;
    }
}
