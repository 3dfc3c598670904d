using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Current and pack voltage from sensors at AFE GPIOs; what is not fitted is missing. The vehicle's state has no
    /// such sensor.</summary>
    public sealed class GpioInputs : IVehicleInputs
    {
        private const int GpiosPerDevice = 9;

        private readonly GpioSensor _current;
        private readonly GpioSensor _pack;

        /// <param name="current">mA; device 0: not fitted.</param>
        /// <param name="pack">mV; device 0: not fitted.</param>
        public GpioInputs(GpioSensor current, GpioSensor pack)
        {
            _current = current;
            _pack = pack;
        }

        public void Read(PackSample sample)
        {
            sample.currentQuality = QualityOf(_current, sample);
            if (sample.currentQuality == Quality.Good)
            {
                sample.currentMilliamps = ValueOf(_current, sample);
            }

            sample.packQuality = QualityOf(_pack, sample);
            if (sample.packQuality == Quality.Good)
            {
                sample.packMillivolts = ValueOf(_pack, sample);
            }

            sample.vehicleStateQuality = Quality.Missing;
        }

        private static int ValueOf(GpioSensor sensor, PackSample sample)
        {
            return sensor.ValueOf(sample.gpioMicrovolts[((sensor.device - 1) * GpiosPerDevice) + sensor.gpio - 1]);
        }

        private static byte QualityOf(GpioSensor sensor, PackSample sample)
        {
            if (sensor.device == 0)
            {
                return Quality.Missing;
            }

            if (sample.isLeftOut)
            {
                return Quality.LeftOut;
            }

            switch (sample.deviceStatus[sensor.device - 1])
            {
                case AfeStatus.NoReply: return Quality.NoReply;
                case AfeStatus.PecError: return Quality.PecError;
                case AfeStatus.Stale: return Quality.Stale;
                default: return Quality.Good;
            }
        }
    }
}
