using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using DataBox.Cli.View;
using DataBox.Core;
using DataBox.Detection;

namespace DataBox.Cli.Cloud;

/// <summary>An alarm of the list.</summary>
/// <param name="State">1 open, 2 open and acknowledged, 3 cleared and not acknowledged.</param>
/// <param name="OrCause">Name of a cause that the evidence does not exclude; empty: none.</param>
/// <param name="Evidence">What speaks for it, as the box names it.</param>
public sealed record ListedAlarm(Alarm Alarm, int State, string OrCause, IReadOnlyList<Feature> Evidence);

/// <summary>The retained list of a box's alarms: docs/wire-contract.md, "alarms".</summary>
public sealed record AlarmList(string Box, IReadOnlyList<ListedAlarm> Alarms)
{
    /// <returns>Null where the document is no such list.</returns>
    public static AlarmList? TryRead(JsonObject? document)
    {
        if (document?["ids"] is not JsonArray array || Numbers(document, "ids") is not { } ids || ids.Length != array.Count)
        {
            return null;
        }

        var alarms = new List<ListedAlarm>();
        string[] numbers =
        [
            "first_boots", "states", "severities", "since_ms", "device_indexes", "cell_indexes", "probe_indexes",
            "wire_indexes", "values", "limits",
        ];
        string[] words = ["causes", "checks", "units", "advice"];
        long[][] columns = [.. numbers.Select(key => Numbers(document, key))];
        string[][] texts = [.. words.Select(key => document.Text(key).Split(','))];
        if (columns.Any(c => c.Length != ids.Length)
            || (ids.Length > 0 && texts.Any(t => t.Length != ids.Length)))
        {
            return null;
        }

        long[] certainties = Added(document, "certainties", ids.Length, -1);
        string[] orCauses = document.Text("or_causes").Split(',');
        List<Feature>[] evidence = Evidence(document, ids.Length);
        for (int i = 0; i < ids.Length; i++)
        {
            int At(int column) => (int)columns[column][i];
            var alarm = new Alarm
            {
                id = (int)ids[i],
                firstBoot = At(0),
                isAcknowledged = At(1) == AlarmState.OpenAcknowledged,
                severity = (byte)At(2),
                sinceMs = columns[3][i],
                deviceIndex = At(4),
                cellIndex = At(5),
                probeIndex = At(6),
                wireIndex = At(7),
                value = At(8),
                limit = At(9),
                cause = texts[0][i],
                check = texts[1][i].Length == 0 ? null : texts[1][i],
                unit = texts[2][i],
                adviceKey = texts[3][i],
                certaintyPercent = (int)certainties[i],
            };
            alarms.Add(new ListedAlarm(alarm, At(1), orCauses.Length == ids.Length ? orCauses[i] : "", evidence[i]));
        }

        return new AlarmList(document.Text("box"), alarms);
    }

    /// <summary>What older firmware does not send: then the same for all.</summary>
    private static long[] Added(JsonObject document, string key, int count, long none)
    {
        long[] numbers = Numbers(document, key);
        return numbers.Length == count ? numbers : [.. Enumerable.Repeat(none, count)];
    }

    /// <summary>Evidence of each alarm; none at all where counts, names and values don't agree.</summary>
    private static List<Feature>[] Evidence(JsonObject document, int count)
    {
        List<Feature>[] evidence = [.. Enumerable.Range(0, count).Select(_ => new List<Feature>())];
        long[] counts = Added(document, "evidence_counts", count, 0);
        string[] names = document.Text("evidence").Split(',');
        long[] values = Numbers(document, "evidence_values");
        if (names.Length != values.Length || counts.Any(c => c < 0 || c > values.Length) || counts.Sum() != values.Length)
        {
            return evidence;
        }

        int at = 0;
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < counts[i]; k++, at++)
            {
                evidence[i].Add(new Feature(names[at], values[at]));
            }
        }

        return evidence;
    }

    /// <summary>The list at the key; empty where there is none, or something else is in it.</summary>
    private static long[] Numbers(JsonObject? document, string key) =>
        document?[key] is JsonArray array && array.All(n => n is JsonValue v && v.TryGetValue(out long _))
            ? [.. array.Select(n => n!.GetValue<long>())]
            : [];
}
