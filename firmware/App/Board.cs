using System;
using DataBox.Core;
using DataBox.Esp32;
using DataBox.Ports;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;

namespace DataBox.App
{
    /// <summary>The pins of the boards that docs/hardware.md describes, and the SPI bus on them.</summary>
    public sealed class Board
    {
        private readonly int _mosi;
        private readonly int _miso;
        private readonly int _clock;
        private readonly int _chipSelect;

        private Board(int mosi, int miso, int clock, int chipSelect)
        {
            _mosi = mosi;
            _miso = miso;
            _clock = clock;
            _chipSelect = chipSelect;
        }

        /// <summary>Name of the firmware image that runs, as nanoff calls it.</summary>
        public static string TargetName
        {
            get { return SystemInfo.TargetName; }
        }

        /// <summary>The board's own pins, each replaced by what the configuration says (-1: not said).</summary>
        public static Board For(BoxConfig config)
        {
            bool isS3 = TargetName.Contains("S3");
            return new Board(
                config.pinMosi >= 0 ? config.pinMosi : isS3 ? 11 : 23,
                config.pinMiso >= 0 ? config.pinMiso : isS3 ? 13 : 19,
                config.pinSck >= 0 ? config.pinSck : isS3 ? 12 : 18,
                config.pinCs >= 0 ? config.pinCs : isS3 ? 10 : 27);
        }

        /// <summary>The second bridge at the chain's far end: the same bus with a chip select of its own.</summary>
        /// <param name="near">What <see cref="OpenSpi"/> returned.</param>
        /// <returns>Null: none is configured; or one on which nothing answers where the board refused the pin.</returns>
        public ISpiBus OpenFarEnd(BoxConfig config, ISpiBus near, ILog log)
        {
            if (config.pinCsFar < 0)
            {
                return null;
            }

            SpiBusAdapter bus = near as SpiBusAdapter;
            if (bus == null)
            {
                return new AbsentSpiBus(config.spiClockHz);
            }

            try
            {
                ISpiBus far = bus.WithChipSelect(config.pinCsFar);
                log.Line("far end of the chain at CS " + config.pinCsFar);
                return far;
            }
            catch (Exception e)
            {
                log.Line("CS " + config.pinCsFar + " can't be opened: " + e.Message + "; the chain is read from the near end only");
                return new AbsentSpiBus(config.spiClockHz);
            }
        }

        /// <summary>Assigns the pins and opens the bus; the order matters. Call once.</summary>
        /// <param name="spiMode">0..3.</param>
        /// <returns>The bus, or one on which nothing answers where the board refused; the log says why.</returns>
        public ISpiBus OpenSpi(BoxConfig config, int spiMode, ILog log)
        {
            string pins = "SPI" + config.spiBus + " (MOSI " + _mosi + ", MISO " + _miso + ", SCK " + _clock + ", CS "
                + _chipSelect + ")";
            try
            {
                bool isFirst = config.spiBus == 1;
                Configuration.SetPinFunction(_mosi, isFirst ? DeviceFunction.SPI1_MOSI : DeviceFunction.SPI2_MOSI);
                Configuration.SetPinFunction(_miso, isFirst ? DeviceFunction.SPI1_MISO : DeviceFunction.SPI2_MISO);
                Configuration.SetPinFunction(_clock, isFirst ? DeviceFunction.SPI1_CLOCK : DeviceFunction.SPI2_CLOCK);
                ISpiBus bus = new SpiBusAdapter(config.spiBus, config.spiClockHz, spiMode, _chipSelect);
                log.Line("AFE at " + pins);
                return bus;
            }
            catch (Exception e)
            {
                log.Line(pins + " can't be opened: " + e.Message + "; the box runs without AFE");
                return new AbsentSpiBus(config.spiClockHz);
            }
        }
    }
}
