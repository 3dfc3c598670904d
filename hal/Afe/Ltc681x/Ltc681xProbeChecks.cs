using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Open wires at probes: the divider of a connected probe gives way to a test current by as much as its resistors
    /// say; a pin whose wire is open goes to the supply and to ground.</summary>
    /// <remarks>ADBMS1818 data sheet, "Auxiliary Open Wire Check": it names no algorithm, so this one is ours. Both directions run
    /// in one step, as at the cells.</remarks>
    public sealed class Ltc681xProbeChecks
    {
        /// <summary>With a larger pull-up a sound divider may give way to the test current as far as an open pin does.</summary>
        public const int LargestPullUpOhms = 15000;

        // "Input Current During Open Wire Detection".
        private const int LargestCurrentMicroamps = 130;
        private const int ReferenceMicrovolts = 3000000;

        private readonly Ltc681xCheckLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xModel _model;
        private readonly Ltc681xVerdict _verdict;
        private readonly PackLayout _layout;
        private readonly byte _mode;
        private readonly int _runs;
        private readonly int _thresholdMicrovolts;
        private readonly int _pullUpOhms;
        private readonly byte[] _isOpen;

        public Ltc681xProbeChecks(Ltc681xCheckLine line, Ltc681xScan scan, Ltc681xModel model, Ltc681xVerdict verdict,
            PackLayout layout, Ltc681xConfig config, byte mode)
        {
            _line = line;
            _scan = scan;
            _model = model;
            _verdict = verdict;
            _layout = layout;
            _mode = mode;
            _runs = Ltc681xWireChecks.RunsFor(config.wireNanofarads);
            _thresholdMicrovolts = Ltc681xWireChecks.ThresholdMicrovolts(config);
            _pullUpOhms = config.pullUpOhms;
            _isOpen = new byte[layout.probeCount];
        }

        /// <param name="again">Measures once more, for what the first time has found.</param>
        public void Measure(bool again)
        {
            int good = Run(!again);
            _line.Keep();
            good &= Run(again);
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((good & (1 << d)) != 0 && _layout.probeGpioMask[d] != 0)
                {
                    Judge(d, again);
                }
            }
        }

        /// <summary>Puts the result of each probe's wire.</summary>
        public void Put(int mask, AfeHealth health)
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                for (int p = _layout.firstProbe[d]; p < _layout.firstProbe[d + 1] && (mask & (1 << d)) != 0; p++)
                {
                    health.probeWireResult[p] = _isOpen[p] != 0 ? AfeResult.Failed : AfeResult.Passed;
                }
            }
        }

        private int Run(bool up)
        {
            int good = _line.Clear(Ltc681xCommands.ClearAux, Ltc681xCommands.ReadAuxA);
            for (int i = 0; i < _runs; i++)
            {
                _line.Command(up ? Ltc681xCommands.AuxOpenUp : Ltc681xCommands.AuxOpenDown, _model.AuxMicros(_mode));
            }

            return good & _line.ReadAux(_model.auxGroups);
        }

        // A divider of P and R between the reference F and ground gives r * (F +- I * P) under the current I, with r = R / (P + R):
        // it swings by 2 * r * I * P around r * F, so half its middle voltage times the rest says how far it may go. An open pin
        // goes to the supply and to ground.
        private void Judge(int device, bool again)
        {
            int probe = _layout.firstProbe[device];
            int worstSwing = 0;
            int worstBound = 0;
            int worstExcess = int.MinValue;
            bool isAnyOpen = false;
            for (int gpio = 0; gpio < _model.gpios; gpio++)
            {
                if (((_layout.probeGpioMask[device] >> gpio) & 1) == 0)
                {
                    continue;
                }

                // GPIO 1-5 are words 0-4, the reference is word 5, GPIO 6-9 are words 6-9.
                int word = gpio < 5 ? gpio : gpio + 1;
                int a = _line.KeptOf(device, word);
                int b = _line.CodeOf(device, word);
                if (IsUnusable(a) || IsUnusable(b))
                {
                    return;
                }

                int swing = (again ? b - a : a - b) * 100;
                int middle = (a + b) * 50;
                middle = middle > ReferenceMicrovolts ? ReferenceMicrovolts : middle;

                // 2 * 130 uA * 15,000 ohm * 3 V is 1.2e13.
                int bound = (int)(2L * LargestCurrentMicroamps * _pullUpOhms * middle / ReferenceMicrovolts) + _thresholdMicrovolts;
                bool isOpen = swing > bound;
                _isOpen[probe] = (byte)(isOpen && (!again || _isOpen[probe] != 0) ? 1 : 0);
                isAnyOpen |= _isOpen[probe] != 0;
                if (swing - bound > worstExcess)
                {
                    worstExcess = swing - bound;
                    worstSwing = swing;
                    worstBound = bound;
                }

                probe++;
            }

            _verdict.Judge(device, isAnyOpen, worstSwing, worstBound);
        }

        private static bool IsUnusable(int code)
        {
            return code == Ltc681xCheckLine.Cleared || Ltc681xCheckLine.IsRedundancyFault(code);
        }
    }
}
