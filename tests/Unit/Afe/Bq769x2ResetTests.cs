using System;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>A chip that was reset between the look at its status and its readings, while the box was held up.</summary>
[TestClass]
public class Bq769x2ResetTests
{
    [TestMethod]
    public void Reset_between_look_and_read_leaves_no_good_reading()
    {
        foreach (int heldUpMicros in new[] { 61000, 65000, 80000, 100000, 150000, 300000 })
        {
            var clock = new ManualClock(3000000);
            ISimChain chips = SimCatalogue.Find("bq76952")!.Make(new SimChainPlan(clock, 1));
            var bus = new TappedBus(chips);
            PackLayout layout = PackLayout.FromCounts(1, [16], [0]);
            IAfe afe = AfeCatalogue.Make("bq76952", bus, null, clock, layout, new AfeConfig { transferOverheadMicros = 0 });
            var sample = new PackSample(layout);
            for (int i = 0; i < 16; i++)
            {
                chips.SetCellMicrovolts(0, i, 3600000);
            }

            Assert.AreEqual(AfeStatus.Ok, afe.Start());
            Assert.AreEqual(AfeStatus.Ok, afe.Read(sample));
            bool isReset = false;
            bus.beforeTransfer = _ =>
            {
                // The first register of cell 1: everything was looked at.
                if (bus.command >> 8 == 0x15 && !isReset)
                {
                    isReset = true;
                    chips.PowerCycle(0);
                    clock.Advance(heldUpMicros);
                }
            };
            afe.Read(sample);
            Assert.IsTrue(isReset);
            Assert.IsFalse(sample.cellQuality.Contains(Quality.Good), "held up for " + heldUpMicros + " us, cell 1 at "
                + sample.cellMicrovolts[0]);
        }
    }
}
