namespace DataBox.Ports
{
    /// <summary>
    /// Why a reading can or cannot be trusted: one byte beside every value. The first reason found wins.
    /// Numbers are part of the wire contract (docs/wire-contract.md) and are never reused.
    /// </summary>
    /// <remarks>
    /// <see cref="Good"/>, <see cref="Implausible"/> and <see cref="Stuck"/> come with a value; with any other quality the
    /// value field holds nothing meaningful and is not sent.
    /// </remarks>
    public static class Quality
    {
        /// <summary>The value is a reading of this sample.</summary>
        public const byte Good = 0;

        /// <summary>Nobody measures it: not fitted, or the recording has no value here.</summary>
        public const byte Missing = 1;

        /// <summary>The device did not answer (all ones on the bus, cut chain, asleep).</summary>
        public const byte NoReply = 2;

        /// <summary>The device answered with a wrong packet error code in every try.</summary>
        public const byte PecError = 3;

        /// <summary>The register was not proven to hold this sample's conversion.</summary>
        public const byte Stale = 4;

        /// <summary>The register holds its cleared or power-on pattern: nothing was converted into it.</summary>
        public const byte NotConverted = 5;

        /// <summary>The chip's redundant conversion disagreed (LTC681x: code FF0x).</summary>
        public const byte RedundancyFault = 6;

        /// <summary>The code lies outside what the chip can measure.</summary>
        public const byte OutOfRange = 7;

        /// <summary>The temperature probe's wire is open.</summary>
        public const byte OpenProbe = 8;

        /// <summary>The temperature probe's wire is shorted.</summary>
        public const byte ShortedProbe = 9;

        /// <summary>Read correctly, but no cell or probe can be there (0 V, 6 V); the value is kept and sent.</summary>
        public const byte Implausible = 10;

        /// <summary>Has not moved by one code while its neighbours did; the value is kept and sent.</summary>
        public const byte Stuck = 11;

        /// <summary>The supply or reference that the value is measured against is out of its window.</summary>
        public const byte ReferenceFault = 12;

        /// <summary>Not measured: a check of the AFE took this sample's place.</summary>
        public const byte LeftOut = 13;

        /// <summary>The highest number in use.</summary>
        public const byte Last = 13;

        /// <summary>True where the value field beside this quality holds a reading.</summary>
        public static bool HasValue(byte quality)
        {
            return quality == Good || quality == Implausible || quality == Stuck;
        }
    }
}
