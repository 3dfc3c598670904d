using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>What happens to an alarm between its raise and its end.</summary>
[TestClass]
public class AlarmLifeTests
{
    private readonly AlarmBook _book = new() { bootNumber = 4 };

    [TestMethod]
    public void Value_that_moves_by_a_quarter_of_the_limit_is_told_and_less_is_not()
    {
        Raise(40_000, 30_000);
        _book.Update(0, 100_000, 47_499);
        Assert.AreEqual(0, Take().Count);
        _book.Update(0, 100_000, 47_500);
        Alarm updated = Take().Single();
        Assert.AreEqual((AlarmChange.Updated, 1, 47_500, 100_000L, 0L), (updated.change, updated.id, updated.value, updated.timeMs, updated.sinceMs));
        Assert.AreEqual(47_500, _book.At(0).value);
        _book.Update(0, 200_000, 40_001);
        Assert.AreEqual(0, Take().Count, "counted from what was told last");
        _book.Update(0, 200_000, 40_000);
        Assert.AreEqual(1, Take().Count, "down counts as well as up");
    }

    [TestMethod]
    public void At_most_one_update_a_minute()
    {
        Raise(40_000, 30_000);
        for (int ms = 1000; ms <= 600_000; ms += 1000)
        {
            _book.Update(0, ms, ms % 2000 == 0 ? 40_000 : 80_000);
        }

        Alarm[] told = [.. Take()];
        Assert.AreEqual(9, told.Length, string.Join(' ', told.Select(a => a.timeMs)));
        for (int i = 1; i < told.Length; i++)
        {
            Assert.IsTrue(told[i].timeMs - told[i - 1].timeMs >= AlarmBook.LeastUpdateMs);
        }
    }

    [TestMethod]
    public void Step_of_a_voltage_limit_is_a_64th_and_never_nothing()
    {
        Assert.AreEqual(4_250_000 / 64, FaultCauses.StepOf(FaultCauses.OverVoltage, 4_250_000));
        Assert.AreEqual(50, FaultCauses.StepOf(FaultCauses.UnderTemperature, -200));
        Assert.AreEqual(1, FaultCauses.StepOf(FaultCauses.SensorImplausible, 0));
        Assert.AreEqual(1L << 29, FaultCauses.StepOf(FaultCauses.AfeFault, int.MinValue));
    }

    [TestMethod]
    public void Acknowledged_alarm_stays_open_and_is_gone_once_it_clears()
    {
        int id = Raise(40_000, 30_000);
        Acknowledge(id);
        Alarm told = Take().Single();
        Assert.AreEqual((AlarmChange.Acknowledged, true, 4), (told.change, told.isAcknowledged, told.firstBoot));
        Assert.AreEqual((1, AlarmState.OpenAcknowledged), (_book.OpenCount, _book.StateAt(0)));
        Assert.IsTrue(_book.Clear(id, 5, 0));
        Assert.IsTrue(Take().Single().isAcknowledged);
        Assert.AreEqual((0, 0), (_book.OpenCount, _book.ListCount));
    }

    [TestMethod]
    public void Alarm_that_clears_before_anybody_has_seen_it_stays_until_somebody_has()
    {
        int first = Raise(40_000, 30_000);
        int second = Raise(50_000, 30_000);
        Assert.IsTrue(_book.Clear(first, 5, 0));
        Assert.AreEqual((1, 2, second, first), (_book.OpenCount, _book.ListCount, _book.At(0).id, _book.At(1).id));
        Assert.AreEqual(AlarmState.Cleared, _book.StateAt(1));
        Take();
        Acknowledge(first);
        Assert.AreEqual(AlarmChange.Acknowledged, Take().Single().change);
        Assert.AreEqual(1, _book.ListCount);
        Assert.AreEqual(-1, _book.Find(first));
    }

    [TestMethod]
    public void Cleared_alarms_make_room_for_open_ones_the_first_cleared_first()
    {
        var cleared = new List<int>();
        for (int i = 0; i < AlarmBook.MaxOpen + 5; i++)
        {
            int id = Raise(40_000, 30_000);
            Assert.AreNotEqual(0, id);
            Assert.IsTrue(_book.Clear(id, i, 0));
            cleared.Add(id);
            Take();
        }

        Assert.AreEqual(AlarmBook.MaxOpen, _book.ListCount);
        CollectionAssert.AreEqual(cleared.Skip(5).ToArray(), Enumerable.Range(0, _book.ListCount).Select(i => _book.At(i).id).ToArray());
    }

    [TestMethod]
    public void Marks_that_could_not_be_stored_are_as_if_never_made()
    {
        int id = Raise(40_000, 30_000);
        Alarm before = _book.Mark(0, 9);
        _book.TakeBack(0, before);
        Assert.AreEqual(AlarmState.Open, _book.StateAt(0));
        Assert.AreEqual(0, Take().Count);
        Assert.IsFalse(_book.At(_book.Find(id)).isAcknowledged);
    }

    [TestMethod]
    public void Detector_tells_a_temperature_that_goes_on_rising()
    {
        PackUnderTest pack = new(PackUnderTest.Layout12());
        pack.Run(20);
        for (int dc = 260; dc <= 620; dc += 20)
        {
            pack.Temps[1] = (short)dc;
            pack.Run(2);
        }

        Assert.AreEqual("over-temperature", pack.Alarms.Single().cause);
        pack.Run(700);
        Assert.AreEqual(1, pack.Alarms.Count);
        pack.Temps[1] = 780;
        pack.Run(50);
        Assert.AreEqual((AlarmChange.Updated, 780), (pack.Alarms[^1].change, pack.Alarms[^1].value));
        Assert.AreEqual(2, pack.Alarms.Count);
    }

    private int Raise(int value, int limit)
    {
        int id = _book.Raise(FaultCauses.CellDeviation, 0, 0, 0, 3, -1, value, limit);
        Take();
        return id;
    }

    private void Acknowledge(int id)
    {
        int index = _book.Find(id);
        _book.Mark(index, 4);
        _book.TellMarked(index);
    }

    private List<Alarm> Take()
    {
        var all = new List<Alarm>();
        while (_book.TryTake() is { } alarm)
        {
            all.Add(alarm);
        }

        return all;
    }
}
