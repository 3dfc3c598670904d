using System.Globalization;
using DataBox.Core;
using DataBox.Detection;

namespace DataBox.Cli.View;

/// <summary>An alarm in one line.</summary>
public static class AlarmText
{
    /// <summary>"3 (acknowledged) soft-short cell 17: ..., 80 % sure, or hv-connection": with the number that acknowledges it.
    /// </summary>
    public static string Open(Alarm alarm) =>
        $"{alarm.id}{(alarm.isAcknowledged ? " (acknowledged)" : "")} {Of(alarm)}{Sure(alarm)}";

    /// <summary>With its evidence: "... 80 % sure, or hv-connection; -3.5 mV from what was learned, leaks 12 mA".</summary>
    public static string Full(Alarm alarm) => Of(alarm) + Sure(alarm)
        + (alarm.evidenceCount == 0 ? "" : $"; {EvidenceText.Of(Feature.Of(alarm), AdviceTable.English)}");

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

        string limit = alarm.unit is "uV" or "dC" or "mA" or "uohm" or "permille" ? $", limit {Amount(alarm.limit, alarm.unit)}" : "";
        return $"{alarm.cause}{check}{wire}{place}: {Amount(alarm.value, alarm.unit)}{limit}";
    }

    private static string Sure(Alarm alarm) =>
        (alarm.certaintyPercent < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {alarm.certaintyPercent} % sure"))
        + (alarm.orCauseId < 0 ? "" : $", or {FaultCauses.NameOf(alarm.orCauseId)}");

    private static string Amount(int value, string unit) => unit switch
    {
        "uV" => string.Create(CultureInfo.InvariantCulture, $"{value / 1000.0:0.0} mV"),
        "dC" => string.Create(CultureInfo.InvariantCulture, $"{value / 10.0:0.0} °C"),
        "mA" => string.Create(CultureInfo.InvariantCulture, $"{value} mA"),
        "uohm" => string.Create(CultureInfo.InvariantCulture, $"{value / 1000.0:0.000} milliohm"),
        "permille" => string.Create(CultureInfo.InvariantCulture, $"{value / 10.0:0.0} %"),
        "code" or "flags" => string.Create(CultureInfo.InvariantCulture, $"{unit} 0x{value:X4}"),
        "input" or "place" => $"{unit} {value}",
        _ => $"{value} {(value == 1 ? unit.TrimEnd('s') : unit)}",
    };
}
