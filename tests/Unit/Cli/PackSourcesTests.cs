using System.IO;
using System.Linq;
using DataBox.Afe;
using DataBox.Cli;
using DataBox.Cli.Running;
using DataBox.Core;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

/// <summary>The simulated chain of `databox run`.</summary>
[TestClass]
public class PackSourcesTests
{
    [TestMethod]
    public void Pack_is_there_before_the_driver_starts_so_that_no_chip_has_a_zero_to_show()
    {
        foreach (string name in AfeCatalogue.Names().Split(", "))
        {
            var config = new BoxConfig { chip = name, cellInputMask = [0xFFF], probeGpioMask = [3] };
            SampleSource source = PackSources.Model(new RunPlan { Box = "b", Port = 0 }, config);
            source.Afe.Start();
            var sample = new PackSample(source.Layout);
            for (int i = 1; i <= 20; i++)
            {
                sample.timeMs = i * 100;
                source.Afe.Read(sample);
                foreach (int cell in Enumerable.Range(0, 12).Where(c => sample.cellQuality[c] == Quality.Good))
                {
                    Assert.IsGreaterThan(3_000_000, sample.cellMicrovolts[cell], $"{name}: sample {i}, cell {cell + 1}");
                }

                foreach (int probe in Enumerable.Range(0, 2))
                {
                    Assert.IsFalse(
                        sample.tempQuality[probe] is Quality.OpenProbe or Quality.ShortedProbe, $"{name}: sample {i}");
                }
            }

            Assert.IsTrue(sample.cellQuality.All(q => q == Quality.Good), name);
        }
    }

    [TestMethod]
    public void First_row_of_a_recording_is_there_before_the_driver_starts()
    {
        using var folder = new Folder();
        string file = folder.File("r.csv");
        File.WriteAllText(file, "time_ms,current_ma,cell1_uv,cell2_uv,cell3_uv\n0,0,3600000,3700000,3800000\n");
        foreach (string name in AfeCatalogue.Names().Split(", "))
        {
            var config = new BoxConfig();
            var plan = new RunPlan { Box = "b", Port = 0, Replay = file, MaxSpeed = true, Layout = "3", Chip = name };
            SampleSource source = PackSources.Recording(plan, config);
            source.Afe.Start();
            var sample = new PackSample(source.Layout);
            Assert.IsTrue(source.MakeSchedule(new ManualClock()).TryTake(0, out sample.timeMs), name);
            source.Afe.Read(sample);
            Assert.AreEqual(Quality.Good, sample.cellQuality[0], name);
            Assert.AreEqual(3_600_000, sample.cellMicrovolts[0], 1000, name);
        }
    }

    [TestMethod]
    public void Chip_alone_gets_a_pack_that_it_can_hold()
    {
        var config = new BoxConfig();
        SampleSource source = PackSources.Model(new RunPlan { Box = "b", Port = 0, Chip = "bq76952" }, config);
        Assert.AreEqual(1, source.Layout.deviceCount);
        Assert.AreEqual(16, source.Layout.cellCount);
        var chain = new RunPlan { Box = "b", Port = 0, Chip = "bq76952", Layout = "2x8" };
        var e = Assert.ThrowsExactly<CommandException>(() => PackSources.Model(chain, new BoxConfig()));
        StringAssert.Contains(e.Message, "a chain of bq76952 has at most 1");
    }

    [TestMethod]
    public void Clock_that_is_too_fast_for_the_chip_is_named_with_its_key()
    {
        var config = new BoxConfig { cellInputMask = [0xFFF], probeGpioMask = [0], spiClockHz = 2000000 };
        var e = Assert.ThrowsExactly<CommandException>(
            () => PackSources.Model(new RunPlan { Box = "b", Port = 0 }, config));
        Assert.AreEqual("configuration: spi_clock_hz is 2000000, ltc6811 takes 1000000 at most", e.Message);
    }
}
