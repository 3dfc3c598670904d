namespace DataBox.Afe
{
    /// <summary>Who answers, and what the chips have noted about themselves.</summary>
    public sealed class Adbms683xFlagChecks
    {
        // Status group C, bytes 4 and 5: memory errors, supply comparators; oscillator, test mode, thermal shutdown, supply
        // delta (VDE and VDEL: the sources disagree which is which, so either counts). Not SLEEP and SPIFLT, which tell of a
        // pause and of a noisy line, and not COMP, which the redundancy check tells cell by cell.
        private const int FlagsThatCount = 0xC7FF;

        // The oscillator's counter in status group D (foxBMS 2: a slow one is below, a fast one above).
        private const int OscillatorLow = 52;
        private const int OscillatorHigh = 70;
        private const int OscillatorFlag = 0x10000;

        private readonly Adbms683xCheckLine _line;
        private readonly Adbms683xLine _chain;
        private readonly Adbms683xScan _scan;
        private readonly Adbms683xSetUp _setUp;

        /// <summary>[deviceCount] what the check calls its value.</summary>
        public readonly int[] value;

        public Adbms683xFlagChecks(Adbms683xCheckLine line, Adbms683xLine chain, Adbms683xScan scan, Adbms683xSetUp setUp)
        {
            _line = line;
            _chain = chain;
            _scan = scan;
            _setUp = setUp;
            value = new int[scan.deviceCount];
        }

        /// <summary>Where the chain ends for the near bridge. All devices can be asked about that.</summary>
        public int MeasureChain()
        {
            int silent = _scan.allMask;
            for (int tries = 0; tries < 3 && silent != 0; tries++)
            {
                _setUp.LookForConfiguration();
                silent &= _scan.silentMask;
            }

            int place = _chain.Split < _scan.deviceCount ? _chain.Split + 1
                : silent != 0 ? Adbms683xLine.LowestOf(silent) + 1 : 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                value[d] = place;
            }

            _line.silentMask = silent;
            return place == 0 ? 0 : _scan.allMask & ~((1 << (place - 1)) - 1);
        }

        /// <summary>What the chips have noted since the last time; read twice, then cleared.</summary>
        public int MeasureFlags()
        {
            int failed = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                value[d] = FlagsThatCount | OscillatorFlag;
            }

            for (int tries = 0; tries < 2; tries++)
            {
                _line.Read(Adbms683xCommands.ReadStatusC);
                for (int d = 0; d < _scan.deviceCount; d++)
                {
                    int at = (d * Adbms683xLine.GroupBytes) + 4;
                    value[d] &= _line.data[at] | (_line.data[at + 1] << 8) | OscillatorFlag;
                }

                _line.Read(Adbms683xCommands.ReadStatusD);
                for (int d = 0; d < _scan.deviceCount; d++)
                {
                    int counter = _line.data[(d * Adbms683xLine.GroupBytes) + 5];
                    if (counter >= OscillatorLow && counter <= OscillatorHigh)
                    {
                        value[d] &= ~OscillatorFlag;
                    }
                }
            }

            _line.ClearFlags();
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                failed |= value[d] != 0 ? 1 << d : 0;
            }

            return failed;
        }
    }
}
