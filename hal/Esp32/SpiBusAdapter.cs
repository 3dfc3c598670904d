using System;
using System.Device.Gpio;
using System.Device.Spi;
using DataBox.Ports;
using nanoFramework.Hardware.Esp32;

namespace DataBox.Esp32
{
    /// <summary>One device on an SPI bus of the ESP32, full duplex, 8 bits, most significant bit first.</summary>
    /// <remarks>
    /// The chip select is a pin of our own: the platform has no way to pulse it without a transfer, and the isoSPI
    /// wake-up is such a pulse. LTC6820 sends a wake-up from each edge, so no clock is needed meanwhile. Between
    /// select and the first clock, and between the last clock and deselect, lies at least one managed call: some µs,
    /// where the data sheets ask for 1 µs (LTC6811, timing characteristics t6 and t7; LTC6820 alike).
    /// <para>All devices of one bus share clock rate and mode: the platform takes those of the first one opened. Open
    /// this one once and never dispose it.</para>
    /// </remarks>
    public sealed class SpiBusAdapter : ISpiBus
    {
        private const int MaxTransferBytes = 16384;

        private readonly SpiDevice _device;
        private readonly GpioPin _chipSelect;
        private readonly int _clockHz;

        /// <param name="busId">1 or 2; its three pins must have been assigned before.</param>
        /// <param name="clockHz">78,000..26,000,000; LTC681x up to 1,000,000.</param>
        /// <param name="mode">0..3; what POL and PHA of the LTC6820 say.</param>
        /// <param name="chipSelectPin">Any output GPIO that is not a flash pin.</param>
        /// <exception cref="Exception">The bus, mode or pin is not possible on this board.</exception>
        public SpiBusAdapter(int busId, int clockHz, int mode, int chipSelectPin)
        {
            _chipSelect = new GpioController().OpenPin(chipSelectPin, PinMode.Output);
            _chipSelect.Write(PinValue.High);
            SpiConnectionSettings settings = new SpiConnectionSettings(busId, -1);
            settings.Mode = (SpiMode)mode;
            settings.ClockFrequency = clockHz;
            settings.DataBitLength = 8;
            settings.DataFlow = DataFlow.MsbFirst;
            settings.Configuration = SpiBusConfiguration.FullDuplex;
            _device = SpiDevice.Create(settings);
            _clockHz = clockHz;
        }

        private SpiBusAdapter(SpiDevice device, int clockHz, GpioPin chipSelect)
        {
            _device = device;
            _clockHz = clockHz;
            _chipSelect = chipSelect;
            _chipSelect.Write(PinValue.High);
        }

        /// <summary>A second device on the same bus, at the same clock and mode, selected by a pin of its own. Open it before
        /// the first transfer: until then its select floats.</summary>
        /// <param name="chipSelectPin">Any other output GPIO that is not a flash pin.</param>
        /// <exception cref="Exception">The pin is not possible on this board.</exception>
        public SpiBusAdapter WithChipSelect(int chipSelectPin)
        {
            return new SpiBusAdapter(_device, _clockHz, new GpioController().OpenPin(chipSelectPin, PinMode.Output));
        }

        public int ClockHz
        {
            get { return _clockHz; }
        }

        public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
        {
            if (length < 1 || length > MaxTransferBytes || writeBuffer.Length < length || readBuffer.Length < length)
            {
                // Unequal lengths would make the native driver write past the shorter buffer.
                throw new ArgumentException("a transfer of " + length + " bytes does not fit its buffers");
            }

            // The two windows are all that is allocated: the platform takes nothing else for a part of a buffer.
            SpanByte write = new SpanByte(writeBuffer, 0, length);
            SpanByte read = new SpanByte(readBuffer, 0, length);
            _chipSelect.Write(PinValue.Low);
            try
            {
                _device.TransferFullDuplex(write, read);
            }
            finally
            {
                _chipSelect.Write(PinValue.High);
            }
        }

        public void Pulse(int lowMicros)
        {
            _chipSelect.Write(PinValue.Low);
            ulong end = HighResTimer.GetCurrent() + (ulong)lowMicros;
            while (HighResTimer.GetCurrent() < end)
            {
            }

            _chipSelect.Write(PinValue.High);
        }
    }
}
