using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Evaluation;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>Shoulders in the rest after cold charges.</summary>
[TestClass]
public class PlatingRuleTests
{
    [TestMethod]
    public void Cold_charges_that_plate_are_suspected_after_three_and_not_before()
    {
        VehicleFeed feed = Cold(0);
        var fault = new PlatingFault(3, 2 * 86400, 0.01, 0.3, 0.015, 1800);
        feed.Vehicle.Add(fault);
        for (int day = 1; day <= 20 && !feed.Raised.Any(IsPlating); day++)
        {
            feed.RunTo(day * 86400, 10);
            Assert.IsTrue(fault.Charges >= 3 || !feed.Raised.Any(IsPlating));
        }

        Alarm alarm = feed.Raised.First(IsPlating);
        Assert.AreEqual(3, alarm.cellIndex);
        Assert.IsTrue(alarm.value is > 3000 and < 20000, alarm.value + " uV");
    }

    [TestMethod]
    public void Cold_charges_of_sound_cells_and_drains_by_balancing_are_not()
    {
        foreach (double amps in new[] { 0, 0.3 })
        {
            VehicleFeed feed = Cold(amps);
            feed.RunTo(10 * 86400, 10);
            Assert.IsFalse(feed.Raised.Any(IsPlating));
            Assert.IsTrue(feed.Detector.Causes.RuleOf(FaultCauses.PlatingSuspected).worstPermille < 700);
        }
    }

    private static bool IsPlating(Alarm alarm) => alarm.causeId == FaultCauses.PlatingSuspected;

    private static VehicleFeed Cold(double balancingAmps)
    {
        var settings = new VehicleSettings { Seed = 7, MeanCelsius = 0, BalancingAmps = balancingAmps, GradientKelvin = 4 };
        return new VehicleFeed(settings, VehicleFeed.Thresholds(settings, 0));
    }
}
