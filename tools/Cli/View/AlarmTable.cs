using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DataBox.Cli.Cloud;
using DataBox.Core;
using DataBox.Detection;

namespace DataBox.Cli.View;

/// <summary>The list of a box's alarms as lines: a row each, and below it what to do.</summary>
public static class AlarmTable
{
    private static readonly Dictionary<string, string[]> Words = new()
    {
        [AdviceTable.English] =
            ["no alarms", "alarm", "severity", "state", "since", "what", "inspect:", "move?", "charge?", "advice:",
            "why:", "sure:", "could also be"],
        [AdviceTable.Chinese] =
            ["无报警", "编号", "级别", "状态", "始于", "内容", "检查：", "可否行驶：", "可否充电：", "建议：", "依据：", "把握：", "也可能是"],
    };

    private static readonly Dictionary<string, string[]> Severities = new()
    {
        [AdviceTable.English] = ["notice", "warning", "critical"],
        [AdviceTable.Chinese] = ["提示", "警告", "严重"],
    };

    private static readonly Dictionary<string, string[]> States = new()
    {
        [AdviceTable.English] = ["open", "acknowledged", "cleared, not acknowledged"],
        [AdviceTable.Chinese] = ["未确认", "已确认", "已消除，未确认"],
    };

    public static List<string> Lines(AlarmList list, string language)
    {
        string[] words = Words[language];
        var lines = new List<string>();
        if (list.Alarms.Count == 0)
        {
            lines.Add($"{list.Box}: {words[0]}");
            return lines;
        }

        List<string[]> rows = [words[1..6], .. list.Alarms.Select(a => Row(a, language))];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => Width(r[c])))];
        for (int r = 0; r < rows.Count; r++)
        {
            lines.Add(string.Join("  ", rows[r].Select((text, c) => text + new string(' ', widths[c] - Width(text)))).TrimEnd());
            if (r > 0)
            {
                lines.AddRange(Why(list.Alarms[r - 1], language));
                lines.AddRange(Advice(list.Alarms[r - 1].Alarm.adviceKey, language));
            }
        }

        return lines;
    }

    private static string[] Row(ListedAlarm listed, string language)
    {
        Alarm alarm = listed.Alarm;
        string since = string.Create(
            CultureInfo.InvariantCulture, $"{TimeSpan.FromMilliseconds(alarm.sinceMs):d\\.hh\\:mm\\:ss} (boot {alarm.firstBoot})");
        return
        [
            alarm.id.ToString(CultureInfo.InvariantCulture), Word(Severities[language], alarm.severity),
            Word(States[language], listed.State), since, AlarmText.Of(alarm),
        ];
    }

    /// <summary>Evidence, and how sure it is; no line where the box says neither.</summary>
    private static IEnumerable<string> Why(ListedAlarm listed, string language)
    {
        string[] words = Words[language];
        if (listed.Evidence.Count > 0)
        {
            yield return $"    {words[10]} {EvidenceText.Of(listed.Evidence, language)}";
        }

        string sure = listed.Alarm.certaintyPercent < 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{words[11]} {listed.Alarm.certaintyPercent} %");
        string other = listed.OrCause.Length == 0 ? "" : $"{words[12]} {listed.OrCause}";
        if (sure.Length + other.Length > 0)
        {
            yield return $"    {sure}{(sure.Length > 0 && other.Length > 0 ? ", " : "")}{other}";
        }
    }

    private static string[] Advice(string key, string language)
    {
        string[] words = Words[language];
        return AdviceTable.Find(key, language) is { } text
            ? [$"    {words[6]} {text.Inspect}", $"    {words[7]} {text.Move}", $"    {words[8]} {text.Charge}"]
            : [$"    {words[9]} {key}"];
    }

    /// <summary>A word of a newer box is shown as its number.</summary>
    private static string Word(string[] words, int number) =>
        number >= 1 && number <= words.Length ? words[number - 1] : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Columns of a terminal: a Chinese character takes two.</summary>
    private static int Width(string text) => text.Sum(c => c >= 0x2E80 ? 2 : 1);
}
