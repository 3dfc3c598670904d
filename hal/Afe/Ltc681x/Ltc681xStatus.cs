namespace DataBox.Afe
{
    /// <summary>
    /// What the chips say about themselves: the two status register groups. One entry a device; allocated once, filled in place.
    /// </summary>
    /// <remarks>LTC6812-1 data sheet, "Status Register Group".</remarks>
    public sealed class Ltc681xStatus
    {
        /// <summary>Quality of all other entries of the device; they keep their old value where it is not good.</summary>
        public readonly byte[] quality;

        /// <summary>Sum of all cell inputs as the chip measures it, µV, 0..172,029,000.</summary>
        public readonly int[] sumMicrovolts;

        /// <summary>Die temperature, 0.1 degC.</summary>
        public readonly int[] dieDeciC;

        /// <summary>VREG, µV; sound from 4.5 to 5.5 V.</summary>
        public readonly int[] analogSupplyMicrovolts;

        /// <summary>VREGD, µV; sound from 2.7 to 3.6 V.</summary>
        public readonly int[] digitalSupplyMicrovolts;

        /// <summary>Bit i: the last sample found cell input i+1, 1 to 12, under the chip's own threshold.</summary>
        public readonly int[] undervoltageMask;

        /// <summary>Bit i: over it.</summary>
        public readonly int[] overvoltageMask;

        /// <summary>1: the die was too hot (about 150 degC) since the last look, and the chip dropped its configuration.
        /// </summary>
        public readonly byte[] thermalShutdown;

        /// <summary>Revision of the silicon, 0..15.</summary>
        public readonly byte[] revision;

        public Ltc681xStatus(int deviceCount)
        {
            quality = new byte[deviceCount];
            sumMicrovolts = new int[deviceCount];
            dieDeciC = new int[deviceCount];
            analogSupplyMicrovolts = new int[deviceCount];
            digitalSupplyMicrovolts = new int[deviceCount];
            undervoltageMask = new int[deviceCount];
            overvoltageMask = new int[deviceCount];
            thermalShutdown = new byte[deviceCount];
            revision = new byte[deviceCount];
        }
    }
}
