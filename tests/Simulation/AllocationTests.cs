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

        // The runtime now and then counts some kB on a thread that allocated nothing: once in about thirty runs of this project.
        // What samples or windows allocate shows in every round. All of them end before the next state message.
        long least = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            least = Math.Min(least, AllocatedBy(world, 150));
        }

        Assert.AreEqual(0, least);
    }

    /// <summary>Bytes that the box's own steps allocate in so many samples, ten to a window.</summary>
    private static long AllocatedBy(BoxWorld world, int count)
    {
        int samples = world.Box.Status.sampleCount;
        int windows = world.Box.Status.windowCount;
        int messages = world.Broker.Arrived.Count;
        long allocated = 0;
        while (world.Box.Status.sampleCount < samples + count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            world.Box.Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            world.Clock.Advance(Math.Max(100, world.Box.IdleMicros()));
        }

        Assert.AreEqual(count / 10, world.Box.Status.windowCount - windows);
        Assert.AreEqual(messages, world.Broker.Arrived.Count);
        return allocated;
    }
}
