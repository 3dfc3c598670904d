using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Samples on a fixed grid of the box's monotonic clock. Being late does not move the grid; samples that were missed
    /// altogether are counted, never made up. Those that fell due while a check kept the chain busy are neither late nor missed:
    /// each is given in turn, as left out.
    /// </summary>
    public sealed class PeriodicSchedule : ISampleSchedule
    {
        private const int LateMicros = 5000;

        private readonly IClock _clock;
        private long _lastDueMs;
        private bool _started;
        private int _periodMs;
        private int _missedCount;
        private long _busyUntilMs = long.MinValue;
        private bool _isLeftOut;

        /// <param name="periodMs">10..1,000.</param>
        public PeriodicSchedule(IClock clock, int periodMs)
        {
            _clock = clock;
            _periodMs = periodMs;
        }

        public bool FollowsRecording
        {
            get { return false; }
        }

        public int MissedCount
        {
            get { return _missedCount; }
        }

        /// <summary>True when the sample that was taken last fell due inside what <see cref="LeaveOutUntil"/> said.</summary>
        public bool IsLeftOut
        {
            get { return _isLeftOut; }
        }

        /// <summary>The chain was busy until now, and not by a sample: what fell due meanwhile is left out. Late by a quarter of a
        /// period at most, 5 ms at the longest, is not: the next sample then is only as late as a busy box may be.</summary>
        public void LeaveOutUntil(long nowMicros)
        {
            int late = _periodMs * 250;
            _busyUntilMs = (nowMicros - (late < LateMicros ? late : LateMicros) - 1) / 1000;
        }

        /// <summary>Microseconds until the next sample is due; 0 when it is due now. For whoever idles between steps.
        /// </summary>
        public int IdleMicros()
        {
            return MicrosToNext(_clock.MonotonicMicros());
        }

        /// <summary>The same for a moment.</summary>
        public int MicrosToNext(long nowMicros)
        {
            long wait = _started ? ((_lastDueMs + _periodMs) * 1000) - nowMicros : 0;
            return wait <= 0 ? 0 : wait > 1000000 ? 1000000 : (int)wait;
        }

        public bool TryTake(long nowMicros, out long sampleTimeMs)
        {
            long nowMs = nowMicros / 1000;
            if (!_started)
            {
                _started = true;
                _lastDueMs = nowMs;
                sampleTimeMs = nowMs;
                return true;
            }

            long dueMs = _lastDueMs + _periodMs;
            if (nowMs < dueMs)
            {
                sampleTimeMs = 0;
                return false;
            }

            _isLeftOut = dueMs <= _busyUntilMs;
            if (_isLeftOut)
            {
                _lastDueMs = dueMs;
                sampleTimeMs = dueMs;
                return true;
            }

            // Late by whole periods: those samples can't be taken any more. The one taken now bears the grid time
            // nearest before now, so that times stay on the grid.
            long missed = (nowMs - dueMs) / _periodMs;
            _missedCount += (int)missed;
            dueMs += missed * _periodMs;
            _lastDueMs = dueMs;
            sampleTimeMs = dueMs;
            return true;
        }

        public void SetPeriodMs(int periodMs)
        {
            _periodMs = periodMs;
        }
    }
}
