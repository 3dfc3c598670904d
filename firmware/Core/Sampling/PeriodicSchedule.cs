using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Samples on a fixed grid of the box's monotonic clock. Being late does not move the grid; samples that were missed
    /// altogether are counted, never made up.
    /// </summary>
    public sealed class PeriodicSchedule : ISampleSchedule
    {
        private readonly IClock _clock;
        private long _lastDueMs;
        private bool _started;
        private int _periodMs;
        private int _missedCount;

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

        /// <summary>Microseconds until the next sample is due; 0 when it is due now. For whoever idles between steps.
        /// </summary>
        public int IdleMicros()
        {
            long wait = _started ? ((_lastDueMs + _periodMs) * 1000) - _clock.MonotonicMicros() : 0;
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
