using System;
using DataBox.Cli.Cloud;
using DataBox.Cli.View;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Cli.Running;

/// <summary>Copies what the live view shows out of a box, on the box's own thread.</summary>
public sealed class SnapshotTaker(Box box, SampleSource source, BrokerAddress broker, string boxId, EventLog log)
{
    private int _alarmsSaid;
    private volatile BoxSnapshot _last = Empty(source, broker, boxId);

    /// <summary>The newest copy; never changed once it is here.</summary>
    public BoxSnapshot Last => _last;

    public void Take()
    {
        PackSample sample = box.Sample;
        BoxStatus status = box.Status;
        BoxSnapshot next = Empty(source, broker, boxId);
        if (sample.isLeftOut)
        {
            // A picture of nothing would say less than the one before; the count of them is in it.
            next.TakeReadings(_last);
        }
        else
        {
            Array.Copy(sample.cellMicrovolts, next.CellMicrovolts, sample.cellMicrovolts.Length);
            Array.Copy(sample.cellQuality, next.CellQuality, sample.cellQuality.Length);
            Array.Copy(sample.tempDeciC, next.TempDeciC, sample.tempDeciC.Length);
            Array.Copy(sample.tempQuality, next.TempQuality, sample.tempQuality.Length);
        }

        next.CurrentMilliamps = sample.currentQuality == Quality.Good ? sample.currentMilliamps : null;
        next.Boot = status.bootNumber;
        next.Samples = status.sampleCount;
        next.Windows = status.windowCount;
        next.Condition = box.Detector.Condition.Word.Replace('_', ' ');
        next.ConditionSinceMs = box.Detector.Condition.SinceMs;
        next.SampleTimeMs = status.sampleTimeMs;
        next.AfeText = AfeText(status);
        next.ChecksText = ChecksText(status);
        next.HasFindings = HealthWords.FailedChecks(status.health).Length > 0;
        next.OpenSeq = status.openSeq;
        next.OpenRows = status.openRowCount;
        next.OutboxMessages = box.Outbox.MessageCount;
        next.Acknowledged = box.Outbox.acknowledgedBlocks;
        next.Dropped = box.Outbox.droppedBlocks + box.Outbox.refusedAlarms + box.Outbox.refusedAcks;
        next.Online = box.Link is { IsUp: true };
        if (box.Rates is { } rates)
        {
            next.SamplePeriodMs = rates.samplePeriodMs;
            next.WindowMs = rates.windowMs;
            next.CellsPeriodMs = rates.IsEverySampleARow ? 0 : rates.GroupPeriodMs(0);
            next.TemperaturesPeriodMs = rates.IsEverySampleARow ? 0 : rates.GroupPeriodMs(1);
            next.PackPeriodMs = rates.IsEverySampleARow ? 0 : rates.GroupPeriodMs(2);
            next.DesiredVersion = box.Gate.AppliedVersion;
        }

        for (int i = 0; i < box.Detector.OpenAlarmCount; i++)
        {
            next.Alarms.Add(AlarmText.Open(box.Detector.Book.At(i)));
        }

        next.Suspects = SuspectWords.Count(box.Detector);
        next.FirstSuspects = SuspectWords.First(box.Detector).Replace(",", ", ").Replace(":", " ");
        next.LearnedPermille = box.Detector.Causes.features.LearnedPermille();
        SayAlarms(status);
        next.Events.AddRange(log.Last());
        _last = next;
    }

    private void SayAlarms(BoxStatus status)
    {
        // Of a flood only the last ones are still at hand.
        _alarmsSaid = Math.Max(_alarmsSaid, status.alarmCount - status.recentAlarms.Length);
        for (; _alarmsSaid < status.alarmCount; _alarmsSaid++)
        {
            Alarm alarm = status.recentAlarms[_alarmsSaid % status.recentAlarms.Length];
            log.Line($"alarm {alarm.id} {AlarmChange.NameOf(alarm.change)} at {alarm.timeMs} ms: {AlarmText.Full(alarm)}");
        }
    }

    private static BoxSnapshot Empty(SampleSource source, BrokerAddress broker, string boxId)
    {
        PackLayout layout = source.Layout;
        var cells = new int[layout.deviceCount];
        for (int d = 0; d < cells.Length; d++)
        {
            cells[d] = layout.CellsOf(d);
        }

        return new BoxSnapshot
        {
            Box = boxId,
            Broker = broker.ToString(),
            Source = source.Name,
            CellsOfDevice = cells,
            CellMicrovolts = new int[layout.cellCount],
            CellQuality = new byte[layout.cellCount],
            TempDeciC = new int[layout.probeCount],
            TempQuality = new byte[layout.probeCount],
        };
    }

    private static string AfeText(BoxStatus status)
    {
        if (status.badDeviceCount == 0)
        {
            return status.afeWorks ? "ok" : "no answer";
        }

        return "no data from device " + string.Join(", ", status.badDevices[..status.badDeviceCount]);
    }

    /// <summary>"28 done, oldest 31 s, failed 2:mux, open wires 1:4, 12 samples left out".</summary>
    private static string ChecksText(BoxStatus status)
    {
        if (!status.hasChecks)
        {
            return "";
        }

        // Sample times count the same clock.
        long oldestSeconds = Math.Max(0, status.sampleTimeMs - (status.oldestCheckMicros / 1000)) / 1000;
        string failed = HealthWords.FailedChecks(status.health);
        string wires = HealthWords.OpenWires(status.health);
        return $"{status.checkCount} done, oldest {oldestSeconds} s, "
            + (failed.Length == 0 ? "none failed" : $"failed {failed}")
            + (wires.Length == 0 ? "" : $", open wires {wires}")
            + $", {status.leftOutCount} samples left out";
    }
}
