namespace DataBox.Sim;

/// <summary>Times of the chip that a test may want to move within their limits, µs. From public drivers of the ADES1830 and
/// the ADBMS6822 bridge's limits.</summary>
public sealed class Adbms683xTiming
{
    /// <summary>Sleep to standby, one device; longest.</summary>
    public int WakeMicros { get; set; } = 500;

    /// <summary>isoSPI port idle to ready, one device; longest.</summary>
    public int ReadyMicros { get; set; } = 10;

    /// <summary>isoSPI port ready to idle without traffic; 4.3 to 6.7 ms, typical.</summary>
    public int IdleMicros { get; set; } = 5500;

    /// <summary>Watchdog without a valid command; about 2 s.</summary>
    public int SleepMicros { get; set; } = 2000000;

    /// <summary>Start of the reference; longest.</summary>
    public int ReferenceMicros { get; set; } = 4500;

    /// <summary>Until a device that was reset by command can be woken.</summary>
    public int ResetMicros { get; set; } = 50000;

    /// <summary>One round of the C-ADC over all cells; the S-ADC and the average take eight.</summary>
    public int RoundMicros { get; set; } = 1000;

    /// <summary>The auxiliary converter over all channels; one channel takes an eighteenth.</summary>
    public int AllAuxMicros { get; set; } = 18000;
}
