using System;

namespace DataBox.Afe
{
    /// <summary>The choices of a chain of ADBMS683x: those of every chain, and which result is read.</summary>
    public sealed class Adbms683xConfig : AfeConfig
    {
        /// <summary>The threshold by default, mV.</summary>
        /// <remarks>The load takes a tenth of a sound cell's reading (foxBMS 2: 470 ohm against the filter), 0.55 V at 5.5 V;
        /// behind an open wire the reading falls to about 0 V, so by 2 V or more for any cell in use. Public drivers take 1 V
        /// and 2 V.</remarks>
        public const int DefaultOpenWireMillivolts = 1000;

        /// <summary>The least threshold, mV: from one load to the other a sound cell moves by a fifth of its reading, 0.9 V at
        /// 4.5 V.</summary>
        public const int LeastOpenWireMillivolts = 900;

        /// <summary><see cref="Adbms683xMode"/>.</summary>
        public byte result = Adbms683xMode.Raw;

        /// <summary>FC of the low pass, 0 (off) to 7.</summary>
        public int filter;

        /// <summary>From what every family shares.</summary>
        /// <exception cref="ArgumentException">The mode is none of the family's.</exception>
        public static Adbms683xConfig From(AfeConfig config)
        {
            Adbms683xConfig made = new Adbms683xConfig();
            made.TakeFrom(config);
            int mode = Adbms683xMode.Find(config.mode);
            if (mode < 0)
            {
                throw new ArgumentException("adc_mode is '" + config.mode + "', known are " + Adbms683xMode.Names());
            }

            made.result = (byte)mode;
            made.filter = Adbms683xMode.FilterOf(config.mode);
            return made;
        }

        /// <summary>µV by which the load must move a reading to make its wire open.</summary>
        public int OpenWireMicrovolts
        {
            get { return (openWireMillivolts == 0 ? DefaultOpenWireMillivolts : openWireMillivolts) * 1000; }
        }

        /// <exception cref="ArgumentException">A value is out of bounds; says which.</exception>
        public void Check()
        {
            CheckShared();
            if (openWireMillivolts != 0)
            {
                CheckRange("open wire millivolts", openWireMillivolts, LeastOpenWireMillivolts, 2000);
            }

            if (result > Adbms683xMode.Filtered)
            {
                throw new ArgumentException("the ADC mode is none of " + Adbms683xMode.Names());
            }

            CheckRange("filter", filter, result == Adbms683xMode.Filtered ? 1 : 0, 7);
        }
    }
}
