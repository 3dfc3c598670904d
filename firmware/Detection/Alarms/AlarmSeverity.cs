namespace DataBox.Detection
{
    /// <summary>How bad a cause is. Numbers are part of the wire contract.</summary>
    public static class AlarmSeverity
    {
        /// <summary>The measurement needs service; nothing is said about the cells.</summary>
        public const byte Notice = 1;

        /// <summary>The pack needs a look soon.</summary>
        public const byte Warning = 2;

        /// <summary>Danger now.</summary>
        public const byte Critical = 3;
    }
}
