namespace DataBox.Core
{
    /// <summary>What happened to an alarm. Numbers are part of the wire contract and are never reused; 3 and 4 are kept for
    /// updated and acknowledged.</summary>
    public static class AlarmChange
    {
        public const byte Raised = 1;
        public const byte Cleared = 2;
    }
}
