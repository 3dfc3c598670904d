using System;

namespace DataBox.Afe
{
    /// <summary>What the board and its owner choose about a chain, whatever the chips. Filled by whoever reads the
    /// configuration; each family checks what it uses when a driver is made.</summary>
    public class AfeConfig
    {
        /// <summary>Conversion mode, in the family's own words; empty: the family's default.</summary>
        public string mode = "";

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

        /// <summary>Thresholds written into the chips, µV, 1,600..6,550,000. That they read back is the proof that a device
        /// still has its configuration; their flags are compared with the readings by a check.</summary>
        public int undervoltageMicrovolts = 2500000;
        public int overvoltageMicrovolts = 4250000;

        /// <summary>From switching the second reference on to a settled divider, beyond the reference's own 4.4 ms: five time
        /// constants of the GPIO filter, µs, 0..1,000,000.</summary>
        public int probeSettleMicros = 5000;

        /// <summary>Filter capacitor at each cell input, nF, 1..1,000: the open-wire test current needs time to move it.
        /// </summary>
        public int wireNanofarads = 10;

        /// <summary>A wire is open when the test current moves its reading by more than this, mV, 100..2,000; 0: the family's
        /// default.</summary>
        public int openWireMillivolts;

        /// <summary>Copies every field of another.</summary>
        public void TakeFrom(AfeConfig other)
        {
            mode = other.mode;
            ntcName = other.ntcName;
            pullUpOhms = other.pullUpOhms;
            gpioInputMask = other.gpioInputMask;
            transferOverheadMicros = other.transferOverheadMicros;
            retries = other.retries;
            retriesPerSample = other.retriesPerSample;
            undervoltageMicrovolts = other.undervoltageMicrovolts;
            overvoltageMicrovolts = other.overvoltageMicrovolts;
            probeSettleMicros = other.probeSettleMicros;
            wireNanofarads = other.wireNanofarads;
            openWireMillivolts = other.openWireMillivolts;
        }

        /// <summary>Bounds of what every family shares.</summary>
        /// <exception cref="ArgumentException">A value is out of bounds; says which.</exception>
        public void CheckShared()
        {
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
            CheckRange("wire nanofarads", wireNanofarads, 1, 1000);
            if (openWireMillivolts != 0)
            {
                CheckRange("open wire millivolts", openWireMillivolts, 100, 2000);
            }
        }

        protected static void CheckRange(string what, int value, int lowest, int highest)
        {
            if (value < lowest || value > highest)
            {
                throw new ArgumentException(what + " is " + lowest + " to " + highest + ", not " + value);
            }
        }
    }
}
