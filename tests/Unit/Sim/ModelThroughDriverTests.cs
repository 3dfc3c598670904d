using System;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The made-up pack through simulated chips and the real driver.</summary>
[TestClass]
public class ModelThroughDriverTests
{
    [TestMethod]
    [DataRow("ltc6811", "8x12")]
    [DataRow("ltc6812", "3x15")]
    [DataRow("adbms1818", "16x12")]
    public void Driver_measures_what_the_model_puts_on_the_pins(string chip, string layoutText)
    {
        RecordingLayout chosen = RecordingLayout.ForPack(layoutText, chip);
        var clock = new ManualClock();
        var chain = new Ltc681xSimChain(clock, Ltc681xPart.Find(chosen.Chip.Name)!, chosen.Layout.deviceCount);
        var driver = new Ltc681xChain(chain, clock, chosen.Layout, Ltc681xFamily.Model(chip), new Ltc681xConfig());
        var model = new PackModel(chosen.Layout);
        var source = new ModelSource(driver, chain, chosen.Layout, model, clock);
        var sample = new PackSample(chosen.Layout);
        Assert.AreEqual(AfeStatus.Ok, source.Start());
        for (int i = 0; i < 300; i++)
        {
            sample.timeMs = 5000 + (i * 100);
            Assert.AreEqual(AfeStatus.Ok, source.Read(sample), "sample " + i);
            ((IVehicleInputs)source).Read(sample);
            for (int cell = 0; cell < chosen.Layout.cellCount; cell++)
            {
                Assert.AreEqual(Quality.Good, sample.cellQuality[cell]);
                Assert.IsTrue(Math.Abs(model.CellMicrovolts[cell] - sample.cellMicrovolts[cell]) <= 50);
            }

            for (int probe = 0; probe < chosen.Layout.probeCount; probe++)
            {
                Assert.AreEqual(Quality.Good, sample.tempQuality[probe]);
                Assert.IsTrue(Math.Abs(model.ProbeDeciC[probe] - sample.tempDeciC[probe]) <= 2);
            }
        }

        Assert.AreEqual(VehicleState.Ignition, sample.vehicleState);
        Assert.AreEqual(Math.Round(model.Amps * 1000), sample.currentMilliamps);
        Assert.AreEqual(Quality.Good, sample.packQuality);
    }

    [TestMethod]
    public void Dead_device_silences_itself_and_those_above_and_comes_back()
    {
        RecordingLayout chosen = RecordingLayout.ForPack("4x12");
        var clock = new ManualClock();
        var chain = new Ltc681xSimChain(clock, Ltc681xPart.Find(chosen.Chip.Name)!, 4);
        var driver = new Ltc681xChain(chain, clock, chosen.Layout, Ltc681xFamily.Model("ltc6811"), new Ltc681xConfig());
        var source = new ModelSource(driver, chain, chosen.Layout, new PackModel(chosen.Layout), clock);
        var sample = new PackSample(chosen.Layout);
        source.Start();
        source.Read(sample);
        chain.SetPowered(2, false);
        sample.timeMs = 100;
        Assert.AreEqual(AfeStatus.NoReply, source.Read(sample));
        Assert.AreEqual(Quality.Good, sample.cellQuality[23]);
        Assert.AreEqual(Quality.NoReply, sample.cellQuality[24]);
        Assert.AreEqual(Quality.NoReply, sample.cellQuality[47]);

        chain.SetPowered(2, true);
        byte status = AfeStatus.NoReply;
        for (int i = 2; i < 6 && status != AfeStatus.Ok; i++)
        {
            sample.timeMs = i * 100;
            status = source.Read(sample);
        }

        Assert.AreEqual(AfeStatus.Ok, status);
        Assert.AreEqual(Quality.Good, sample.cellQuality[47]);
    }
}
