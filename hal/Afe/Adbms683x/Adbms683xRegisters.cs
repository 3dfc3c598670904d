namespace DataBox.Afe
{
    /// <summary>The bytes of the configuration groups, and which bits of them a read-back must show again.</summary>
    /// <remarks>ADBMS6830B: configuration groups A and B. Discharge bits, discharge timer and PWM are 0 in whatever this class
    /// makes: the box reads, it does not balance.</remarks>
    public static class Adbms683xRegisters
    {
        // REFON, and CTH = 1: a cell's two converters may differ by 8.1 mV. The sources agree about CTH codes 0 and 1 only.
        private const byte ReferenceOn = 0x81;

        /// <summary>Configuration group A: reference on, comparison threshold 8.1 mV, all GPIOs released.</summary>
        /// <param name="filter">FC, 0..7.</param>
        /// <returns>[6]</returns>
        public static byte[] ConfigA(int filter)
        {
            return new byte[] { ReferenceOn, 0, 0, 0xFF, 0x03, (byte)filter };
        }

        /// <summary>[6] bits of group A that read back as written: not the GPIOs, which may show the pins, and of the last byte
        /// the filter alone, since the others tell of a snapshot or of the COMM port.</summary>
        public static byte[] ConfigACare()
        {
            return new byte[] { 0x87, 0xFF, 0xF8, 0, 0, 0x07 };
        }

        /// <summary>Configuration group B: thresholds, no discharge.</summary>
        /// <param name="undervoltageMicrovolts">In steps of 2.4 mV from 1.5 V, signed; rounded to the nearest.</param>
        /// <param name="overvoltageMicrovolts">The same.</param>
        /// <returns>[6]</returns>
        public static byte[] ConfigB(int undervoltageMicrovolts, int overvoltageMicrovolts)
        {
            int under = ThresholdCode(undervoltageMicrovolts) & 0xFFF;
            int over = ThresholdCode(overvoltageMicrovolts) & 0xFFF;
            return new byte[]
            {
                (byte)under,
                (byte)(((over & 0x0F) << 4) | (under >> 8)),
                (byte)(over >> 4),
                0,
                0,
                0,
            };
        }

        /// <summary>[6] bits of group B that read back as written: all.</summary>
        public static byte[] ConfigBCare()
        {
            return new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
        }

        /// <summary>Code of a threshold, -2048..2047; 6,550,000 µV, the highest asked for, is cut to 6,412,800.</summary>
        public static int ThresholdCode(int microvolts)
        {
            int code = ((microvolts - 1500000 + 1200 + 2400000) / 2400) - 1000;
            return code > 2047 ? 2047 : code;
        }

        /// <summary>The voltage that a code stands for, µV.</summary>
        public static int ThresholdMicrovolts(int code)
        {
            return 1500000 + (code * 2400);
        }
    }
}
