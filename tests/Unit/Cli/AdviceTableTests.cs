using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using DataBox.Cli.Cloud;
using DataBox.Cli.View;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

[TestClass]
public class AdviceTableTests
{
    [TestMethod]
    public void Every_cause_has_advice_in_both_languages_and_no_text_is_left_over()
    {
        string[] keys = [.. Enumerable.Range(0, FaultCauses.Count).Select(FaultCauses.AdviceKeyOf).Distinct()];
        CollectionAssert.AreEquivalent(keys, AdviceTable.Keys.ToArray());
        foreach (string key in keys)
        {
            AdviceText en = AdviceTable.Find(key, AdviceTable.English)!;
            AdviceText zh = AdviceTable.Find(key, AdviceTable.Chinese)!;
            foreach (string text in new[] { en.Inspect, en.Move, en.Charge })
            {
                Assert.IsTrue(text.Length > 3 && text.EndsWith('.') && text.All(c => c < 0x80), $"{key}: {text}");
            }

            foreach (string text in new[] { zh.Inspect, zh.Move, zh.Charge })
            {
                Assert.IsTrue(text.EndsWith('。') && text.Count(c => c is >= '\u4e00' and <= '\u9fff') > 3, $"{key}: {text}");
            }
        }
    }

    [TestMethod]
    public void List_of_a_box_becomes_a_table_with_advice()
    {
        var book = new AlarmBook { bootNumber = 3 };
        book.Raise(FaultCauses.OverVoltage, 4200, 4100, 0, 4, -1, 4_263_100, 4_250_000);
        book.Raise(new Alarm
        {
            causeId = FaultCauses.SenseWireOpen, deviceIndex = 1, cellIndex = 16, probeIndex = -1, wireIndex = 4, check = "cell-wires",
            value = 600_000, limit = 400_000, unit = "uV",
        });
        book.Mark(0, 5000);
        AlarmList list = AlarmList.TryRead(Message(book))!;
        string[] en = [.. AlarmTable.Lines(list, AdviceTable.English)];
        Assert.AreEqual(1 + (2 * 4), en.Length, string.Join('\n', en));
        Assert.AreEqual("1      critical  acknowledged  0.00:00:04 (boot 3)  over-voltage cell 5: 4263.1 mV, limit 4250.0 mV", en[1]);
        StringAssert.StartsWith(en[4], "    charge? No");
        StringAssert.Contains(en[5], "sense-wire-open (cell-wires) wire 4 of device 2 at cell 17: 600.0 mV");
        StringAssert.Contains(string.Join('\n', AlarmTable.Lines(list, AdviceTable.Chinese)), "可否充电");
    }

    [TestMethod]
    public void Evidence_certainty_and_the_other_cause_stand_below_their_alarm()
    {
        JsonObject message = Message(WithShort());
        string[] en = [.. AlarmTable.Lines(AlarmList.TryRead(message)!, AdviceTable.English)];
        int at = System.Array.FindIndex(en, l => l.Contains("soft-short", System.StringComparison.Ordinal));
        StringAssert.EndsWith(en[at], "soft-short cell 17: 12 mA, limit 4 mA");
        Assert.AreEqual("    why: -3.5 mV from what was learned, leaks 12 mA, like a resistor of 320 ohm", en[at + 1]);
        Assert.AreEqual("    sure: 80 %, could also be hv-connection", en[at + 2]);
        StringAssert.StartsWith(en[at + 3], "    inspect: Let the pack rest");
        string zh = string.Join('\n', AlarmTable.Lines(AlarmList.TryRead(message)!, AdviceTable.Chinese));
        StringAssert.Contains(zh, "    依据： 偏离学习值 -3.5 mV，漏电 12 mA，相当于 320 Ω 电阻");
        StringAssert.Contains(zh, "    把握： 80 %, 也可能是 hv-connection");

        // An alarm without any has no such line.
        Assert.IsFalse(en[..at].Any(l => l.StartsWith("    why:", System.StringComparison.Ordinal)
            || l.StartsWith("    sure:", System.StringComparison.Ordinal)), string.Join('\n', en));
    }

    [TestMethod]
    public void List_of_older_firmware_and_evidence_that_does_not_add_up_are_read_without_it()
    {
        foreach (string[] gone in new string[][]
        {
            ["certainties", "or_causes", "evidence_counts", "evidence", "evidence_values"], ["evidence"], ["evidence_values"],
            ["evidence_counts"],
        })
        {
            JsonObject message = Message(WithShort());
            foreach (string key in gone)
            {
                Assert.IsTrue(message.Remove(key));
            }

            AlarmList list = AlarmList.TryRead(message)!;
            Assert.AreEqual(2, list.Alarms.Count);
            Assert.IsTrue(list.Alarms.All(a => a.Evidence.Count == 0));
            Assert.AreEqual(gone.Length > 1 ? -1 : 80, list.Alarms[1].Alarm.certaintyPercent);
        }

        JsonObject odd = Message(WithShort());
        odd["evidence_counts"] = new JsonArray(-1, 4);
        Assert.IsTrue(AlarmList.TryRead(odd)!.Alarms.All(a => a.Evidence.Count == 0));
    }

    [TestMethod]
    public void Every_feature_has_words_in_both_languages_and_an_unknown_one_is_shown_as_it_is()
    {
        for (int id = 0; id < Evidence.Count; id++)
        {
            var feature = new Feature(Evidence.NameOf(id), -12_345);
            string en = EvidenceText.Of([feature], AdviceTable.English);
            string zh = EvidenceText.Of([feature], AdviceTable.Chinese);
            Assert.IsTrue(EvidenceText.Knows(feature.Name), feature.Name);
            Assert.IsTrue(en.Contains('-') && zh.Contains('-') && zh.Any(c => c is >= '\u4e00' and <= '\u9fff'), $"{en}, {zh}");
        }

        Assert.AreEqual("new_thing_uv -5", EvidenceText.Of([new Feature("new_thing_uv", -5)], AdviceTable.English));
    }

    [TestMethod]
    public void List_whose_evidence_finds_no_place_has_that_of_the_first_alarms_whole()
    {
        var book = new AlarmBook();
        for (int i = 0; i < 5; i++)
        {
            var alarm = new Alarm { causeId = FaultCauses.HvConnection, cellIndex = i, probeIndex = -1, unit = "uohm" };
            for (int k = 0; k < Alarm.MaxEvidence; k++)
            {
                alarm.AddEvidence(k, (100 * i) + k);
            }

            book.Raise(alarm);
        }

        AlarmList list = AlarmList.TryRead(Message(book))!;
        CollectionAssert.AreEqual(new[] { 6, 6, 6, 0, 0 }, list.Alarms.Select(a => a.Evidence.Count).ToArray());
        CollectionAssert.AreEqual(new long[] { 200, 201, 202, 203, 204, 205 }, list.Alarms[2].Evidence.Select(f => f.Value).ToArray());
        Assert.AreEqual("leak_ma", list.Alarms[1].Evidence[2].Name);
    }

    [TestMethod]
    public void Live_view_and_events_say_how_sure_it_is_and_why()
    {
        Alarm alarm = WithShort().At(1);
        Assert.AreEqual("2 soft-short cell 17: 12 mA, limit 4 mA, 80 % sure, or hv-connection", AlarmText.Open(alarm));
        Assert.AreEqual(
            "soft-short cell 17: 12 mA, limit 4 mA, 80 % sure, or hv-connection; -3.5 mV from what was learned, leaks 12 mA, "
            + "like a resistor of 320 ohm",
            AlarmText.Full(alarm));
    }

    [TestMethod]
    public void Live_view_marks_what_is_acknowledged()
    {
        var book = new AlarmBook();
        book.Raise(FaultCauses.AfeLost, 1, 1, 1, -1, -1, 3, 3);
        Assert.AreEqual("1 afe-lost device 2: 3 samples", AlarmText.Open(book.At(0)));
        book.Mark(0, 5000);
        Assert.AreEqual("1 (acknowledged) afe-lost device 2: 3 samples", AlarmText.Open(book.At(0)));
    }

    [TestMethod]
    public void Empty_list_says_so_and_what_is_no_list_is_refused()
    {
        AlarmList empty = AlarmList.TryRead(Message(new AlarmBook()))!;
        Assert.AreEqual("car-7: no alarms", AlarmTable.Lines(empty, AdviceTable.English).Single());
        foreach (string text in new[] { "{}", "{\"ids\":[1]}", "{\"ids\":[\"a\"]}", "{\"ids\":7}" })
        {
            Assert.IsNull(AlarmList.TryRead(JsonDocuments.TryParse(System.Text.Encoding.UTF8.GetBytes(text))), text);
        }

        Assert.IsNull(AlarmList.TryRead(null));
    }

    [TestMethod]
    public void Key_of_a_newer_box_is_shown_as_it_is()
    {
        var book = new AlarmBook();
        book.Raise(FaultCauses.AfeLost, 1, 1, 0, -1, -1, 3, 3);
        JsonObject document = Message(book);
        document["advice"] = "do-something-new";
        List<string> lines = AlarmTable.Lines(AlarmList.TryRead(document)!, AdviceTable.English);
        Assert.AreEqual("    advice: do-something-new", lines[^1]);
    }

    /// <summary>An alarm without evidence, and one with all there can be.</summary>
    private static AlarmBook WithShort()
    {
        var book = new AlarmBook();
        book.Raise(FaultCauses.OverVoltage, 4200, 4100, 0, 4, -1, 4_263_100, 4_250_000);
        var alarm = new Alarm
        {
            causeId = FaultCauses.SoftShort, deviceIndex = 1, cellIndex = 16, probeIndex = -1, value = 12, limit = 4, unit = "mA",
            certaintyPercent = 80, orCauseId = FaultCauses.HvConnection,
        };
        alarm.AddEvidence(Evidence.Residual, -3500);
        alarm.AddEvidence(Evidence.LeakMilliamps, 12);
        alarm.AddEvidence(Evidence.LeakMilliohms, 320_000);
        book.Raise(alarm);
        return book;
    }

    private static JsonObject Message(AlarmBook book) =>
        JsonDocuments.TryParse(new AlarmListReport(new JsonWriter(100), "car-7", 3).Message(book))!;
}
