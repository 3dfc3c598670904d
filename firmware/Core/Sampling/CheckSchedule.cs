using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Says which step of a chain's checks is to run when: in the time that sampling leaves where it fits, in a sample's place
    /// where an interval would be broken otherwise. Knows no box: whoever samples asks it, runs the step and says so.
    /// </summary>
    /// <remarks>
    /// Use: <see cref="StepForGap"/> as often as there is time, <see cref="StepInsteadOfSample"/> once for every sample that is
    /// due. Run the step that comes of it, then say <see cref="Done"/>.
    /// Checks don't mix: one that was begun is finished before another begins; the one that is due first goes first. In gaps a
    /// check runs from half its longest interval on. In a sample's place, of which one in ten is taken at most, it runs when no
    /// gap is there that its next step fits into, and what is left to do would take more than half of the time that is left;
    /// more than one in ten only where that would be too late, and never two in a row. A check that not all devices answered is
    /// repeated once at the next chance before it counts. Allocates nothing after construction. All times are µs of one
    /// monotonic clock.
    /// </remarks>
    public sealed class CheckSchedule
    {
        /// <summary>No step.</summary>
        public const int None = -1;

        /// <summary>One sample in so many is given up at most, unless an interval would be broken; then one in
        /// <see cref="LeastSpacing"/>.</summary>
        public const int CalmSpacing = 10;
        public const int LeastSpacing = 2;

        /// <summary>All checks have run this long after the start, where one sample in two suffices for it.</summary>
        public const int FirstRoundMicros = 10000000;

        // A gap that was not there before one sample may be an accident; that it was not there before two is the rule.
        private const int SamplesWithoutGap = 2;

        private readonly CheckSteps _steps;
        private readonly int _count;
        private readonly long[] _doneMicros;
        private readonly long[] _dueMicros;
        private readonly long[] _wantedMicros;
        private readonly bool[] _isRepeat;

        // What a check takes of the samples' time when it is run in their place, and the same with everything that goes before.
        private readonly long[] _workMicros;
        private readonly long[] _aheadMicros;
        private int _periodMicros = 100000;
        private bool _isStarted;
        private int _earliest;
        private int _current = None;
        private int _nextStep;
        private bool _isWhole;
        private long _workLeftMicros;
        private long _forceFromMicros;
        private long _urgentFromMicros;
        private long _lastFromMicros;
        private long _wantedFromMicros;
        private bool _hadGap;
        private int _samplesWithoutGap;
        private int _samplesSince;
        private int _lastPlaces = 1;
        private int _completedCount;

        /// <param name="afe">Asked for its steps here, never again.</param>
        /// <param name="openWireSeconds">Longest interval of the open-wire checks, 1 or more; checksSeconds: of the others.</param>
        public CheckSchedule(IAfe afe, int openWireSeconds, int checksSeconds)
        {
            _steps = new CheckSteps(afe, openWireSeconds, checksSeconds);
            _count = _steps.count;
            _doneMicros = new long[_count];
            _dueMicros = new long[_count];
            _wantedMicros = new long[_count];
            _isRepeat = new bool[_count];
            _workMicros = new long[_count];
            _aheadMicros = new long[_count];
        }

        /// <summary>Runs of a check that were completed.</summary>
        public int CompletedCount
        {
            get { return _completedCount; }
        }

        /// <summary>Time from sample to sample; 100 ms before the first call.</summary>
        /// <param name="periodMicros">1 or more; where samples follow each other without a gap, what one takes.</param>
        public void SetPeriodMicros(int periodMicros)
        {
            _periodMicros = periodMicros;
            for (int c = 0; c < _count; c++)
            {
                _workMicros[c] = _steps.WorkMicros(_steps.firstStep[c], _steps.firstStep[c + 1], _periodMicros);
            }

            if (_current != None)
            {
                _workLeftMicros = _steps.WorkMicros(_nextStep, _steps.firstStep[_current + 1], _periodMicros);
            }

            Plan();
        }

        /// <summary>The step to run now, while no sample is due.</summary>
        /// <param name="gapMicros">Time until the next one.</param>
        /// <returns>None, or a step that must be run and reported to <see cref="Done"/>.</returns>
        public int StepForGap(long nowMicros, int gapMicros)
        {
            Begin(nowMicros);
            if (_count == 0)
            {
                return None;
            }

            bool fits = _steps.Fits(_current != None ? _nextStep : _steps.firstStep[_earliest], gapMicros);
            _hadGap |= fits;
            if (_current != None)
            {
                return fits ? _nextStep : None;
            }

            if (nowMicros < _wantedFromMicros)
            {
                return None;
            }

            int best = None;
            for (int c = 0; c < _count; c++)
            {
                // Should the gaps end, what is due earlier has to wait for it: one whose later steps don't fit keeps far away.
                long latest = _steps.AllFit(c, gapMicros) ? _lastFromMicros - (LeastSpacing * _workMicros[c])
                    : _forceFromMicros - (2 * CalmSpacing * _workMicros[c]);
                if ((c == _earliest || nowMicros < latest) && nowMicros >= _wantedMicros[c] && (best == None || _dueMicros[c] < _dueMicros[best])
                    && _steps.Fits(_steps.firstStep[c], gapMicros))
                {
                    best = c;
                }
            }

            return best == None ? None : Open(best);
        }

        /// <summary>The step to run in the place of a sample that is due; asked once for each, but not for those that a step of
        /// more than one period has taken already.</summary>
        /// <returns>None: take the sample; or a step that must be run and reported to <see cref="Done"/>.</returns>
        public int StepInsteadOfSample(long nowMicros)
        {
            Begin(nowMicros);
            _samplesWithoutGap = _hadGap ? 0
                : _samplesWithoutGap < SamplesWithoutGap ? _samplesWithoutGap + 1 : SamplesWithoutGap;
            _hadGap = false;
            _samplesSince = _samplesSince < int.MaxValue ? _samplesSince + 1 : int.MaxValue;
            if (_count == 0 || _samplesWithoutGap < SamplesWithoutGap || _samplesSince <= _lastPlaces
                || (nowMicros < _forceFromMicros && _current == None))
            {
                return None;
            }

            int spacing = nowMicros < _urgentFromMicros ? CalmSpacing : UrgentSpacing(nowMicros);
            if (_samplesSince <= (spacing - 1) * _lastPlaces)
            {
                return None;
            }

            int step = _current != None ? _nextStep : Open(_earliest);
            _samplesSince = 0;
            _lastPlaces = _steps.PlacesOf(step, _periodMicros);
            return step;
        }

        /// <summary>The step that was handed out last has been run.</summary>
        /// <param name="isWhole">False where a device that should have did not answer: a check of which one step was not whole is
        /// repeated once.</param>
        public void Done(bool isWhole, long nowMicros)
        {
            _isWhole &= isWhole;
            _workLeftMicros -= (long)_steps.PlacesOf(_nextStep, _periodMicros) * _periodMicros;
            _nextStep++;
            if (_nextStep == _steps.firstStep[_current + 1])
            {
                Complete(_current, nowMicros);
                _current = None;
            }

            Plan();
        }

        /// <summary>The chain was started anew: a check that was begun begins again.</summary>
        public void Abort()
        {
            _current = None;
            Plan();
        }

        private void Begin(long nowMicros)
        {
            if (_isStarted)
            {
                return;
            }

            _isStarted = true;
            for (int c = 0; c < _count; c++)
            {
                long first = _steps.longestMicros[c] < FirstRoundMicros ? _steps.longestMicros[c] : FirstRoundMicros;
                _doneMicros[c] = nowMicros;
                _wantedMicros[c] = nowMicros;
                _dueMicros[c] = nowMicros + first;
            }

            SetPeriodMicros(_periodMicros);
        }

        private int Open(int check)
        {
            _current = check;
            _nextStep = _steps.firstStep[check];
            _isWhole = true;
            _workLeftMicros = _workMicros[check];
            return _nextStep;
        }

        private void Complete(int check, long nowMicros)
        {
            if (!_isWhole && !_isRepeat[check])
            {
                _isRepeat[check] = true;
                _wantedMicros[check] = nowMicros;
                return;
            }

            _isRepeat[check] = false;
            _doneMicros[check] = nowMicros;
            _wantedMicros[check] = nowMicros + (_steps.longestMicros[check] / 2);
            _dueMicros[check] = nowMicros + _steps.longestMicros[check];
            _completedCount++;
        }

        /// <summary>From when on samples have to give way. Whatever is due earlier goes first, so it counts with each check; so
        /// does what is left of the one that was begun.</summary>
        private void Plan()
        {
            long guard = GuardMicros();
            _forceFromMicros = long.MaxValue;
            _urgentFromMicros = long.MaxValue;
            _lastFromMicros = long.MaxValue;
            _wantedFromMicros = long.MaxValue;
            _earliest = 0;
            for (int c = 0; c < _count; c++)
            {
                long due = _dueMicros[c];
                long ahead = _current == None ? 0 : _workLeftMicros;
                for (int i = 0; i < _count && c != _current; i++)
                {
                    if (i != _current && (_dueMicros[i] < due || (_dueMicros[i] == due && i <= c)))
                    {
                        ahead += _workMicros[i];
                    }
                }

                _aheadMicros[c] = ahead;
                _lastFromMicros = Lesser(_lastFromMicros, due - guard - (LeastSpacing * ahead));
                _urgentFromMicros = Lesser(_urgentFromMicros, due - guard - (CalmSpacing * ahead));
                _forceFromMicros = Lesser(_forceFromMicros, due - guard - (2 * CalmSpacing * ahead));
                _wantedFromMicros = Lesser(_wantedFromMicros, _wantedMicros[c]);
                _earliest = due < _dueMicros[_earliest] ? c : _earliest;
            }
        }

        /// <summary>For the samples before it is known that there are no gaps, and for the step that ends the check.</summary>
        private long GuardMicros()
        {
            return ((SamplesWithoutGap + LeastSpacing) * (long)_periodMicros) + (2L * _steps.longestStepMicros);
        }

        private static long Lesser(long a, long b)
        {
            return a < b ? a : b;
        }

        private int UrgentSpacing(long nowMicros)
        {
            long guard = GuardMicros();
            long spacing = CalmSpacing;
            for (int c = 0; c < _count; c++)
            {
                long fitting = _aheadMicros[c] <= 0 ? CalmSpacing : (_dueMicros[c] - guard - nowMicros) / _aheadMicros[c];
                spacing = fitting < spacing ? fitting : spacing;
            }

            return spacing < LeastSpacing ? LeastSpacing : (int)spacing;
        }
    }
}
