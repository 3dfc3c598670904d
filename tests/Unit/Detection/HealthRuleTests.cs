using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class HealthRuleTests
{
    [TestMethod]
    [DataRow(0, 12, -1)]
    [DataRow(5, 17, 16)]
    [DataRow(12, 23, -1)]
    public void Open_wire_names_wire_and_cell_and_takes_the_trust_from_the_cells_beside_it(int wire, int cell, int other)
    {
        PackUnderTest pack = TwoDevices();
        pack.Run(20);
        PutWires(pack, 1, wire);
        pack.BaseMicrovolts[cell] = 4_400_000;
        pack.Run(50);
        Alarm alarm = pack.Alarms.Single();
        Assert.AreEqual("sense-wire-open", alarm.cause);
        Assert.AreEqual("cell-wires", alarm.check);
        Assert.AreEqual((1, cell, wire), (alarm.deviceIndex, alarm.cellIndex, alarm.wireIndex));
        Assert.AreEqual((612_000, 400_000, "uV"), (alarm.value, alarm.limit, alarm.unit));
        int[] untrusted = [.. Enumerable.Range(0, 24).Where(i => pack.Sample.cellQuality[i] != Quality.Good)];
        CollectionAssert.AreEqual(other < 0 ? new[] { cell } : [other, cell], untrusted);
        Assert.IsTrue(untrusted.All(i => pack.Sample.cellQuality[i] == Quality.Implausible), "the value is kept");
        Assert.IsFalse(pack.Detector.IsSuspicious);
    }

    [TestMethod]
    public void Finding_is_cleared_when_its_check_has_passed_twice_in_a_row()
    {
        PackUnderTest pack = TwoDevices();
        PutWires(pack, 0, 3);
        pack.Run(10);
        PutWires(pack, 0);
        pack.Run(10);
        Assert.AreEqual(1, pack.Detector.OpenAlarmCount, "once is not enough");
        PutWires(pack, 0, 3);
        pack.Run(10);
        PutWires(pack, 0);
        pack.Run(10);
        Assert.AreEqual(1, pack.Detector.OpenAlarmCount, "not in a row");
        Assert.AreEqual(Quality.Implausible, pack.Sample.cellQuality[3]);
        PutWires(pack, 0);
        pack.Run(10);
        Assert.AreEqual(0, pack.Detector.OpenAlarmCount);
        Assert.AreEqual(Quality.Good, pack.Sample.cellQuality[3]);
        CollectionAssert.AreEqual(new[] { AlarmChange.Raised, AlarmChange.Cleared }, pack.Alarms.Select(a => a.change).ToArray());
        Assert.IsTrue(pack.Alarms.All(a => a.check == "cell-wires" && a.wireIndex == 3));
    }

    [TestMethod]
    public void Broken_reading_that_an_open_wire_explains_is_not_told_twice()
    {
        PackUnderTest pack = TwoDevices();
        pack.Run(5);
        PutWires(pack, 0, 4);
        pack.BaseMicrovolts[4] = 0;
        pack.Run(200);
        Assert.AreEqual("sense-wire-open", pack.Alarms.Single().cause);

        pack.BaseMicrovolts[9] = 0;
        pack.Run(5);
        Assert.AreEqual(9, pack.Alarms[1].cellIndex, "the one that nothing explains is told");
        Assert.AreEqual("sensor-implausible", pack.Alarms[1].cause);
    }

    [TestMethod]
    public void Broken_reading_told_before_the_check_ran_clears_when_it_has_explained_it()
    {
        PackUnderTest pack = TwoDevices();
        pack.BaseMicrovolts[4] = 0;
        pack.Run(50);
        PutWires(pack, 0, 4);
        pack.Run(200);
        CollectionAssert.AreEqual(
            new[] { "sensor-implausible 1", "sense-wire-open 1", "sensor-implausible 2" },
            pack.Alarms.Select(a => $"{a.cause} {a.change}").ToArray());
    }

    [TestMethod]
    public void Table_of_checks_on_the_page_is_what_the_code_does()
    {
        string[][] rows = DiagnosisPage.Table("| check |");
        CollectionAssert.AreEqual(
            Enumerable.Range(0, AfeCheck.Count).Select(AfeCheck.NameOf).ToArray(), rows.Select(r => r[0]).ToArray());
        for (int check = AfeCheck.Redundancy; check < AfeCheck.Chain; check++)
        {
            PackUnderTest pack = TwoDevices();
            pack.Run(5);
            pack.Sample.health.Put(check, 1, AfeResult.Failed, 77, 50, pack.NowMs);
            pack.BaseMicrovolts[13] = 4_400_000;
            pack.Run(20);
            string[] row = rows[check];
            Alarm alarm = pack.Alarms[0];
            Assert.AreEqual((row[2], row[0], row[1]), (alarm.cause, alarm.check, alarm.unit));
            Assert.AreEqual((1, 77, 50), (alarm.deviceIndex, alarm.value, alarm.limit), row[0]);
            byte quality = pack.Sample.cellQuality[14];
            string[] words = ["stay good", "implausible", "reference fault"];
            string word = words[quality == Quality.Good ? 0 : quality == Quality.Implausible ? 1 : 2];
            StringAssert.Contains(row[3].Replace("*", ""), word, row[0]);
            Assert.AreEqual(quality == Quality.Good, pack.Alarms.Exists(a => a.cellIndex == 13), $"{row[0]}: an alarm about a cell only from a sound device");
            Assert.AreEqual(Quality.Good, pack.Sample.cellQuality[0], "the other device");
            bool isProbe = quality != Quality.Good && check != AfeCheck.Redundancy;
            Assert.AreEqual(isProbe ? quality : Quality.Good, pack.Sample.tempQuality[2], row[0]);
        }
    }

    [TestMethod]
    public void Redundant_measurement_takes_the_trust_from_the_cells_that_it_names()
    {
        PackUnderTest pack = TwoDevices();
        pack.Run(5);
        pack.Sample.health.redundantResult[15] = AfeResult.Failed;
        pack.Sample.health.Put(AfeCheck.Redundancy, 1, AfeResult.Failed, 9000, 5000, pack.NowMs);
        pack.Run(5);
        CollectionAssert.AreEqual(
            new[] { 15 }, Enumerable.Range(0, 24).Where(i => pack.Sample.cellQuality[i] == Quality.Implausible).ToArray());
        Assert.AreEqual("reading-untrusted", pack.Alarms.Single().cause);
    }

    [TestMethod]
    public void Open_probe_wire_names_the_probe()
    {
        PackUnderTest pack = TwoDevices();
        pack.Run(5);
        pack.Sample.health.probeWireResult[3] = AfeResult.Failed;
        pack.Sample.health.Put(AfeCheck.ProbeWires, 1, AfeResult.Failed, 1500, 900, pack.NowMs);
        pack.Run(5);
        Alarm alarm = pack.Alarms.Single();
        Assert.AreEqual(("probe-wire-open", 1, 3, -1), (alarm.cause, alarm.deviceIndex, alarm.probeIndex, alarm.cellIndex));
        Assert.AreEqual(Quality.OpenProbe, pack.Sample.tempQuality[3]);
    }

    [TestMethod]
    public void Break_of_the_chain_is_told_where_the_devices_behind_it_answer_and_left_to_afe_lost_where_not()
    {
        PackUnderTest pack = TwoDevices();
        pack.Run(5);
        pack.Sample.health.Put(AfeCheck.Chain, 0, AfeResult.Failed, 2, 0, pack.NowMs);
        pack.Sample.health.Put(AfeCheck.Chain, 1, AfeResult.Failed, 2, 0, pack.NowMs);
        pack.Run(5);
        Alarm alarm = pack.Alarms.Single();
        Assert.AreEqual(("chain-broken", 1, 2, "place"), (alarm.cause, alarm.deviceIndex, alarm.value, alarm.unit));

        pack = TwoDevices();
        pack.Spoil = sample =>
        {
            sample.deviceStatus[1] = pack.NowMs < 20_000 ? AfeStatus.NoReply : AfeStatus.Ok;
            Array.Fill(sample.cellQuality, pack.NowMs < 20_000 ? Quality.NoReply : Quality.Good, 12, 12);
        };
        pack.Run(2);
        pack.Sample.health.Put(AfeCheck.Chain, 1, AfeResult.Failed, 2, 0, pack.NowMs);
        pack.Run(150);
        Assert.AreEqual("afe-lost", pack.Alarms.Single().cause);
        pack.Run(200);
        CollectionAssert.Contains(pack.Alarms.Select(a => a.cause).ToArray(), "chain-broken", "it answers again, and the chain is still cut");
    }

    [TestMethod]
    public void Findings_that_find_no_place_are_told_later()
    {
        var pack = new PackUnderTest(PackLayout.FromCounts(1, [.. Enumerable.Repeat(12, 8)], [.. Enumerable.Repeat(0, 8)]));
        for (int d = 0; d < 8; d++)
        {
            PutWires(pack, d, [.. Enumerable.Range(0, 13)]);
        }

        pack.Run(5);
        Assert.AreEqual(20, pack.Alarms.Count, "8 places are kept for critical ones");
        for (int round = 0; round < 2; round++)
        {
            PutWires(pack, 0);
            pack.Run(5);
        }

        Assert.AreEqual(20 + 13 + 13, pack.Alarms.Count, "13 cleared, and others in their places");
        Assert.IsTrue(pack.Detector.DeferredChangeCount > 0);
    }

    [TestMethod]
    public void Left_out_sample_neither_lengthens_nor_ends_a_run_of_anything()
    {
        foreach (bool leaves in new[] { false, true })
        {
            PackUnderTest pack = TwoDevices();
            pack.NoiseCodes = 0;
            int number = 0;
            pack.Spoil = sample =>
            {
                // Every other one is left out; those between are those of the run without.
                sample.isLeftOut = leaves && number++ % 2 == 1;
                if (sample.isLeftOut)
                {
                    Array.Fill(sample.cellQuality, Quality.LeftOut);
                    Array.Fill(sample.tempQuality, Quality.LeftOut);
                }
                else
                {
                    sample.deviceStatus[1] = AfeStatus.NoReply;
                    Array.Fill(sample.cellQuality, Quality.NoReply, 12, 12);
                    sample.cellMicrovolts[3] = 4_400_000;
                }
            };
            int step = leaves ? 2 : 1;
            pack.Run(step);
            Assert.AreEqual(0, pack.Alarms.Count, "one sample above the limit");
            pack.Run(step);
            CollectionAssert.AreEqual(new[] { "over-voltage" }, pack.Alarms.Select(a => a.cause).ToArray());
            pack.Run(step);
            CollectionAssert.AreEqual(new[] { "over-voltage", "afe-lost" }, pack.Alarms.Select(a => a.cause).ToArray());
        }
    }

    [TestMethod]
    public void Left_out_sample_is_in_no_window()
    {
        PackUnderTest pack = TwoDevices();
        pack.Run(5);
        int count = pack.Window.sampleCount;
        pack.Spoil = sample => sample.isLeftOut = true;
        pack.Run(3);
        Assert.AreEqual(count, pack.Window.sampleCount);
    }

    [TestMethod]
    public void Finding_of_a_step_that_took_a_sample_is_told_with_it()
    {
        PackUnderTest pack = TwoDevices();
        pack.Run(5);
        pack.Spoil = sample => sample.isLeftOut = true;
        PutWires(pack, 0, 2);
        pack.Run(1);
        Assert.AreEqual("sense-wire-open", pack.Alarms.Single().cause);
    }

    private static PackUnderTest TwoDevices() => new(PackLayout.FromCounts(1, [12, 12], [2, 2]));

    /// <summary>The check of a device's wires was completed, and these are open.</summary>
    private static void PutWires(PackUnderTest pack, int device, params int[] open)
    {
        AfeHealth health = pack.Sample.health;
        int first = health.FirstWireOf(device);
        for (int k = 0; k <= 12; k++)
        {
            health.wireResult[first + k] = open.Contains(k) ? AfeResult.Failed : AfeResult.Passed;
            health.wireMicrovolts[first + k] = open.Contains(k) ? 612_000 : 1000;
        }

        health.Put(AfeCheck.CellWires, device, open.Length > 0 ? AfeResult.Failed : AfeResult.Passed, 612_000, 400_000, pack.NowMs);
    }
}
