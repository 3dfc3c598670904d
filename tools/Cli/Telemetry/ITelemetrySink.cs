using System;

namespace DataBox.Cli.Telemetry;

/// <summary>Where decoded rows go. Rows come in the order of their blocks; a new boot is a new file.</summary>
public interface ITelemetrySink : IDisposable
{
    void Begin(TelemetryShape shape, uint boot);

    void Write(TelemetryRow row);

    /// <summary>Makes what was written readable by others.</summary>
    void Flush();
}
