using System;

namespace DataBox.Afe
{
    /// <summary>The bytes of the configuration groups, and which bits of them a read-back must show again.</summary>
    /// <remarks>LTC6812-1 data sheet, "Configuration Register Group". Discharge bits and discharge timer are 0 in whatever this
    /// class makes: the box reads, it does not balance.</remarks>
    public static class Ltc681xRegisters
    {
        /// <summary>REFON in byte 0 of group A.</summary>
        public const int ReferenceOn = 0x04;

        /// <summary>FDRF in byte 1 of group B.</summary>
        public const int ForceRedundancyFailure = 0x40;

        // GPIO bits read back the pins and DTEN its pin, so they are no part of the comparison.
        private const int CareOfByte0 = 0x05;

        /// <summary>Configuration group A: all GPIOs released, reference on, thresholds, no discharge.</summary>
        /// <param name="undervoltageMicrovolts">1,600..6,550,000, in steps of 1.6 mV, rounded down.</param>
        /// <param name="overvoltageMicrovolts">The same.</param>
        /// <returns>[6]</returns>
        public static byte[] ConfigA(int adcOption, int undervoltageMicrovolts, int overvoltageMicrovolts)
        {
            int under = (undervoltageMicrovolts / 1600) - 1;
            int over = overvoltageMicrovolts / 1600;
            if (under < 0 || under > 0xFFF || over < 0 || over > 0xFFF)
            {
                throw new ArgumentException("a threshold has 12 bits of 1.6 mV");
            }

            return new byte[]
            {
                (byte)(0xF8 | ReferenceOn | adcOption),
                (byte)under,
                (byte)(((over & 0x0F) << 4) | (under >> 8)),
                (byte)(over >> 4),
                0,
                0,
            };
        }

        /// <summary>[6] bits of group A that read back as written.</summary>
        public static byte[] ConfigACare()
        {
            return new byte[] { CareOfByte0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
        }

        /// <summary>Configuration group B: GPIO 6 to 9 released, everything else off.</summary>
        /// <returns>[6]</returns>
        public static byte[] ConfigB()
        {
            return new byte[] { 0x0F, 0, 0, 0, 0, 0 };
        }

        /// <summary>[6] bits of group B that read back as written: not the GPIO pins, not MUTE, not the unused bytes.</summary>
        public static byte[] ConfigBCare()
        {
            return new byte[] { 0xF0, 0x7F, 0, 0, 0, 0 };
        }
    }
}
