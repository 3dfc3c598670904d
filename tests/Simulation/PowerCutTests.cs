using System.Linq;
using DataBox.Core;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

[TestClass]
public class PowerCutTests
{
    /// <summary>Steps of one save: three of a write, two of a rename.</summary>
    private const int StepsOfASave = 5;

    [TestMethod]
    public void Power_cut_at_every_step_of_a_change_loses_nothing_that_was_acknowledged()
    {
        int cuts = 0;
        for (int step = 0; step <= StepsOfASave; step++)
        {
            var world = new BoxWorld(1);
            world.Desire(1, 200, 200, 200);
            world.RunMs(2000);
            world.Storage.StepsLeft = step;
            try
            {
                world.Desire(2, 300, 300, 300);
                world.RunMs(2000);
            }
            catch (PowerCutException)
            {
                cuts++;
            }

            long acknowledged = world.Documents("ack").Where(a => a.Text("result") == "accepted").Max(a => a.Number("version"));
            world.Storage.StepsLeft = -1;
            world.Broker.Online = false;
            world.PowerUp();
            Assert.AreEqual(2, world.Box.Status.bootNumber, $"cut at step {step}");
            Assert.IsTrue(world.Box.Gate.AppliedVersion >= acknowledged, $"cut at step {step}");
            Assert.AreEqual(world.Box.Gate.AppliedVersion == 2 ? 300 : 200, world.Box.Rates.GroupPeriodMs(0), $"cut at {step}");

            world.Broker.Online = true;
            Assert.IsTrue(world.RunUntil(() => world.Box.Gate.AppliedVersion == 2, 120_000), $"cut at step {step}");
            Assert.AreEqual(300, world.Box.Rates.GroupPeriodMs(0), $"cut at step {step}");
        }

        Assert.AreEqual(StepsOfASave, cuts, "every step was cut, and the last run was whole");
    }

    [TestMethod]
    public void Power_cuts_while_the_boot_number_is_stored_never_give_a_number_twice()
    {
        var world = new BoxWorld(1);
        int last = world.Box.Status.bootNumber;
        for (int i = 0; i < 30; i++)
        {
            world.Storage.StepsLeft = i % (StepsOfASave + 1);
            try
            {
                world.PowerUp();
                Assert.IsTrue(world.Box.Status.bootNumber > last, $"cut {i}");
                last = world.Box.Status.bootNumber;
            }
            catch (PowerCutException)
            {
                // Nothing was sent under that number.
            }
        }

        Assert.IsTrue(last > 5);
    }

    [TestMethod]
    public void Box_whose_storage_takes_no_boot_number_sends_nothing_says_why_once_and_starts_when_it_does()
    {
        var world = new BoxWorld(1);
        world.Storage.Refuses = true;
        Box box = world.PowerUp();
        int arrived = world.Broker.Arrived.Count;
        world.RunMs(30_000);
        Assert.AreEqual(arrived, world.Broker.Arrived.Count);
        Assert.AreEqual(0, box.Status.sampleCount);
        Assert.AreEqual(1, world.Log.Lines.Count(l => l.StartsWith("storage:", System.StringComparison.Ordinal)));
        world.Storage.Refuses = false;
        world.RunMs(10_000);
        Assert.AreEqual(2, box.Status.bootNumber);
        Assert.IsTrue(box.Status.sampleCount > 0 && world.Broker.Arrived.Count > arrived);
    }

    [TestMethod]
    public void Storage_that_refuses_a_change_leaves_the_old_rate_and_says_so()
    {
        var world = new BoxWorld(1);
        world.RunMs(1000);
        world.Storage.Refuses = true;
        world.Desire(1, 200, 200, 200);
        world.RunMs(1000);
        Assert.AreEqual("storage_failed", world.Documents("ack")[^1].Text("code"));
        Assert.AreEqual(1000, world.Box.Rates.GroupPeriodMs(0));
    }
}
