using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// What checks ask of the chain: clear and see it, convert, read a group into codes; repeated where a frame was broken, a
    /// bounded number of times a step. Says for which devices the answer can be trusted.
    /// </summary>
    public sealed class Ltc681xCheckLine
    {
        /// <summary>Codes kept of each device: 18 cells or 12 auxiliary registers, then the six words of the status groups.
        /// </summary>
        public const int CodesPerDevice = 24;

        /// <summary>The first word of status group A among them; group B follows.</summary>
        public const int StatusAt = 18;

        /// <summary>A register that holds no result, and the highest result.</summary>
        public const int Cleared = 0xFFFF;
        public const int HighestCode = 0xDFFF;

        /// <summary>[deviceCount * CodesPerDevice] what was read last, to be masked to 16 bits.</summary>
        public readonly short[] codes;

        // [deviceCount * StatusAt] what the first of two runs gave.
        private readonly short[] _kept;

        // Of the step under way: bits of devices that were silent, broken, or not proven fresh; and what was repeated.
        public int silentMask;
        public int brokenMask;
        public int staleMask;
        public int repeats;

        private readonly Ltc681xLine _line;
        private readonly IClock _clock;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xSetUp _setUp;
        private readonly Ltc681xFindings _found;
        private readonly int _retries;
        private readonly int _retriesPerStep;
        private int _retriesLeft;

        // THSD: seen since the die was last judged; and set by our own clearing, not by heat.
        private int _overheatedMask;
        private int _setByUsMask;

        public Ltc681xCheckLine(Ltc681xLine line, IClock clock, Ltc681xScan scan, Ltc681xSetUp setUp, Ltc681xFindings found,
            Ltc681xConfig config)
        {
            _line = line;
            _clock = clock;
            _scan = scan;
            _setUp = setUp;
            _found = found;
            _retries = config.retries;
            _retriesPerStep = config.retriesPerSample;
            codes = new short[scan.deviceCount * CodesPerDevice];
            _kept = new short[scan.deviceCount * StatusAt];
        }

        /// <summary>The first device that is reached from the far end only; deviceCount where none is.</summary>
        public int Split
        {
            get { return _line.split; }
        }

        public void Begin()
        {
            silentMask = 0;
            brokenMask = 0;
            staleMask = 0;
            repeats = 0;
            _retriesLeft = _retriesPerStep;
        }

        /// <summary>A code that was read.</summary>
        /// <param name="index">Below <see cref="CodesPerDevice"/>.</param>
        public int CodeOf(int device, int index)
        {
            return codes[(device * CodesPerDevice) + index] & 0xFFFF;
        }

        /// <summary>Keeps the codes of cells or auxiliary registers, before others are read in their place.</summary>
        public void Keep()
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                System.Array.Copy(codes, d * CodesPerDevice, _kept, d * StatusAt, StatusAt);
            }
        }

        /// <summary>A code that was kept.</summary>
        public int KeptOf(int device, int index)
        {
            return _kept[(device * StatusAt) + index] & 0xFFFF;
        }

        /// <summary>True for a code that says that two filters disagreed.</summary>
        public static bool IsRedundancyFault(int code)
        {
            return (code & 0xFFF0) == 0xFF00;
        }

        /// <summary>Sends a command, and waits as long as it takes.</summary>
        /// <param name="typicalMicros">By the data sheet; 0: nothing to wait for.</param>
        public void Command(int command, int typicalMicros)
        {
            _line.Command(command);
            if (typicalMicros != 0)
            {
                _clock.DelayMicros(Ltc681xModel.WaitMicros(typicalMicros));
            }
        }

        /// <summary>Clears, and looks at one group before anything is converted: a register that was seen cleared and holds a
        /// result later holds one of this step. Unlike in a sample this is not done beside the conversion, since a conversion of
        /// a check may be over before a slow board has sent the read.</summary>
        /// <returns>Devices that were seen cleared.</returns>
        public int Clear(int clear, int read)
        {
            int proven = 0;
            int tries = 0;
            while (true)
            {
                _line.Command(clear);
                _line.Read(read);
                _setUp.LookForCleared(3);
                proven |= _scan.goodMask & ~_scan.oddMask;
                if (!MayRepeat(_scan.allMask & ~proven & ~_found.knownUnproven, ref tries))
                {
                    break;
                }
            }

            int missing = _scan.allMask & ~proven;
            silentMask |= missing & _scan.silentMask;
            brokenMask |= missing & ~_scan.silentMask & ~_scan.goodMask;
            staleMask |= missing & _scan.goodMask;
            return proven;
        }

        /// <summary>Clears the status groups and proves it by A. Whether the die had been too hot is kept.</summary>
        public int ClearStatus()
        {
            ReadStatusB();
            _setByUsMask = _scan.allMask;
            return Clear(Ltc681xCommands.ClearStatus, Ltc681xCommands.ReadStatusA);
        }

        /// <summary>Reads one group of all devices into <see cref="codes"/>.</summary>
        /// <param name="at">Where its three words go.</param>
        /// <returns>Devices whose frame verified.</returns>
        public int Read(int command, int at)
        {
            int pending = _scan.allMask;
            int tries = 0;
            do
            {
                _line.Read(command);
                _setUp.LookForCleared(3);
                Store(pending & _scan.goodMask, at);
                pending &= ~_scan.goodMask;
            }
            while (MayRepeat(pending, ref tries));

            silentMask |= pending & _scan.silentMask;
            brokenMask |= pending & ~_scan.silentMask;
            return _scan.allMask & ~pending;
        }

        /// <summary>Reads cell groups; A is 0.</summary>
        /// <param name="groups">null: those of all inputs.</param>
        public int ReadCells(int[] groups, int groupCount)
        {
            int good = _scan.allMask;
            for (int i = 0; i < groupCount; i++)
            {
                int group = groups == null ? i : groups[i];
                good &= Read(Ltc681xCommands.ReadCells(group), group * 3);
            }

            return good;
        }

        /// <summary>Reads all auxiliary groups: GPIO 1-3; GPIO 4, 5, reference; GPIO 6-8; GPIO 9, ones, flags.</summary>
        public int ReadAux(int groupCount)
        {
            int good = _scan.allMask;
            for (int group = 0; group < groupCount; group++)
            {
                good &= Read(Ltc681xCommands.ReadAux(group), group * 3);
            }

            return good;
        }

        /// <summary>Reads status group B, which resets what it says of heat; so that is kept here.</summary>
        public int ReadStatusB()
        {
            int good = Read(Ltc681xCommands.ReadStatusB, StatusAt + 3);
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int bit = 1 << d;
                if ((good & bit) != 0 && (CodeOf(d, StatusAt + 5) & 0x0100) != 0 && (_setByUsMask & bit) == 0)
                {
                    _overheatedMask |= bit;
                }
            }

            _setByUsMask &= ~good;
            return good;
        }

        /// <summary>Devices that shut down for heat since they were last forgotten.</summary>
        public int OverheatedMask
        {
            get { return _overheatedMask; }
        }

        /// <summary>Their heat was reported.</summary>
        public void ForgetOverheated(int mask)
        {
            _overheatedMask &= ~mask;
        }

        /// <summary>Devices that have our configuration now: the reference is up, modes and thresholds are those meant. One that
        /// has not is no case for a check; the next sample sets it up.</summary>
        public int Configured()
        {
            int pending = _scan.allMask;
            int right = 0;
            int tries = 0;
            do
            {
                _line.Read(Ltc681xCommands.ReadConfigA);
                _setUp.LookForConfiguration();
                right |= pending & _scan.goodMask & ~_scan.oddMask;
                pending &= ~_scan.goodMask;
            }
            while (MayRepeat(pending, ref tries));

            silentMask |= pending & _scan.silentMask;
            brokenMask |= pending & ~_scan.silentMask;
            staleMask |= _scan.allMask & ~pending & ~right;
            return right;
        }

        /// <summary>Whether to ask once more for these devices.</summary>
        public bool MayRepeat(int pending, ref int tries)
        {
            if ((pending & ~_found.deadMask) == 0 || tries == _retries || _retriesLeft == 0)
            {
                return false;
            }

            tries++;
            _retriesLeft--;
            repeats++;
            return true;
        }

        private void Store(int mask, int at)
        {
            byte[] reply = _line.reply;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((mask & (1 << d)) == 0)
                {
                    continue;
                }

                int from = Ltc681xLine.CommandBytes + (d * Ltc681xLine.GroupBytes);
                int to = (d * CodesPerDevice) + at;
                codes[to] = (short)(reply[from] | (reply[from + 1] << 8));
                codes[to + 1] = (short)(reply[from + 2] | (reply[from + 3] << 8));
                codes[to + 2] = (short)(reply[from + 4] | (reply[from + 5] << 8));
            }
        }
    }
}
