using System.Collections.Generic;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Afe;

/// <summary>A chain with a second bridge at its far end loses what is dead, and nothing else.</summary>
[TestClass]
public class AfeFarEndContractTests
{
    private const int Devices = 6;

    public static IEnumerable<object[]> Chips =>
        AfeBench.Chips.Where(row => AfeCatalogue.Find((string)row[0]).isReversible);

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Sound_chain_reads_as_it_does_without(string chip)
    {
        AfeBench bench = Started(chip);
        for (int i = 0; i < 20; i++)
        {
            Assert.AreEqual(AfeStatus.Ok, bench.ReadNext());
            Assert.IsTrue(bench.IsWhole(), bench.WrongValues());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Cut_wire_costs_no_device(string chip)
    {
        for (int cut = 0; cut < Devices; cut++)
        {
            AfeBench bench = Started(chip);
            bench.chain.Faults.CutBelowDevice = cut;
            for (int i = 0; i < 5; i++)
            {
                bench.ReadNext();
                Assert.AreEqual("", bench.WrongValues(), "cut below " + cut);
            }

            for (int i = 0; i < 20; i++)
            {
                bench.ReadNext();
                Assert.IsTrue(bench.IsWhole(), "cut below " + cut + ", sample " + i + " " + bench.WrongValues());
            }

            bench.chain.Faults.CutBelowDevice = -1;
            Assert.IsTrue(bench.ComesBack(20), "not whole again after the cut below " + cut + " was mended");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Dead_device_costs_itself_alone(string chip)
    {
        for (int dead = 0; dead < Devices; dead++)
        {
            AfeBench bench = Started(chip);
            bench.chain.SetPowered(dead, false);
            for (int i = 0; i < 5; i++)
            {
                bench.ReadNext();
                Assert.AreEqual("", bench.WrongValues());
            }

            for (int i = 0; i < 20; i++)
            {
                bench.ReadNext();
                Assert.AreEqual("", bench.WrongValues());
                for (int d = 0; d < Devices; d++)
                {
                    Assert.AreEqual(
                        d == dead ? 0 : bench.layout.CellsOf(d), bench.GoodCellsOf(d), "device " + d + " with " + dead
                        + " dead, sample " + i);
                }
            }

            bench.chain.SetPowered(dead, true);
            Assert.IsTrue(bench.ComesBack(20), "device " + dead + " did not come back");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Checks_reach_the_devices_behind_a_cut_and_say_where_it_is(string chip)
    {
        AfeBench bench = Started(chip);
        bench.chain.Faults.CutBelowDevice = 2;
        for (int i = 0; i < 10; i++)
        {
            bench.ReadNext();
        }

        bench.RunChecks();
        for (int d = 0; d < Devices; d++)
        {
            AfeHealth health = bench.sample.health;
            int at = health.IndexOf(AfeCheck.Chain, d);
            Assert.AreEqual(3, health.value[at], "device " + d);
            int wires = health.IndexOf(AfeCheck.CellWires, d);
            Assert.AreEqual(AfeResult.Passed, health.result[wires], "device " + d);
        }
    }

    private static AfeBench Started(string chip)
    {
        var bench = new AfeBench(chip, Devices, farEnd: true);
        Assert.AreEqual(AfeStatus.Ok, bench.afe.Start());
        bench.ReadNext();
        return bench;
    }
}
