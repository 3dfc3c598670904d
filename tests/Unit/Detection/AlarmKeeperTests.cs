using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Tests.Unit.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>Alarms over a restart.</summary>
[TestClass]
public class AlarmKeeperTests
{
    private const int StepsOfASave = 3;
    private readonly PowerCutStorage _storage = new();
    private int _boot;

    [TestMethod]
    public void Every_field_comes_back_and_ids_go_on()
    {
        (PackUnderTest pack, AlarmKeeper keeper) = Boot();
        pack.BaseMicrovolts[3] = 4_300_000;
        pack.Run(5);
        pack.Temps[1] = 700;
        pack.Run(5);
        keeper.Step(0);
        Assert.AreEqual(AlarmKeeper.Done, keeper.Acknowledge(1, 0));
        Alarm[] before = [.. List(pack)];
        Assert.AreEqual(3, before.Length, "the jump of the temperature is one too");

        (pack, keeper) = Boot();
        Alarm[] after = [.. List(pack)];
        for (int i = 0; i < before.Length; i++)
        {
            Assert.AreEqual(Text(before[i]), Text(after[i]));
        }

        Assert.IsTrue(after[0].isAcknowledged && after[0].firstBoot == 1);
        pack.BaseMicrovolts[3] = 4_300_000;
        pack.BaseMicrovolts[5] = 4_300_000;
        pack.Temps[1] = 700;
        pack.Run(5);
        Alarm raised = pack.Alarms.Single();
        Assert.AreEqual((5, 2), (raised.cellIndex, raised.firstBoot), "the others are the same alarms still");
        Assert.IsTrue(raised.id > after.Max(a => a.id));
    }

    [TestMethod]
    [DataRow(FaultCauses.OverVoltage)]
    [DataRow(FaultCauses.UnderTemperature)]
    [DataRow(FaultCauses.CellDeviation)]
    [DataRow(FaultCauses.SensorImplausible)]
    [DataRow(FaultCauses.SensorStuck)]
    [DataRow(FaultCauses.AfeLost)]
    [DataRow(FaultCauses.SenseWireOpen)]
    [DataRow(FaultCauses.ProbeWireOpen)]
    [DataRow(FaultCauses.ReadingUntrusted)]
    [DataRow(FaultCauses.ChainBroken)]
    public void Alarm_whose_cause_is_gone_is_cleared_by_its_rule_and_not_by_the_restart(int cause)
    {
        (PackUnderTest pack, AlarmKeeper keeper) = Boot();
        pack.Detector.Book.Raise(AlarmOf(cause));
        keeper.Step(0);
        int id = List(pack).Single().id;

        // No evidence: nothing is read, no check has run.
        (pack, _) = Boot();
        pack.Spoil = sample =>
        {
            Array.Fill(sample.cellQuality, Quality.NoReply);
            Array.Fill(sample.tempQuality, Quality.NoReply);
            sample.deviceStatus[0] = AfeStatus.NoReply;
        };
        pack.Run(600);
        Assert.IsTrue(List(pack).Any(a => a.id == id));
        Assert.IsTrue(pack.Detector.Book.StateAt(0) != AlarmState.Cleared && !pack.Alarms.Any(a => a.id == id));

        // Health: good readings, and each check passes twice.
        pack.Spoil = null;
        PassAllChecksTwice(pack);
        Alarm cleared = pack.Alarms.Single(a => a.id == id && a.change != AlarmChange.Updated);
        Assert.AreEqual((AlarmChange.Cleared, 1), (cleared.change, cleared.firstBoot));
        Assert.AreEqual(0, pack.Detector.OpenAlarmCount);
    }

    [TestMethod]
    public void Acknowledgement_that_was_answered_survives_a_power_cut_at_any_step()
    {
        int cuts = 0;
        foreach (PowerCutStorage.Torn torn in Enum.GetValues<PowerCutStorage.Torn>())
        {
            for (int step = 0; step <= StepsOfASave; step++)
            {
                var storage = new PowerCutStorage();
                PackUnderTest pack = new(PackUnderTest.Layout12());
                var keeper = new AlarmKeeper(new RecordStore(storage), pack.Detector, pack.Layout, "ltc6811", 1);
                int id = pack.Detector.Book.Raise(FaultCauses.AfeLost, 1, 1, 0, -1, -1, 3, 3);
                keeper.Step(0);
                storage.StepsLeft = step;
                storage.TornAs = torn;
                bool isAnswered = false;
                try
                {
                    isAnswered = keeper.Acknowledge(id, 1) == AlarmKeeper.Done;
                }
                catch (PowerCutException)
                {
                    cuts++;
                }

                storage.StepsLeft = -1;
                PackUnderTest next = new(PackUnderTest.Layout12());
                _ = new AlarmKeeper(new RecordStore(storage), next.Detector, next.Layout, "ltc6811", 2);
                Alarm alarm = List(next).Single();
                Assert.AreEqual(id, alarm.id, $"step {step}, {torn}");
                Assert.IsTrue(alarm.isAcknowledged || !isAnswered, $"step {step}, {torn}");
            }
        }

        Assert.AreEqual(StepsOfASave * Enum.GetValues<PowerCutStorage.Torn>().Length, cuts);
    }

    [TestMethod]
    public void Alarm_that_flaps_for_a_day_is_written_three_hundred_times_and_no_id_is_given_twice()
    {
        (PackUnderTest pack, AlarmKeeper keeper) = Boot();
        var ids = new HashSet<int>();
        int before = _storage.Steps;
        for (long second = 0; second < 86_400; second++)
        {
            Flap(pack, keeper, second * 1_000_000, ids, second % 60 == 0);
        }

        int writes = (_storage.Steps - before) / StepsOfASave;
        Assert.IsTrue(writes <= 288 + AlarmKeeper.Burst + 1, $"{writes}");
        (pack, keeper) = Boot();
        for (int i = 0; i < 500; i++)
        {
            Flap(pack, keeper, i, ids, true);
            if (i % 100 == 0)
            {
                (pack, keeper) = Boot();
            }
        }
    }

    [TestMethod]
    public void Storage_that_refuses_leaves_the_alarm_unacknowledged_and_unknown_ids_are_said()
    {
        (PackUnderTest pack, AlarmKeeper keeper) = Boot();
        int id = pack.Detector.Book.Raise(FaultCauses.AfeLost, 1, 1, 0, -1, -1, 3, 3);
        keeper.Step(0);
        keeper.Acknowledge(id, 0);
        Assert.AreEqual(AlarmKeeper.Done, keeper.Acknowledge(id, 0), "twice is as good as once");
        Assert.AreEqual(AlarmKeeper.Unknown, keeper.Acknowledge(id + 1, 0));
        int other = pack.Detector.Book.Raise(FaultCauses.CellDeviation, 1, 1, 0, 1, -1, 3, 3);
        keeper.Step(0);

        // The target goes and the new one can't take its place: from then on nothing is taken.
        _storage.RefusesHalfOfRename = true;
        keeper.Acknowledge(other, 0);
        int third = pack.Detector.Book.Raise(FaultCauses.CellDeviation, 1, 1, 0, 2, -1, 3, 3);
        Assert.AreEqual(AlarmKeeper.NotStored, keeper.Acknowledge(third, 0));
        Assert.IsFalse(pack.Detector.Book.At(pack.Detector.Book.Find(third)).isAcknowledged);
    }

    [TestMethod]
    public void Another_chip_or_cell_map_forgets_the_alarms_but_gives_no_id_twice()
    {
        (PackUnderTest pack, AlarmKeeper keeper) = Boot();
        int id = pack.Detector.Book.Raise(FaultCauses.AfeLost, 1, 1, 0, -1, -1, 3, 3);
        keeper.Step(0);
        foreach ((PackLayout layout, string chip) in new[]
        {
            (PackLayout.FromCounts(1, [11], [2]), "ltc6811"), (PackUnderTest.Layout12(), "ltc6812"),
        })
        {
            PackUnderTest other = new(layout);
            _ = new AlarmKeeper(new RecordStore(_storage), other.Detector, layout, chip, 9);
            Assert.AreEqual(0, other.Detector.Book.ListCount);
            Assert.IsTrue(other.Detector.Book.Raise(FaultCauses.AfeLost, 1, 1, 0, -1, -1, 3, 3) > id);
        }
    }

    [TestMethod]
    public void Damaged_record_is_no_alarm_and_the_longest_fits_a_record()
    {
        Assert.IsTrue(AlarmRecord.MostBytes <= RecordStore.MaxPayloadBytes);
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            byte[] garbage = new byte[random.Next(0, 200)];
            random.NextBytes(garbage);
            if (garbage.Length > 9 && i % 4 != 0)
            {
                // A head and a length that are right, and anything between.
                int version = 1 + (i % 2);
                int alarmBytes = version == 1 ? 41 : 44;
                garbage[0] = (byte)version;
                garbage[9] = (byte)((garbage.Length - 10) / alarmBytes);
                int features = 0;
                for (int k = 0; version == 2 && k < garbage[9]; k++)
                {
                    features += garbage[10 + (k * alarmBytes) + 43];
                }

                Array.Resize(ref garbage, 10 + (garbage[9] * alarmBytes) + (5 * features));
                BitConverter.GetBytes(AlarmRecord.MapOf(PackUnderTest.Layout12(), "ltc6811")).CopyTo(garbage, 5);
            }

            new RecordStore(_storage).Save("alarms", garbage);
            (PackUnderTest pack, _) = Boot();
            pack.Run(12);
        }
    }

    private static void PassAllChecksTwice(PackUnderTest pack)
    {
        for (int round = 0; round < 2; round++)
        {
            for (int c = 0; c < AfeCheck.Count; c++)
            {
                Array.Fill(pack.Sample.health.wireResult, AfeResult.Passed);
                Array.Fill(pack.Sample.health.probeWireResult, AfeResult.Passed);
                pack.Sample.health.Put(c, 0, AfeResult.Passed, 0, 0, pack.NowMs);
            }

            pack.Run(400);
        }
    }

    internal static Alarm AlarmOf(int cause)
    {
        string? check = cause switch
        {
            FaultCauses.SenseWireOpen => AfeCheck.NameOf(AfeCheck.CellWires),
            FaultCauses.ProbeWireOpen => AfeCheck.NameOf(AfeCheck.ProbeWires),
            FaultCauses.ReadingUntrusted => AfeCheck.NameOf(AfeCheck.Mux),
            FaultCauses.ChainBroken => AfeCheck.NameOf(AfeCheck.Chain),
            _ => null,
        };
        bool isProbe = cause is FaultCauses.UnderTemperature or FaultCauses.ProbeWireOpen;
        return new Alarm
        {
            causeId = cause,
            cellIndex = isProbe ? -1 : 4,
            probeIndex = isProbe ? 1 : -1,
            check = check,
            wireIndex = cause == FaultCauses.SenseWireOpen ? 4 : -1,
            value = 3_600_000,
            unit = "uV",
        };
    }

    private static void Flap(PackUnderTest pack, AlarmKeeper keeper, long micros, HashSet<int> ids, bool isChange)
    {
        if (isChange)
        {
            int id = pack.Detector.Book.Raise(FaultCauses.AfeLost, 1, 1, 0, -1, -1, 3, 3);
            Assert.IsTrue(ids.Add(id), $"{id} twice");
            pack.Detector.Book.Clear(id, 2, 0);
        }

        keeper.Step(micros);
        while (pack.Detector.TryTakeAlarm() is not null)
        {
        }
    }

    private (PackUnderTest Pack, AlarmKeeper Keeper) Boot()
    {
        PackUnderTest pack = new(PackUnderTest.Layout12());
        return (pack, new AlarmKeeper(new RecordStore(_storage), pack.Detector, pack.Layout, "ltc6811", ++_boot));
    }

    private static IEnumerable<Alarm> List(PackUnderTest pack) =>
        Enumerable.Range(0, pack.Detector.Book.ListCount).Select(pack.Detector.Book.At);

    internal static string Text(Alarm a) => string.Join(
        ' ', a.id, a.firstBoot, a.isAcknowledged, a.timeMs, a.sinceMs, a.cause, a.severity, a.deviceIndex, a.cellIndex, a.probeIndex,
        a.isOfProbes, a.check, a.wireIndex, a.value, a.limit, a.unit, a.adviceKey,
        a.certaintyPercent, a.orCauseId, string.Join(',', a.evidence?[..(2 * a.evidenceCount)] ?? []));
}
