using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Simulation;

/// <summary>Alarms of a whole box: acknowledged by command, listed, and still there after a restart.</summary>
[TestClass]
public class AlarmRebootTests
{
    [TestMethod]
    public void Alarm_keeps_its_identity_and_its_acknowledgement_over_a_restart_and_clears_when_the_cell_is_well()
    {
        BoxWorld world = WithAlarm(out long id);
        world.Command($"{{\"id\":\"a\",\"cmd\":\"ack\",\"alarm\":{id}}}");
        world.RunMs(2000);
        Assert.AreEqual("done", world.Documents("ack")[^1].Text("result"));
        Assert.AreEqual("acknowledged", world.Documents("alarm")[^1].Text("change"));
        AssertList(world, 1, id, AlarmState.OpenAcknowledged);

        int before = world.Documents("alarm").Count;
        world.PowerUp();
        world.RunMs(30_000);
        Assert.AreEqual(2, world.Box.Status.bootNumber);
        Assert.AreEqual(before, world.Documents("alarm").Count, "the same alarm is not raised again");
        AssertList(world, 2, id, AlarmState.OpenAcknowledged);

        world.PowerUp();
        world.Pack.FaultCell = -1;
        world.RunMs(60_000);
        JsonReader cleared = world.Documents("alarm").Last(a => a.Number("id") == id);
        Assert.AreEqual("cleared", cleared.Text("change"));
        Assert.AreEqual((3L, 1L, 1L), (cleared.Number("boot"), cleared.Number("first_boot"), cleared.Number("acknowledged")));
        Assert.AreEqual("", List(world).Text("causes"));
        Assert.AreEqual(0, world.Box.Detector.Book.ListCount);
    }

    [TestMethod]
    public void Alarm_that_nobody_acknowledged_is_kept_as_cleared_over_a_restart_until_somebody_does()
    {
        BoxWorld world = WithAlarm(out long id);
        world.Pack.FaultCell = -1;
        world.RunMs(60_000);
        AssertList(world, 1, id, AlarmState.Cleared);
        world.PowerUp();
        world.RunMs(5000);
        AssertList(world, 2, id, AlarmState.Cleared);
        world.Command($"{{\"id\":\"a\",\"cmd\":\"ack\",\"alarm\":{id}}}");
        world.RunMs(2000);
        Assert.AreEqual("", List(world).Text("causes"));
        world.Command($"{{\"id\":\"b\",\"cmd\":\"ack\",\"alarm\":{id}}}");
        world.RunMs(1000);
        Assert.AreEqual("unknown_alarm", world.Documents("ack")[^1].Text("code"));
    }

    [TestMethod]
    public void Storage_that_refuses_an_acknowledgement_leaves_the_alarm_open_and_says_so()
    {
        BoxWorld world = WithAlarm(out long id);
        world.Storage.Refuses = true;
        world.Command($"{{\"id\":\"a\",\"cmd\":\"ack\",\"alarm\":{id}}}");
        world.RunMs(1000);
        Assert.AreEqual("storage_failed", world.Documents("ack")[^1].Text("code"));
        AssertList(world, 1, id, AlarmState.Open);
    }

    [TestMethod]
    [DataRow("{\"id\":\"a\",\"cmd\":\"ack\"}", "malformed")]
    [DataRow("{\"id\":\"a\",\"cmd\":\"ack\",\"alarm\":0}", "malformed")]
    [DataRow("{\"id\":\"a\",\"cmd\":\"ack\",\"alarm\":2147483648}", "malformed")]
    [DataRow("{\"id\":\"a\",\"cmd\":\"ack\",\"alarm\":\"1\"}", "malformed")]
    [DataRow("{\"id\":\"a\",\"cmd\":\"ack\",\"alarm\":99}", "unknown_alarm")]
    [DataRow("{\"id\":\"a\",\"cmd\":\"rebirth\",\"alarm\":1}", "unknown_field")]
    public void Command_that_makes_no_sense_is_refused(string json, string code)
    {
        var world = new BoxWorld(3);
        world.RunMs(2000);
        world.Command(json);
        world.RunMs(1000);
        Assert.AreEqual(code, world.Documents("ack")[^1].Text("code"));
    }

    [TestMethod]
    public void List_is_retained_and_published_at_most_once_a_second_however_many_alarms_change()
    {
        var world = new BoxWorld(4, null, 8);
        world.RunMs(3000);
        Assert.AreEqual("", List(world).Text("causes"), "an empty list after the connect");
        int before = world.Documents("alarms").Count;
        for (int i = 0; i < 20; i++)
        {
            world.Pack.DeadDevices = (i % 4) + 1;
            world.RunMs(500);
        }

        int lists = world.Documents("alarms").Count - before;
        Assert.IsTrue(lists is >= 2 and <= 11, $"{lists}");
        Assert.IsTrue(world.Broker.ArrivedOf("alarms").All(m => m.Retain));
        world.RunMs(2000);
        Assert.AreEqual(world.Box.Detector.OpenAlarmCount, List(world).Number("open_alarms"));
    }

    /// <summary>What a check has found has no evidence beside it; every other alarm has all of it that finds room.</summary>
    [TestMethod]
    [DataRow(0)]
    [DataRow(AlarmBook.MaxOpen / 2)]
    [DataRow(AlarmBook.MaxOpen)]
    public void Longest_list_fits_the_room_that_is_made_for_it(int ofChecks)
    {
        var book = new AlarmBook { bootNumber = int.MaxValue, lastId = int.MaxValue - 64 };
        for (int i = 0; i < AlarmBook.MaxOpen; i++)
        {
            bool isOfCheck = i < ofChecks;
            var alarm = new Alarm
            {
                causeId = FaultCauses.OverTemperature,
                sinceMs = 1_800_000_000_000,
                deviceIndex = 15,
                cellIndex = 287,
                probeIndex = 143,
                wireIndex = isOfCheck ? 18 : -1,
                check = isOfCheck ? "redundancy-proof" : null,
                value = int.MinValue,
                limit = int.MinValue,
                unit = "readings",
            };
            for (int k = 0; k < Alarm.MaxEvidence && !isOfCheck; k++)
            {
                alarm.certaintyPercent = 100;
                alarm.orCauseId = FaultCauses.SensorImplausible;
                alarm.AddEvidence(Evidence.TempSlope, int.MinValue);
            }

            Assert.AreNotEqual(0, book.Raise(alarm));
            alarm.cause = "a-cause-of-21-letters";
            alarm.adviceKey = "inspect-sensor-wiring";
        }

        int bytes = new AlarmListReport(new JsonWriter(100), new string('x', 32), int.MaxValue).Message(book).Length;
        Assert.IsTrue(bytes <= Outbox.LongestAlarmListBytes, $"{bytes} bytes");
    }

    private static BoxWorld WithAlarm(out long id)
    {
        var world = new BoxWorld(2);
        world.RunMs(3000);
        world.Pack.FaultCell = 3;
        world.Pack.FaultMicrovolts = 700_000;
        world.RunMs(5000);
        JsonReader raised = world.Documents("alarm").Single(a => a.Text("cause") == "over-voltage");
        id = raised.Number("id");
        Assert.AreEqual((1L, 0L), (raised.Number("first_boot"), raised.Number("acknowledged")));
        foreach (JsonReader other in world.Documents("alarm").Where(a => a.Number("id") != raised.Number("id")))
        {
            world.Command($"{{\"id\":\"o\",\"cmd\":\"ack\",\"alarm\":{other.Number("id")}}}");
        }

        world.RunMs(2000);
        return world;
    }

    private static JsonReader List(BoxWorld world) => world.Documents("alarms")[^1];

    /// <summary>The alarm is in the list of that boot, in that state.</summary>
    private static void AssertList(BoxWorld world, long boot, long id, int state)
    {
        string text = world.Broker.ArrivedOf("alarms").Last().Text;
        Assert.AreEqual(boot, List(world).Number("boot"), text);
        AlarmBook book = world.Box.Detector.Book;
        int index = book.Find((int)id);
        Assert.IsTrue(index >= 0, text);
        Assert.AreEqual(state, book.StateAt(index), text);
        using var document = System.Text.Json.JsonDocument.Parse(text);
        Assert.AreEqual(id, document.RootElement.GetProperty("ids")[index].GetInt64(), text);
        Assert.AreEqual(state, document.RootElement.GetProperty("states")[index].GetInt32(), text);
    }
}
