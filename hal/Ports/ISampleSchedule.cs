namespace DataBox.Ports
{
    /// <summary>
    /// Says when the next sample is taken and which time it bears. In the vehicle that is a fixed period on the box's clock; in
    /// a replay it is the recording's rows.
    /// </summary>
    public interface ISampleSchedule
    {
        /// <summary>Asks for the next sample.</summary>
        /// <param name="nowMicros">Monotonic clock.</param>
        /// <param name="sampleTimeMs">The time that the sample bears; never falls.</param>
        /// <returns>True when a sample is to be taken now; each true is one sample.</returns>
        bool TryTake(long nowMicros, out long sampleTimeMs);

        /// <summary>Sets the period from the next sample on, which then is taken one new period after the last one, or at
        /// once if that has passed. A schedule that follows a recording keeps its rows.</summary>
        void SetPeriodMs(int periodMs);

        /// <summary>True where samples come from a recording: every sample is a row until a period is set from outside.
        /// </summary>
        bool FollowsRecording { get; }

        /// <summary>Samples that were due but not taken because the box was late.</summary>
        int MissedCount { get; }
    }
}
