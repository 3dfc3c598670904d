using System;
using System.Globalization;
using System.Text;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>Alarms as cells of a table.</summary>
public static class AlarmCells
{
    /// <summary>Since the recording's start: "0:15:00.9", from a day on "36 d 04:12".</summary>
    public static string Time(long milliseconds)
    {
        TimeSpan time = TimeSpan.FromMilliseconds(milliseconds);
        return milliseconds < 86_400_000
            ? time.ToString(@"h\:mm\:ss\.f", CultureInfo.InvariantCulture)
            : time.ToString(@"d\ \d\ hh\:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>"cell 82", "probe 3", "device 8", counted from 1.</summary>
    public static string Place(Alarm alarm) =>
        alarm.cellIndex >= 0 ? "cell " + (alarm.cellIndex + 1)
        : alarm.probeIndex >= 0 ? "probe " + (alarm.probeIndex + 1)
        : alarm.deviceIndex >= 0 ? "device " + (alarm.deviceIndex + 1) + (alarm.isOfProbes ? " probes" : "") : "pack";

    /// <summary>The cause, and what it could not be told apart from.</summary>
    public static string Cause(Alarm alarm) =>
        alarm.orCauseId < 0 ? alarm.cause : alarm.cause + " or " + FaultCauses.NameOf(alarm.orCauseId);

    /// <summary>Value and the limit that it was held against.</summary>
    public static string Value(Alarm alarm) =>
        Number(alarm.value) + " of " + Number(alarm.limit) + " " + alarm.unit;

    /// <summary>"residual_uv -9,300; steps 12"; empty: none was given.</summary>
    public static string EvidenceOf(Alarm alarm)
    {
        StringBuilder text = new();
        for (int k = 0; k < alarm.evidenceCount; k++)
        {
            text.Append(text.Length > 0 ? "; " : "").Append(Evidence.NameOf(alarm.evidence[2 * k])).Append(' ')
                .Append(Number(alarm.evidence[(2 * k) + 1]));
        }

        return text.Append(alarm.certaintyPercent < 0 ? "" : (text.Length > 0 ? "; " : "") + alarm.certaintyPercent + " % sure").ToString();
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
