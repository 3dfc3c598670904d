namespace DataBox.Ports
{
    /// <summary>Time, injected everywhere: nothing in the product reads another clock.</summary>
    public interface IClock
    {
        /// <summary>Microseconds since an arbitrary start; never steps back.</summary>
        long MonotonicMicros();

        /// <summary>Wall time, ms since 1970 UTC.</summary>
        /// <returns>False while no time source has set it (after boot, before SNTP); utcMs is 0 then.</returns>
        bool TryGetUtcMs(out long utcMs);

        /// <summary>Waits at least this long, without the 10 ms grain of the RTOS tick where that matters (conversion waits).
        /// </summary>
        /// <param name="micros">0 or more.</param>
        void DelayMicros(int micros);
    }
}
