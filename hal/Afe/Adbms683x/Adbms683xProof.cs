using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Proves that the converters still convert: the conversion counter in status group C moves.</summary>
    /// <remarks>The command counter proves that a snapshot is new, not that what it froze is. What the conversion counter counts
    /// is not told in public, so it is only asked to move in more than one conversion.</remarks>
    public sealed class Adbms683xProof
    {
        /// <summary>A pause this long leaves time for two looks in one sample, µs.</summary>
        public const int PauseMicros = 2000;

        /// <summary>Where there is none: how often one look is taken, and after how long one is too old to compare with, µs.
        /// </summary>
        public const int LookEveryMicros = 40000;
        public const int LookOldMicros = 50000;

        private readonly Adbms683xLine _line;
        private readonly IClock _clock;
        private readonly Adbms683xScan _scan;
        private readonly Adbms683xSetUp _setUp;
        private readonly Adbms683xFindings _found;
        private readonly Adbms683xRetries _retries;
        private readonly int[] _conversions;
        private int _seenMask;

        /// <summary>When the last look began, µs.</summary>
        public long lookedAtMicros;

        /// <summary>Devices whose counter stood at the last look.</summary>
        public int stoppedMask;

        /// <summary>Devices that showed another command counter at the last look than expected.</summary>
        public int missedMask;

        /// <summary>Devices that were all ones in every try of the last look.</summary>
        public int silentMask;

        public Adbms683xProof(Adbms683xLine line, IClock clock, Adbms683xScan scan, Adbms683xSetUp setUp,
            Adbms683xFindings found, Adbms683xRetries retries)
        {
            _line = line;
            _clock = clock;
            _scan = scan;
            _setUp = setUp;
            _found = found;
            _retries = retries;
            _conversions = new int[scan.deviceCount];
            lookedAtMicros = long.MinValue / 2;
        }

        /// <summary>Nothing is known any more: the next proof takes two looks.</summary>
        public void Forget()
        {
            _seenMask = 0;
            stoppedMask = 0;
            lookedAtMicros = long.MinValue / 2;
        }

        /// <summary>The first of two looks: takes the counters as they are.</summary>
        public void Begin()
        {
            _seenMask = 0;
            Look(false);
        }

        /// <summary>The second look, or one against an earlier sample's: says who has not moved since.</summary>
        /// <param name="isWhole">The earlier look was this sample's: whoever was not seen then is not proven.</param>
        /// <returns>Devices that are not proven to convert.</returns>
        public int Judge(bool isWhole)
        {
            int unseen = isWhole ? _scan.allMask & ~_seenMask : 0;
            int unread = Look(true);
            return stoppedMask | unseen | (isWhole ? unread : 0);
        }

        private int Look(bool judge)
        {
            lookedAtMicros = _clock.MonotonicMicros();
            missedMask = 0;
            int pending = _scan.allMask;
            int tries = 0;
            while (true)
            {
                _setUp.ReadVerified(Adbms683xCommands.ReadStatusC);
                for (int d = 0; d < _scan.deviceCount; d++)
                {
                    int bit = 1 << d;
                    if ((pending & _scan.goodMask & bit) == 0)
                    {
                        continue;
                    }

                    int at = Adbms683xLine.CommandBytes + (d * Adbms683xLine.GroupBytes) + 2;
                    int count = _line.reply[at] | (_line.reply[at + 1] << 8);
                    if (judge && (_seenMask & bit) != 0)
                    {
                        stoppedMask = count == _conversions[d] ? stoppedMask | bit : stoppedMask & ~bit;
                    }

                    _conversions[d] = count;
                    _seenMask |= bit;
                }

                _found.Note(_scan, pending);
                missedMask |= pending & _scan.missedMask;
                pending &= ~(_scan.goodMask | _scan.missedMask);
                int worth = pending & ~_found.deadMask & ~_found.knownBroken;
                if (worth == 0 || !_retries.Take(ref tries))
                {
                    break;
                }

                _found.retriedMask |= worth;
            }

            silentMask = pending & _scan.silentMask;
            return pending | missedMask;
        }
    }
}
