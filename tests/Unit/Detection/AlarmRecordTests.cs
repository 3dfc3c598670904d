using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Tests.Unit.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>The stored form of the alarms: evidence in it, its bounds, and the form before.</summary>
[TestClass]
public class AlarmRecordTests
{
    private readonly PowerCutStorage _storage = new();
    private int _boot;

    [TestMethod]
    public void Evidence_certainty_and_the_other_cause_come_back()
    {
        (PackUnderTest pack, AlarmKeeper keeper) = Boot();
        pack.Detector.Book.Raise(WithEvidence(FaultCauses.SoftShort, 4, 3));
        pack.Detector.Book.Raise(FaultCauses.AfeLost, 1, 1, 0, -1, -1, 3, 3);
        pack.Detector.Book.Raise(WithEvidence(FaultCauses.PlatingSuspected, 5, Alarm.MaxEvidence));
        Alarm ratio = WithEvidence(FaultCauses.HvConnection, 6, 1);
        ratio.unit = "permille";
        pack.Detector.Book.Raise(ratio);
        keeper.Step(0);
        Alarm[] before = [.. List(pack)];
        (pack, _) = Boot();
        Alarm[] after = [.. List(pack)];
        Assert.AreEqual(4, after.Length);
        for (int i = 0; i < after.Length; i++)
        {
            Assert.AreEqual(AlarmKeeperTests.Text(before[i]), AlarmKeeperTests.Text(after[i]));
        }

        Assert.AreEqual((80, FaultCauses.HvConnection, 3), (after[0].certaintyPercent, after[0].orCauseId, after[0].evidenceCount));
        Assert.AreEqual((-1, -1, 0), (after[1].certaintyPercent, after[1].orCauseId, after[1].evidenceCount));
    }

    [TestMethod]
    public void Full_list_keeps_the_evidence_that_has_room_whole_and_the_rest_without()
    {
        (PackUnderTest pack, AlarmKeeper keeper) = Boot();
        for (int i = 0; i < AlarmBook.MaxOpen; i++)
        {
            // Limits of other cells are not critical enough for the last places.
            int cause = i < AlarmBook.MaxOpen - AlarmBook.KeptForCritical ? FaultCauses.SoftShort : FaultCauses.HardShort;
            Assert.AreNotEqual(0, pack.Detector.Book.Raise(WithEvidence(cause, i, Alarm.MaxEvidence)));
        }

        keeper.Step(0);
        byte[] record = new RecordStore(_storage).Load("alarms")!;
        Assert.IsTrue(record.Length <= AlarmRecord.MostBytes, $"{record.Length} bytes");
        uint map = AlarmRecord.MapOf(PackUnderTest.Layout12(), "ltc6811");
        Assert.AreEqual(AlarmBook.MaxOpen, AlarmRecord.CountOf(record, map));
        int[] counts = [.. Enumerable.Range(0, AlarmBook.MaxOpen).Select(i => AlarmRecord.Read(record, i, out _).evidenceCount)];
        int whole = AlarmRecord.MostFeatures / Alarm.MaxEvidence;
        CollectionAssert.AreEqual(
            Enumerable.Repeat(Alarm.MaxEvidence, whole).Concat(Enumerable.Repeat(0, AlarmBook.MaxOpen - whole)).ToArray(), counts);
        Assert.AreEqual(0, AlarmRecord.CountOf(record[..^1], map), "cut off");
    }

    /// <summary>As firmware wrote it that knew no evidence: an open alarm, acknowledged, and one that is over.</summary>
    [TestMethod]
    public void Record_of_version_1_is_read_as_alarms_without_evidence()
    {
        byte[] old = new byte[10 + (2 * 41)];
        old[0] = 1;
        BitConverter.GetBytes(70).CopyTo(old, 1);
        BitConverter.GetBytes(AlarmRecord.MapOf(PackUnderTest.Layout12(), "ltc6811")).CopyTo(old, 5);
        old[9] = 2;
        for (int i = 0; i < 2; i++)
        {
            int at = 10 + (i * 41);
            BitConverter.GetBytes(6 - i).CopyTo(old, at);
            BitConverter.GetBytes(2).CopyTo(old, at + 4);
            old[at + 8] = FaultCauses.OverVoltage;
            old[at + 9] = (byte)(i == 0 ? 1 : 2);
            BitConverter.GetBytes((short)(3 + i)).CopyTo(old, at + 11);
            BitConverter.GetBytes((short)-1).CopyTo(old, at + 13);
            old[at + 15] = 0xFF;
            old[at + 16] = 0xFF;
            BitConverter.GetBytes(4_300_000 + i).CopyTo(old, at + 17);
            BitConverter.GetBytes(4_250_000).CopyTo(old, at + 21);
            BitConverter.GetBytes(52_300L).CopyTo(old, at + 25);
            BitConverter.GetBytes(52_200L).CopyTo(old, at + 33);
        }

        new RecordStore(_storage).Save("alarms", old);
        (PackUnderTest pack, _) = Boot();
        CollectionAssert.AreEqual(
            new[]
            {
                "6 2 True 52300 52200 over-voltage 3 0 3 -1 False  -1 4300000 4250000 uV stop-charging -1 -1 ",
                "5 2 False 52300 52200 over-voltage 3 0 4 -1 False  -1 4300001 4250000 uV stop-charging -1 -1 ",
            },
            List(pack).Select(AlarmKeeperTests.Text).ToArray());
        Assert.AreEqual(1, pack.Detector.OpenAlarmCount);
        Assert.AreEqual(71, pack.Detector.Book.Raise(AlarmKeeperTests.AlarmOf(FaultCauses.AfeLost)), "ids go on");
    }

    private static Alarm WithEvidence(int cause, int cell, int features)
    {
        Alarm alarm = AlarmKeeperTests.AlarmOf(cause);
        alarm.cellIndex = cell;
        alarm.unit = FaultCauses.UnitOf(cause);
        alarm.certaintyPercent = 80;
        alarm.orCauseId = FaultCauses.HvConnection;
        for (int i = 0; i < features; i++)
        {
            alarm.AddEvidence((cause + i) % Evidence.Count, int.MinValue + (i * 123_456_789));
        }

        return alarm;
    }

    private (PackUnderTest Pack, AlarmKeeper Keeper) Boot()
    {
        PackUnderTest pack = new(PackUnderTest.Layout12());
        return (pack, new AlarmKeeper(new RecordStore(_storage), pack.Detector, pack.Layout, "ltc6811", ++_boot));
    }

    private static IEnumerable<Alarm> List(PackUnderTest pack) =>
        Enumerable.Range(0, pack.Detector.Book.ListCount).Select(pack.Detector.Book.At);
}
