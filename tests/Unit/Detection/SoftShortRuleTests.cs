using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Evaluation;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class SoftShortRuleTests
{
    private const double Day = 86400;

    [TestMethod]
    public void A_short_of_one_ohm_is_found_in_two_minutes_at_its_cell_only()
    {
        VehicleFeed feed = LearnedVehicle(1);
        feed.Vehicle.Add(new SoftShort(5, feed.Vehicle.Seconds, 1));
        feed.RunTo(feed.Vehicle.Seconds + 120, 1);
        Alarm alarm = feed.Raised.Single(a => a.causeId == FaultCauses.SoftShort);
        Assert.AreEqual(5, alarm.cellIndex);
        Assert.IsTrue(alarm.orCauseId is -1 or FaultCauses.SensorDrift, "in the first minutes a reading that jumped looks the same");
    }

    [TestMethod]
    public void A_sensor_that_jumps_and_stays_is_no_short_for_sure()
    {
        VehicleFeed feed = LearnedVehicle(1);
        feed.Vehicle.Add(new SensorFault(5, feed.Vehicle.Seconds, -10000));
        feed.RunTo(feed.Vehicle.Seconds + 3600, 1);
        Alarm[] shorts = [.. feed.Raised.Where(a => a.causeId == FaultCauses.SoftShort)];
        Assert.IsTrue(shorts.All(a => a.orCauseId == FaultCauses.SensorDrift && a.certaintyPercent == 60), "could be the sensor");
    }

    [TestMethod]
    public void Stored_baselines_come_back_byte_for_byte_and_relearning_forgets_them()
    {
        VehicleFeed feed = LearnedVehicle(1);
        CauseFeatures from = feed.Detector.Causes.features;
        byte[] stored = new byte[from.LearnedBytes];
        from.WriteLearned(stored, 0);
        VehicleFeed other = new(feed.Vehicle.Settings, VehicleFeed.Thresholds(feed.Vehicle.Settings, 1));
        CauseFeatures to = other.Detector.Causes.features;
        to.ReadLearned(stored, 0);
        byte[] again = new byte[to.LearnedBytes];
        to.WriteLearned(again, 0);
        CollectionAssert.AreEqual(stored, again);
        Assert.IsTrue(to.LearnedPermille() > 0);
        to.Relearn(-1);
        Assert.AreEqual(0, to.LearnedPermille());
    }

    [TestMethod]
    public void Nothing_is_said_before_it_is_learned()
    {
        VehicleSettings settings = new() { Seed = 1 };
        VehicleFeed feed = new(settings, VehicleFeed.Thresholds(settings, 1));
        feed.Vehicle.Add(new SoftShort(5, 0, 10));
        feed.RunTo(Day, 10);
        Assert.AreEqual(0, feed.Detector.Causes.RuleOf(FaultCauses.SoftShort).worstPermille);
        Assert.IsFalse(feed.Detector.Causes.features.learned.Contains(CauseFeatures.Learned));
    }

    private static VehicleFeed LearnedVehicle(ulong seed)
    {
        VehicleSettings settings = new() { Seed = seed };
        VehicleFeed feed = new(settings, VehicleFeed.Thresholds(settings, 1));
        feed.RunTo(12 * Day, 10);
        return feed;
    }
}
