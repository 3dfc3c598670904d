using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>A sensor whose voltage an AFE measures at a GPIO: value = (voltage - zero) x gain.</summary>
    public sealed class GpioSensor
    {
        /// <summary>Device from 1; 0: not fitted.</summary>
        public int device;

        /// <summary>GPIO from 1.</summary>
        public int gpio = 1;

        /// <summary>Voltage that means zero, µV.</summary>
        public int zeroMicrovolts;

        /// <summary>mA or mV per V at the GPIO; negative turns the sign.</summary>
        public int gainPerVolt = 1000;

        /// <summary>Takes PREFIX_device, PREFIX_gpio, PREFIX_zero_uv and PREFIX_UNIT_per_v.</summary>
        public void Take(ConfigReader reader, string prefix, string unit)
        {
            device = reader.Integer(prefix + "_device", device);
            gpio = reader.Integer(prefix + "_gpio", gpio);
            zeroMicrovolts = reader.Integer(prefix + "_zero_uv", zeroMicrovolts);
            gainPerVolt = reader.Integer(prefix + "_" + unit + "_per_v", gainPerVolt);
        }

        /// <summary>What is out of bounds, in words; null: nothing.</summary>
        public string Error(string prefix, string unit, int deviceCount)
        {
            return Bounds.Outside(prefix + "_device", device, 0, deviceCount)
                ?? Bounds.Outside(prefix + "_gpio", gpio, 1, 9)
                ?? Bounds.Outside(prefix + "_zero_uv", zeroMicrovolts, 0, 5000000)
                ?? Bounds.Outside(prefix + "_" + unit + "_per_v", gainPerVolt, -10000000, 10000000);
        }

        /// <summary>Says where a probe sits at the sensor's GPIO; null: none does.</summary>
        /// <param name="probeGpioMask">One mask a device.</param>
        public string Clash(string prefix, int[] probeGpioMask)
        {
            return device > 0 && device <= probeGpioMask.Length && (probeGpioMask[device - 1] & (1 << (gpio - 1))) != 0
                ? prefix + "_gpio is " + gpio + ", where device " + device + " has a probe"
                : null;
        }

        /// <summary>The value for a voltage.</summary>
        /// <remarks>|voltage - zero| &lt;= 6.6e6, |gain| &lt;= 1e7: the product stays under 2^46, the result under 6.6e7.</remarks>
        public int ValueOf(int microvolts)
        {
            return (int)((long)(microvolts - zeroMicrovolts) * gainPerVolt / 1000000);
        }
    }
}
