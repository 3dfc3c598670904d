using System.Globalization;
using DataBox.Core;

namespace DataBox.Cli.View;

/// <summary>An alarm in one line.</summary>
public static class AlarmText
{
    /// <summary>"3 (acknowledged) cell-deviation cell 17: ...": with the number that acknowledges it.</summary>
    public static string Open(Alarm alarm) => $"{alarm.id}{(alarm.isAcknowledged ? " (acknowledged)" : "")} {Of(alarm)}";

    /// <summary>"cell-deviation cell 17: -45.1 mV, limit 30.0 mV".</summary>
    public static string Of(Alarm alarm)
    {
        string check = alarm.check is null ? "" : $" ({alarm.check})";
        string wire = alarm.wireIndex >= 0 ? $" wire {alarm.wireIndex} of device {alarm.deviceIndex + 1} at" : "";
        string place = alarm.cellIndex >= 0 ? $" cell {alarm.cellIndex + 1}"
            : alarm.probeIndex >= 0 ? $" probe {alarm.probeIndex + 1}"
            : alarm.deviceIndex >= 0 ? $" device {alarm.deviceIndex + 1}"
            : "";
        // A check without a measured value has no unit, or both numbers 0.
        if (alarm.unit == "none" || (alarm.check is not null && alarm.unit is "uV" && alarm.value == 0 && alarm.limit == 0))
        {
            return $"{alarm.cause}{check}{wire}{place}: {(alarm.change == AlarmChange.Cleared ? "passed" : "failed")}";
        }

        string limit = alarm.unit is "uV" or "dC" ? $", limit {Amount(alarm.limit, alarm.unit)}" : "";
        return $"{alarm.cause}{check}{wire}{place}: {Amount(alarm.value, alarm.unit)}{limit}";
    }

    private static string Amount(int value, string unit) => unit switch
    {
        "uV" => string.Create(CultureInfo.InvariantCulture, $"{value / 1000.0:0.0} mV"),
        "dC" => string.Create(CultureInfo.InvariantCulture, $"{value / 10.0:0.0} °C"),
        "code" or "flags" => string.Create(CultureInfo.InvariantCulture, $"{unit} 0x{value:X4}"),
        "input" or "place" => $"{unit} {value}",
        _ => $"{value} {(value == 1 ? unit.TrimEnd('s') : unit)}",
    };
}
