using System;
using DataBox.Afe;
using DataBox.Core;
using DataBox.Esp32;
using DataBox.Link;
using DataBox.Ports;

namespace DataBox.App
{
    /// <summary>Puts the core and the adapters together as the configuration says.</summary>
    public static class Wiring
    {
        /// <summary>Makes the box.</summary>
        /// <exception cref="ArgumentException">The configuration does not fit chip, board or memory; one line says
        /// where. </exception>
        public static Box MakeBox(
            BoxConfig config, IStorage storage, IClock clock, ILog log, SupervisedLink link, PeriodicSchedule schedule)
        {
            PackLayout layout = config.MakeLayout();
            BoxParts parts = new BoxParts();
            parts.afe = MakeAfe(config, layout, clock, log);
            parts.afeBytes = AfeCatalogue.HeapBytes(config.chip, layout, config.pinCsFar >= 0);
            parts.inputs = new GpioInputs(config.currentSensor, config.packSensor);
            parts.schedule = schedule;
            parts.clock = clock;
            parts.storage = storage;
            parts.link = link;
            parts.log = log;
            return new Box(config, layout, parts);
        }

        private static IAfe MakeAfe(BoxConfig config, PackLayout layout, IClock clock, ILog log)
        {
            AfeConfig afe = new AfeConfig();
            afe.mode = config.adcMode;
            afe.ntcName = config.ntc;
            afe.pullUpOhms = config.ntcPullUpOhms;
            afe.transferOverheadMicros = config.spiOverheadMicros;
            afe.gpioInputMask = new int[layout.deviceCount];
            AddSensor(afe.gpioInputMask, config.currentSensor);
            AddSensor(afe.gpioInputMask, config.packSensor);
            afe.wireNanofarads = config.checks.wireNanofarads;
            afe.openWireMillivolts = config.checks.openWireMillivolts;
            Board board = Board.For(config);
            AfeChip chip = AfeCatalogue.Find(config.chip);
            if (chip == null)
            {
                throw new ArgumentException("chip is '" + config.chip + "', known are " + AfeCatalogue.Names());
            }

            ISpiBus near = board.OpenSpi(config, config.spiMode >= 0 ? config.spiMode : chip.spiMode, log);
            return AfeCatalogue.Make(config.chip, near, board.OpenFarEnd(config, near, log), clock, layout, afe);
        }

        private static void AddSensor(int[] gpioInputMask, GpioSensor sensor)
        {
            if (sensor.device > 0)
            {
                gpioInputMask[sensor.device - 1] |= 1 << (sensor.gpio - 1);
            }
        }
    }
}
