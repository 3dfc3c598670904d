using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using DataBox.Cli.Cloud;
using DataBox.Cli.View;
using DataBox.Core;
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

    private static JsonObject Message(AlarmBook book) =>
        JsonDocuments.TryParse(new AlarmListReport(new JsonWriter(100), "car-7", 3).Message(book))!;
}
