using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

/// <summary>The fields in docs/wire-contract.md are those that a box writes and reads, in both directions.</summary>
[TestClass]
public class WireContractTests
{
    private static readonly string Contract = File.ReadAllText(Path.Combine(Root(), "docs/wire-contract.md"));

    [TestMethod]
    public void Birth_has_the_documented_fields() => Compare("birth", Full().Broker.ArrivedOf("birth"), []);

    [TestMethod]
    public void State_has_the_documented_fields() =>
        Compare("state", Full().Broker.ArrivedOf("state"), ["utc_ms", "oldest_seq", "expires_ms"]);

    [TestMethod]
    public void State_carries_every_counter_of_the_link()
    {
        var world = new BoxWorld(1);
        var fields = typeof(LinkCounters).GetFields();
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i].SetValue(world.Broker.Counters, 1000 + i);
        }

        world.RunMs(2000);
        JsonReader state = world.Documents("state")[^1];
        for (int i = 0; i < fields.Length; i++)
        {
            string name = "link_" + Regex.Replace(fields[i].Name, "[A-Z]", c => "_" + c.Value.ToLowerInvariant());

            // The connections that the box itself has seen are what counts for it.
            if (fields[i].Name != nameof(LinkCounters.connects))
            {
                Assert.AreEqual(1000 + i, state.Number(name), name);
            }
        }
    }

    [TestMethod]
    public void Alarm_has_the_documented_fields() =>
        Compare("alarm", Full().Broker.ArrivedOf("alarm"),
        [
            "cell_index", "probe_index", "device_index", "wire_index", "check", "certainty_percent", "or_cause", "evidence",
            "evidence_values",
        ]);

    [TestMethod]
    public void List_of_alarms_has_the_documented_fields() => Compare("alarms", Full().Broker.ArrivedOf("alarms"), []);

    [TestMethod]
    public void Ack_has_the_documented_fields() => Compare("ack", Full().Broker.ArrivedOf("ack"), ["seq", "version", "id"]);

    [TestMethod]
    public void Will_has_the_documented_fields()
    {
        BoxWorld world = Full();
        world.Broker.Break();
        CollectionAssert.AreEquivalent(Fields("will"), Keys(Encoding.UTF8.GetBytes(world.Broker.Wills[^1])));
    }

    [TestMethod]
    public void Every_documented_field_of_desired_is_taken_and_every_reserved_one_refused_as_such()
    {
        string[] fields = Fields("desired");
        Assert.AreEqual(12, fields.Length);
        var parts = fields.Select(f => f == "schema" ? "\"schema\":1" : f == "limits" ? "\"limits\":{\"suspicion_ms\":5}" : f == "by" ? "\"by\":\"me\"" : f.EndsWith("_ms", StringComparison.Ordinal)
            ? $"\"{f}\":{(f == "expires_ms" ? 9_000_000_000_000 : 500)}" : $"\"{f}\":50");
        Assert.IsNotNull(From("{" + string.Join(',', parts) + "}", out string code, out string text), text);

        Match reserved = Regex.Match(Contract, @"\*\*Reserved\*\* for later firmware(.*?)\n\n", RegexOptions.Singleline);
        string[] names = [.. Regex.Matches(reserved.Groups[1].Value, @"`(\w+)`").Select(m => m.Groups[1].Value)
            .Where(n => n is not ("not_supported" or "suspicion_"))];
        CollectionAssert.AreEquivalent(DesiredState.Reserved, names);
        foreach (string name in names)
        {
            Assert.IsNull(From($"{{\"schema\":1,\"version\":1,\"{name}\":1}}", out code, out text));
            Assert.AreEqual(RefusalCode.NotSupported, code, name);
        }
    }

    [TestMethod]
    public void Every_refusal_code_is_documented()
    {
        string[] codes = [.. typeof(RefusalCode).GetFields().Select(f => (string)f.GetRawConstantValue()!)];
        CollectionAssert.AreEquivalent(codes, Fields("Refusal codes"));
    }

    [TestMethod]
    public void Every_example_is_a_document_that_the_box_s_own_parser_reads()
    {
        int count = 0;
        foreach (Match block in Regex.Matches(Contract, @"```json\n(.*?)```", RegexOptions.Singleline))
        {
            foreach (Match document in Regex.Matches(block.Groups[1].Value, @"\{.*?\}", RegexOptions.Singleline))
            {
                BoxWorld.Parse(Encoding.UTF8.GetBytes(document.Value));
                count++;
            }
        }

        Assert.AreEqual(12, count);
    }

    [TestMethod]
    public void Example_for_mosquitto_pub_is_accepted_by_a_box_as_it_is_written()
    {
        string typed = Regex.Match(Contract, @"desired -m '(.*?)'", RegexOptions.Singleline).Groups[1].Value;
        var world = new BoxWorld(1);
        world.Desire(typed);
        world.RunMs(2000);
        Assert.AreEqual("accepted", world.Documents("ack").Single().Text("result"));
        Assert.AreEqual(100, world.Box.Rates.GroupPeriodMs(2));
    }

    [TestMethod]
    public void Bounds_of_desired_are_the_document_s()
    {
        foreach (Match row in Regex.Matches(
            Section("desired"), @"^\| `(\w+)` \| (\d+)\.\.(\d+), default (\d+) \|", RegexOptions.Multiline))
        {
            string name = row.Groups[1].Value;
            Assert.IsNull(Bounds(name, long.Parse(row.Groups[2].Value)), name);
            Assert.IsNull(Bounds(name, long.Parse(row.Groups[3].Value)), name);
            StringAssert.Contains(Bounds(name, long.Parse(row.Groups[2].Value) - 1), row.Groups[2].Value + " to " + row.Groups[3].Value);
            StringAssert.Contains(Bounds(name, long.Parse(row.Groups[3].Value) + 1), "allowed");
        }

        static string? Bounds(string name, long value) =>
            From($"{{\"schema\":1,\"version\":1,\"{name}\":{value}}}", out _, out _).OutsideBounds();
    }

    /// <summary>A box that has had an alarm of a cell, of a device and of a sense wire, a refusal and a change.</summary>
    private static BoxWorld Full()
    {
        var world = new BoxWorld(1);
        world.Pack.Steps = [AfeCheck.CellWires];
        world.Pack.Result = (check, health, timeMs) =>
        {
            health.Put(check, 0, AfeResult.Failed, 400_000, 350_000, timeMs);
            health.wireResult[8] = AfeResult.Failed;
        };
        world.PowerUp();
        world.Clock.UtcMs = 1_790_000_000_000;
        world.Desire("{\"schema\":1,\"version\":1,\"cells_period_ms\":200,\"expires_ms\":1800000000000}");
        world.RunMs(2000);
        world.Desire(2, 0, 0, 0);
        world.Command("{\"id\":\"a\",\"cmd\":\"rebirth\"}");
        world.Pack.FaultCell = 3;
        world.Pack.FaultMicrovolts = 700_000;
        world.RunMs(5000);
        world.Pack.DeadDevices = 2;
        var alarm = new Alarm { causeId = FaultCauses.SoftShort, unit = "mA", cellIndex = 6, probeIndex = -1, certaintyPercent = 80 };
        alarm.orCauseId = FaultCauses.HvConnection;
        alarm.AddEvidence(Evidence.Residual, -3500);
        alarm.AddEvidence(Evidence.LeakMilliamps, 12);
        world.Box.Detector.Book.Raise(alarm);
        world.RunMs(10_000);
        world.Broker.Online = false;
        world.RunMs(30_000);
        world.Broker.Online = true;
        Assert.IsTrue(world.RunUntil(() => world.Box.Link.IsUp, 120_000));
        world.RunMs(2000);
        return world;
    }

    private static void Compare(string kind, IEnumerable<SentMessage> messages, string[] optional)
    {
        string[] documented = Fields(kind);
        SentMessage[] seen = [.. messages];
        Assert.IsTrue(seen.Length > 1, $"{seen.Length} messages on {kind}");
        foreach (SentMessage message in seen)
        {
            string[] keys = Keys(message.Payload);
            CollectionAssert.IsSubsetOf(keys, documented, $"not documented, in {message.Text}");
            CollectionAssert.IsSubsetOf(documented.Except(optional).ToArray(), keys, $"missing, in {message.Text}");
        }

        string[] together = [.. seen.SelectMany(m => Keys(m.Payload)).Distinct()];
        CollectionAssert.AreEquivalent(
            documented.Where(f => f != "probe_index").ToArray(), together.Where(f => f != "probe_index").ToArray());
    }

    /// <summary>Names in the first column of the section's first table.</summary>
    private static string[] Fields(string heading) => [.. Regex.Matches(Section(heading), @"^\|([^|]*)\|", RegexOptions.Multiline)
        .SelectMany(row => Regex.Matches(row.Groups[1].Value, @"`(\w+)`")).Select(m => m.Groups[1].Value)];

    private static string Section(string heading)
    {
        Match section = Regex.Match(Contract, $@"^### {heading}\n(.*?)(?=^##)", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.IsTrue(section.Success, $"no section {heading}");
        return section.Groups[1].Value;
    }

    private static string[] Keys(byte[] payload)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        return [.. document.RootElement.EnumerateObject().Select(p => p.Name)];
    }

    private static DesiredState From(string json, out string code, out string text)
    {
        var reader = new JsonReader();
        Assert.IsTrue(reader.Parse(Encoding.UTF8.GetBytes(json), DesiredLimits.Key), reader.Error);
        return DesiredState.From(reader, out code, out text);
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "DataBox.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("DataBox.sln is in no folder above the tests");
    }
}
