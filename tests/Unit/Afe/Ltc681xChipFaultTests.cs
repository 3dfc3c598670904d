using System;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>
/// The driver on simulated chips that fail. Safety first: no reading that is called good may differ from what the cell had. Then
/// liveness: once it stops, the chain comes back by itself.
/// </summary>
[TestClass]
public class Ltc681xChipFaultTests
{
    [TestMethod]
    public void Power_on_reset_at_any_moment_of_a_sample_is_harmless()
    {
        SimBench bench = SimBench.Running("ltc6811", 3);
        int frames = bench.FramesOfASample();
        for (int device = 0; device < 3; device++)
        {
            for (int frame = 0; frame < frames; frame++)
            {
                int at = bench.bus.transfers + frame;
                bench.bus.beforeTransfer = n =>
                {
                    if (n == at)
                    {
                        bench.chips.PowerCycle(device);
                    }
                };
                bench.NewTruth();
                bench.Read();
                string context = "device " + device + " before frame " + frame;
                bench.MustBeTrue(context);
                bench.bus.beforeTransfer = null;
                bench.ComeBack(context);
            }
        }
    }

    [TestMethod]
    public void Clear_that_a_chip_ignores_makes_its_readings_stale_until_it_obeys()
    {
        SimBench bench = SimBench.Running("ltc6811", 4);
        bench.chips.IgnoreClears(2, 1000000);
        for (int i = 0; i < 6; i++)
        {
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Stale, bench.Read());
            CollectionAssert.AreEqual(new[] { AfeStatus.Ok, AfeStatus.Ok, AfeStatus.Stale, AfeStatus.Ok },
                i == 0 ? WithoutRetried(bench.sample.deviceStatus) : bench.sample.deviceStatus);
            bench.DeviceMustBe(2, Quality.Stale);
            bench.MustBeTrue();
        }

        Assert.AreEqual(2, bench.chain.RetryCount, "a fault that is known costs no more retries");
        bench.chips.IgnoreClears(2, 0);
        bench.NewTruth();
        Assert.AreEqual(AfeStatus.Ok, bench.Read());
        bench.MustBeWhole();
    }

    [TestMethod]
    public void Chip_that_misses_clear_and_conversion_together_does_not_pass_old_readings_off_as_new()
    {
        // Reads go on and verify, and the registers keep what the last sample left.
        SimBench bench = SimBench.Running("ltc6811", 2);
        bench.bus.swallowsCommands = true;
        for (int i = 0; i < 8; i++)
        {
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Stale, bench.Read());
            bench.DeviceMustBe(0, Quality.Stale);
            bench.DeviceMustBe(1, Quality.Stale);
        }

        bench.bus.swallowsCommands = false;
        bench.ComeBack();
    }

    [TestMethod]
    public void Converter_slower_than_the_data_sheet_allows_is_not_converted()
    {
        SimBench bench = SimBench.Running("ltc6813", 3);
        bench.chips.SetConversionPercent(1, 140);
        bench.NewTruth();
        Assert.AreEqual(AfeStatus.Stale, bench.Read());
        bench.DeviceMustBe(1, Quality.NotConverted);
        bench.DeviceMustBe(0, Quality.Good);
        bench.DeviceMustBe(2, Quality.Good);
        bench.MustBeTrue();
    }

    [TestMethod]
    public void Configuration_that_a_chip_lost_is_set_up_again_in_the_same_sample()
    {
        SimBench bench = SimBench.Running("ltc6813", 3);
        bench.chips.OverheatOnce(1);
        bench.NewTruth();
        Assert.AreEqual(AfeStatus.Reconfigured, bench.Read());
        CollectionAssert.AreEqual(new[] { AfeStatus.Ok, AfeStatus.Reconfigured, AfeStatus.Ok }, bench.sample.deviceStatus);
        bench.MustBeWhole();
        bench.NewTruth();
        Assert.AreEqual(AfeStatus.Ok, bench.Read());
        bench.MustBeWhole();
    }

    [TestMethod]
    public void Chip_that_keeps_losing_its_configuration_costs_bounded_time()
    {
        SimBench bench = SimBench.Running("ltc6811", 2);
        bench.bus.beforeTransfer = _ => bench.chips.OverheatOnce(1);
        int slow = 0;
        for (int i = 0; i < 50; i++)
        {
            bench.NewTruth();
            long before = bench.clock.MonotonicMicros() + 20000;
            Assert.IsGreaterThanOrEqualTo(AfeStatus.Reconfigured, bench.Read(20000));
            bench.MustBeTrue();
            slow += bench.clock.MonotonicMicros() - before > 20000 ? 1 : 0;
        }

        Assert.IsLessThan(10, slow, "samples that waited for the reference");
        bench.bus.beforeTransfer = null;
        bench.ComeBack();
    }

    [TestMethod]
    public void Faults_of_single_readings_are_told_apart()
    {
        SimBench bench = SimBench.Running("ltc6813", 2, 4);
        bench.chips.SetRedundancyFault(0, 3, true);
        bench.chips.SetCellMicrovolts(0, 5, 6000000);
        bench.chips.SetCellMicrovolts(0, 7, 0);
        bench.chips.SetProbeOpen(0, 0);
        bench.chips.SetProbeShorted(0, 1);
        bench.chips.SetProbeDeciC(0, 2, -550);
        bench.chips.SetProbeDeciC(0, 3, 1400);
        bench.cellMicrovolts[7] = 0;
        Assert.AreEqual(AfeStatus.Ok, bench.Read(), "none of these is the device's fault");
        bench.MustBeTrue();
        Assert.AreEqual(Quality.RedundancyFault, bench.sample.cellQuality[3]);
        Assert.AreEqual(Quality.NotConverted, bench.sample.cellQuality[5]);
        Assert.AreEqual(Quality.Good, bench.sample.cellQuality[7], "0 V is a reading; whether it is plausible is not asked here");
        Assert.AreEqual(0, bench.sample.cellMicrovolts[7]);
        CollectionAssert.AreEqual(
            new[] { Quality.OpenProbe, Quality.ShortedProbe, Quality.OutOfRange, Quality.OutOfRange },
            bench.sample.tempQuality[..4]);
        bench.DeviceMustBe(1, Quality.Good);
    }

    [TestMethod]
    public void Reference_out_of_its_window_spoils_the_probes_of_its_device_only()
    {
        foreach (int microvolts in new[] { 2980000, 3020000 })
        {
            SimBench bench = SimBench.Running("ltc6813", 2, 4);
            bench.chips.SetReferenceMicrovolts(1, microvolts);
            bench.Read();
            bench.MustBeTrue();
            for (int p = 4; p < 8; p++)
            {
                Assert.AreEqual(Quality.Good, bench.sample.tempQuality[p - 4]);
                Assert.AreEqual(Quality.ReferenceFault, bench.sample.tempQuality[p]);
            }
        }
    }

    private static byte[] WithoutRetried(byte[] status)
    {
        return Array.ConvertAll(status, s => s == AfeStatus.Retried ? AfeStatus.Ok : s);
    }
}
