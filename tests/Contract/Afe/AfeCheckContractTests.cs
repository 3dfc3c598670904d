using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Afe;

/// <summary>What IAfe promises about its checks: a sound chain passes them all, each fault is found where it is, and noise on
/// the bus is no finding.</summary>
[TestClass]
public class AfeCheckContractTests
{
    public static IEnumerable<object[]> Chips => AfeBench.Chips;

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Sound_chain_passes_every_check_that_its_steps_name(string chip)
    {
        foreach (int devices in new[] { 1, 5, 16 })
        {
            AfeBench bench = Started(chip, devices);
            Assert.IsTrue(bench.afe.StepCount > 0, "no check at all");
            for (int round = 0; round < 3; round++)
            {
                Assert.AreEqual(AfeStatus.Ok, bench.RunChecks(withReads: round == 1));
                for (int d = 0; d < bench.layout.deviceCount; d++)
                {
                    Assert.AreEqual("", bench.ChecksWith(AfeResult.Failed, d), "device " + d);
                    var named = Enumerable.Range(0, bench.afe.StepCount).Select(bench.afe.CheckOfStep).Distinct().Order();
                    Assert.AreEqual(
                        string.Join(",", named.Select(AfeCheck.NameOf)), bench.ChecksWith(AfeResult.Passed, d));
                }

                Assert.AreEqual("", bench.OpenWires());
                Assert.IsTrue(bench.sample.health.wireResult.Skip(FirstWire(chip)).All(result => result == AfeResult.Passed));
                Assert.AreEqual(AfeStatus.Ok, bench.ReadNext());
                Assert.IsTrue(bench.IsWhole(), bench.WrongValues());
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void A_step_takes_no_longer_than_the_driver_says(string chip)
    {
        foreach (int devices in new[] { 1, 16 })
        {
            AfeBench bench = Started(chip, devices);
            for (int step = 0; step < bench.afe.StepCount; step++)
            {
                bench.afe.Read(bench.sample);
                long before = bench.clock.MonotonicMicros();
                bench.afe.RunStep(step, bench.sample);
                long took = bench.clock.MonotonicMicros() - before;
                Assert.IsTrue(
                    took <= bench.afe.StepMicros(step),
                    "step " + step + " (" + AfeCheck.NameOf(bench.afe.CheckOfStep(step)) + ") took " + took + " us, said "
                    + bench.afe.StepMicros(step));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Open_wire_is_found_at_every_sense_line_and_nowhere_else(string chip)
    {
        int devices = AfeBench.Most(chip, 2);
        int cells = AfeCatalogue.Find(chip).cellInputs;
        for (int wire = FirstWire(chip); wire <= cells; wire++)
        {
            AfeBench bench = Started(chip, devices);
            bench.chain.SetCellWireOpen(devices - 1, wire, true);
            bench.RunChecks();
            Assert.AreEqual((devices - 1) + ":" + wire, bench.OpenWires(), "wire " + wire);
            StringAssert.Contains(bench.ChecksWith(AfeResult.Failed, devices - 1), "cell-wires");
            bench.chain.SetCellWireOpen(devices - 1, wire, false);
            bench.RunChecks();
            Assert.AreEqual("", bench.OpenWires(), "wire " + wire + " mended");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Open_wire_is_found_where_inputs_are_left_free(string chip)
    {
        // Eight cells on the lowest inputs; those above are tied to the topmost cell.
        for (int wire = FirstWire(chip); wire <= 8; wire++)
        {
            var bench = new AfeBench(chip, PackLayout.FromCounts(1, [8], [1]));
            bench.afe.Start();
            bench.ReadNext();
            bench.chain.SetCellWireOpen(0, wire, true);
            bench.RunChecks();
            Assert.AreEqual("0:" + wire, bench.OpenWires(), "wire " + wire);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Each_fault_of_a_device_fails_a_check_there_and_only_there(string chip)
    {
        foreach ((string name, Action<ISimChain, int> harm) in Faults)
        {
            AfeBench bench = Started(chip, 3);
            int device = bench.layout.deviceCount - 1;
            bench.RunChecks();
            try
            {
                harm(bench.chain, device);
            }
            catch (NotSupportedException)
            {
                // This chip can't have it.
                continue;
            }

            for (int i = 0; i < 2; i++)
            {
                bench.ReadNext();
                bench.RunChecks();
            }

            Console.WriteLine(chip + ", " + name + ": " + bench.ChecksWith(AfeResult.Failed, device));
            Assert.AreNotEqual("", bench.ChecksWith(AfeResult.Failed, device), name);
            for (int d = 0; d < device; d++)
            {
                Assert.AreEqual("", bench.ChecksWith(AfeResult.Failed, d), name + ", device " + d);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Noise_on_the_bus_or_in_the_cells_is_no_finding(string chip)
    {
        AfeBench bench = Started(chip, 4);
        for (int d = 0; d < bench.layout.deviceCount; d++)
        {
            bench.chain.SetNoiseMicrovoltsRms(d, 1000);
        }

        bench.chain.Faults.ScatterReadBits(2000, 5);
        bench.chain.Faults.ScatterWriteBits(2000, 6);
        int completed = 0;
        for (int round = 0; round < 100; round++)
        {
            int before = bench.sample.health.changeCount;
            bench.PutNewValues();
            bench.RunChecks();
            completed += bench.sample.health.changeCount - before;
            for (int d = 0; d < bench.layout.deviceCount; d++)
            {
                Assert.AreEqual("", bench.ChecksWith(AfeResult.Failed, d), "round " + round + ", device " + d);
            }
        }

        Assert.IsTrue(completed > 100, "only " + completed + " checks came to an end");
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Loss_of_a_device_is_located_by_its_position(string chip)
    {
        int devices = AfeBench.Most(chip, 6);
        for (int lost = 0; lost < devices; lost++)
        {
            AfeBench bench = Started(chip, devices);
            bench.RunChecks();
            bench.chain.SetPowered(lost, false);
            bench.ReadNext();
            bench.RunChecks();
            AfeHealth health = bench.sample.health;
            for (int d = 0; d < devices; d++)
            {
                int at = health.IndexOf(AfeCheck.Chain, d);
                Assert.AreEqual(d < lost ? AfeResult.Passed : AfeResult.Failed, health.result[at], lost + " lost, device " + d);
                Assert.AreEqual(lost + 1, health.value[at], lost + " lost, device " + d);
            }
        }
    }

    private static int FirstWire(string chip) => AfeCatalogue.Find(chip).family.TestsLowestWire ? 0 : 1;

    private static (string Name, Action<ISimChain, int> Harm)[] Faults =>
    [
        ("open GPIO wire", (chain, device) => chain.SetGpioWireOpen(device, 0, true)),
        ("stuck multiplexer", (chain, device) => chain.SetMuxStuck(device, true)),
        ("offset of the first converter", (chain, device) => chain.SetConverterOffsetMicrovolts(device, 0, 60000)),
        ("offset of the last converter",
            (chain, device) => chain.SetConverterOffsetMicrovolts(device, chain.ConverterCount - 1, 60000)),
        ("broken digital filter", (chain, device) => chain.SetFilterBroken(device, true)),
        ("reference low", (chain, device) => chain.SetReferenceMicrovolts(device, 2900000)),
        ("analogue supply low", (chain, device) => chain.SetSupplyMicrovolts(device, 4000000, 3000000)),
        ("digital supply low", (chain, device) => chain.SetSupplyMicrovolts(device, 5000000, 2500000)),
        ("hot die", (chain, device) => chain.SetDieDeciC(device, 1600)),
    ];

    private static AfeBench Started(string chip, int devices)
    {
        var bench = new AfeBench(chip, AfeBench.Most(chip, devices));
        Assert.AreEqual(AfeStatus.Ok, bench.afe.Start());
        bench.ReadNext();
        return bench;
    }
}
