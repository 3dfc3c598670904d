using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Recognises what the pack is doing, with or without a current: rest, charge, fast charge, drive, regeneration. Says
    /// unknown where the evidence does not suffice. Rules and what they can't tell: docs/diagnosis.md, "Operating condition".
    /// </summary>
    /// <remarks>Allocates nothing; a window costs a pass over the devices' medians, a sample one field.</remarks>
    public sealed class OperatingCondition
    {
        /// <summary>Not enough evidence: just started, after a gap, or a load has gone and it is open what came then.</summary>
        public const byte Unknown = 0;
        public const byte Rest = 1;
        public const byte Charge = 2;

        /// <summary>A charge of fast_charge_percent of the capacity per hour or more; only with a current.</summary>
        public const byte FastCharge = 3;

        /// <summary>Discharge, dynamic or steady.</summary>
        public const byte Drive = 4;

        /// <summary>Charging current for moments within a drive; only with a current.</summary>
        public const byte Regeneration = 5;

        // A gap as long tells nothing about what was in it. Telemetry comes every 30 s, and may miss some.
        private const int MaxGapMs = 300000;
        private const long Never = long.MinValue / 2;

        // Medians are looked at once a second, and judged after half a minute: shorter than most stops of a car, long enough
        // for the slope of a charge to stand out from 1 mV codes. Four points at least, for slow telemetry.
        private const int StepMs = 1000;
        private const int SpanMs = 30000;
        private const int MinSteps = 4;

        // One step by so much ends a rest: 0.2C at 1 mohm x 50 Ah.
        private const int JumpMicrovolts = 10000;

        // Relaxed: at rest this long, the median within 0.5 mV of its own mean of the last 16 spans, i.e. about 1 uV/s.
        private const int RelaxedMs = 600000;
        private const int RelaxedMicrovolts = 500;
        private const int SlowQ = 8;
        private const int SlowShift = 4;

        private static readonly string[] s_words = { "unknown", "rest", "charge", "fast_charge", "drive", "regeneration" };

        private readonly int[] _settings;
        private readonly int _deviceCount;
        private readonly int[] _span = new int[ConditionSpan.Count];
        private readonly long[] _slope = new long[SlopeKernel.Count];
        private byte _state;
        private long _sinceMs;
        private bool _isRelaxed;
        private long _lastMs = Never;
        private long _openMs;
        private long _runSinceMs;

        /// <param name="settings">[DetectorSettings.Count], shared with the detector.</param>
        public OperatingCondition(PackLayout layout, int[] settings)
        {
            _settings = settings;
            _deviceCount = layout.deviceCount;
            _span[ConditionSpan.Charging] = -1;
            _span[ConditionSpan.SlowQ8] = -1;
            ConditionSpan.Restart(_span, _slope);
        }

        /// <summary>Heap bytes: 10 fields, two arrays.</summary>
        public static int BytesFor()
        {
            return HeapSize.OfObject(10) + HeapSize.OfInts(ConditionSpan.Count) + HeapSize.OfLongs(SlopeKernel.Count);
        }

        /// <summary>One of the constants.</summary>
        public byte State
        {
            get { return _state; }
        }

        /// <summary>The state in a word, as the state message has it; a rest that is over its relaxation says so.</summary>
        public string Word
        {
            get { return IsRelaxed ? "rest_relaxed" : s_words[_state]; }
        }

        /// <summary>Sample time of the first evidence for the state, ms; of unknown: since when.</summary>
        public long SinceMs
        {
            get { return _sinceMs; }
        }

        /// <summary>At rest, and the medians have come to a stand.</summary>
        public bool IsRelaxed
        {
            get { return _state == Rest && _isRelaxed; }
        }

        /// <summary>Takes what the vehicle says. Each sample but those left out.</summary>
        public void OnSample(PackSample sample)
        {
            bool isSaid = sample.vehicleStateQuality == Quality.Good;
            _span[ConditionSpan.Charging] = isSaid ? sample.vehicleState & VehicleState.Charging : -1;
        }

        /// <summary>Judges a window that was closed and is not empty.</summary>
        public void OnWindow(SampleWindow window)
        {
            long nowMs = window.lastMs;
            if (nowMs - _lastMs > MaxGapMs || nowMs < _lastMs)
            {
                Forget(window.openMs);
            }

            ConditionSpan.AddCurrent(_span, window.columns);
            if (nowMs - _lastMs < StepMs)
            {
                return;
            }

            _lastMs = nowMs;
            int devices = _span[ConditionSpan.Devices];
            ConditionSpan.AddMedians(_span, _slope, window.columns, _deviceCount, (int)((nowMs - _openMs) / 100));
            if (devices != _span[ConditionSpan.Devices])
            {
                // The mean is another one: what was remembered of it is not to be compared with it.
                ConditionRules.EndRun(_span);
                _span[ConditionSpan.Peak] = _span[ConditionSpan.Last];
                _span[ConditionSpan.SlowQ8] = -1;
            }

            if (Hurry(window))
            {
                Reopen(nowMs);
                ConditionRules.EndRun(_span);
            }
            else if (nowMs - _openMs >= SpanMs && _span[ConditionSpan.Steps] >= MinSteps)
            {
                Judge();
                StepRelaxation();
                Reopen(nowMs);
            }
        }

        private void Forget(long nowMs)
        {
            Enter(Unknown, nowMs);
            _span[ConditionSpan.Devices] = 0;
            _lastMs = Never;
            ConditionRules.EndRun(_span);
            Reopen(nowMs);
        }

        private void Reopen(long nowMs)
        {
            _openMs = nowMs;
            ConditionSpan.Restart(_span, _slope);
        }

        /// <summary>What does not wait for the span's end: a rest that ends, and regeneration.</summary>
        /// <returns>True where a new span is to begin.</returns>
        private bool Hurry(SampleWindow window)
        {
            if (window.columns.currentCount == 0)
            {
                int jump = _span[ConditionSpan.Jump];
                if (_state != Rest || (jump < JumpMicrovolts && -jump < JumpMicrovolts))
                {
                    return false;
                }

                Enter(jump < 0 ? Drive : _span[ConditionSpan.Charging] > 0 ? Charge : Unknown, window.openMs);
                return true;
            }

            int mean = window.columns.meanCurrent;
            int rest = ConditionRules.RestMilliamps(_settings);
            if (_state == Drive && mean > 2 * rest && _span[ConditionSpan.Charging] <= 0)
            {
                Enter(Regeneration, window.openMs);
            }
            else if (_state == Regeneration && mean < rest)
            {
                Enter(Drive, window.openMs);
            }
            else if (mean < -2 * rest && (_state == Rest || _state == Unknown))
            {
                Enter(_span[ConditionSpan.Charging] > 0 ? ConditionRules.ChargeOf(_settings, _state, -mean) : Drive, window.openMs);
                return true;
            }
            else if (mean > 2 * rest && _state == Rest)
            {
                Enter(ConditionRules.ChargeOf(_settings, _state, mean), window.openMs);
                return true;
            }

            return false;
        }

        private void Judge()
        {
            if (ConditionRules.ExtendRun(_span, _slope, _state))
            {
                _runSinceMs = _openMs;
            }

            bool hasCurrent = _span[ConditionSpan.Currents] != 0;
            byte next = hasCurrent ? ConditionRules.ByCurrent(_span, _settings, _state) : ConditionRules.ByMedians(_span, _state);
            ConditionRules.KeepPeak(_span, _state, next);
            if (next != _state)
            {
                // By the medians alone a state has begun with the run of spans that speaks for it.
                Enter(next, hasCurrent || _span[ConditionSpan.Run] == 0 ? _openMs : _runSinceMs);
            }
        }

        private void StepRelaxation()
        {
            int last = _span[ConditionSpan.Last];
            if (_state != Rest || _span[ConditionSpan.Run] == 0)
            {
                _span[ConditionSpan.SlowQ8] = -1;
                _isRelaxed = false;
                return;
            }

            int slowQ8 = _span[ConditionSpan.SlowQ8];
            slowQ8 = slowQ8 < 0 ? last << SlowQ : EwmaKernel.Step(slowQ8, last, SlowQ, SlowShift);
            _span[ConditionSpan.SlowQ8] = slowQ8;
            int off = last - (slowQ8 >> SlowQ);
            int limit = _isRelaxed ? 2 * RelaxedMicrovolts : RelaxedMicrovolts;
            _isRelaxed = _lastMs - _sinceMs >= RelaxedMs && off <= limit && -off <= limit;
        }

        private void Enter(byte state, long sinceMs)
        {
            if (state != _state)
            {
                _state = state;
                _sinceMs = sinceMs;
                _isRelaxed = false;
            }
            else if (state == Unknown)
            {
                _sinceMs = sinceMs;
            }
        }
    }
}
