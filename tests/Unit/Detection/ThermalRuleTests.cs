using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Evaluation;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>A cell that has lost its cooling is told by its probe; a healthy vehicle and one not learned yet are not.</summary>
[TestClass]
public class ThermalRuleTests
{
    private const double Day = 86400;

    [TestMethod]
    [DataRow(false, 6)]
    [DataRow(true, 6)]
    public void Lost_cooling_is_told_once_it_is_learned_what_is_usual(bool isFaulty, int onsetDay)
    {
        var settings = new VehicleSettings { Seed = 15, CellCounts = [12] };
        var feed = new VehicleFeed(settings, VehicleFeed.Thresholds(settings, 1));
        int cell = feed.Vehicle.Sense.ProbeCell[1];
        if (isFaulty)
        {
            feed.Vehicle.Add(new ThermalFault(cell, onsetDay * Day, 0.1));
        }

        feed.RunTo(9 * Day, 10);
        Alarm[] told = feed.Raised.Where(a => a.causeId == FaultCauses.ThermalAnomaly).ToArray();
        CauseRule rule = feed.Detector.Causes.RuleOf(FaultCauses.ThermalAnomaly);
        if (isFaulty && onsetDay > 0)
        {
            Assert.IsTrue(told.Length >= 1 && told[0].probeIndex == 1 && told[0].cellIndex < 0, told.Length + " alarms");
            Assert.IsTrue(told[0].timeMs < (onsetDay + 1) * Day * 1000);
        }
        else
        {
            Assert.AreEqual(0, told.Length);
            Assert.IsTrue(rule.worstPermille <= 700, rule.worstPermille + " permille");
        }
    }

    [TestMethod]
    public void What_was_learned_is_stored_and_found_again()
    {
        var settings = new VehicleSettings { Seed = 17, CellCounts = [12] };
        var feed = new VehicleFeed(settings, VehicleFeed.Thresholds(settings, 1));
        feed.RunTo(Day, 10);
        CauseRule rule = feed.Detector.Causes.RuleOf(FaultCauses.ThermalAnomaly);
        byte[] bytes = new byte[rule.LearnedBytes];
        rule.WriteLearned(bytes, 0);
        Assert.IsTrue(bytes.Any(b => b != 0));
        var other = new VehicleFeed(settings, VehicleFeed.Thresholds(settings, 1));
        CauseRule again = other.Detector.Causes.RuleOf(FaultCauses.ThermalAnomaly);
        again.ReadLearned(bytes, 0);
        byte[] found = new byte[again.LearnedBytes];
        again.WriteLearned(found, 0);
        CollectionAssert.AreEqual(bytes, found);
        again.Relearn(-1);
        again.WriteLearned(found, 0);
        Assert.IsTrue(found.All(b => b == 0));
    }

    [TestMethod]
    [DataRow(0.4, true)]
    [DataRow(0.05, false)]
    public void Cell_with_another_charge_is_imbalance_at_a_relaxed_rest(double less, bool isTold)
    {
        var scene = new HardScene(21);
        scene.Vehicle.Cells.Soc[4] -= less;
        scene.Run(1800);
        Alarm[] told = scene.Raised.Where(a => a.causeId == FaultCauses.Imbalance).ToArray();
        Assert.AreEqual(isTold ? 1 : 0, told.Length);
        Assert.IsTrue(!isTold || (told[0].cellIndex == 4 && told[0].value < 0 && told[0].orCauseId == FaultCauses.SoftShort));
    }

    [TestMethod]
    [DataRow(-220, 0)]
    [DataRow(-320, 1)]
    public void Cold_at_rest_is_allowed_ten_kelvin_more(int deciC, int alarms)
    {
        var scene = new HardScene(22);
        scene.Run(120);
        scene.Run(60, sample => sample.tempDeciC[2] = (short)deciC);
        Assert.AreEqual(alarms, scene.Raised.Count(a => a.causeId == FaultCauses.UnderTemperature));
    }
}
