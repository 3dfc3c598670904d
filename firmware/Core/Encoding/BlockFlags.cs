using DataBox.Detection;

namespace DataBox.Core
{
    /// <summary>Bits in a block's header. The flags of the first four names are for whoever stores and shows blocks; this version
    /// of the box sets <see cref="GapBefore"/> only.</summary>
    public static class BlockFlags
    {
        /// <summary>Sent later than it was made: store it, do not show it as now.</summary>
        public const int Historical = 0x10;

        /// <summary>Part of the evidence of an alarm.</summary>
        public const int Evidence = 0x20;

        /// <summary>From before the trigger of an alarm.</summary>
        public const int PreTrigger = 0x40;

        /// <summary>Rows that were due between the last block and this one were not taken.</summary>
        public const int GapBefore = 0x80;

        /// <summary>All flags that a caller may set.</summary>
        public const int Mask = 0xF0;

        /// <summary>Cells are coded by the noise model, else by the step model. Set by the encoder.</summary>
        public const int NoiseModel = 0x08;

        /// <summary>In the row count's byte: cells are coded plain. Set by the encoder.</summary>
        public const int PlainCells = 0x40;

        /// <summary>In the row count's byte: the rows are of the same samples as those of the block before. Set by the encoder.
        /// </summary>
        public const int Companion = 0x80;
    }
}
