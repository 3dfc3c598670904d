using System;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>What must not become a finding: noise, load, broken frames, lost commands, devices that do not answer.</summary>
[TestClass]
public class Ltc681xCheckNoiseTests
{
    [TestMethod]
    public void One_millivolt_of_noise_is_no_finding()
    {
        foreach (string chip in CheckBench.Chips)
        {
            CheckBench bench = CheckBench.Full(chip, 4);
            for (int d = 0; d < 4; d++)
            {
                bench.sim.chips.SetNoiseMicrovoltsRms(d, 1000);
            }

            for (int i = 0; i < 50; i++)
            {
                Assert.AreEqual(AfeStatus.Ok, bench.Round(), chip);
                Assert.AreEqual("", bench.Failed(), chip + " round " + i);
            }
        }
    }

    [TestMethod]
    public void Load_step_between_any_two_frames_is_no_finding()
    {
        foreach (string chip in new[] { "ltc6811", "ltc6813" })
        {
            foreach (int step in new[] { -500000, 500000 })
            {
                CheckBench bench = CheckBench.Full(chip, 2);
                int frames = FramesOfARound(bench);
                for (int frame = 0; frame < frames; frame++)
                {
                    bench.Settle();
                    int at = bench.sim.bus.transfers + frame;
                    bench.sim.bus.beforeTransfer = n =>
                    {
                        if (n == at)
                        {
                            bench.Settle(step);
                        }
                    };
                    Assert.AreEqual(AfeStatus.Ok, bench.Round(), chip);
                    Assert.AreEqual("", bench.Failed(), chip + " " + step + " uV before frame " + frame);
                }
            }
        }
    }

    [TestMethod]
    public void Load_that_comes_and_goes_with_the_steps_is_no_open_wire()
    {
        // Up before every pull-up run and down before every pull-down run, as far as one period can do both.
        CheckBench bench = CheckBench.Full("ltc6811", 2);
        for (int phase = 0; phase < 40; phase++)
        {
            int n = 0;
            bench.sim.bus.beforeTransfer = _ => bench.Settle((n++ + phase) / 9 % 2 == 0 ? 0 : 500000);
            bench.Check(AfeCheck.CellWires);
            Assert.AreEqual("", bench.OpenWires(), "phase " + phase);
        }
    }

    [TestMethod]
    public void Broken_frame_anywhere_in_a_round_never_makes_a_finding()
    {
        foreach (int retries in new[] { 0, 2 })
        {
            var config = new Ltc681xConfig { transferOverheadMicros = 0, retries = retries };
            CheckBench bench = CheckBench.Full("ltc6813", 2, config);
            int frames = FramesOfARound(bench);
            int kept = 0;
            for (int frame = 0; frame < frames; frame++)
            {
                int at = bench.sim.bus.transfers + frame;
                bench.sim.bus.breakReply = n => n == at ? 1 : -1;
                int before = bench.Health.changeCount;
                byte status = bench.Round();
                Assert.AreEqual("", bench.Failed(), "frame " + frame);
                int completed = bench.Health.changeCount - before;
                Assert.IsGreaterThanOrEqualTo((2 * bench.Named().Count) - 1, completed, "only device 1's one check may be left open");
                kept += completed == 2 * bench.Named().Count ? 0 : 1;
                if (retries > 0)
                {
                    Assert.IsLessThanOrEqualTo(AfeStatus.Retried, status, "frame " + frame);
                    Assert.AreEqual(2 * bench.Named().Count, completed, "frame " + frame);
                }
            }

            Assert.AreEqual(retries == 0, kept > 0);
            bench.sim.bus.breakReply = null;
        }
    }

    [TestMethod]
    public void Lost_command_anywhere_in_a_round_never_makes_a_finding()
    {
        foreach (string chip in new[] { "ltc6811", "ltc6813" })
        {
            CheckBench bench = CheckBench.Full(chip, 2);
            int frames = FramesOfARound(bench);
            for (int frame = 0; frame < frames; frame++)
            {
                int at = bench.sim.bus.transfers + frame;
                bench.sim.bus.beforeTransfer = n => bench.sim.chips.LoseCommands(1, n == at ? 1 : 0);
                bench.Round();
                Assert.AreEqual("", bench.Failed(), chip + " frame " + frame);
                bench.sim.bus.beforeTransfer = null;
                bench.sim.chips.LoseCommands(1, 0);
                Assert.AreEqual(AfeStatus.Ok, bench.sim.Read(), chip + " frame " + frame);
                bench.sim.MustBeWhole(chip + " frame " + frame);
            }
        }
    }

    [TestMethod]
    public void Device_whose_frames_never_verify_keeps_its_results()
    {
        CheckBench bench = CheckBench.Full("ltc6813", 3);
        bench.sim.chips.SetReferenceMicrovolts(1, 2900000);
        bench.Round();
        Assert.AreEqual("1:reference", bench.Failed());
        long before = bench.Health.ranAtMs[bench.Health.IndexOf(AfeCheck.Reference, 1)];
        bench.sim.chips.SetReferenceMicrovolts(1, 3000000);
        bench.sim.bus.breakReply = _ => 1;
        Assert.AreEqual(AfeStatus.PecError, bench.Round());
        Assert.AreEqual("1:reference", bench.Failed(), "kept");
        foreach (int check in bench.Named())
        {
            Assert.IsLessThanOrEqualTo(before + 100, bench.Health.ranAtMs[bench.Health.IndexOf(check, 1)] - 1000, AfeCheck.NameOf(check));
            Assert.IsGreaterThan(before, bench.Health.ranAtMs[bench.Health.IndexOf(check, 2)], AfeCheck.NameOf(check));
        }

        bench.sim.bus.breakReply = null;
        bench.Round();
        Assert.AreEqual("", bench.Failed());
    }

    [TestMethod]
    public void Devices_that_are_gone_keep_their_results_and_cost_bounded_time()
    {
        CheckBench bench = CheckBench.Full("ltc6812", 4);
        bench.Round();
        long before = bench.sim.sample.timeMs;
        bench.sim.chips.SetPowered(2, false);
        bench.sim.Read();
        bench.sim.Read();
        for (int step = 0; step < bench.Steps; step++)
        {
            long began = bench.sim.clock.MonotonicMicros() + 20000;
            Assert.IsTrue(bench.Step(step) is AfeStatus.NoReply or AfeStatus.Ok, "step " + step);
            Assert.IsLessThanOrEqualTo(bench.sim.chain.StepMicros(step) + 3000, bench.sim.clock.MonotonicMicros() - began, "step " + step);
        }

        foreach (int check in bench.Named().Where(check => check != AfeCheck.Chain))
        {
            Assert.AreEqual(AfeResult.Passed, bench.ResultOf(check, 1), AfeCheck.NameOf(check));
            Assert.IsGreaterThan(before, bench.Health.ranAtMs[bench.Health.IndexOf(check, 1)], AfeCheck.NameOf(check));
            Assert.IsLessThanOrEqualTo(before, bench.Health.ranAtMs[bench.Health.IndexOf(check, 2)], AfeCheck.NameOf(check));
        }

        Assert.AreEqual("2:chain 3:chain", bench.Failed());
    }

    [TestMethod]
    public void Converters_that_stand_still_pass_nothing()
    {
        CheckBench bench = CheckBench.Full("ltc6811", 2);
        bench.sim.chips.StopConverters(1, true);
        bench.Round();
        foreach (int check in bench.Named())
        {
            if (check is not (AfeCheck.Registers or AfeCheck.Chain))
            {
                Assert.AreNotEqual(AfeResult.Passed, bench.ResultOf(check, 1), AfeCheck.NameOf(check));
            }

            Assert.AreEqual(AfeResult.Passed, bench.ResultOf(check, 0), AfeCheck.NameOf(check));
        }
    }

    [TestMethod]
    public void Nothing_is_allocated_per_step()
    {
        var config = new Ltc681xConfig { transferOverheadMicros = 0 };
        var layout = ChainBytes.Layout(3, 18, 9);
        var bench = new SimBench("ltc6813", layout, config);
        bench.chain.Start();
        bench.Read();

        // Everything is found, measured again and put; the other device's frames are broken.
        bench.chips.SetFilterBroken(1, true);
        bench.chips.SetMuxBroken(1, true);
        bench.chips.SetCellWireOpen(1, 3, true);
        bench.chips.SetRedundancyBlind(1, true);
        bench.bus.breakReply = _ => 2;
        long simAllocates = 0;
        bench.bus.beforeTransfer = _ => simAllocates -= GC.GetAllocatedBytesForCurrentThread();
        bench.bus.afterTransfer = (_, _) => simAllocates += GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 4; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread() - simAllocates;
            for (int step = 0; step < bench.chain.StepCount; step++)
            {
                bench.chain.RunStep(step, bench.sample);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - simAllocates - before;
            if (round > 0)
            {
                Assert.AreEqual(0, allocated, "round " + round);
            }
        }

        Assert.AreEqual(AfeResult.Failed, bench.sample.health.result[bench.sample.health.IndexOf(AfeCheck.CellWires, 1)]);
    }

    private static int FramesOfARound(CheckBench bench)
    {
        int before = bench.sim.bus.transfers;
        Assert.AreEqual(AfeStatus.Ok, bench.Round());
        return bench.sim.bus.transfers - before;
    }
}
