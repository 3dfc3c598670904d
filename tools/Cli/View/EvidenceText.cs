using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;

namespace DataBox.Cli.View;

/// <summary>A feature that speaks for an alarm: its name on the wire, which ends in its unit, and its value.</summary>
public sealed record Feature(string Name, long Value)
{
    /// <summary>Those of an alarm of this program's own core.</summary>
    public static List<Feature> Of(Alarm alarm) => [.. Enumerable.Range(0, alarm.evidenceCount)
        .Select(i => new Feature(Evidence.NameOf(alarm.evidence[2 * i]), alarm.evidence[(2 * i) + 1]))];
}

/// <summary>Evidence in words with units, in English and Chinese. A name without words is shown as it is: a box may be newer than
/// this program.</summary>
public static class EvidenceText
{
    // {0} is the value, divided and with so many digits; signed where the direction matters.
    private static readonly Dictionary<string, (double Divisor, string Format, string En, string Zh)> Words = new()
    {
        ["residual_uv"] = (1000, "+0.0;-0.0;0.0", "{0} mV from what was learned", "偏离学习值 {0} mV"),
        ["deviation_uv"] = (1000, "+0.0;-0.0;0.0", "{0} mV from its device's median", "偏离本设备中位数 {0} mV"),
        ["leak_ma"] = (1, "0", "leaks {0} mA", "漏电 {0} mA"),
        ["leak_ppm_per_h"] = (10_000, "0.####", "{0} % of the capacity an hour", "每小时漏掉容量的 {0} %"),
        ["leak_mohm"] = (1000, "0.###", "like a resistor of {0} ohm", "相当于 {0} Ω 电阻"),
        ["resistance_uohm"] = (1000, "+0.000;-0.000;0.000", "{0} milliohm of resistance", "电阻 {0} mΩ"),
        ["resistance_permille"] = (10, "+0.0;-0.0;0.0", "{0} % of the median cell's resistance", "为中位电芯电阻的 {0} %"),
        ["drop_uv"] = (1000, "0.0", "dropped by {0} mV", "电压跌落 {0} mV"),
        ["events"] = (1, "0", "{0} times", "共 {0} 次"),
        ["neighbour_uv"] = (1000, "+0.0;-0.0;0.0", "its neighbour {0} mV meanwhile", "相邻电芯同时变化 {0} mV"),
        ["temp_rise_dc"] = (10, "+0.0;-0.0;0.0", "{0} °C from where it ought to be", "偏离应有温度 {0} °C"),
        ["temp_slope_dc_per_min"] = (10, "+0.0;-0.0;0.0", "{0} °C a minute", "每分钟 {0} °C"),
        ["steps"] = (1, "0", "{0} steps of the current", "{0} 次电流阶跃"),
        ["charges"] = (1, "0", "{0} charges", "{0} 次充电"),
        ["missing_permille"] = (10, "0.0", "{0} % of the capacity missing", "缺少容量的 {0} %"),
        ["spread_uv"] = (1000, "0.0", "else within {0} mV", "平时在 {0} mV 以内"),
        ["temp_dc"] = (10, "0.0", "at {0} °C", "当时 {0} °C"),
    };

    /// <summary>"-3.5 mV from what was learned, leaks 12 mA"; empty where there is none.</summary>
    /// <param name="language"><see cref="AdviceTable.English"/> or <see cref="AdviceTable.Chinese"/>.</param>
    public static string Of(IEnumerable<Feature> features, string language) =>
        string.Join(language == AdviceTable.Chinese ? "，" : ", ", features.Select(f => Of(f, language)));

    /// <summary>True where there are words for this name.</summary>
    public static bool Knows(string name) => Words.ContainsKey(name);

    private static string Of(Feature feature, string language)
    {
        if (!Words.TryGetValue(feature.Name, out (double Divisor, string Format, string En, string Zh) words))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{feature.Name} {feature.Value}");
        }

        string value = (feature.Value / words.Divisor).ToString(words.Format, CultureInfo.InvariantCulture);
        return string.Format(CultureInfo.InvariantCulture, language == AdviceTable.Chinese ? words.Zh : words.En, value);
    }
}
