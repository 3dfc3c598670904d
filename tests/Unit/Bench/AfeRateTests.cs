using System.Collections.Generic;
using System.Linq;
using DataBox.Bench;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Bench;

/// <summary>How near sampling comes to what chips and SPI clock allow; the whole table is in docs/performance.md.</summary>
[TestClass]
public class AfeRateTests
{
    public TestContext TestContext { get; set; } = null!;

    private static IEnumerable<object[]> Packs => AfeRatePack.All().Select((pack, i) => new object[] { i, pack.Title });

    /// <summary>A minute back to back, half of one where there are no probes, with every check's first round in it and a bit
    /// error rate of 1e-6.</summary>
    [TestMethod]
    [DynamicData(nameof(Packs))]
    public void Chain_reaches_the_goal_with_all_its_checks_and_finds_nothing(int index, string title)
    {
        AfeRatePack pack = AfeRatePack.All().ElementAt(index);
        AfeRate rate = AfeRate.Measure(pack, pack.ProbesEach == 0 ? 30 : 60, 0, 1e-6, 1);
        double share = AfeIdeal.Micros(pack, SimCatalogue.Find(pack.Chip)!.MaxClockHz) / rate.MeanMicros;
        TestContext.WriteLine($"{title}: {share:F3}, {rate}");

        // Where temperatures need not be looked at in every sample, the chain may be faster than the ideal.
        Assert.IsTrue(share is >= AfeReport.Goal and < 1.05, $"{title}: {share:F3} of the ideal");
        Assert.AreEqual(0, rate.Findings, title + ": findings on sound chips");
        Assert.IsTrue(rate.Checks >= 10, title + ": " + rate.Checks + " checks");
    }

    [TestMethod]
    public void Transfers_that_cost_time_and_lost_frames_lengthen_the_cycle()
    {
        // What the goal is held against would be worth nothing if the measurement did not see them.
        AfeRatePack pack = AfeRatePack.All().First();
        double sound = AfeRate.Measure(pack, 5, 0, 0, 1).MeanMicros;
        AfeRate slow = AfeRate.Measure(pack, 5, 200, 0, 1);
        AfeRate noisy = AfeRate.Measure(pack, 5, 0, 1e-4, 1);
        Assert.IsTrue(slow.MeanMicros > sound + 1000, slow + " against " + sound);
        Assert.IsTrue(noisy.Retries > 50 && noisy.MeanMicros > sound + 10, noisy + " against " + sound);
    }
}
