namespace DataBox.Detection
{
    /// <summary>Where an alarm in the list stands. Numbers are part of the wire contract.</summary>
    public static class AlarmState
    {
        public const int Open = 1;
        public const int OpenAcknowledged = 2;

        /// <summary>What it was about is over, but nobody has said that they have seen it.</summary>
        public const int Cleared = 3;
    }
}
