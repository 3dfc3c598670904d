using System;

namespace DataBox.Afe
{
    /// <summary>What the board and its owner choose about a chain. Filled by whoever reads the configuration; checked by
    /// <see cref="Check"/> when the driver is made.</summary>
    public sealed class Ltc681xConfig
    {
        /// <summary><see cref="AdcMode"/> of the cell conversion.</summary>
        public byte adcMode = AdcMode.Khz7;

        /// <summary><see cref="AdcMode"/> of the GPIO conversion. Must share the ADCOPT bit with adcMode: 27, 7 kHz, 422 and
        /// 26 Hz are one set, 14, 3, 2 and 1 kHz the other.</summary>
        public byte auxMode = AdcMode.Khz7;

        /// <summary>Name of the thermistor, <see cref="NtcTable.Find"/>.</summary>
        public string ntcName = "ncp15xh103";

        /// <summary>Resistor from the second reference to the GPIO, ohm, 1,000..100,000.</summary>
        public int pullUpOhms = 10000;

        /// <summary>[deviceCount] bit i set: GPIO i+1 is read as a voltage into gpioMicrovolts; null: none beside those that
        /// share a register group with a probe.</summary>
        public int[] gpioInputMask;

        /// <summary>What one transfer costs this board beside its clocks (driver call, chip select), µs, 0..10,000.</summary>
        public int transferOverheadMicros = 100;

        /// <summary>How often a transfer with a wrong PEC is repeated, 0..10.</summary>
        public int retries = 2;

        /// <summary>Repeated transfers in one sample at most, over all register groups, 0..100: a noisy line costs bounded
        /// time.</summary>
        public int retriesPerSample = 12;

        /// <summary>Thresholds written into the chips, µV, 1,600..6,550,000. Their flags are not used; that they read back is
        /// the proof that a device still has its configuration.</summary>
        public int undervoltageMicrovolts = 2500000;
        public int overvoltageMicrovolts = 4250000;

        /// <summary>From switching the second reference on to a settled divider, beyond the reference's own 4.4 ms: five time
        /// constants of the GPIO filter, µs, 0..1,000,000.</summary>
        public int probeSettleMicros = 5000;

        /// <exception cref="ArgumentException">A value is out of bounds or does not fit the layout and chip; says which.
        /// </exception>
        public void Check()
        {
            if (adcMode >= AdcMode.Count || auxMode >= AdcMode.Count)
            {
                throw new ArgumentException("the ADC mode is none of " + AdcMode.Names());
            }

            if (AdcMode.AdcOptionOf(adcMode) != AdcMode.AdcOptionOf(auxMode))
            {
                throw new ArgumentException("the ADC modes " + AdcMode.NameOf(adcMode) + " and " + AdcMode.NameOf(auxMode)
                    + " can't be used together: the chip's ADCOPT bit differs");
            }

            if (NtcTable.Find(ntcName) == null)
            {
                throw new ArgumentException("no table for thermistor '" + ntcName + "'; there are " + NtcTable.Names());
            }

            CheckRange("pull-up ohms", pullUpOhms, 1000, 100000);
            CheckRange("transfer overhead micros", transferOverheadMicros, 0, 10000);
            CheckRange("retries", retries, 0, 10);
            CheckRange("retries per sample", retriesPerSample, 0, 100);
            CheckRange("undervoltage microvolts", undervoltageMicrovolts, 1600, 6550000);
            CheckRange("overvoltage microvolts", overvoltageMicrovolts, 1600, 6550000);
            CheckRange("probe settle micros", probeSettleMicros, 0, 1000000);
        }

        private static void CheckRange(string what, int value, int lowest, int highest)
        {
            if (value < lowest || value > highest)
            {
                throw new ArgumentException(what + " is " + lowest + " to " + highest + ", not " + value);
            }
        }
    }
}
