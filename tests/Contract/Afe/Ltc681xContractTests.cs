using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Afe;

/// <summary>What only this family has: conversion modes, and registers that are cleared to prove a reading fresh.</summary>
[TestClass]
public class Ltc681xContractTests
{
    public static IEnumerable<object[]> Chips => new Ltc681xFamily().Chips.Select(chip => new object[] { chip.name });

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Every_conversion_mode_reads_right_also_where_the_ports_go_idle_meanwhile(string chip)
    {
        for (byte mode = 0; mode < AdcMode.Count; mode++)
        {
            PackLayout layout = AfeBench.FullLayout(chip, 4);
            var clock = new ManualClock(3000000);
            ISimChain chain = AfeBench.TwinOf(chip).Make(new SimChainPlan(clock, 4));
            chain.SetCellMicrovolts(3, 2, 3456700);
            var config = new AfeConfig { mode = AdcMode.NameOf(mode), transferOverheadMicros = 0 };
            IAfe afe = AfeCatalogue.Make(chip, chain, null, clock, layout, config);
            var sample = new PackSample(layout);
            Assert.AreEqual(AfeStatus.Ok, afe.Start(), AdcMode.NameOf(mode));
            for (int i = 0; i < 3; i++)
            {
                chain.SetCellMicrovolts(0, 0, 3000000 + (i * 100));
                clock.Advance(100000);
                Assert.AreEqual(AfeStatus.Ok, afe.Read(sample), AdcMode.NameOf(mode));
                Assert.AreEqual(3000000 + (i * 100), sample.cellMicrovolts[0], AdcMode.NameOf(mode));
                Assert.AreEqual(3456700, sample.cellMicrovolts[layout.firstCell[3] + 2]);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Converter_that_is_late_gives_no_value(string chip)
    {
        var bench = new AfeBench(chip, 3);
        bench.afe.Start();
        bench.ReadNext();
        bench.chain.SetConversionPercent(1, 1000);
        Assert.AreNotEqual(AfeStatus.Ok, bench.ReadNext());
        Assert.AreEqual(0, bench.GoodCellsOf(1));
        Assert.AreEqual("", bench.WrongValues());
        Assert.AreEqual(bench.layout.CellsOf(0), bench.GoodCellsOf(0));
    }

    [TestMethod]
    [DynamicData(nameof(Chips))]
    public void Register_that_would_not_clear_is_never_taken_for_fresh(string chip)
    {
        var bench = new AfeBench(chip, 3);
        bench.afe.Start();
        bench.ReadNext();
        ((Ltc681xSimChain)bench.chain).IgnoreClears(1, 1000000);
        bench.chain.SetConversionPercent(1, 1000);
        Assert.AreNotEqual(AfeStatus.Ok, bench.ReadNext());
        Assert.AreEqual(0, bench.GoodCellsOf(1));
        Assert.AreEqual("", bench.WrongValues());
    }
}
