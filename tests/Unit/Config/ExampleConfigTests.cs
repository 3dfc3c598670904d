using System;
using System.IO;
using DataBox.Afe;
using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Config;

/// <summary>The configuration that docs/hardware.md tells a new user to start from.</summary>
[TestClass]
public class ExampleConfigTests
{
    [TestMethod]
    public void Example_configuration_is_accepted_by_core_and_driver()
    {
        BoxConfig? config = BoxConfig.Parse(Read(), out string error);
        Assert.IsNotNull(config, error);
        PackLayout layout = config.MakeLayout();
        Assert.AreEqual(12, layout.cellCount);
        Assert.AreEqual(5, layout.probeCount);
        Assert.IsNull(config.ErrorBesideLayout(layout.deviceCount));
        Assert.IsNotNull(Ltc681xFamily.Model(config.chip));
        Assert.IsNotNull(NtcTable.Find(config.ntc));
        Assert.AreEqual(AdcMode.Khz7, AdcMode.Find(config.adcMode));
        Assert.AreNotEqual("", config.wifiSsid);
    }

    [TestMethod]
    public void Defaults_of_core_and_driver_name_the_same_mode_and_thermistor()
    {
        var config = new BoxConfig();
        var afe = new Ltc681xConfig();
        Assert.AreEqual(afe.mode, config.adcMode, "empty: the chip's own");
        Assert.AreEqual(afe.wireNanofarads, config.checks.wireNanofarads);
        Assert.AreEqual(afe.openWireMillivolts, config.checks.openWireMillivolts);
        Assert.AreEqual(afe.ntcName, config.ntc);
        Assert.AreEqual(afe.pullUpOhms, config.ntcPullUpOhms);
        Assert.AreEqual(afe.transferOverheadMicros, config.spiOverheadMicros);
    }

    private static byte[] Read()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "DataBox.sln")))
            {
                return File.ReadAllBytes(Path.Combine(at.FullName, "firmware", "App", "config.example.json"));
            }
        }

        throw new InvalidOperationException("DataBox.sln is not above " + AppContext.BaseDirectory);
    }
}
