using System;

namespace DataBox.Afe
{
    /// <summary>The choices of a BQ76952: those of every chain, and how long a conversion takes.</summary>
    /// <remarks>Thresholds, thermistor and pull-up are the chip's own: see this folder's README.</remarks>
    public sealed class Bq769x2Config : AfeConfig
    {
        /// <summary>3 ms a slot; the resolution that the data sheet's accuracy is given for.</summary>
        public const string Normal = "normal";

        /// <summary>1.5 ms a slot: twice as fast, and noisier.</summary>
        public const string Fast = "fast";

        /// <summary>Slots of 1.5 ms instead of 3 ms.</summary>
        public bool isFast;

        /// <summary>From what every family shares.</summary>
        /// <exception cref="ArgumentException">The mode is none of the family's, or a GPIO is wanted as a voltage.</exception>
        public static Bq769x2Config From(AfeConfig config)
        {
            Bq769x2Config made = new Bq769x2Config();
            made.TakeFrom(config);
            if (config.mode.Length != 0 && config.mode != Normal && config.mode != Fast)
            {
                throw new ArgumentException("adc_mode is '" + config.mode + "', known are " + Normal + ", " + Fast);
            }

            made.isFast = config.mode == Fast;
            return made;
        }

        /// <exception cref="ArgumentException">A value is out of bounds; says which.</exception>
        public void Check()
        {
            CheckShared();
            if (gpioInputMask != null)
            {
                for (int d = 0; d < gpioInputMask.Length; d++)
                {
                    if (gpioInputMask[d] != 0)
                    {
                        throw new ArgumentException("bq76952 reads no GPIO as a voltage, only thermistors");
                    }
                }
            }
        }
    }
}
