using System;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class DetectorAllocationTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Samples_and_windows_allocate_nothing_whether_alarms_are_open_or_not(bool withAlarms)
    {
        PackLayout layout = PackLayout.FromCounts(
            1, Enumerable.Repeat(12, 16).ToArray(), Enumerable.Repeat(3, 16).ToArray());
        Detector detector = new(layout, DetectorSettings.Nmc());
        SampleWindow window = new(layout);
        PackSample sample = new(layout);
        Random random = new(3);
        Run(detector, window, sample, random, 0, 2000, withAlarms);
        while (detector.TryTakeAlarm() != null)
        {
        }

        Assert.AreEqual(withAlarms, detector.OpenAlarmCount >= 4);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(detector, window, sample, random, 2000, 5000, withAlarms);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.IsNull(detector.TryTakeAlarm(), "what stays as it is, is told once");
    }

    private static void Run(
        Detector detector, SampleWindow window, PackSample sample, Random random, int from, int to, bool withAlarms)
    {
        for (int k = from; k < to; k++)
        {
            sample.timeMs = k * 100;
            for (int i = 0; i < sample.cellMicrovolts.Length; i++)
            {
                sample.cellMicrovolts[i] = 3_700_000 + (random.Next(-9, 10) * 100);
                sample.cellQuality[i] = Quality.Good;
            }

            for (int p = 0; p < sample.tempDeciC.Length; p++)
            {
                sample.tempDeciC[p] = 250;
                sample.tempQuality[p] = Quality.Good;
            }

            sample.currentQuality = k / 500 % 3 == 0 ? Quality.Missing : Quality.Good;
            sample.currentMilliamps = k / 100 % 4 == 0 ? 0 : random.Next(-60_000, 60_000);
            if (withAlarms)
            {
                sample.cellMicrovolts[0] = 4_300_000;
                sample.cellMicrovolts[13] = 3_600_000;
                sample.cellMicrovolts[30] = 0;
                sample.tempDeciC[5] = 700;
                sample.deviceStatus[9] = AfeStatus.NoReply;
            }

            detector.OnSample(sample);
            if (window.IsOver(sample.timeMs))
            {
                detector.OnWindow(window);
                window.Restart(sample.timeMs, 1000);
            }

            window.Add(sample);
        }
    }
}
