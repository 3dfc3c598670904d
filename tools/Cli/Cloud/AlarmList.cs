using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using DataBox.Core;

namespace DataBox.Cli.Cloud;

/// <summary>An alarm of the list.</summary>
/// <param name="State">1 open, 2 open and acknowledged, 3 cleared and not acknowledged.</param>
public sealed record ListedAlarm(Alarm Alarm, int State);

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
            };
            alarms.Add(new ListedAlarm(alarm, At(1)));
        }

        return new AlarmList(document.Text("box"), alarms);
    }

    /// <summary>The list at the key; empty where there is none, or something else is in it.</summary>
    private static long[] Numbers(JsonObject? document, string key) =>
        document?[key] is JsonArray array && array.All(n => n is JsonValue v && v.TryGetValue(out long _))
            ? [.. array.Select(n => n!.GetValue<long>())]
            : [];
}
