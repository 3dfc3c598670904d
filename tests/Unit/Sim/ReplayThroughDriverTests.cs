using System;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Whole recordings through simulated chips and the real driver: what comes out is what the car
/// measured.</summary>
[TestClass]
public class ReplayThroughDriverTests
{
    private const int HighestChipMicrovolts = 5734300;

    [TestMethod]
    [DataRow("ev-car1.csv.gz", null, 1537, 0)]
    [DataRow("ev-car2.csv.gz", null, 0, 2)]
    [DataRow("pack-8s-b14.csv", null, 6, 0)]
    [DataRow("battdiag-isc-12s.csv.gz", null, 0, 0)]
    [DataRow("leaf-6s-1c.csv", "ltc6812", 0, 0)]
    [DataRow("noisy-drive-01mv.csv.gz", "ltc6813", 0, 0)]
    public void Recording_comes_back_within_50_uV_and_0_2_degC(
        string file, string? chip, int cellsBeyondTheChip, int openProbes)
    {
        using Recording recording = Recording.Open(SharedFolder.RequireFile("data/" + file));
        RecordingLayout chosen = RecordingLayout.For(recording, null, chip);
        var clock = new ManualClock();
        var chain = new Ltc681xSimChain(clock, Ltc681xPart.Find(chosen.Chip.Name)!, chosen.Layout.deviceCount);
        var source = new ReplaySource(recording, inRealTime: false);
        var driver = new Ltc681xChain(
            chain, clock, chosen.Layout, Ltc681xFamily.Model(chosen.Chip.Name), new Ltc681xConfig());
        var afe = new ReplayAfe(driver, chain, chosen.Layout, source, clock);
        var sample = new PackSample(chosen.Layout);
        Assert.AreEqual(AfeStatus.Ok, afe.Start());
        var tally = new Tally();
        while (source.TryTake(0, out long timeMs))
        {
            sample.timeMs = timeMs;
            byte status = afe.Read(sample);
            source.Read(sample);
            int beyondBefore = tally.cellsBeyondTheChip;
            tally.Compare(source.Row, sample, file);

            // Registers of all ones may look to the driver like a device that did not convert; nothing else may.
            byte worst = tally.cellsBeyondTheChip > beyondBefore ? AfeStatus.Stale : AfeStatus.Ok;
            Assert.IsTrue(status <= worst, file + " line " + source.Row.lineNumber + ": status " + status);
        }

        Assert.IsNull(source.Error);
        Assert.AreEqual(cellsBeyondTheChip, tally.cellsBeyondTheChip);
        Assert.AreEqual(openProbes, tally.openProbes);
        Assert.AreEqual(0, driver.RetryCount);
    }

    private sealed class Tally
    {
        public int cellsBeyondTheChip;
        public int openProbes;

        public void Compare(RecordingRow row, PackSample sample, string file)
        {
            string where = file + " line " + row.lineNumber;
            for (int cell = 0; cell < row.cellMicrovolts.Length; cell++)
            {
                CompareCell(row.cellMicrovolts[cell], sample.cellMicrovolts[cell], sample.cellQuality[cell], where);
            }

            for (int probe = 0; probe < row.tempDeciC.Length; probe++)
            {
                if (row.tempDeciC[probe] == ReplayAfe.NoReadingDeciC)
                {
                    openProbes++;
                    Assert.AreEqual(Quality.OpenProbe, sample.tempQuality[probe], where);
                    continue;
                }

                Assert.AreEqual(Quality.Good, sample.tempQuality[probe], where);
                Assert.IsTrue(Math.Abs(row.tempDeciC[probe] - sample.tempDeciC[probe]) <= 2, where + " probe " + probe);
            }

            Assert.AreEqual(row.hasCurrent ? Quality.Good : Quality.Missing, sample.currentQuality, where);
            Assert.AreEqual(row.currentMilliamps, sample.currentMilliamps, where);
        }

        private void CompareCell(int recorded, int measured, byte quality, string where)
        {
            if (recorded > HighestChipMicrovolts)
            {
                cellsBeyondTheChip++;
                Assert.IsFalse(Quality.HasValue(quality), where);
                return;
            }

            if (!Quality.HasValue(quality) || Math.Abs(recorded - measured) > 50)
            {
                Assert.Fail(where + ": " + recorded + " uV came as " + measured + " with quality " + quality);
            }
        }
    }
}
