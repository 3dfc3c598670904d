using System;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>The operating condition on made-up profiles: rests, charges and drives that follow each other.</summary>
[TestClass]
public class OperatingConditionTests
{
    [TestMethod]
    [DataRow(100, true)]
    [DataRow(100, false)]
    [DataRow(1000, true)]
    [DataRow(1000, false)]
    [DataRow(10000, true)]
    [DataRow(10000, false)]
    public void Rest_charge_and_drive_are_told_at_every_rate_with_and_without_current(int periodMs, bool hasCurrent)
    {
        ConditionProfile p = new(periodMs) { HasCurrent = hasCurrent };
        p.Run(600, _ => 0);
        p.Expect(OperatingCondition.Rest);
        p.Run(900, Traffic);
        Assert.IsTrue(p.State is OperatingCondition.Drive or OperatingCondition.Regeneration, p.Said);
        p.Run(900, _ => 0);
        p.Expect(OperatingCondition.Rest);
        p.Run(900, _ => 15_000);
        p.Expect(OperatingCondition.Charge);
        p.Run(1800, _ => 0);
        p.Expect(OperatingCondition.Rest);
        int told = p.Changes.Count(c => c is not OperatingCondition.Regeneration and not OperatingCondition.Unknown);
        Assert.IsTrue(hasCurrent ? p.Changes.Count(c => c == OperatingCondition.Rest) == 3 : told <= 9, p.Said);
    }

    [TestMethod]
    public void Since_is_when_it_began_and_a_rest_says_when_its_relaxation_is_over()
    {
        ConditionProfile p = new(1000) { HasCurrent = true };
        p.Run(600, _ => -50_000);
        long stopMs = p.NowMs;
        p.Run(300, _ => 0);
        p.Expect(OperatingCondition.Rest);
        Assert.IsTrue(Math.Abs(p.Condition.SinceMs - stopMs) <= 60_000, $"{p.Condition.SinceMs} for {stopMs}");
        Assert.AreEqual("rest", p.Condition.Word, "relaxing");
        p.Run(7200, _ => 0);
        Assert.AreEqual("rest_relaxed", p.Condition.Word);
        Assert.IsTrue(Math.Abs(p.Condition.SinceMs - stopMs) <= 60_000, "the rest's beginning, not the relaxation's end");
        p.Run(3, _ => -50_000);
        p.Expect(OperatingCondition.Drive);
        Assert.IsFalse(p.Condition.IsRelaxed);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Charge_lasts_through_its_constant_voltage(bool hasCurrent)
    {
        ConditionProfile p = new(1000) { HasCurrent = hasCurrent };
        p.Run(600, _ => 0);
        p.Run(1800, _ => 20_000);
        p.Expect(OperatingCondition.Charge);
        p.HoldMicrovolts = p.Microvolts;
        p.Run(500, _ => p.HoldingCurrent);
        Assert.IsTrue(p.HoldingCurrent is > 1_500 and < 5_000, $"{p.HoldingCurrent} mA left");
        p.Expect(OperatingCondition.Charge);
        p.HoldMicrovolts = null;
        p.Run(1800, _ => 0);
        p.Expect(OperatingCondition.Rest);
    }

    [TestMethod]
    public void Charge_whose_current_fades_to_nothing_is_unknown_after_two_hours_and_then_a_rest()
    {
        ConditionProfile p = new(1000) { HasCurrent = false };
        p.Run(600, _ => 0);
        p.Run(1800, _ => 20_000);
        p.HoldMicrovolts = p.Microvolts;
        p.Run(7000, _ => p.HoldingCurrent);
        p.Expect(OperatingCondition.Charge);
        p.Run(1000, _ => p.HoldingCurrent);
        p.Expect(OperatingCondition.Rest);
        CollectionAssert.Contains(p.Changes, OperatingCondition.Unknown);
    }

    [TestMethod]
    public void Fast_charge_is_a_question_of_the_capacity_and_does_not_flap_at_its_limit()
    {
        ConditionProfile p = new(1000) { HasCurrent = true };
        p.Run(300, _ => 0);
        p.Run(300, _ => 24_000);
        p.Expect(OperatingCondition.Charge);
        p.Run(120, _ => 26_000);
        p.Expect(OperatingCondition.FastCharge);
        p.Changes.Clear();
        p.Run(600, t => 24_000 + ((t / 60 % 2) * 2_000));
        Assert.AreEqual(0, p.Changes.Count, p.Said);
        p.Run(120, _ => 10_000);
        p.Expect(OperatingCondition.Charge);
        ConditionProfile large = new(1000, capacityAh: 200) { HasCurrent = true };
        large.Run(300, _ => 0);
        large.Run(300, _ => 26_000);
        large.Expect(OperatingCondition.Charge);
    }

    [TestMethod]
    public void Regeneration_is_a_short_charge_within_a_drive_and_only_with_a_current()
    {
        ConditionProfile p = new(100) { HasCurrent = true };
        p.Run(300, _ => 0);
        p.Run(60, _ => -40_000);
        p.Run(5, _ => 30_000);
        p.Expect(OperatingCondition.Regeneration);
        p.Run(5, _ => -40_000);
        p.Expect(OperatingCondition.Drive);
        p.Changes.Clear();
        p.HasCurrent = false;
        p.Run(900, Traffic);
        p.Expect(OperatingCondition.Drive);
        Assert.AreEqual(0, p.Changes.Count, p.Said);
    }

    [TestMethod]
    public void Lost_sign_of_a_charging_current_is_found_by_the_medians_and_a_real_discharge_is_not_taken_for_it()
    {
        ConditionProfile p = new(1000) { HasCurrent = true };
        p.Run(600, _ => 0);
        p.LosesSign = true;
        p.Run(1200, _ => 20_000);
        p.Expect(OperatingCondition.Charge);
        p.Run(600, _ => -20_000);
        p.Expect(OperatingCondition.Drive);
        p.Run(600, _ => 0);
        p.Expect(OperatingCondition.Rest);
    }

    [TestMethod]
    public void Current_sensor_that_stands_at_zero_does_not_make_a_drive_a_rest()
    {
        ConditionProfile p = new(1000) { HasCurrent = true, ReadsZero = true };
        p.Run(900, Traffic);
        p.Expect(OperatingCondition.Drive);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void After_a_gap_of_hours_nothing_is_known_until_there_is_evidence(bool hasCurrent)
    {
        ConditionProfile p = new(1000) { HasCurrent = hasCurrent };
        Assert.AreEqual("unknown", p.Condition.Word);
        p.Run(600, _ => 0);
        p.Expect(OperatingCondition.Rest);
        p.Skip(4 * 3600);
        p.Run(5, _ => 0);
        p.Expect(OperatingCondition.Unknown);
        Assert.IsTrue(p.NowMs - p.Condition.SinceMs < 10_000, "unknown since the first sample after it");
        p.Run(300, _ => 0);
        p.Expect(OperatingCondition.Rest);
        Assert.IsTrue(p.NowMs - p.Condition.SinceMs < 310_000, "nothing is said about the gap");
    }

    [TestMethod]
    public void What_the_vehicle_says_about_charging_counts_without_a_current()
    {
        ConditionProfile p = new(1000) { HasCurrent = false };
        p.Vehicle = VehicleState.Charging;
        p.Run(120, _ => 0);
        p.Expect(OperatingCondition.Charge);
        p.Vehicle = 0;
        p.Run(300, _ => 0);
        p.Expect(OperatingCondition.Rest);
        p.Run(900, _ => 15_000);
        Assert.AreNotEqual(OperatingCondition.Charge, p.State, "the vehicle says it does not charge");
    }

    [TestMethod]
    public void Pack_without_good_readings_or_current_is_unknown()
    {
        ConditionProfile p = new(1000) { HasCurrent = false };
        p.Run(600, _ => 0);
        p.Expect(OperatingCondition.Rest);
        p.IsDead = true;
        p.Run(120, _ => 0);
        p.Expect(OperatingCondition.Unknown);
    }

    [TestMethod]
    public void Device_that_drops_out_and_comes_back_moves_nothing()
    {
        ConditionProfile p = new(1000) { HasCurrent = false };
        p.Run(600, _ => 0);
        p.Changes.Clear();
        p.SilentSecondDevice = true;
        p.Run(10, _ => 0);
        p.SilentSecondDevice = false;
        p.Run(600, _ => 0);
        Assert.AreEqual(0, p.Changes.Count, p.Said);
        p.Expect(OperatingCondition.Rest);
    }

    /// <summary>20 s on, 8 s braking, 6 s rolling, mA.</summary>
    private static int Traffic(int second) => (second % 34) switch
    {
        < 20 => -40_000,
        < 28 => 25_000,
        _ => 0,
    };
}
