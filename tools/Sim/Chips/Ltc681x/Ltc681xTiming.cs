namespace DataBox.Sim;

/// <summary>Times of the chip that a test may want to move within the data sheet's limits, µs. LTC6811 data sheet,
/// "Timing" in the table of electrical characteristics.</summary>
public sealed class Ltc681xTiming
{
    /// <summary>Sleep to standby, one device. Typical 200, longest 400: the longest is the default, since a driver must
    /// live with it.</summary>
    public int WakeMicros { get; set; } = 400;

    /// <summary>isoSPI port idle to ready, one device; longest.</summary>
    public int ReadyMicros { get; set; } = 10;

    /// <summary>isoSPI port ready to idle without traffic; 4.3 to 6.7 ms, typical.</summary>
    public int IdleMicros { get; set; } = 5500;

    /// <summary>Watchdog without a valid command; 1.8 to 2.2 s, typical.</summary>
    public int SleepMicros { get; set; } = 2000000;

    /// <summary>Start of the reference; 2.7 to 4.4 ms, typical.</summary>
    public int ReferenceMicros { get; set; } = 3500;
}
