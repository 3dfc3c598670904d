using System;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class DetectorSettingsTests
{
    [TestMethod]
    [DataRow("nmc")]
    [DataRow("lfp")]
    public void Defaults_lie_within_the_compiled_bounds_and_do_not_contradict_themselves(string chemistry)
    {
        DetectorSettings settings = DetectorSettings.ForChemistry(chemistry);
        Assert.IsNull(settings.Contradiction());
        for (int i = 0; i < DetectorSettings.Count; i++)
        {
            Assert.IsTrue(settings.TrySet(i, settings.values[i], out string error), error);
        }
    }

    [TestMethod]
    public void Unknown_chemistry_and_unknown_key_are_said_to_be_unknown()
    {
        Assert.IsNull(DetectorSettings.ForChemistry("lead"));
        Assert.AreEqual(-1, DetectorSettings.IndexOf("speed"));
        string[] keys = Enumerable.Range(0, DetectorSettings.Count).Select(DetectorSettings.KeyAt).ToArray();
        CollectionAssert.AllItemsAreUnique(keys);
        for (int i = 0; i < keys.Length; i++)
        {
            Assert.AreEqual(i, DetectorSettings.IndexOf(keys[i]));
        }
    }

    [TestMethod]
    public void Value_out_of_bounds_is_refused_with_key_value_and_bounds()
    {
        DetectorSettings settings = DetectorSettings.Nmc();
        Assert.IsFalse(settings.TrySet(DetectorSettings.IndexOf("over_voltage_uv"), 5_000_001, out string error));
        Assert.AreEqual("over_voltage_uv is 5000001, allowed 2000000 to 5000000", error);
        Assert.AreEqual(4_250_000, settings.values[DetectorSettings.OverVoltage]);
        Assert.IsFalse(settings.TrySet(DetectorSettings.DeviationScales16, 4294967296L + 96, out _), "no wrapping");
    }

    [TestMethod]
    [DataRow("under_voltage_uv=3500000 over_voltage_uv=3550000")]
    [DataRow("implausible_low_uv=1500000 under_voltage_uv=1500000")]
    [DataRow("implausible_high_uv=4500000 over_voltage_uv=4500000")]
    [DataRow("under_temperature_dc=100 over_temperature_dc=300 temperature_hysteresis_dc=100")]
    [DataRow("deviation_votes=20 voting_windows=19")]
    [DataRow("suspect_votes=25 deviation_votes=24")]
    public void Contradicting_settings_are_refused_by_the_detector(string rows)
    {
        DetectorSettings settings = DetectorSettings.Nmc();
        foreach (string[] row in rows.Split(' ').Select(r => r.Split('=')))
        {
            Assert.IsTrue(settings.TrySet(DetectorSettings.IndexOf(row[0]), int.Parse(row[1]), out string error), error);
        }

        Assert.IsNotNull(settings.Contradiction());
        Assert.ThrowsExactly<ArgumentException>(() => new Detector(PackLayout.FromCounts(1, [4], [0]), settings));
    }

    [TestMethod]
    public void Ranges_proven_in_the_kernels_hold_for_every_allowed_setting()
    {
        DetectorSettings settings = DetectorSettings.Nmc();
        Assert.IsFalse(settings.TrySet(DetectorSettings.DeviationScales16, 1025, out _), "819,100 x 1,024 fits int");
        Assert.IsFalse(settings.TrySet(DetectorSettings.VotingWindows, 31, out _), "30 votes shifted by one fit int");
        Assert.IsFalse(settings.TrySet(DetectorSettings.LimitSamples, 11, out _), "limitRun is a byte");
        Assert.IsFalse(settings.TrySet(DetectorSettings.StuckSamples, 32_001, out _), "frozenSamples is a short");
        Assert.IsFalse(settings.TrySet(DetectorSettings.Deviation, 819_100, out _), "deviations are clipped there");
    }
}
