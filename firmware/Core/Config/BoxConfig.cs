using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Everything that is set before a box runs: who it is, where its broker is, what hangs on its SPI bus, its default rates
    /// and limits. Plain fields with defaults; <see cref="FirstError"/> holds all bounds.
    /// </summary>
    /// <remarks>Read from flat JSON (<see cref="Parse"/>); the keys are the names in <see cref="Take"/>. docs/configuration.md
    /// lists them with unit, bounds and default.</remarks>
    public sealed class BoxConfig
    {
        public const int Schema = 1;

        public string box = "";
        public string brokerHost = "";
        public int brokerPort = 1883;
        public int keepAliveSeconds = 60;
        public int reconnectMaxSeconds = 60;

        /// <summary>Name in the driver's catalogue.</summary>
        public string chip = "ltc6811";
        public int layoutVersion = 1;

        /// <summary>One entry a device: <see cref="PackLayout"/>.</summary>
        public int[] cellInputMask = new int[0];
        public int[] probeGpioMask = new int[0];

        /// <summary>For the driver, which judges them: ADC mode by name (empty: the chip's own default), table of the NTC part, its
        /// pull-up.</summary>
        public string adcMode = "";
        public string ntc = "ncp15xh103";
        public int ntcPullUpOhms = 10000;

        public readonly CheckSettings checks = new CheckSettings();

        /// <summary>For the ESP32 program: SPI bus and clock, and pins; -1: the board's own.</summary>
        public int spiBus = 1;
        public int spiClockHz = 1000000;

        /// <summary>0..3, what the bridge's POL and PHA say; -1: what the catalogue says of the chip.</summary>
        public int spiMode = -1;
        public int spiOverheadMicros = 100;
        public int pinMosi = -1;
        public int pinMiso = -1;
        public int pinSck = -1;
        public int pinCs = -1;

        /// <summary>Chip select of a second bridge at the chain's far end; -1: none.</summary>
        public int pinCsFar = -1;

        public string wifiSsid = "";
        public string wifiPassword = "";
        public string sntpServer = "pool.ntp.org";

        /// <summary>In force until the cloud says otherwise.</summary>
        public RateSettings rates = new RateSettings();

        public string chemistry = "nmc";
        public DetectorSettings limits = DetectorSettings.Nmc();

        /// <summary>A sensor at an AFE's GPIO; device 0: not fitted.</summary>
        public readonly GpioSensor currentSensor = new GpioSensor();
        public readonly GpioSensor packSensor = new GpioSensor();

        /// <summary>Room for blocks that wait for the broker.</summary>
        public int outboxBytes = 1048576;
        public int outboxBlocks = 4096;

        /// <summary>Messages in flight.</summary>
        public int inFlight = 2;

        /// <summary>The state message comes at least this often.</summary>
        public int stateSeconds = 60;

        /// <summary>Managed heap of the board: what is left of 4 MB PSRAM.</summary>
        public int heapBytes = 4000000;

        /// <summary>What reading, judging and encoding one cell costs this board where every sample is a row, µs; adds to the
        /// shortest sample period. The default is an estimate for an ESP32 at 240 MHz that no board has been asked about: the
        /// encoder alone needs up to 350 interpreted steps (docs/performance.md).</summary>
        public int cellCostMicros = 400;

        /// <summary>Reads a configuration.</summary>
        /// <param name="error">One line that names key, value and bounds, or the position in the text; null on success.</param>
        /// <returns>Null when it is refused.</returns>
        public static BoxConfig Parse(byte[] data, out string error)
        {
            JsonReader json = new JsonReader();
            if (!json.Parse(data))
            {
                error = json.Error;
                return null;
            }

            ConfigReader reader = new ConfigReader(json);
            BoxConfig config = new BoxConfig();
            config.Take(reader);
            string unknown = reader.FirstUntaken();
            if (unknown != null)
            {
                reader.Refuse("unknown key " + unknown);
            }

            error = reader.Error ?? config.FirstError();
            return error == null ? config : null;
        }

        /// <summary>The cell map that is described here. Only after <see cref="FirstError"/> found nothing.</summary>
        public PackLayout MakeLayout()
        {
            return new PackLayout(layoutVersion, cellInputMask, probeGpioMask);
        }

        /// <summary>The first field that is out of bounds or contradicts another: one line, or null.</summary>
        public string FirstError()
        {
            return ConfigLayout.Error(layoutVersion, cellInputMask, probeGpioMask)
                ?? ErrorBesideLayout(cellInputMask.Length)
                ?? currentSensor.Clash("current", probeGpioMask) ?? packSensor.Clash("pack", probeGpioMask);
        }

        /// <summary>The same for a cell map that comes from elsewhere.</summary>
        /// <param name="deviceCount">Of that map.</param>
        public string ErrorBesideLayout(int deviceCount)
        {
            string code;
            string text = LinkError() ?? BoardError();
            if (text == null && new RateBounds(0).Check(rates, out code, out text))
            {
                text = limits.Contradiction();
            }

            return text ?? currentSensor.Error("current", "ma", deviceCount) ?? packSensor.Error("pack", "mv", deviceCount);
        }

        /// <summary>1 to 32 of a-z, 0-9 and -.</summary>
        public static bool IsBoxId(string text)
        {
            if (text.Length == 0 || text.Length > 32)
            {
                return false;
            }

            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
                {
                    return false;
                }
            }

            return true;
        }

        private string LinkError()
        {
            if (!IsBoxId(box))
            {
                return "box is '" + box + "', allowed 1 to 32 characters of a-z, 0-9 and -";
            }

            if (brokerHost.Length == 0 || brokerHost.Length > 253)
            {
                return "broker_host has " + brokerHost.Length + " characters, allowed 1 to 253";
            }

            return Bounds.Outside("broker_port", brokerPort, 1, 65535)
                ?? Bounds.Outside("keep_alive_seconds", keepAliveSeconds, 10, 600)
                ?? Bounds.Outside("reconnect_max_seconds", reconnectMaxSeconds, 1, 3600)
                ?? Bounds.Outside("in_flight", inFlight, 1, 4)
                ?? Bounds.Outside("state_seconds", stateSeconds, 5, 3600)
                ?? Bounds.Outside("outbox_bytes", outboxBytes, 8192, 64 * 1048576)
                ?? Bounds.Outside("outbox_blocks", outboxBlocks, 4, 4096);
        }

        private string BoardError()
        {
            return TooLong("chip", chip, 16) ?? TooLong("adc_mode", adcMode, 16) ?? TooLong("ntc", ntc, 32)
                ?? TooLong("wifi_ssid", wifiSsid, 32) ?? TooLong("wifi_password", wifiPassword, 64)
                ?? TooLong("sntp_server", sntpServer, 253)
                ?? Bounds.Outside("ntc_pull_up_ohms", ntcPullUpOhms, 1000, 100000)
                ?? Bounds.Outside("spi_bus", spiBus, 1, 2)
                ?? Bounds.Outside("spi_clock_hz", spiClockHz, 100000, 2000000)
                ?? Bounds.Outside("spi_mode", spiMode, -1, 3)
                ?? Bounds.Outside("spi_overhead_us", spiOverheadMicros, 0, 10000)
                ?? Bounds.Outside("pin_mosi", pinMosi, -1, 48)
                ?? Bounds.Outside("pin_miso", pinMiso, -1, 48)
                ?? Bounds.Outside("pin_sck", pinSck, -1, 48)
                ?? Bounds.Outside("pin_cs", pinCs, -1, 48)
                ?? Bounds.Outside("pin_cs_far", pinCsFar, -1, 48)
                ?? (pinCsFar >= 0 && pinCsFar == pinCs ? "pin_cs_far is " + pinCsFar + ", and so is pin_cs" : null)
                ?? checks.Error()
                ?? Bounds.Outside("heap_bytes", heapBytes, 65536, 64 * 1048576)
                ?? Bounds.Outside("cell_cost_us", cellCostMicros, 0, 10000);
        }

        private void Take(ConfigReader reader)
        {
            int schema = reader.Integer("schema", Schema);
            if (schema != Schema)
            {
                reader.Refuse("schema is " + schema + ", this firmware reads " + Schema);
            }

            box = reader.Text("box", box);
            brokerHost = reader.Text("broker_host", brokerHost);
            brokerPort = reader.Integer("broker_port", brokerPort);
            keepAliveSeconds = reader.Integer("keep_alive_seconds", keepAliveSeconds);
            reconnectMaxSeconds = reader.Integer("reconnect_max_seconds", reconnectMaxSeconds);
            inFlight = reader.Integer("in_flight", inFlight);
            stateSeconds = reader.Integer("state_seconds", stateSeconds);
            outboxBytes = reader.Integer("outbox_bytes", outboxBytes);
            outboxBlocks = reader.Integer("outbox_blocks", outboxBlocks);
            layoutVersion = reader.Integer("layout_version", layoutVersion);
            cellInputMask = ConfigLayout.Masks(reader, "cells_per_device", "cell_masks", 18);
            probeGpioMask = ConfigLayout.Masks(reader, "probes_per_device", "probe_masks", 9);
            if (probeGpioMask.Length == 0)
            {
                probeGpioMask = new int[cellInputMask.Length];
            }

            TakeBoard(reader);
            checks.Take(reader);
            TakeRates(reader);
            TakeLimits(reader);
            currentSensor.Take(reader, "current", "ma");
            packSensor.Take(reader, "pack", "mv");
        }

        private void TakeBoard(ConfigReader reader)
        {
            chip = reader.Text("chip", chip);
            adcMode = reader.Text("adc_mode", adcMode);
            ntc = reader.Text("ntc", ntc);
            ntcPullUpOhms = reader.Integer("ntc_pull_up_ohms", ntcPullUpOhms);
            spiBus = reader.Integer("spi_bus", spiBus);
            spiClockHz = reader.Integer("spi_clock_hz", spiClockHz);
            spiMode = reader.Integer("spi_mode", spiMode);
            spiOverheadMicros = reader.Integer("spi_overhead_us", spiOverheadMicros);
            pinMosi = reader.Integer("pin_mosi", pinMosi);
            pinMiso = reader.Integer("pin_miso", pinMiso);
            pinSck = reader.Integer("pin_sck", pinSck);
            pinCs = reader.Integer("pin_cs", pinCs);
            pinCsFar = reader.Integer("pin_cs_far", pinCsFar);
            wifiSsid = reader.Text("wifi_ssid", wifiSsid);
            wifiPassword = reader.Text("wifi_password", wifiPassword);
            sntpServer = reader.Text("sntp_server", sntpServer);
            heapBytes = reader.Integer("heap_bytes", heapBytes);
            cellCostMicros = reader.Integer("cell_cost_us", cellCostMicros);
        }

        private void TakeRates(ConfigReader reader)
        {
            rates.samplePeriodMs = reader.Integer("sample_period_ms", rates.samplePeriodMs);
            rates.cellsPeriodMs = reader.Integer("cells_period_ms", rates.cellsPeriodMs);
            rates.temperaturesPeriodMs = reader.Integer("temperatures_period_ms", rates.temperaturesPeriodMs);
            rates.packPeriodMs = reader.Integer("pack_period_ms", rates.packPeriodMs);
            rates.windowMs = reader.Integer("window_ms", rates.windowMs);
            rates.blockSeconds = reader.Integer("block_seconds", rates.blockSeconds);
        }

        private void TakeLimits(ConfigReader reader)
        {
            chemistry = reader.Text("chemistry", chemistry);
            limits = DetectorSettings.ForChemistry(chemistry);
            if (limits == null)
            {
                reader.Refuse("chemistry is '" + chemistry + "', known are nmc and lfp");
                limits = DetectorSettings.Nmc();
            }

            for (int i = 0; i < DetectorSettings.Count; i++)
            {
                string key = DetectorSettings.KeyAt(i);
                string error;
                if (reader.Has(key) && !limits.TrySet(i, reader.Integer(key, limits.values[i]), out error))
                {
                    reader.Refuse(error);
                }
            }
        }

        private static string TooLong(string key, string value, int mostChars)
        {
            return value.Length <= mostChars
                ? null
                : key + " has " + value.Length + " characters, allowed at most " + mostChars;
        }
    }
}
