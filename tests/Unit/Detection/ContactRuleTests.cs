using System;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Evaluation;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>Joints in a cell's loop, on simulated vehicles and on the kernel alone.</summary>
[TestClass]
public class ContactRuleTests
{
    private const int Cell = 7;

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_joint_is_found_at_its_cell_with_and_without_a_current(bool hasCurrent)
    {
        VehicleFeed feed = Learned(hasCurrent);
        feed.Vehicle.Add(new ContactFault(Cell, feed.Vehicle.Seconds, 0.0004));
        feed.RunTo(feed.Vehicle.Seconds + 86400, 10);
        Alarm alarm = feed.Raised.First(a => a.causeId == FaultCauses.HvConnection);
        Assert.AreEqual(Cell, alarm.cellIndex);
        Assert.AreEqual(hasCurrent ? "uohm" : "permille", alarm.unit);
        Assert.IsTrue(!hasCurrent || alarm.value is > 80 and < 520, alarm.value + " uohm");
        Assert.IsTrue(feed.Raised.All(a => a.causeId != FaultCauses.HvConnection || a.cellIndex == Cell));
    }

    [TestMethod]
    public void A_wrong_gain_a_soft_short_and_shorted_sense_wires_are_no_joints()
    {
        foreach (VehicleFault fault in new VehicleFault[]
            {
                new SensorFault(Cell, 8 * 86400, 0, 0, 0.08), new SoftShort(Cell, 8 * 86400, 10),
                new TapShort(Cell, 8 * 86400, 1000), new TapShort(Cell, 8 * 86400, 10000),
            })
        {
            VehicleFeed feed = Learned(true);
            feed.Vehicle.Add(fault);
            feed.RunTo(feed.Vehicle.Seconds + 86400, 10);
            Assert.IsFalse(feed.Raised.Any(a => a.causeId == FaultCauses.HvConnection), fault.GetType().Name);
        }
    }

    [TestMethod]
    public void A_joint_that_shakes_and_grows_is_found()
    {
        VehicleFeed feed = Learned(true);
        feed.Vehicle.Add(new ContactFault(Cell, feed.Vehicle.Seconds, 0.0001, 0.0003, 0.3));
        feed.RunTo(feed.Vehicle.Seconds + (2 * 86400), 10);
        Assert.AreEqual(Cell, feed.Raised.First(a => a.causeId == FaultCauses.HvConnection).cellIndex);
    }

    [TestMethod]
    public void In_the_cold_a_sound_pack_is_silent_and_a_bad_joint_is_found()
    {
        VehicleFeed feed = Learned(true, -5);
        feed.Vehicle.Add(new ContactFault(Cell, feed.Vehicle.Seconds, 0.0015));
        feed.RunTo(feed.Vehicle.Seconds + 86400, 10);
        Assert.AreEqual(Cell, feed.Raised.First(a => a.causeId == FaultCauses.HvConnection).cellIndex);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.0006)]
    public void A_restored_alarm_ends_with_the_joint_repaired_and_not_before(double ohms)
    {
        VehicleFeed feed = Learned(true);
        var stored = new Alarm
        {
            id = 7, causeId = FaultCauses.HvConnection, deviceIndex = 0, cellIndex = Cell, probeIndex = -1, value = 600, limit = 100,
        };
        Assert.IsTrue(feed.Detector.Restore(stored, true));
        if (ohms > 0)
        {
            feed.Vehicle.Add(new ContactFault(Cell, feed.Vehicle.Seconds, ohms));
        }

        feed.RunTo(feed.Vehicle.Seconds + 86400, 10);
        Assert.AreEqual(ohms == 0, feed.Changes.Any(a => a.change == AlarmChange.Cleared && a.id == 7));
    }

    [TestMethod]
    public void What_all_cells_have_in_common_is_the_medians()
    {
        var columns = new ContactColumns(12);
        byte[] explained = new byte[12];
        for (int i = 0; i < 12; i++)
        {
            columns.progress[12 + i] = ContactKernel.LearnSteps;
            columns.up[i] = columns.down[i] = (short)(-400 + (i % 2 == 0 ? 8 : -8) + (i == Cell ? 800 : 0));
        }

        int peers = ContactKernel.LeftOver(columns, explained, 0, 12, 1);
        Assert.IsTrue(columns.left[Cell] is > 780 and < 800, "left over: " + columns.left[Cell]);
        Assert.IsTrue(peers is > 5 and < 10, "peers: " + peers);
    }

    [TestMethod]
    public void One_direction_alone_says_nothing_and_the_extremes_stay_in_range()
    {
        var columns = new ContactColumns(2);
        byte[] reading = { CauseFeatures.HasStep, CauseFeatures.HasStep };
        byte[] explained = new byte[2];
        int[] steps = new int[2];
        void Step(int median, int deviation)
        {
            steps[0] = deviation;
            ContactKernel.Step(columns, steps, reading, explained, 0, 2, 1, median, 2);
        }

        for (int k = 0; k < ContactKernel.LearnSteps; k++)
        {
            Step(k % 2 == 0 ? 50000 : -50000, 0);
        }

        for (int k = 0; k < 40; k++)
        {
            Step(50000, 5000);
        }

        ContactKernel.LeftOver(columns, explained, 0, 2, 1);
        Assert.AreEqual(0, columns.left[0]);
        for (int k = 0; k < 40; k++)
        {
            Step(-50000, -5000);
        }

        ContactKernel.LeftOver(columns, explained, 0, 2, 1);
        Assert.IsTrue(Math.Abs(columns.left[0] - 800) <= 16, "100 permille of the median cell's resistance");
        for (int k = 0; k < 2000; k++)
        {
            Step(k % 2 == 0 ? ContactKernel.LeastStep : -ContactKernel.LeastStep, k % 2 == 0 ? 1638200 : -1638200);
        }

        Assert.IsTrue(columns.up[0] is > 31000 and <= ContactColumns.MaxRatio, "up " + columns.up[0]);
        Assert.IsTrue(columns.down[0] is > 31000 and <= ContactColumns.MaxRatio, "down " + columns.down[0]);
    }

    [TestMethod]
    public void What_was_learned_comes_back_and_nonsense_does_not()
    {
        var rule = (ContactRule)Learned(true).Detector.Causes.RuleOf(FaultCauses.HvConnection);
        byte[] image = new byte[rule.LearnedBytes];
        rule.WriteLearned(image, 0);
        var other = (ContactRule)new VehicleFeed(new VehicleSettings(), DetectorSettings.Nmc()).Detector.Causes
            .RuleOf(FaultCauses.HvConnection);
        other.ReadLearned(image, 0);
        CollectionAssert.AreEqual(rule.Columns.learned, other.Columns.learned);
        CollectionAssert.AreEqual(rule.Columns.progress, other.Columns.progress);
        Assert.IsTrue(rule.Columns.progress[24 + Cell] >= ContactKernel.LearnSteps, "the middle zone is learned");
        image[2] = 255;
        other.ReadLearned(image, 0);
        Assert.AreEqual(0, other.Columns.progress[0]);
    }

    // Eight days at 10 s.
    private static VehicleFeed Learned(bool hasCurrent, double celsius = 25)
    {
        var settings = new VehicleSettings { Seed = 5, MeanCelsius = celsius };
        var feed = new VehicleFeed(settings, VehicleFeed.Thresholds(settings, 1), hasCurrent);
        feed.RunTo(8 * 86400, 10);
        Assert.IsFalse(feed.Raised.Any(a => a.causeId == FaultCauses.HvConnection));
        return feed;
    }
}
