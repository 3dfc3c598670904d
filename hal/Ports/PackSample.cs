namespace DataBox.Ports
{
    /// <summary>
    /// One sample of the whole pack: every cell, every probe, and what the vehicle says, at one time. Allocated once and filled
    /// in place; values and trust travel apart.
    /// </summary>
    public sealed class PackSample
    {
        /// <summary>Sample time, ms, on the schedule's time base (box monotonic, or the recording's own).</summary>
        public long timeMs;

        /// <summary>True where a check of the AFE took this sample's place: nothing was read, and every cell and probe is
        /// <see cref="Quality.LeftOut"/>. Set by whoever samples, before the vehicle's inputs are read.</summary>
        public bool isLeftOut;

        /// <summary>[cellCount] µV, 0..6,553,500; a value only where <see cref="Quality.HasValue"/>.</summary>
        public readonly int[] cellMicrovolts;

        /// <summary>[cellCount] <see cref="Quality"/>.</summary>
        public readonly byte[] cellQuality;

        /// <summary>[probeCount] 0.1 °C, -400..1250; a value only where <see cref="Quality.HasValue"/>.</summary>
        public readonly short[] tempDeciC;

        /// <summary>[probeCount] <see cref="Quality"/>.</summary>
        public readonly byte[] tempQuality;

        /// <summary>[deviceCount] <see cref="AfeStatus"/> of each device in this sample.</summary>
        public readonly byte[] deviceStatus;

        /// <summary>[deviceCount * 9] µV at GPIO 1..9 of each device, for inputs that are no probes; 0 where not read.</summary>
        public readonly int[] gpioMicrovolts;

        /// <summary>What the chain's checks have found so far, each with its age; filled between samples.</summary>
        public readonly AfeHealth health;

        /// <summary>Pack current, mA, discharge negative, ±2,000,000.</summary>
        public int currentMilliamps;
        public byte currentQuality;

        /// <summary>Pack voltage as the vehicle or a divider measures it, mV, 0..2,000,000.</summary>
        public int packMillivolts;
        public byte packQuality;

        /// <summary>Bits of <see cref="VehicleState"/>.</summary>
        public int vehicleState;
        public byte vehicleStateQuality;

        public PackSample(PackLayout layout)
        {
            cellMicrovolts = new int[layout.cellCount];
            cellQuality = new byte[layout.cellCount];
            tempDeciC = new short[layout.probeCount];
            tempQuality = new byte[layout.probeCount];
            deviceStatus = new byte[layout.deviceCount];
            gpioMicrovolts = new int[layout.deviceCount * 9];
            health = new AfeHealth(layout);
            currentQuality = Quality.Missing;
            packQuality = Quality.Missing;
            vehicleStateQuality = Quality.Missing;
        }
    }
}
