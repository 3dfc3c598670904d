using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Writes the chain's configuration, starts its converters, and looks for both again; the slow paths beside the
    /// sample.</summary>
    public sealed class Adbms683xSetUp
    {
        /// <summary>tREFUP, from REFON to a stable reference, at most, µs.</summary>
        public const int ReferenceUpMicros = 4500;

        private static readonly byte[] s_all = new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };

        private readonly Adbms683xLine _line;
        private readonly IClock _clock;
        private readonly Adbms683xScan _scan;
        private readonly int _convert;
        private readonly int _firstResultMicros;
        private readonly byte[] _configA;
        private readonly byte[] _configACare;
        private readonly byte[] _configB;
        private readonly byte[] _configBCare;

        /// <summary>Devices that did not answer to the last <see cref="Write"/>.</summary>
        public int silentMask;

        /// <summary>How often something of the last <see cref="Write"/> was repeated.</summary>
        public int repeats;

        public Adbms683xSetUp(Adbms683xLine line, IClock clock, Adbms683xScan scan, Adbms683xConfig config)
        {
            _line = line;
            _clock = clock;
            _scan = scan;
            _convert = config.result == Adbms683xMode.Filtered ? Adbms683xCommands.ConvertCellsResetFilter
                : Adbms683xCommands.ConvertCells;
            _firstResultMicros = Adbms683xTiming.FirstResultMicros(config.result);
            _configA = Adbms683xRegisters.ConfigA(config.filter);
            _configACare = Adbms683xRegisters.ConfigACare();
            _configB = Adbms683xRegisters.ConfigB(config.undervoltageMicrovolts, config.overvoltageMicrovolts);
            _configBCare = Adbms683xRegisters.ConfigBCare();
        }

        /// <summary>ADCV as the configured result needs it.</summary>
        public int ConvertCommand
        {
            get { return _convert; }
        }

        /// <summary>Writes the configuration to all devices, proves it by reading back, starts the converters, proves that by
        /// the counter, and waits for their first result.</summary>
        /// <param name="retries">How often to repeat for devices that answer and don't show it.</param>
        /// <returns><see cref="AfeStatus"/>, the worst of the devices; Reconfigured where one answers and does not take it.
        /// </returns>
        public byte Write(int retries)
        {
            repeats = 0;
            int silent;
            int verified;
            int right;

            // Where each device's counter stands is known from here on.
            LookForConfiguration();
            _scan.AdoptCounters(_scan.missedMask);
            while (true)
            {
                // A box that starts again may find a chain that it left frozen.
                _line.Command(Adbms683xCommands.Unsnap);
                _line.Write(Adbms683xCommands.WriteConfigA, _configA);
                _line.Write(Adbms683xCommands.WriteConfigB, _configB);

                // What the flags have kept from before is no finding.
                _line.Write(Adbms683xCommands.ClearFlags, s_all);
                LookForConfiguration();
                silent = _scan.silentMask;
                verified = _scan.goodMask | _scan.missedMask;
                right = _scan.goodMask & ~_scan.oddMask;
                _scan.AdoptCounters(_scan.missedMask);
                _line.Read(Adbms683xCommands.ReadConfigB);
                Adbms683xCheckKernel.Compare(_scan, _line.reply, _configB, _configBCare);
                silent &= _scan.silentMask;
                verified &= _scan.goodMask | _scan.missedMask;
                right &= _scan.goodMask & ~_scan.oddMask;
                if (right == (_scan.allMask & ~silent) || repeats >= retries)
                {
                    break;
                }

                repeats++;
            }

            silentMask = silent;
            int answering = _scan.allMask & ~silent;
            if (answering != 0)
            {
                _clock.DelayMicros(ReferenceUpMicros);
                right &= StartConverters(answering, retries);
                _clock.DelayMicros(_firstResultMicros);
            }

            return silent != 0 ? AfeStatus.NoReply
                : verified != _scan.allMask ? AfeStatus.PecError
                : right != _scan.allMask ? AfeStatus.Reconfigured
                : repeats != 0 ? AfeStatus.Retried
                : AfeStatus.Ok;
        }

        /// <summary>Sends ADCV until every device that answers has counted it.</summary>
        /// <returns>Devices that have.</returns>
        public int StartConverters(int answering, int retries)
        {
            int started = 0;
            int tries = 0;
            while (true)
            {
                _line.Command(_convert);
                LookForConfiguration();
                started |= _scan.goodMask;
                _scan.AdoptCounters(_scan.missedMask);
                if ((answering & ~started) == 0 || tries >= retries)
                {
                    return started;
                }

                tries++;
                repeats++;
            }
        }

        /// <summary>Reads and compares our configuration group A; the scan's oddMask have lost it.</summary>
        public void LookForConfiguration()
        {
            _line.Read(Adbms683xCommands.ReadConfigA);
            Adbms683xCheckKernel.Compare(_scan, _line.reply, _configA, _configACare);
        }

        /// <summary>The same of group B.</summary>
        public void LookForThresholds()
        {
            _line.Read(Adbms683xCommands.ReadConfigB);
            Adbms683xCheckKernel.Compare(_scan, _line.reply, _configB, _configBCare);
        }

        /// <summary>Reads a group and verifies it, whatever it says.</summary>
        public void ReadVerified(int command)
        {
            _line.Read(command);
            Adbms683xCheckKernel.Compare(_scan, _line.reply, null, null);
        }

        /// <summary>Says why the cells of one frame have no reading, after the last try.</summary>
        /// <param name="registers">Registers in a frame: 3 or 16.</param>
        /// <param name="mask">Devices whose frame was not taken; the scan's silentMask are those that sent all ones, its
        /// missedMask those that count otherwise.</param>
        public static void MarkCells(Adbms683xScan scan, short[] slots, int registers, int mask, PackSample sample)
        {
            for (int s = 0; s < slots.Length; s++)
            {
                int bit = 1 << (s / registers);
                if ((mask & bit) != 0 && slots[s] >= 0)
                {
                    sample.cellQuality[slots[s]] = Reason(scan, bit);
                }
            }
        }

        /// <summary>Says why the probes of these devices have no reading.</summary>
        public static void MarkProbes(Adbms683xScan scan, int mask, byte quality)
        {
            for (int d = 0; d < scan.deviceCount; d++)
            {
                if ((mask & (1 << d)) == 0)
                {
                    continue;
                }

                for (int p = scan.firstProbe[d]; p < scan.firstProbe[d + 1]; p++)
                {
                    scan.tempQuality[p] = quality;
                }

                for (int i = d * Adbms683xScan.Gpios; i < (d + 1) * Adbms683xScan.Gpios; i++)
                {
                    scan.gpioMicrovolts[i] = 0;
                }
            }
        }

        /// <summary>Why nothing was taken from a device's last frame.</summary>
        public static byte Reason(Adbms683xScan scan, int bit)
        {
            return (scan.silentMask & bit) != 0 ? Quality.NoReply
                : (scan.missedMask & bit) != 0 ? Quality.Stale
                : Quality.PecError;
        }
    }
}
