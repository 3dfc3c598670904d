using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// Takes one coherent set of readings: all of one scan that ended after the call, no byte of a later one among them, from a
    /// chip that has its settings.
    /// </summary>
    /// <remarks>
    /// (1) Status: it answers, is awake, was not reset, and its scan flags latch.
    /// (2) The scan flag is cleared and seen clear; a flag that never reads clear proves nothing.
    /// (3) It is waited until the chip sets it: a scan has ended. Then it is cleared and seen clear again.
    /// (4) All registers are read, high, low, high.
    /// (5) The flag is still clear: no scan has ended meanwhile, else from (3) on. And it still latches: a reset clears it, too.
    /// Temperatures take up to three scans; the full scan's flag, left set until it is seen, tells how old they can be.
    /// </remarks>
    public sealed class Bq769x2Sampler
    {
        private const int PollMicros = 500;

        // Scans that may come in between before a take is given up.
        private const int MostScans = 4;

        /// <summary>Temperatures are trusted when a full scan has ended within this time, or eight loops where they are slow.
        /// </summary>
        public const int LeastProbeAgeMicros = 1000000;

        private readonly Bq769x2Line _line;
        private readonly Bq769x2PairReader _pairs;
        private readonly IClock _clock;
        private readonly Bq769x2SetUp _setUp;
        private readonly byte[] _replies;
        private readonly byte[] _statusAddress;
        private readonly byte[] _statusState;
        private readonly short[] _statusValue;
        private readonly byte[] _statusReplies;
        private readonly int _loopMicros;

        private long _scanAtMicros;
        private bool _fullCleared;
        private long _fullClearedMicros;
        private bool _fullKnown;
        private long _fullSinceMicros;
        private bool _clearFull;

        /// <summary>[count] low byte of each register: cells by rising input, then probes by rising GPIO.</summary>
        public readonly byte[] address;

        /// <summary>[count] <see cref="Bq769x2Line"/> state of each in the last take.</summary>
        public readonly byte[] state;

        /// <summary>[count] mV, 0.1 K; where the state is Good and <see cref="proven"/>.</summary>
        public readonly short[] value;

        public readonly int cellCount;
        public readonly int count;

        /// <summary>The readings are of one scan that ended after the call.</summary>
        public bool proven;

        /// <summary>The chip doesn't have its settings: reset, asleep, or left in CONFIG_UPDATE mode.</summary>
        public bool lost;

        /// <summary>Good, or the worst that happened to an access that the take could not do without.</summary>
        public byte trouble;

        public Bq769x2Sampler(Bq769x2Line line, IClock clock, Bq769x2SetUp setUp, PackLayout layout, Bq769x2Config config)
        {
            _line = line;
            _pairs = new Bq769x2PairReader(line);
            _clock = clock;
            _setUp = setUp;
            cellCount = layout.cellCount;
            count = layout.cellCount + layout.probeCount;
            _loopMicros = Bq769x2Timing.LoopMicros(layout.probeCount, config.isFast ? Bq769x2Registers.FastAdc : 0);
            address = new byte[count];
            state = new byte[count];
            value = new short[count];
            _replies = new byte[count * Bq769x2PairKernel.ReplyBytes];
            _statusAddress = new byte[]
            {
                Bq769x2Registers.BatteryStatus, Bq769x2Registers.AlarmEnable, Bq769x2Registers.AlarmStatus,
            };
            _statusState = new byte[3];
            _statusValue = new short[3];
            _statusReplies = new byte[3 * Bq769x2PairKernel.ReplyBytes];
            int to = 0;
            for (int input = 0; input < 16; input++)
            {
                if ((layout.cellInputMask[0] & (1 << input)) != 0)
                {
                    address[to++] = (byte)(Bq769x2Registers.Cell1 + (2 * input));
                }
            }

            for (int gpio = 0; gpio < 9; gpio++)
            {
                if ((layout.probeGpioMask[0] & (1 << gpio)) != 0)
                {
                    address[to++] = (byte)Bq769x2Registers.TemperatureOf(gpio);
                }
            }
        }

        /// <summary>A full scan is known to have ended within the last second (eight slow loops).</summary>
        public bool ProbesAreFresh()
        {
            int age = 8 * Bq769x2Timing.LongestLoopMicros(_setUp.settings.powerConfig);
            age = age > LeastProbeAgeMicros ? age : LeastProbeAgeMicros;
            return _fullKnown && _clock.MonotonicMicros() - _fullSinceMicros <= age;
        }

        /// <summary>After a set-up: no scan is known.</summary>
        public void Forget()
        {
            _fullKnown = false;
            _fullCleared = false;
        }

        /// <summary>Waits for the first full scan after the converter began anew, a second at most.</summary>
        public void WaitForStart()
        {
            if (Clear())
            {
                WaitForScan(true, LeastProbeAgeMicros);
            }
        }

        /// <summary>Takes a set of readings; see the fields for what came of it.</summary>
        /// <param name="mayWaitForFull">Wait for a full scan where the last one is too long ago to trust the temperatures.
        /// </param>
        public void Take(bool mayWaitForFull)
        {
            proven = false;
            lost = false;
            trouble = Bq769x2Line.Good;
            for (int i = 0; i < count; i++)
            {
                state[i] = Bq769x2Line.Pending;
            }

            if (!ReadStatus() || lost)
            {
                return;
            }

            bool full = mayWaitForFull && count > cellCount && !ProbesAreFresh();
            int loops = full ? Bq769x2Timing.LoopsOfFullScan : 1;
            if (!Clear() || !WaitForScan(full, loops * Bq769x2Timing.LongestLoopMicros(_setUp.settings.powerConfig)))
            {
                return;
            }

            int tries = 0;
            do
            {
                if (!Clear())
                {
                    return;
                }

                _pairs.Take(address, state, value, count, _replies);
                if (!ReadAlarms())
                {
                    return;
                }

                proven = (_line.data & Bq769x2Registers.ScanDone) == 0;
            }
            while (!proven && ++tries < MostScans);
            trouble = proven ? _line.Read(Bq769x2Registers.AlarmEnable) : trouble;
            lost = proven && trouble == Bq769x2Line.Good
                && (_line.data & Bq769x2Registers.ScanAlarms) != Bq769x2Registers.ScanAlarms;
            proven &= trouble == Bq769x2Line.Good && !lost;
        }

        private bool ReadStatus()
        {
            bool good = _pairs.Take(_statusAddress, _statusState, _statusValue, 3, _statusReplies);
            if (!good)
            {
                trouble = Bq769x2Line.Silent;
                for (int i = 0; i < 3; i++)
                {
                    if (_statusState[i] != Bq769x2Line.Silent)
                    {
                        trouble = Bq769x2Line.Bad;
                    }
                }

                return false;
            }

            int flags = _statusValue[0];
            lost = (flags & (Bq769x2Registers.ConfigUpdate | Bq769x2Registers.SleepEnabled | Bq769x2Registers.Sleeping)) != 0
                || (_setUp.watchesReset && (flags & Bq769x2Registers.PowerOnReset) != 0)
                || (_statusValue[1] & Bq769x2Registers.ScanAlarms) != Bq769x2Registers.ScanAlarms;
            NoteFull(_statusValue[2]);
            return true;
        }

        /// <summary>Clears the scan flags and sees them clear.</summary>
        private bool Clear()
        {
            int tries = 0;
            while (true)
            {
                // The full scan's flag is cleared only once it was seen, so that none is missed.
                bool clearFull = _clearFull || !_fullCleared;
                long before = _clock.MonotonicMicros();
                byte done = _line.ClearAlarms(clearFull ? Bq769x2Registers.ScanAlarms : Bq769x2Registers.ScanDone);
                if (done != Bq769x2Line.Good)
                {
                    trouble = done;
                    return false;
                }

                int left = _line.data;
                if (clearFull && (left & Bq769x2Registers.FullScanDone) == 0)
                {
                    _fullCleared = true;
                    _fullClearedMicros = before;
                    _clearFull = false;
                }

                if ((left & Bq769x2Registers.ScanDone) == 0)
                {
                    return true;
                }

                // A scan may have ended between the two: no error, but not for ever.
                tries++;
                if (tries == MostScans)
                {
                    return false;
                }
            }
        }

        /// <summary>Polls until a scan has ended.</summary>
        private bool WaitForScan(bool full, int longestMicros)
        {
            long now = _clock.MonotonicMicros();
            long deadline = now + longestMicros;

            // Most of the wait needs no polling: the last scan's end is known.
            long rest = _loopMicros - (now - _scanAtMicros) - (_loopMicros >> 3);
            if (rest > 0 && rest < _loopMicros)
            {
                _clock.DelayMicros((int)rest);
            }

            while (true)
            {
                // The time before the look: a box that was held up after it must look once more.
                now = _clock.MonotonicMicros();
                if (!ReadAlarms())
                {
                    return false;
                }

                if (full ? ProbesAreFresh() : (_line.data & Bq769x2Registers.ScanDone) != 0)
                {
                    _scanAtMicros = now;
                    return true;
                }

                if (now >= deadline)
                {
                    return false;
                }

                _clock.DelayMicros(PollMicros);
            }
        }

        private bool ReadAlarms()
        {
            byte done = _line.Read(Bq769x2Registers.AlarmStatus);
            if (done != Bq769x2Line.Good)
            {
                trouble = done;
                return false;
            }

            NoteFull(_line.data);
            return true;
        }

        private void NoteFull(int alarms)
        {
            if ((alarms & Bq769x2Registers.FullScanDone) != 0 && _fullCleared)
            {
                _fullKnown = true;
                _fullSinceMicros = _fullClearedMicros;
                _clearFull = true;
            }
        }
    }
}
