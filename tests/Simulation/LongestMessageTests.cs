using System;
using System.Linq;
using System.Text;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

/// <summary>The rooms of the outbox hold the longest message of each kind.</summary>
[TestClass]
public class LongestMessageTests
{
    [TestMethod]
    public void Longest_messages_fit_the_rooms_that_are_made_for_them()
    {
        var world = new BoxWorld(1, c => c.box = new string('x', 32), 16);
        world.Clock.UtcMs = long.MaxValue;
        world.RunMs(1000);
        var longest = Enumerable.Range(0, DetectorSettings.Count)
            .Select(row => $"\"{DetectorSettings.KeyAt(row)}\":{world.Config.limits.values[row]}").OrderByDescending(t => t.Length);
        world.Broker.Publish("dbx/1/" + world.Config.box + "/desired", Encoding.UTF8.GetBytes(
            "{\"schema\":1,\"version\":9,\"limits\":{" + string.Join(',', longest.Take(DesiredLimits.MaxCount)) + "}}"), false);
        string odd = string.Concat(Enumerable.Repeat("\\u00e9", 512));
        world.Broker.Publish("dbx/1/" + world.Config.box + "/cmd", Encoding.UTF8.GetBytes(
            "{\"id\":\"" + string.Concat(Enumerable.Repeat("\\u00e9", 64)) + "\",\"cmd\":\"" + odd + "\"}"), false);
        world.RunMs(500);
        world.Broker.Publish("dbx/1/" + world.Config.box + "/desired", Encoding.UTF8.GetBytes(
            "{\"schema\":1,\"version\":4294967295,\"" + odd + "\":1}"), false);
        FailAllChecks(world.Pack);
        world.PowerUp();
        world.RunMs(5000);
        Assert.AreEqual(HealthWords.MostChars, world.Documents("state")[^1].Text("failed_checks").Length, 30);
        world.Pack.DeadDevices = 0xFFFF;
        byte[] suspicions = world.Box.Detector.Causes.RuleOf(FaultCauses.PlatingSuspected).level;
        Array.Fill(suspicions, CauseRule.Suspect, suspicions.Length / 2, suspicions.Length / 2);
        world.RunMs(70_000);
        StringAssert.Contains(world.Documents("state")[^1].Text("first_suspects"), "plating-suspected,");

        Assert.AreEqual(DesiredLimits.MaxCount, world.Documents("state")[^1].Text("limits").Split(',').Length);
        Fits("birth", Outbox.LongestBirthBytes);
        Fits("state", Outbox.LongestStateBytes);
        Fits("ack", Outbox.LongestAckBytes);

        var reports = new BoxReports(world.Config, world.Layout, int.MaxValue, world.Box.Rates, world.Box.Gate, 10, false);
        int bytes = Math.Max(
            reports.AlarmMessage(Longest(false), uint.MaxValue).Length, reports.AlarmMessage(Longest(true), uint.MaxValue).Length);
        Assert.IsTrue(bytes <= Outbox.LongestAlarmBytes, $"alarm: {bytes} bytes");

        // Counters of a long life add up to nine digits each to what was seen here.
        void Fits(string kind, int room)
        {
            int longest = world.Broker.ArrivedOf(kind).Max(m => m.Payload.Length);
            int digits = kind == "state" ? 40 * 9 : kind == "birth" ? 9 * 4 : 9;
            Assert.IsTrue(longest + digits <= room, $"{kind}: {longest} + {digits} bytes, room {room}");
        }
    }

    /// <summary>What a check has found has no evidence beside it.</summary>
    private static Alarm Longest(bool isOfCheck)
    {
        var alarm = new Alarm
        {
            id = int.MaxValue,
            firstBoot = int.MaxValue,
            isAcknowledged = true,
            timeMs = long.MaxValue,
            sinceMs = long.MaxValue,
            cause = "a-cause-of-24-characters",
            severity = 3,
            change = AlarmChange.Acknowledged,
            deviceIndex = 15,
            cellIndex = 287,
            probeIndex = 143,
            wireIndex = isOfCheck ? 18 : -1,
            check = isOfCheck ? "redundancy-proof" : null,
            value = int.MinValue,
            limit = int.MinValue,
            unit = "readings",
            adviceKey = "an-advice-of-24-characters",
        };
        if (!isOfCheck)
        {
            alarm.certaintyPercent = 100;
            alarm.orCauseId = Enumerable.Range(0, FaultCauses.Count).MaxBy(c => FaultCauses.NameOf(c).Length);
            foreach (int id in Enumerable.Range(0, Evidence.Count).OrderByDescending(e => Evidence.NameOf(e).Length).Take(Alarm.MaxEvidence))
            {
                alarm.AddEvidence(id, int.MinValue);
            }
        }

        return alarm;
    }

    private static void FailAllChecks(FakePack pack)
    {
        pack.Steps = [.. Enumerable.Range(0, AfeCheck.Count)];
        pack.Result = (check, health, timeMs) =>
        {
            for (int d = 0; d < health.deviceCount; d++)
            {
                health.Put(check, d, AfeResult.Failed, int.MinValue, int.MinValue, timeMs);
            }

            Array.Fill(health.wireResult, AfeResult.Failed);
        };
    }
}
