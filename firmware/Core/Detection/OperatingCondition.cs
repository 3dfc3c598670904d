using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Recognises what the pack is doing, with or without a current: rest, charge, fast charge, drive, regeneration. Says
    /// unknown where the evidence does not suffice. Rules and what they can't tell: docs/diagnosis.md, "Operating condition".
    /// </summary>
    /// <remarks>Allocates nothing; a window costs a pass over the devices' medians, a sample one field.</remarks>
    public sealed class OperatingCondition
    {
        /// <summary>Not enough evidence: just started, after a gap, or it contradicts itself.</summary>
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

        // Medians are looked at once a second, and judged after half a minute: shorter than most stops of a car, long enough
        // for the slope of a charge to stand out from 1 mV codes. Four points at least, for slow telemetry.
        private const int StepMs = 1000;
        private const int SpanMs = 30000;
        private const int MinSteps = 4;

        // Both ways by so much within a span: load comes and goes. Twice the smallest turn.
        private const int SwingMicrovolts = 2 * ConditionSpan.TurnMicrovolts;

        // A median that goes both ways by so much while the current says rest: the current sensor is dead.
        private const int ContradictMicrovolts = 10 * ConditionSpan.TurnMicrovolts;

        // One step by so much ends a rest: 0.2C at 1 mohm x 50 Ah.
        private const int JumpMicrovolts = 10000;

        // 20 uV/s = 72 mV/h, a charge of C/10 or slower on NMC; a relaxation passes below it within minutes.
        private const int SlopeLimit = 20;

        // And so far on one way in three spans or more: more than relaxation does above that slope.
        private const int WayMicrovolts = 15000;
        private const int WaySpans = 3;

        // What the charger's current loses when it ends.
        private const int DropMicrovolts = 3000;

        // Relaxed: at rest this long, the median within 0.5 mV of its own mean of the last 16 spans, i.e. about 1 uV/s.
        private const int RelaxedMs = 600000;
        private const int RelaxedMicrovolts = 500;
        private const int SlowQ = 8;
        private const int SlowShift = 4;

        private const byte Quiet = 1;
        private const byte Rising = 2;
        private const byte Falling = 3;
        private const byte Swinging = 4;

        private static readonly string[] s_words = { "unknown", "rest", "charge", "fast_charge", "drive", "regeneration" };

        private readonly int[] _settings;
        private readonly int _deviceCount;
        private readonly int[] _span = new int[ConditionSpan.Count];
        private readonly long[] _slope = new long[SlopeKernel.Count];
        private byte _state;
        private long _sinceMs;
        private bool _isRelaxed;
        private bool _hasStep;
        private long _lastMs;
        private long _openMs;
        private int _chargingBit = -1;
        private byte _run;
        private int _runSpans;
        private int _runStart;
        private long _runSinceMs;
        private int _peak;
        private int _slowQ8 = -1;

        /// <param name="settings">[DetectorSettings.Count], shared with the detector.</param>
        public OperatingCondition(PackLayout layout, int[] settings)
        {
            _settings = settings;
            _deviceCount = layout.deviceCount;
            ConditionSpan.Restart(_span, _slope);
        }

        /// <summary>Heap bytes: 17 fields, two arrays.</summary>
        public static int BytesFor()
        {
            return HeapSize.OfObject(17) + HeapSize.OfInts(ConditionSpan.Count) + HeapSize.OfLongs(SlopeKernel.Count);
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
            _chargingBit = sample.vehicleStateQuality == Quality.Good ? sample.vehicleState & VehicleState.Charging : -1;
        }

        /// <summary>Judges a window that was closed and is not empty.</summary>
        public void OnWindow(SampleWindow window)
        {
            long nowMs = window.lastMs;
            if (!_hasStep || nowMs - _lastMs > MaxGapMs || nowMs < _lastMs)
            {
                Forget(window.openMs);
            }

            ConditionSpan.AddCurrent(_span, window.columns);
            if (_hasStep && nowMs - _lastMs < StepMs)
            {
                return;
            }

            _hasStep = true;
            _lastMs = nowMs;
            int devices = _span[ConditionSpan.Devices];
            ConditionSpan.AddMedians(_span, _slope, window.columns, _deviceCount, (int)((nowMs - _openMs) / 100));
            if (devices != _span[ConditionSpan.Devices])
            {
                // The mean is another one: what was remembered of it is not to be compared with it.
                _run = 0;
                _peak = _span[ConditionSpan.Last];
                _slowQ8 = -1;
            }

            if (Hurry(window))
            {
                Reopen(nowMs);
                _run = 0;
            }
            else if (nowMs - _openMs >= SpanMs && _span[ConditionSpan.Steps] >= MinSteps)
            {
                ExtendRun();
                Judge();
                StepRelaxation();
                Reopen(nowMs);
            }
        }

        private void Forget(long nowMs)
        {
            Enter(Unknown, nowMs);
            _span[ConditionSpan.Devices] = 0;
            _hasStep = false;
            _run = 0;
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

                Enter(jump < 0 ? Drive : _chargingBit > 0 ? Charge : Unknown, window.openMs);
                return true;
            }

            int mean = window.columns.meanCurrent;
            int rest = RestMilliamps();
            if (_state == Drive && mean > 2 * rest && _chargingBit <= 0)
            {
                Enter(Regeneration, window.openMs);
            }
            else if (_state == Regeneration && mean < rest)
            {
                Enter(Drive, window.openMs);
            }
            else if (mean < -2 * rest && (_state == Rest || _state == Unknown))
            {
                Enter(_chargingBit > 0 ? ChargeOf(-mean) : Drive, window.openMs);
                return true;
            }
            else if (mean > 2 * rest && _state == Rest)
            {
                Enter(ChargeOf(mean), window.openMs);
                return true;
            }

            return false;
        }

        /// <summary>Which way the medians went in this span, and for how many spans now.</summary>
        private void ExtendRun()
        {
            byte kind = 0;
            if (_slope[0] >= 3)
            {
                int side = SlopeKernel.Side(_slope, SlopeLimit);
                kind = _span[ConditionSpan.Up] >= SwingMicrovolts && _span[ConditionSpan.Down] >= SwingMicrovolts ? Swinging
                    : side > 0 ? Rising : side < 0 ? Falling : Quiet;
            }

            if (kind != _run)
            {
                _run = kind;
                _runSpans = 0;
                _runStart = _span[ConditionSpan.First];
                _runSinceMs = _openMs;
            }

            // Enough for every rule; more would only overflow one day.
            _runSpans = _runSpans < 1000 ? _runSpans + 1 : _runSpans;
        }

        private void Judge()
        {
            byte next = _span[ConditionSpan.Currents] == 0 ? ByMedians() : ByCurrent();
            if (IsCharge(next) && (!IsCharge(_state) || _span[ConditionSpan.Last] > _peak || _run == Rising))
            {
                _peak = _span[ConditionSpan.Last];
            }

            if (next != _state)
            {
                // By the medians alone a state has begun with the run of spans that speaks for it.
                Enter(next, _span[ConditionSpan.Currents] == 0 && _run != 0 ? _runSinceMs : _openMs);
            }
        }

        private byte ByCurrent()
        {
            int least = _span[ConditionSpan.MinCurrent];
            int most = _span[ConditionSpan.MaxCurrent];
            int rest = RestMilliamps();
            int still = _state == Rest ? 2 * rest : rest;
            int level = (least / 2) + (most / 2);
            bool isSteady = (most / 4) - (least / 4) <= (level < 0 ? -level : level) / 16;
            if (most <= still && least >= -still)
            {
                return _span[ConditionSpan.Up] >= ContradictMicrovolts && _span[ConditionSpan.Down] >= ContradictMicrovolts
                    ? Drive : _chargingBit > 0 ? Charge : Rest;
            }

            if (least > rest)
            {
                // A steady current whose sign the medians contradict has lost it.
                return isSteady && _run == Falling && IsLong() && _chargingBit <= 0 ? Drive : ChargeOf(level);
            }

            if (most < -rest)
            {
                bool isLost = isSteady && ((_run == Rising && IsLong()) || (IsCharge(_state) && _run != Falling && _run != Swinging));
                return (isLost && _chargingBit != 0) || _chargingBit > 0 ? ChargeOf(-level) : Drive;
            }

            // Charging and nothing, but no discharge: the charge begins or ends in this span, or the car rolls.
            return least >= -rest ? _state : Drive;
        }

        private byte ByMedians()
        {
            if (_chargingBit > 0)
            {
                return Charge;
            }

            int last = _span[ConditionSpan.Last];
            switch (_run)
            {
                case Swinging:
                    return Drive;
                case Rising:
                    if (IsCharge(_state) || (_chargingBit < 0 && IsLong()))
                    {
                        return Charge;
                    }

                    // The load has gone: a charge may have begun, or it is a relaxation.
                    return _state == Drive && _runSpans >= 2 ? Unknown : _state;
                case Falling:
                    if (IsCharge(_state) && last < _peak - DropMicrovolts)
                    {
                        // The way down counts from here: the charger's current has gone at once.
                        _runStart = last;
                        _runSpans = 0;
                        return Unknown;
                    }

                    return IsLong() ? Drive : _state;
                case Quiet:
                    // Constant voltage at the end of a charge stands as still as a rest does, but without the drop.
                    if (IsCharge(_state) && last >= _peak - DropMicrovolts)
                    {
                        return Charge;
                    }

                    return _runSpans < 2 ? _state : Rest;
                default:
                    return Unknown;
            }
        }

        /// <summary>The medians have gone one way for long and far: a current flows, whatever its sensor says.</summary>
        private bool IsLong()
        {
            int way = _span[ConditionSpan.Last] - _runStart;
            return _runSpans >= WaySpans && (way >= WayMicrovolts || -way >= WayMicrovolts);
        }

        private void StepRelaxation()
        {
            int last = _span[ConditionSpan.Last];
            if (_state != Rest || _run == 0)
            {
                _slowQ8 = -1;
                _isRelaxed = false;
                return;
            }

            _slowQ8 = _slowQ8 < 0 ? last << SlowQ : EwmaKernel.Step(_slowQ8, last, SlowQ, SlowShift);
            int off = last - (_slowQ8 >> SlowQ);
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

        private int RestMilliamps()
        {
            return _settings[DetectorSettings.CapacityAh] * _settings[DetectorSettings.RestPermille];
        }

        /// <summary>Charge or fast charge, with a quarter of hysteresis.</summary>
        /// <param name="milliamps">Of the charging current, 0..2,000,000.</param>
        private byte ChargeOf(int milliamps)
        {
            int fast = _settings[DetectorSettings.CapacityAh] * _settings[DetectorSettings.FastChargePercent] * 10;
            return milliamps >= (_state == FastCharge ? fast - (fast >> 2) : fast) ? FastCharge : Charge;
        }

        private static bool IsCharge(byte state)
        {
            return state == Charge || state == FastCharge;
        }
    }
}
