using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// Temperatures and GPIO voltages, converted in the background: clear and start, and when the chips are done read group by
    /// group, the reference's first. The last round's results go into every sample.
    /// </summary>
    /// <remarks>A register that holds a reading after the clear can only hold this round's, and the command counter in the same
    /// frame shows that clear and start arrived: whoever lost a command since then is in staleMask.</remarks>
    public sealed class Adbms683xAux
    {
        /// <summary>Results of a round that began longer ago than this are Stale, unless it began with or after the sample before,
        /// µs.</summary>
        public const int OldMicros = 150000;

        private const int Idle = -1;

        private readonly Adbms683xLine _line;
        private readonly IClock _clock;
        private readonly Adbms683xScan _scan;
        private readonly Adbms683xSetUp _setUp;
        private readonly Adbms683xFindings _found;
        private readonly Adbms683xRetries _retries;
        private readonly bool _isWanted;
        private int _sampleNumber;
        private int _startedInSample;
        private int _publishedInSample;
        private int _next = Idle;       // 0: the reference, then the groups
        private long _startedMicros;
        private long _publishedMicros;
        private int _doubtful;

        /// <summary>Devices that may have missed the clear or the start of the round under way.</summary>
        public int staleMask;

        public Adbms683xAux(Adbms683xLine line, IClock clock, Adbms683xScan scan, Adbms683xSetUp setUp, Adbms683xFindings found,
            Adbms683xRetries retries)
        {
            _line = line;
            _clock = clock;
            _scan = scan;
            _setUp = setUp;
            _found = found;
            _retries = retries;
            _isWanted = scan.auxGroups.Length != 0;
            found.doubtfulMask = scan.voltageMask;
        }

        /// <summary>No round is under way, and one is wanted.</summary>
        public bool IsIdle
        {
            get { return _isWanted && _next == Idle; }
        }

        /// <summary>There is something to read now.</summary>
        public bool IsReady
        {
            get { return _next != Idle && _clock.MonotonicMicros() >= _startedMicros + Adbms683xTiming.AuxMicros; }
        }

        /// <summary>When the round under way, or the last one, began, µs.</summary>
        public long StartedMicros
        {
            get { return _startedMicros; }
        }

        /// <summary>Transfers in which a round is read.</summary>
        public static int ReadsOf(Adbms683xScan scan)
        {
            return scan.auxGroups.Length == 0 ? 0 : scan.auxGroups.Length + 1;
        }

        /// <summary>What was started counts no more: another command uses the converter, or it was reset.</summary>
        public void Forget()
        {
            _next = Idle;
        }

        /// <summary>A sample begins.</summary>
        public void BeginSample()
        {
            _sampleNumber++;
        }

        public void Start()
        {
            _line.Command(Adbms683xCommands.ClearAux);
            _line.Command(Adbms683xCommands.ConvertAux);
            _startedMicros = _clock.MonotonicMicros();
            _startedInSample = _sampleNumber;
            staleMask = 0;
            _doubtful = 0;
            _next = 0;
        }

        /// <summary>Reads the next group; the last one ends the round.</summary>
        public void ReadNext()
        {
            if (_next == 0)
            {
                ReadReference();
            }
            else
            {
                ReadGroup(_next - 1);
            }

            _next++;
            if (_next > _scan.auxGroups.Length)
            {
                System.Array.Copy(_scan.codeQuality, 0, _scan.tempQuality, 0, _scan.tempQuality.Length);
                NtcKernel.Convert(_scan.firstProbe, _scan.probeCode, _scan.referenceCode, _scan.referenceQuality,
                    _scan.pullUpOhms, _scan.ntcCentiC, _scan.allMask, _scan.tempDeciC, _scan.tempQuality);
                _found.doubtfulMask = _doubtful;
                _publishedMicros = _startedMicros;
                _publishedInSample = _startedInSample;
                _next = Idle;
            }
        }

        /// <summary>A sample ends: results of a round that began before the sample before it, and longer ago than
        /// <see cref="OldMicros"/>, are Stale.</summary>
        public void Expire()
        {
            bool isOfLast = _sampleNumber - _publishedInSample <= 1;
            if (!isOfLast && _clock.MonotonicMicros() - _publishedMicros > OldMicros)
            {
                for (int p = 0; p < _scan.tempQuality.Length; p++)
                {
                    if (_scan.tempQuality[p] == Quality.Good)
                    {
                        _scan.tempQuality[p] = Quality.Stale;
                    }
                }

                for (int i = 0; i < _scan.gpioMicrovolts.Length; i++)
                {
                    _scan.gpioMicrovolts[i] = 0;
                }

                _found.doubtfulMask = _scan.voltageMask;
            }

        }

        /// <summary>Puts the last round's results into a sample.</summary>
        public void CopyTo(PackSample sample)
        {
            System.Array.Copy(_scan.tempDeciC, 0, sample.tempDeciC, 0, _scan.tempDeciC.Length);
            System.Array.Copy(_scan.tempQuality, 0, sample.tempQuality, 0, _scan.tempQuality.Length);
            System.Array.Copy(_scan.gpioMicrovolts, 0, sample.gpioMicrovolts, 0, _scan.gpioMicrovolts.Length);
        }

        private void ReadReference()
        {
            int pending = _scan.allMask;
            int tries = 0;
            do
            {
                _setUp.ReadVerified(Adbms683xCommands.ReadStatusA);
                for (int d = 0; d < _scan.deviceCount; d++)
                {
                    if ((pending & _scan.goodMask & (1 << d)) != 0)
                    {
                        int at = Adbms683xLine.CommandBytes + (d * Adbms683xLine.GroupBytes);
                        int raw = (_line.reply[at] | (_line.reply[at + 1] << 8)) ^ 0x8000;
                        int code = raw - 22768;
                        _scan.referenceCode[d] = code;
                        _scan.referenceQuality[d] = (staleMask & (1 << d)) != 0 ? Quality.Stale
                            : raw == 0 || raw == 0xFFFF ? Quality.NotConverted
                            : code < Adbms683xStatus.ReferenceLowCode || code > Adbms683xStatus.ReferenceHighCode
                                ? Quality.ReferenceFault
                            : Quality.Good;
                    }
                }

                pending = After(pending);
            }
            while (MayRepeat(pending, ref tries));

            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((pending & (1 << d)) != 0)
                {
                    _scan.referenceQuality[d] = Adbms683xSetUp.Reason(_scan, 1 << d);
                }
            }
        }

        private void ReadGroup(int index)
        {
            short[] slots = _scan.auxSlots[index];
            int pending = _scan.allMask;
            int tries = 0;
            do
            {
                _setUp.ReadVerified(Adbms683xCommands.ReadAux(_scan.auxGroups[index]));
                Adbms683xAuxKernel.Take(_scan, _line.reply, slots, pending & _scan.goodMask, staleMask);
                _doubtful |= _scan.oddMask;
                pending = After(pending);
            }
            while (MayRepeat(pending, ref tries));

            for (int s = 0; pending != 0 && s < slots.Length; s++)
            {
                int bit = 1 << (s / 3);
                if ((pending & bit) == 0)
                {
                    continue;
                }

                if (slots[s] >= 0)
                {
                    _scan.codeQuality[slots[s]] = Adbms683xSetUp.Reason(_scan, bit);
                }
                else if (slots[s] <= Adbms683xScan.FirstGpio)
                {
                    _scan.gpioMicrovolts[Adbms683xScan.FirstGpio - slots[s]] = 0;
                    _doubtful |= bit;
                }
            }
        }

        private int After(int pending)
        {
            _found.Note(_scan, pending);
            staleMask |= _scan.missedMask;
            return pending & ~_scan.goodMask;
        }

        private bool MayRepeat(int pending, ref int tries)
        {
            int worth = pending & ~_scan.missedMask & ~_found.deadMask & ~_found.knownBroken;
            if (worth == 0 || !_retries.Take(ref tries))
            {
                return false;
            }

            _found.retriedMask |= worth;
            return true;
        }
    }
}
