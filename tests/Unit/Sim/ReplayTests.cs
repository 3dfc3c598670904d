using System;
using System.Collections.Generic;
using System.IO;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

[TestClass]
public class ReplayTests
{
    private const string Header = "time_ms,current_ma,cell1_uv,cell2_uv,temp1_dc\n";

    [TestMethod]
    public void Each_row_is_one_sample_as_fast_as_it_is_asked()
    {
        ReplaySource source = Source(Header + "0,-5,1,2,3\n0,,1,2,3\n9000000,7,1,2,3\n", inRealTime: false);
        Assert.IsTrue(source.FollowsRecording);
        CollectionAssert.AreEqual(new[] { 0L, 0L, 9000000L }, TakeAll(source));
        Assert.IsTrue(source.EndOfRecording);
        Assert.IsNull(source.Error);
        Assert.AreEqual(3, source.RowCount);
    }

    [TestMethod]
    public void Last_row_is_known_to_be_the_last_when_it_is_taken()
    {
        ReplaySource source = Source(Header + "0,-5,1,2,3\n1,5,1,2,3\n", inRealTime: false);
        source.TryTake(0, out _);
        Assert.IsFalse(source.EndOfRecording);
        source.TryTake(0, out _);
        Assert.IsTrue(source.EndOfRecording);
    }

    [TestMethod]
    public void Real_time_keeps_the_recordings_distances_and_skips_nothing_when_asked_late()
    {
        ReplaySource source = Source(
            Header + "500,1,1,2,3\n600,1,1,2,3\n700,1,1,2,3\n3700,1,1,2,3\n", inRealTime: true);
        const long start = 1000000;
        Assert.IsTrue(source.TryTake(start, out long timeMs));
        Assert.AreEqual(500, timeMs);
        Assert.AreEqual(100000, source.IdleMicros(start));
        Assert.IsFalse(source.TryTake(start + 99999, out _));
        Assert.IsTrue(source.TryTake(start + 250000, out timeMs));
        Assert.AreEqual(600, timeMs);
        Assert.IsTrue(source.TryTake(start + 250000, out timeMs));
        Assert.AreEqual(700, timeMs);
        Assert.AreEqual(1000000, source.IdleMicros(start + 250000), "idles at most a second at once");
        Assert.IsFalse(source.TryTake(start + 250000, out _));
        Assert.IsTrue(source.TryTake(start + 3200000, out _));
    }

    [TestMethod]
    public void Broken_row_surfaces_after_the_rows_before_it()
    {
        ReplaySource source = Source(Header + "5,1,1,2,3\n6,1,1,2,3\n4,1,1,2,3\n7,1,1,2,3\n", inRealTime: false);
        CollectionAssert.AreEqual(new[] { 5L, 6L }, TakeAll(source));
        Assert.IsTrue(source.EndOfRecording);
        Assert.AreEqual("x.csv line 4, column time_ms: 4 is earlier than 6 in line 3", source.Error?.Message);
    }

    [TestMethod]
    public void Current_is_exact_and_missing_where_the_car_had_none()
    {
        ReplaySource source = Source(Header + "0,-186900,1,2,3\n1,,1,2,3\n", inRealTime: false);
        PackSample sample = new PackSample(PackLayout.FromCounts(1, [2], [1]));
        source.TryTake(0, out _);
        source.Read(sample);
        Assert.AreEqual(-186900, sample.currentMilliamps);
        Assert.AreEqual(Quality.Good, sample.currentQuality);
        source.TryTake(0, out _);
        source.Read(sample);
        Assert.AreEqual(Quality.Missing, sample.currentQuality);
        Assert.AreEqual(Quality.Missing, sample.vehicleStateQuality);
    }

    [TestMethod]
    public void Row_is_on_the_pins_while_the_driver_reads_and_absent_readings_are_struck_out_after()
    {
        ReplaySource source = Source(
            Header + "0,1,3700000,3600000,250\n30000,1,,3500000,\n60000,1,66535000,0,-400\n", inRealTime: false);
        PackLayout layout = PackLayout.FromCounts(1, [1, 1], [0, 1]);
        var clock = new ManualClock();
        var pins = new PinLog();
        var afe = new ReplayAfe(new GoodAfe(clock), pins, layout, source, clock);
        var sample = new PackSample(layout);

        source.TryTake(0, out _);
        afe.Read(sample);
        CollectionAssert.AreEqual(new[] { "d0c0=3700000", "d1c0=3600000", "d1t0=250" }, pins.Take());
        CollectionAssert.AreEqual(new[] { Quality.Good, Quality.Good }, sample.cellQuality);

        source.TryTake(0, out _);
        afe.Read(sample);
        CollectionAssert.AreEqual(new[] { "d1c0=3500000" }, pins.Take());
        CollectionAssert.AreEqual(new[] { Quality.Missing, Quality.Good }, sample.cellQuality);
        Assert.AreEqual(Quality.Missing, sample.tempQuality[0]);

        source.TryTake(0, out _);
        afe.Read(sample);
        CollectionAssert.AreEqual(new[] { "d0c0=66535000", "d1c0=0", "d1t0=open" }, pins.Take());
    }

    [TestMethod]
    public void Gap_between_rows_looks_to_the_chips_like_one_second()
    {
        ReplaySource source = Source(Header + "0,1,1,2,3\n400,1,1,2,3\n86400000,1,1,2,3\n", inRealTime: false);
        PackLayout layout = PackLayout.FromCounts(1, [2], [1]);
        var clock = new ManualClock(7000000);
        var driver = new GoodAfe(clock);
        var afe = new ReplayAfe(driver, new PinLog(), layout, source, clock);
        var sample = new PackSample(layout);
        foreach (int _ in new int[3])
        {
            source.TryTake(0, out long _);
            afe.Read(sample);
        }

        CollectionAssert.AreEqual(new[] { 7000000L, 7400000L, 8400000L }, driver.readMicros);
    }

    [TestMethod]
    public void Layout_of_other_size_than_the_recording_is_refused()
    {
        ReplaySource source = Source(Header + "0,1,1,2,3\n", inRealTime: false);
        var clock = new ManualClock();
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => new ReplayAfe(
            new GoodAfe(clock), new PinLog(), PackLayout.FromCounts(1, [3], [1]), source, clock));
        StringAssert.Contains(e.Message, "3 cells");
    }

    private static ReplaySource Source(string text, bool inRealTime) =>
        new(Recording.Open(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "x.csv"), inRealTime);

    private static long[] TakeAll(ReplaySource source)
    {
        List<long> times = [];
        while (source.TryTake(0, out long timeMs))
        {
            times.Add(timeMs);
        }

        return [.. times];
    }

    /// <summary>A driver for which every reading is good and takes 3 ms.</summary>
    private sealed class GoodAfe(ManualClock clock) : IAfe
    {
        public readonly List<long> readMicros = [];

        public int ShortestCycleMicros => 3000;

        public int RetryCount => 0;

        public int StepCount => 0;

        public int CheckOfStep(int step) => throw new NotSupportedException();

        public int StepMicros(int step) => throw new NotSupportedException();

        public byte RunStep(int step, PackSample sample) => throw new NotSupportedException();

        public byte Start() => AfeStatus.Ok;

        public byte Read(PackSample sample)
        {
            readMicros.Add(clock.MonotonicMicros());
            clock.DelayMicros(3000);
            Array.Fill(sample.cellQuality, Quality.Good);
            Array.Fill(sample.tempQuality, Quality.Good);
            return AfeStatus.Ok;
        }
    }

    /// <summary>Writes down what is put on the pins.</summary>
    private sealed class PinLog : IAnalogueInputs
    {
        private readonly List<string> _lines = [];

        public int DeviceCount => 2;

        public int CellInputs => 12;

        public int GpioInputs => 5;

        public string[] Take()
        {
            string[] taken = [.. _lines];
            _lines.Clear();
            return taken;
        }

        public void SetCellMicrovolts(int device, int input, int microvolts) =>
            _lines.Add("d" + device + "c" + input + "=" + microvolts);

        public void SetGpioMicrovolts(int device, int gpio, int microvolts) =>
            _lines.Add("d" + device + "g" + gpio + "=" + microvolts);

        public void SetProbeDeciC(int device, int gpio, int deciC) =>
            _lines.Add("d" + device + "t" + gpio + "=" + deciC);

        public void SetProbeOpen(int device, int gpio) => _lines.Add("d" + device + "t" + gpio + "=open");

        public void SetProbeShorted(int device, int gpio) => _lines.Add("d" + device + "t" + gpio + "=short");
    }
}
