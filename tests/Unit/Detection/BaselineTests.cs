using System;
using System.Linq;
using DataBox.Detection;
using DataBox.Evaluation;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class BaselineTests
{
    private const double Day = 86400;

    [TestMethod]
    public void A_cell_that_is_relearned_is_silent_alone()
    {
        VehicleFeed feed = Learned();
        CauseFeatures features = feed.Detector.Causes.features;
        Assert.AreEqual(CauseFeatures.Learned, features.learned[5]);
        features.Relearn(5);
        feed.RunTo(feed.Vehicle.Seconds + 20, 10);
        Assert.AreEqual(CauseFeatures.NotLearned, features.learned[5]);
        Assert.AreEqual(CauseFeatures.Learned, features.learned[4]);
        Assert.AreEqual(CauseFeatures.Learned, features.learned[6]);
    }

    [TestMethod]
    public void A_box_with_stored_baselines_has_the_residuals_of_the_one_that_learned_them()
    {
        VehicleFeed feed = Learned();
        CauseFeatures from = feed.Detector.Causes.features;
        byte[] stored = new byte[from.LearnedBytes];
        from.WriteLearned(stored, 0);
        VehicleFeed twin = Learned();
        CauseFeatures to = twin.Detector.Causes.features;
        to.Relearn(-1);
        to.ReadLearned(stored, 0);
        feed.RunTo(feed.Vehicle.Seconds + 20, 10);
        twin.RunTo(twin.Vehicle.Seconds + 20, 10);
        CollectionAssert.AreEqual(from.residual, to.residual);
        CollectionAssert.AreEqual(from.learned, to.learned);
    }

    [TestMethod]
    public void Readings_and_currents_at_the_ends_of_their_ranges_keep_residuals_in_theirs()
    {
        PackLayout layout = PackUnderTest.Layout12();
        var pack = new PackUnderTest(layout) { NoiseCodes = 0, PeriodMs = 1000 };
        var random = new Random(1);
        pack.Spoil = sample =>
        {
            for (int i = 0; i < layout.cellCount; i++)
            {
                sample.cellMicrovolts[i] = random.Next(3) switch { 0 => 0, 1 => 6_550_000, _ => 3_700_000 };
            }

            sample.currentMilliamps = random.Next(2) == 0 ? -2_000_000 : 2_000_000;
            sample.currentQuality = Quality.Good;
        };
        CauseFeatures features = pack.Detector.Causes.features;
        for (int k = 0; k < 2000; k++)
        {
            pack.Run(1);
            Assert.IsTrue(features.residual.All(r => Math.Abs((long)r) <= 819_100));
            Assert.IsTrue(features.spread.All(s => s >= 0));
            Assert.IsTrue(features.loadMicrovolts is >= 0 and <= 524_000);
        }
    }

    private static VehicleFeed Learned()
    {
        VehicleSettings settings = new() { Seed = 1 };
        VehicleFeed feed = new(settings, VehicleFeed.Thresholds(settings, 1));
        feed.RunTo(9 * Day, 10);
        return feed;
    }
}
