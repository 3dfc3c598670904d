using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>One kind of conversion, and the wait for its end: no longer than the chain's converters need, where asking them
    /// costs less than the data sheet's margin.</summary>
    /// <remarks>
    /// The margin over the typical time is 6.5 %. A poll (data sheet, "Polling Methods") is a short frame during which the line
    /// goes from low to high when the last device has finished; it is begun so that this falls into its last two bytes, by where
    /// it fell before: a converter's clock drifts slowly. So the cost is half a frame's window, not a frame. Where a transfer
    /// costs the board more than the margin, the whole wait is the cheaper one. Neither way ends later than the data sheet's
    /// slowest converter, and neither is a proof: registers still cleared then tell of one that is later.
    /// </remarks>
    public sealed class Ltc681xConversion
    {
        private const int WindowBits = 16;

        // Ones at the end of a poll that end it. One turned bit can't make them of a busy line more than four clocks early, and
        // the next frame's command alone takes 32.
        private const int ReadyBits = 4;

        private readonly Ltc681xLine _line;
        private readonly IClock _clock;
        private readonly int _frame;
        private readonly int _deviceCount;
        private readonly int _clockHz;
        private readonly int _longestMicros;
        private readonly int _earliestMicros;
        private readonly int _pauseMicros;
        private readonly int _pollBytes;
        private readonly int _pollMicros;
        private readonly int _aimMicros;
        private readonly bool _polls;
        private int _expectedMicros;
        private long _startedAt;

        /// <param name="frame">The conversion command.</param>
        /// <param name="typicalMicros">The data sheet's typical time.</param>
        /// <param name="overheadMicros">The board's cost a transfer.</param>
        public Ltc681xConversion(Ltc681xLine line, IClock clock, int frame, int typicalMicros, int deviceCount, int clockHz,
            int overheadMicros)
        {
            _line = line;
            _clock = clock;
            _frame = frame;
            _deviceCount = deviceCount;
            _clockHz = clockHz;
            _longestMicros = Ltc681xModel.WaitMicros(typicalMicros);
            _expectedMicros = typicalMicros;

            // Shortest by the data sheet: 1,455 of typically 1,956 µs.
            _earliestMicros = typicalMicros * 7 / 10;
            _pauseMicros = typicalMicros >> 7;
            int lowBytes = (deviceCount + 7) / 8;
            _pollBytes = lowBytes + (WindowBits / 8);
            _pollMicros = Ltc681xLine.TransferMicros(Ltc681xLine.CommandBytes + _pollBytes, clockHz) + overheadMicros;
            _aimMicros = Ltc681xLine.TransferMicros(Ltc681xLine.CommandBytes + lowBytes + (WindowBits / 16), clockHz);
            _polls = _pollMicros <= _longestMicros - typicalMicros;
        }

        /// <summary>How long it is waited for at most, µs.</summary>
        public int LongestMicros
        {
            get { return _longestMicros; }
        }

        /// <summary>µs from the start in which other traffic costs no time.</summary>
        public int FreeMicros
        {
            get { return _polls ? _expectedMicros - _aimMicros : _longestMicros; }
        }

        /// <summary>Starts it in all devices.</summary>
        public void Start()
        {
            _line.Command(_frame);
            _startedAt = _clock.MonotonicMicros();
        }

        /// <summary>Returns when all devices have finished, or should have.</summary>
        public void WaitForEnd()
        {
            // From both ends it would be two polls, each seeing but a part.
            if (_polls && _line.split == _deviceCount)
            {
                long planned = _startedAt + _expectedMicros - _aimMicros;
                bool learns = _clock.MonotonicMicros() <= planned;
                bool wasEarly = false;
                DelayUntil(planned);
                while (_clock.MonotonicMicros() + _pollMicros <= _startedAt + _longestMicros)
                {
                    int low = _line.Poll(_pollBytes);
                    if (low <= (_pollBytes * 8) - ReadyBits)
                    {
                        if (learns)
                        {
                            Learn(low, wasEarly);
                        }

                        return;
                    }

                    wasEarly = true;
                    if (_pauseMicros > _pollMicros)
                    {
                        _clock.DelayMicros(_pauseMicros);
                    }
                }
            }

            DelayUntil(_startedAt + _longestMicros);
        }

        private void Learn(int lowBits, bool wasEarly)
        {
            if (lowBits > _deviceCount || wasEarly)
            {
                long bits = (Ltc681xLine.CommandBytes * 8) + lowBits;
                _expectedMicros = (int)(_line.startMicros + (bits * 1000000 / _clockHz) - _startedAt);
            }
            else
            {
                // It was over before the poll could see it: look a little earlier next time.
                _expectedMicros -= Ltc681xLine.TransferMicros(1, _clockHz);
            }

            if (_expectedMicros < _earliestMicros)
            {
                _expectedMicros = _earliestMicros;
            }
            else if (_expectedMicros > _longestMicros)
            {
                _expectedMicros = _longestMicros;
            }
        }

        private void DelayUntil(long micros)
        {
            long left = micros - _clock.MonotonicMicros();
            if (left > 0)
            {
                _clock.DelayMicros((int)left);
            }
        }
    }
}
