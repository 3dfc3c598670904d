using System;
using DataBox.Core;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

/// <summary>A configuration that a box can't keep is refused when the box is made: one line with the numbers.</summary>
[TestClass]
public class RefusedBoxTests
{
    [TestMethod]
    public void Box_that_does_not_fit_its_board_s_heap_is_refused_with_both_numbers()
    {
        string line = Refusal(c => c.heapBytes = 190_000);
        StringAssert.StartsWith(line, "configuration: 24 cells and 6 probes need ");
        StringAssert.Contains(line, "heap_bytes is 190000");
    }

    [TestMethod]
    public void Default_rate_that_chain_and_board_can_not_do_is_refused_with_the_shortest()
    {
        string line = Refusal(c =>
        {
            c.cellCostMicros = 500;
            c.rates.samplePeriodMs = 10;
        });
        Assert.AreEqual(
            "configuration: sample_period_ms is 10, the shortest that this box can sample is 15 ms", line);
    }

    [TestMethod]
    public void Outbox_too_small_for_the_longest_blocks_is_refused_with_both_numbers() =>
        StringAssert.StartsWith(Refusal(c => c.outboxBytes = 8192), "configuration: outbox_bytes is 8192, two blocks of 24 cells");

    [TestMethod]
    public void Sensor_at_a_device_that_the_chain_does_not_have_is_refused() =>
        Assert.AreEqual("configuration: current_device is 3, allowed 0 to 2", Refusal(c => c.currentSensor.device = 3));

    private static string Refusal(Action<BoxConfig> configure)
    {
        ArgumentException refusal = Assert.ThrowsExactly<ArgumentException>(() => new BoxWorld(1, configure));
        return refusal.Message;
    }
}
