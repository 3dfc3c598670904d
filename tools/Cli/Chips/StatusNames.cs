namespace DataBox.Cli.Chips;

/// <summary>The words for an <see cref="Ports.AfeStatus"/>.</summary>
public static class StatusNames
{
    private static readonly string[] Names = ["ok", "retried", "reconfigured", "stale", "pec-error", "no-reply"];

    public static string Of(byte status) => status < Names.Length ? Names[status] : $"status-{status}";
}
