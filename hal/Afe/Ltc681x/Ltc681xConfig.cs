using System;

namespace DataBox.Afe
{
    /// <summary>The choices of a chain of LTC681x: those of every chain, and its two conversion modes.</summary>
    public sealed class Ltc681xConfig : AfeConfig
    {
        /// <summary><see cref="AdcMode"/> of the cell conversion.</summary>
        public byte adcMode = AdcMode.Khz7;

        /// <summary><see cref="AdcMode"/> of the GPIO conversion. Must share the ADCOPT bit with adcMode: 27, 7 kHz, 422 and
        /// 26 Hz are one set, 14, 3, 2 and 1 kHz the other.</summary>
        public byte auxMode = AdcMode.Khz7;

        /// <summary>From what every family shares.</summary>
        /// <exception cref="ArgumentException">The mode is none of the family's.</exception>
        public static Ltc681xConfig From(AfeConfig config)
        {
            Ltc681xConfig made = new Ltc681xConfig();
            made.TakeFrom(config);
            if (config.mode.Length != 0)
            {
                int mode = AdcMode.Find(config.mode);
                if (mode < 0)
                {
                    throw new ArgumentException("adc_mode is '" + config.mode + "', known are " + AdcMode.Names());
                }

                made.adcMode = (byte)mode;
                made.auxMode = (byte)mode;
            }

            return made;
        }

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

            CheckShared();
        }
    }
}
