using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class AlarmBookTests
{
    [TestMethod]
    public void Each_change_is_handed_out_once_in_order()
    {
        AlarmBook book = new();
        int first = book.Raise(FaultCauses.OverVoltage, 10, 5, 0, 3, -1, 4_300_000, 4_250_000);
        int second = book.Raise(FaultCauses.AfeLost, 20, 20, 1, -1, -1, 3, 3);
        Assert.IsTrue(book.Clear(first, 30, 4_100_000));
        Assert.AreEqual(1, book.OpenCount);
        Assert.AreEqual(second, book.At(0).id);
        Assert.AreEqual("1+ 2+ 1-", string.Join(" ", TakeAll(book).Select(Short)));
        Assert.IsNull(book.TryTake());
        Assert.AreEqual(0, book.DeferredCount);
    }

    [TestMethod]
    public void Full_queue_puts_changes_off_and_counts_them_but_never_tells_half_a_life()
    {
        AlarmBook book = new();
        List<int> ids = new();
        const int Room = AlarmBook.MaxOpen - AlarmBook.KeptForCritical;
        for (int k = 0; k < Room; k++)
        {
            ids.Add(book.Raise(FaultCauses.UnderVoltage, k, k, 0, k, -1, 0, 0));
        }

        Assert.AreEqual(0, book.Raise(FaultCauses.UnderVoltage, 99, 99, 0, 99, -1, 0, 0));
        Assert.IsFalse(book.Clear(ids[0], 99, 0));
        Assert.AreEqual(2, book.DeferredCount);
        Assert.AreEqual(Room, book.OpenCount);
        TakeAll(book);
        Assert.IsTrue(book.Clear(ids[0], 100, 0));
        int late = book.Raise(FaultCauses.UnderVoltage, 101, 99, 0, 99, -1, 0, 0);
        Assert.AreEqual(Room + 1, late);
        Assert.AreEqual($"1- {Room + 1}+", string.Join(" ", TakeAll(book).Select(Short)));
    }

    [TestMethod]
    public void Whole_pack_under_voltage_with_nobody_taking_alarms_is_told_as_places_get_free()
    {
        PackLayout layout = PackLayout.FromCounts(1, Enumerable.Repeat(12, 16).ToArray(), new int[16]);
        Detector detector = new(layout, DetectorSettings.Nmc());
        PackSample sample = new(layout);
        System.Array.Fill(sample.cellMicrovolts, 2_500_000);
        for (int k = 0; k < 5; k++)
        {
            sample.timeMs = k * 100;
            detector.OnSample(sample);
        }

        Assert.AreEqual(20, detector.OpenAlarmCount);
        Assert.IsTrue(detector.DeferredChangeCount >= 128);
        HashSet<int> cells = new();
        System.Array.Fill(sample.cellMicrovolts, 3_500_000, 0, 20);
        for (int k = 5; k < 20; k++)
        {
            while (detector.TryTakeAlarm() is { } alarm)
            {
                cells.Add(alarm.cellIndex);
            }

            sample.timeMs = k * 100;
            detector.OnSample(sample);
        }

        Assert.AreEqual(40, cells.Count, "the 20 that recovered made room for 20 more");
    }

    [TestMethod]
    public void Danger_is_told_however_many_warnings_are_open_and_wait()
    {
        AlarmBook book = new();
        while (book.Raise(FaultCauses.UnderVoltage, 1, 1, 0, 0, -1, 0, 0) != 0)
        {
        }

        List<int> ids = new();
        for (int k = 0; k < AlarmBook.KeptForCritical; k++)
        {
            ids.Add(book.Raise(FaultCauses.OverTemperature, 2, 2, 0, -1, k, 700, 600));
        }

        Assert.IsFalse(ids.Contains(0));
        Assert.AreEqual(0, book.Raise(FaultCauses.OverTemperature, 3, 3, 0, -1, 99, 700, 600), "everything has a limit");
        TakeAll(book);
        Assert.AreEqual(0, book.Raise(FaultCauses.SensorStuck, 4, 4, 0, 1, -1, 0, 0));
        Assert.IsTrue(book.Clear(ids[0], 5, 500));
        Assert.AreNotEqual(0, book.Raise(FaultCauses.OverVoltage, 6, 6, 0, 1, -1, 0, 0));
    }

    private static string Short(Alarm alarm) => alarm.id + (alarm.change == AlarmChange.Raised ? "+" : "-");

    private static List<Alarm> TakeAll(AlarmBook book)
    {
        List<Alarm> all = new();
        while (book.TryTake() is { } alarm)
        {
            all.Add(alarm);
        }

        return all;
    }
}
