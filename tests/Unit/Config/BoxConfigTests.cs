using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Config;

[TestClass]
public class BoxConfigTests
{
    private const string Least = "\"box\":\"car-1\",\"broker_host\":\"broker\",\"cells_per_device\":[12,12]";

    [TestMethod]
    public void Least_configuration_takes_the_defaults()
    {
        BoxConfig config = Good(Least);
        Assert.AreEqual("car-1", config.box);
        Assert.AreEqual(1883, config.brokerPort);
        Assert.AreEqual(100, config.rates.samplePeriodMs);
        Assert.AreEqual(1000, config.rates.cellsPeriodMs);
        Assert.AreEqual(60, config.rates.blockSeconds);
        Assert.AreEqual(2, config.inFlight);
        PackLayout layout = config.MakeLayout();
        Assert.AreEqual(24, layout.cellCount);
        Assert.AreEqual(0, layout.probeCount);
        CollectionAssert.AreEqual(DetectorSettings.Nmc().values, config.limits.values);
    }

    [TestMethod]
    public void Masks_say_exactly_which_inputs_are_used()
    {
        PackLayout layout = Good("\"box\":\"b\",\"broker_host\":\"h\",\"cell_masks\":[2730,0],\"probe_masks\":[256,3]").MakeLayout();
        Assert.AreEqual(6, layout.cellCount);
        Assert.AreEqual(3, layout.probeCount);
        Assert.AreEqual(2730, layout.cellInputMask[0]);
        Assert.AreEqual(256, layout.probeGpioMask[0]);
    }

    [TestMethod]
    public void Chemistry_and_single_limits_are_taken()
    {
        BoxConfig config = Good(Least + ",\"chemistry\":\"lfp\",\"over_voltage_uv\":3650000");
        int[] expected = DetectorSettings.Lfp().values;
        expected[DetectorSettings.OverVoltage] = 3650000;
        CollectionAssert.AreEqual(expected, config.limits.values);
    }

    [TestMethod]
    public void Configuration_with_17_devices_is_refused_with_the_number()
    {
        string seventeen = string.Join(',', Enumerable.Repeat(12, 17));
        Refused("\"box\":\"b\",\"broker_host\":\"h\",\"cells_per_device\":[" + seventeen + "]",
            "the cell map has 17 devices, a chain has 1 to 16");
    }

    [TestMethod]
    [DataRow("\"broker_host\":\"h\",\"cells_per_device\":[12]", "box is '', allowed 1 to 32 characters of a-z, 0-9 and -")]
    [DataRow("\"box\":\"Car 1\",\"broker_host\":\"h\",\"cells_per_device\":[12]", "box is 'Car 1'")]
    [DataRow("\"box\":\"b\",\"cells_per_device\":[12]", "broker_host has 0 characters, allowed 1 to 253")]
    [DataRow("\"box\":\"b\",\"broker_host\":\"h\"", "cells_per_device (or cell_masks) is missing")]
    [DataRow("\"box\":\"b\",\"broker_host\":\"h\",\"cells_per_device\":[0,0]", "the cell map has no cell")]
    [DataRow("\"box\":\"b\",\"broker_host\":\"h\",\"cells_per_device\":[12,19]", "cells_per_device[1] is 19, allowed 0 to 18")]
    [DataRow("\"box\":\"b\",\"broker_host\":\"h\",\"cell_masks\":[262144]", "cell_masks[0] is 262144, allowed 0 to 262143")]
    [DataRow(Least + ",\"cell_masks\":[1,1]", "cells_per_device and cell_masks say the same thing: keep one")]
    [DataRow(Least + ",\"probes_per_device\":[5]", "the cell map has 2 devices for cells and 1 for probes")]
    [DataRow(Least + ",\"broker_port\":0", "broker_port is 0, allowed 1 to 65535")]
    [DataRow(Least + ",\"broker_port\":\"1883\"", "broker_port is not an integer")]
    [DataRow(Least + ",\"broker_port\":4294967297", "broker_port is 4294967297")]
    [DataRow(Least + ",\"in_flight\":5", "in_flight is 5, allowed 1 to 4")]
    [DataRow(Least + ",\"colour\":1", "unknown key colour")]
    [DataRow(Least + ",\"schema\":2", "schema is 2, this firmware reads 1")]
    [DataRow(Least + ",\"sample_period_ms\":5", "sample_period_ms is 5, allowed 10 to 1000")]
    [DataRow(Least + ",\"window_ms\":50", "window_ms is 50, a window holds at least one sample")]
    [DataRow(Least + ",\"chemistry\":\"lead\"", "chemistry is 'lead', known are nmc and lfp")]
    [DataRow(Least + ",\"over_voltage_uv\":9000000", "over_voltage_uv is 9000000")]
    [DataRow(Least + ",\"over_voltage_uv\":2900000", "under_voltage_uv and over_voltage_uv leave no room")]
    [DataRow(Least + ",\"current_device\":3", "current_device is 3, allowed 0 to 2")]
    [DataRow(Least + ",\"probes_per_device\":[2,2],\"pack_device\":2,\"pack_gpio\":2", "pack_gpio is 2, where device 2 has a probe")]
    [DataRow(Least + ",\"open_wire_mv\":50", "open_wire_mv is 50, allowed 100 to 2000")]
    [DataRow(Least + ",\"wifi_ssid\":1", "wifi_ssid is not a string")]
    [DataRow(Least + ",\"box\":\"b\"", "the key 'box' stands twice")]
    [DataRow(Least + ",\"broker_port\":1.5", "an integer is expected, not a fraction")]
    public void Refusal_is_one_line_with_key_value_and_bounds(string fields, string error)
    {
        Refused(fields, error);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Garbage_is_refused_never_thrown(int seed)
    {
        var random = new Random(seed);
        byte[] good = Bytes(Least + ",\"pin_cs\":5,\"ntc\":\"x\"");
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = (byte[])good.Clone();
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            BoxConfig? config = BoxConfig.Parse(bytes, out string error);
            Assert.AreEqual(config is null, error is not null, $"seed {seed} step {i}");
            Assert.IsFalse(error?.Contains('\n') ?? false, $"seed {seed} step {i}");
        }
    }

    [TestMethod]
    public void Stored_configuration_comes_back_and_a_bad_one_does_not_replace_it()
    {
        var store = new RecordStore(new Storage.PowerCutStorage());
        Assert.IsNull(ConfigStore.Load(store, out string error));
        Assert.AreEqual("no configuration is stored", error);
        Assert.IsTrue(ConfigStore.TrySave(store, Bytes(Least), out _));
        Assert.IsFalse(ConfigStore.TrySave(store, Bytes(Least + ",\"in_flight\":9"), out error));
        StringAssert.Contains(error, "in_flight is 9");
        Assert.AreEqual("car-1", ConfigStore.Load(store, out _).box);
    }

    [TestMethod]
    public void Every_documented_key_is_read_with_its_documented_default_and_every_bound_is_the_document_s()
    {
        var rows = Regex.Matches(
            File.ReadAllText(Path.Combine(Repository.Root, "docs/configuration.md")),
            @"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|", RegexOptions.Multiline);
        Assert.IsTrue(rows.Count > 40, $"{rows.Count} rows");
        var integers = new List<string>();
        foreach (Match row in rows)
        {
            string key = row.Groups[1].Value;
            Match bounds = Regex.Match(row.Groups[3].Value, @"^(-?\d+)\.\.(-?\d+)$");
            if (!bounds.Success)
            {
                Assert.IsFalse(
                    (Error(Least + $",\"{key}\":-7") ?? "").Contains("unknown key", StringComparison.Ordinal), $"{key} is not read");
                continue;
            }

            integers.Add(key);
            long least = long.Parse(bounds.Groups[1].Value);
            long most = long.Parse(bounds.Groups[2].Value);
            StringAssert.Contains(Error(Least + $",\"{key}\":{least - 1}"), $"{key} is {least - 1}, allowed {least} to {most}");
            StringAssert.Contains(Error(Least + $",\"{key}\":{most + 1}"), $"{key} is {most + 1}, allowed {least} to {most}");
            string fallback = row.Groups[2].Value;
            Assert.IsNull(Error(Least + $",\"{key}\":{fallback}"), key);
        }

        Assert.IsTrue(integers.Count > 28);
    }

    [TestMethod]
    public void Key_that_the_code_reads_is_documented()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs/configuration.md"));
        string[] sources = ["BoxConfig.cs", "CheckSettings.cs", "GpioSensor.cs"];
        int count = 0;
        foreach (string source in sources)
        {
            string code = File.ReadAllText(Path.Combine(Repository.Root, "firmware/Core/Config", source));
            foreach (Match read in Regex.Matches(code, @"reader\.(?:Integer|Text|List)\(""(\w+)"""))
            {
                count++;
                StringAssert.Contains(document, $"| `{read.Groups[1].Value}` |", $"{source} reads it");
            }
        }

        Assert.IsTrue(count > 30, $"{count} keys found in the code");
    }

    private static BoxConfig Good(string fields)
    {
        BoxConfig? config = BoxConfig.Parse(Bytes(fields), out string error);
        Assert.IsNotNull(config, error);
        Assert.IsNull(error);
        return config;
    }

    private static void Refused(string fields, string error) => StringAssert.Contains(Error(fields), error);

    private static string? Error(string fields)
    {
        BoxConfig.Parse(Bytes(fields), out string error);
        return error;
    }

    private static byte[] Bytes(string fields) => System.Text.Encoding.UTF8.GetBytes("{" + fields + "}");
}

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "DataBox.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("DataBox.sln is in no folder above the tests");
    }
}
