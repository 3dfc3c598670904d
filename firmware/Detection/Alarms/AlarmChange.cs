namespace DataBox.Detection
{
    /// <summary>What happened to an alarm. Numbers are never reused; the words are part of the wire contract.</summary>
    public static class AlarmChange
    {
        public const byte Raised = 1;
        public const byte Cleared = 2;

        /// <summary>Its value has moved by <see cref="FaultCauses.StepOf"/> since it was last told.</summary>
        public const byte Updated = 3;

        /// <summary>A person has seen it.</summary>
        public const byte Acknowledged = 4;

        /// <summary>Word on the wire.</summary>
        public static string NameOf(byte change)
        {
            switch (change)
            {
                case Raised: return "raised";
                case Cleared: return "cleared";
                case Updated: return "updated";
                default: return "acknowledged";
            }
        }
    }
}
