namespace DataBox.Cli.Telemetry;

/// <summary>The words for a quality number, as docs/wire-contract.md lists them.</summary>
public static class QualityNames
{
    private static readonly string[] Names =
    [
        "good", "missing", "no-reply", "pec-error", "stale", "not-converted", "redundancy-fault", "out-of-range",
        "open-probe", "shorted-probe", "implausible", "stuck", "reference-fault", "left-out",
    ];

    public static int Count => Names.Length;

    /// <summary>Good, implausible and stuck come with a value.</summary>
    public static bool HasValue(byte quality) => quality is 0 or 10 or 11;

    /// <summary>At most four letters, for the place of a reading.</summary>
    public static string Short(byte quality) => Of(quality)[..4].TrimEnd('-');

    public static string Of(byte quality) => quality < Names.Length ? Names[quality] : $"quality-{quality}";
}
