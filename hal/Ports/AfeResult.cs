namespace DataBox.Ports
{
    /// <summary>How a check of <see cref="AfeCheck"/> ended at one device, or one wire.</summary>
    public static class AfeResult
    {
        /// <summary>Not run yet, or the chip has no such check.</summary>
        public const byte NotRun = 0;

        public const byte Passed = 1;

        public const byte Failed = 2;
    }
}
