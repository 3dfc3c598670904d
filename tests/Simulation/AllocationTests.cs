using System;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

/// <summary>What the interpreter's collector does not have to look for.</summary>
[TestClass]
public class AllocationTests
{
    [TestMethod]
    public void Samples_and_windows_without_a_row_or_a_message_allocate_nothing()
    {
        var world = new BoxWorld(1);
        world.Clock.UtcMs = 1_000_000;
        world.Desire("{\"schema\":1,\"version\":1,\"cells_period_ms\":100000,\"temperatures_period_ms\":100000,"
            + "\"pack_period_ms\":100000,\"block_seconds\":1,\"expires_ms\":9000000}");
        world.RunMs(5_000);
        int samples = world.Box.Status.sampleCount;
        int windows = world.Box.Status.windowCount;
        int messages = world.Broker.Arrived.Count;
        long allocated = 0;
        while (world.Box.Status.sampleCount < samples + 200)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            world.Box.Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            world.Clock.Advance(Math.Max(100, world.Box.IdleMicros()));
        }

        Assert.AreEqual(20, world.Box.Status.windowCount - windows);
        Assert.AreEqual(messages, world.Broker.Arrived.Count);
        Assert.AreEqual(0, allocated);
    }
}
