using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Writes the chain's configuration and looks for it again; the slow paths beside the sample.</summary>
    public sealed class Ltc681xSetUp
    {
        private static readonly byte[] s_ones = new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
        private static readonly byte[] s_firstRegister = new byte[] { 0xFF, 0xFF, 0, 0, 0, 0 };

        private readonly Ltc681xLine _line;
        private readonly IClock _clock;
        private readonly Ltc681xScan _scan;
        private readonly bool _hasConfigB;
        private readonly int _settleMicros;
        private readonly byte[] _configA;
        private readonly byte[] _configACare;
        private readonly byte[] _configB;
        private readonly byte[] _configBCare;
        private readonly byte[] _chainData;

        /// <summary>Devices that did not answer to the last <see cref="Write"/>.</summary>
        public int silentMask;

        /// <summary>How often the last <see cref="Write"/> was repeated.</summary>
        public int repeats;

        public Ltc681xSetUp(Ltc681xLine line, IClock clock, Ltc681xScan scan, Ltc681xModel model, Ltc681xConfig config)
        {
            _line = line;
            _clock = clock;
            _scan = scan;
            _hasConfigB = model.hasConfigB;
            _settleMicros = Ltc681xChain.ReferenceUpMicros + config.probeSettleMicros;
            _configA = Ltc681xRegisters.ConfigA(AdcMode.AdcOptionOf(config.adcMode), config.undervoltageMicrovolts,
                config.overvoltageMicrovolts);
            _configACare = Ltc681xRegisters.ConfigACare();
            _configB = Ltc681xRegisters.ConfigB();
            _configBCare = Ltc681xRegisters.ConfigBCare();
            _chainData = new byte[6 * scan.deviceCount];
        }

        /// <summary>Writes the configuration to all devices, proves it by reading back, and waits for the reference.</summary>
        /// <param name="retries">How often to repeat for devices that answer and don't show it.</param>
        /// <returns><see cref="AfeStatus"/>, the worst of the devices; Reconfigured where one answers and does not take it.
        /// </returns>
        public byte Write(int retries)
        {
            repeats = 0;
            while (true)
            {
                WriteGroup(Ltc681xCommands.WriteConfigA, _configA);
                if (_hasConfigB)
                {
                    WriteGroup(Ltc681xCommands.WriteConfigB, _configB);
                }

                _line.Read(Ltc681xCommands.ReadConfigA);
                LookForConfiguration();
                int silent = _scan.silentMask;
                int verified = _scan.goodMask;
                int right = _scan.goodMask & ~_scan.oddMask;
                if (_hasConfigB)
                {
                    _line.Read(Ltc681xCommands.ReadConfigB);
                    Ltc681xCheckKernel.Compare(_scan, _line.reply, _configB, _configBCare);
                    silent &= _scan.silentMask;
                    verified &= _scan.goodMask;
                    right &= _scan.goodMask & ~_scan.oddMask;
                }

                silentMask = silent;
                int answering = _scan.allMask & ~silent;
                if (right == answering || repeats == retries)
                {
                    if (answering != 0)
                    {
                        _clock.DelayMicros(_settleMicros);
                    }

                    return silent != 0 ? AfeStatus.NoReply
                        : verified != _scan.allMask ? AfeStatus.PecError
                        : right != _scan.allMask ? AfeStatus.Reconfigured
                        : repeats != 0 ? AfeStatus.Retried
                        : AfeStatus.Ok;
                }

                repeats++;
            }
        }

        /// <summary>Looks for the cleared pattern in the line's last reply; the scan's oddMask are those without it.</summary>
        /// <param name="registers">1 or 3: how many registers of the group a clear fills with ones.</param>
        public void LookForCleared(int registers)
        {
            if (registers == 3 && Ltc681xCheckKernel.AreCleared(_line.reply, _scan.deviceCount))
            {
                _scan.goodMask = _scan.allMask;
                _scan.silentMask = 0;
                _scan.oddMask = 0;
                return;
            }

            Ltc681xCheckKernel.Compare(_scan, _line.reply, s_ones, registers == 3 ? s_ones : s_firstRegister);
        }

        /// <summary>Looks for our configuration group A in the line's last reply; the scan's oddMask have lost it.</summary>
        public void LookForConfiguration()
        {
            Ltc681xCheckKernel.Compare(_scan, _line.reply, _configA, _configACare);
        }

        /// <summary>Says why the cells of one group have no reading, after the last try.</summary>
        /// <param name="mask">Devices whose frame never verified; the scan's silentMask are those that sent all ones.</param>
        public static void MarkCells(Ltc681xScan scan, short[] slots, int mask, PackSample sample)
        {
            for (int s = 0; s < slots.Length; s++)
            {
                int bit = 1 << (s / 3);
                if ((mask & bit) != 0 && slots[s] >= 0)
                {
                    sample.cellQuality[slots[s]] = Reason(scan, bit);
                }
            }
        }

        /// <summary>The same for an auxiliary group; without the reference, none of the device's probes has a reading.</summary>
        public static void MarkProbes(Ltc681xScan scan, short[] slots, bool hasReference, int mask, PackSample sample)
        {
            for (int s = 0; s < slots.Length; s++)
            {
                int device = s / 3;
                int bit = 1 << device;
                if ((mask & bit) == 0)
                {
                    continue;
                }

                if (hasReference)
                {
                    scan.referenceQuality[device] = Reason(scan, bit);
                }

                if (slots[s] >= 0)
                {
                    sample.tempQuality[slots[s]] = Reason(scan, bit);
                }
                else if (slots[s] <= Ltc681xScan.FirstGpio)
                {
                    sample.gpioMicrovolts[Ltc681xScan.FirstGpio - slots[s]] = 0;
                }
            }
        }

        /// <summary>Writes configuration group B with or without the bit that makes every redundant comparison fail, and looks
        /// for it. Whatever happens, <see cref="Write"/> writes it without.</summary>
        /// <returns>Devices that show what was written.</returns>
        public int WriteForced(bool forced)
        {
            if (forced)
            {
                _configB[1] = (byte)(_configB[1] | Ltc681xRegisters.ForceRedundancyFailure);
            }

            WriteGroup(Ltc681xCommands.WriteConfigB, _configB);
            _line.Read(Ltc681xCommands.ReadConfigB);
            Ltc681xCheckKernel.Compare(_scan, _line.reply, _configB, _configBCare);
            _configB[1] = (byte)(_configB[1] & ~Ltc681xRegisters.ForceRedundancyFailure);
            return _scan.goodMask & ~_scan.oddMask;
        }

        private static byte Reason(Ltc681xScan scan, int bit)
        {
            return (scan.silentMask & bit) != 0 ? Quality.NoReply : Quality.PecError;
        }

        private void WriteGroup(int command, byte[] group)
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                System.Array.Copy(group, 0, _chainData, d * 6, 6);
            }

            _line.Write(command, _chainData);
        }
    }
}
