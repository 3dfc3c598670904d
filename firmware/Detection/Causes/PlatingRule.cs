using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// A shoulder in the rest after a cold or fast charge: lithium that was plated strips and holds the cell's voltage up for
    /// 10 min to 2 h, and then lets it fall. Sound cells approach their rest ever more slowly, a drain falls evenly. Always
    /// only suspected, and only after several charges.
    /// </summary>
    /// <remarks>
    /// Looks at 75 s x 2^k of the rest. The fall since the look before, less twice the fall of the half as long stretch before
    /// that, is 0 for an even drain, below 0 for a relaxation, above 0 for a shoulder. Range: levels ±819,100 µV, falls twice, their
    /// combination 6 times that: 4.9e6, times 1,000 in long.
    /// </remarks>
    public sealed partial class PlatingRule : CauseRule
    {
        // Plating is likely below this temperature, 0.1 degC, or in a fast charge; and above half charge: 3.60 V of an NMC cell.
        private const int ColdDeciC = 150;
        private const int HalfChargeBelowLimit = 650000;

        // A charge is one from here on, ms; its rest begins within this time after it.
        private const int LeastChargeMs = 600000;
        private const int EndMs = 180000;
        private const int MaxTickMs = 65000;

        private const int FirstLookMs = 75000;
        private const int Looks = 9;

        // A rest that ends before the look at 40 min does not say that there was no shoulder.
        private const int LeastLook = 5;
        private const int PeerScales = 4;

        // Half a shoulder is none; a charge without one takes a quarter of what others brought.
        private const int LeastPermille = 500;
        private const int MaxScore = 4000;

        private readonly int[] _level;
        private readonly int[] _last;
        private readonly int[] _fall;
        private readonly short[] _best;
        private readonly short[] _score;
        private readonly byte[] _charges;
        private readonly int[] _shoulder;

        // [deviceCount] the charge that ended was cold there; the median when the rest began, uV.
        private readonly byte[] _isCold;
        private readonly int[] _restMedian;
        private bool _isFast;
        private long _chargeSinceMs = -1;
        private long _chargeEndMs = -1;
        private long _restSinceMs = -1;
        private bool _isAfterCharge;
        private int _look;

        public PlatingRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.PlatingSuspected, features, book, features.layout.cellCount)
        {
            int cells = features.layout.cellCount;
            _level = new int[cells];
            _last = new int[cells];
            _fall = new int[cells];
            _best = new short[cells];
            _score = new short[cells];
            _charges = new byte[cells];
            _shoulder = new int[cells];
            _isCold = new byte[features.layout.deviceCount];
            _restMedian = new int[features.layout.deviceCount];
        }

        public static int BytesFor(PackLayout layout)
        {
            int cells = layout.cellCount;
            return BaseBytes(cells) + (4 * HeapSize.OfInts(cells)) + (2 * HeapSize.OfShorts(cells)) + HeapSize.OfBytes(cells)
                + HeapSize.OfBytes(layout.deviceCount) + HeapSize.OfInts(layout.deviceCount) + (15 * HeapSize.BlockBytes);
        }

        public override bool OnTick()
        {
            CauseFeatures now = features;
            long nowMs = now.nowMs;
            bool isCharge = now.condition == OperatingCondition.Charge || now.condition == OperatingCondition.FastCharge;
            if (now.sinceLastMs == 0 || now.sinceLastMs > MaxTickMs)
            {
                _chargeSinceMs = _chargeEndMs = -1;
                return EndRest();
            }

            bool isQuiet = IsQuiet();
            if (isCharge && !isQuiet)
            {
                FollowCharge(nowMs);
            }

            if (!isQuiet)
            {
                if (!isCharge && now.condition != OperatingCondition.Unknown)
                {
                    _chargeSinceMs = -1;
                }

                return EndRest();
            }

            if (_isAfterCharge && IsStillCharging())
            {
                _chargeEndMs = nowMs;
                BeginRest(nowMs);
            }
            else if (_restSinceMs < 0)
            {
                BeginRest(nowMs);
            }

            return _isAfterCharge && FollowRest(nowMs);
        }

        private void FollowCharge(long nowMs)
        {
            if (_chargeSinceMs < 0)
            {
                _chargeSinceMs = nowMs;
                _isFast = false;
                for (int d = 0; d < _isCold.Length; d++)
                {
                    _isCold[d] = 0;
                }
            }

            _isFast |= features.condition == OperatingCondition.FastCharge;
            WindowColumns window = features.window;
            for (int d = 0; d < _isCold.Length; d++)
            {
                for (int p = features.layout.firstProbe[d]; p < features.layout.firstProbe[d + 1]; p++)
                {
                    if (window.tempCount[p] != 0 && window.meanTemp[p] < ColdDeciC)
                    {
                        _isCold[d] = 1;
                    }
                }
            }

            _chargeEndMs = nowMs - _chargeSinceMs >= LeastChargeMs ? nowMs : -1;
        }

        private void BeginRest(long nowMs)
        {
            _restSinceMs = nowMs;
            _isAfterCharge = _chargeEndMs >= 0 && nowMs - _chargeEndMs <= EndMs;
            _chargeSinceMs = _chargeEndMs = -1;
            _look = 0;
            for (int d = 0; d < _restMedian.Length; d++)
            {
                _restMedian[d] = features.medianMicrovolts[d];
            }

            for (int i = 0; _isAfterCharge && i < _level.Length; i++)
            {
                _level[i] = features.deviation[i];
                _best[i] = 0;
                _fall[i] = 0;
            }
        }

        private bool FollowRest(long nowMs)
        {
            int[] means = _level;
            int[] deviation = features.deviation;
            byte[] reading = features.reading;
            int shift = features.sinceLastMs > 5000 ? 2 : 4;
            int half = 1 << (shift - 1);
            for (int i = 0; i < means.Length; i++)
            {
                if (reading[i] != CauseFeatures.NoReading)
                {
                    means[i] += (deviation[i] - means[i] + half) >> shift;
                }
            }

            if (_look >= Looks || nowMs - _restSinceMs < ((long)FirstLookMs << _look))
            {
                return false;
            }

            for (int d = 0; d < _isCold.Length; d++)
            {
                Look(d);
            }

            _look++;
            return _look == Looks && Conclude();
        }

        private void Look(int device)
        {
            int first = features.layout.firstCell[device];
            int end = features.layout.firstCell[device + 1];
            int sum = 0;
            for (int i = first; i < end; i++)
            {
                int fall = _last[i] - _level[i];
                sum += fall < 0 ? -fall : fall;
            }

            int limit = features.settings[DetectorSettings.PlatingShoulder];
            for (int i = first; i < end; i++)
            {
                int fall = _look == 0 ? 0 : _last[i] - _level[i];
                if (_look >= 2 && fall > 0)
                {
                    int shoulder = fall - (_fall[i] > 0 ? 2 * _fall[i] : 0);
                    int peers = end - first > 1 ? (sum - fall) / (end - first - 1) : 0;
                    int threshold = limit > PeerScales * peers ? limit : PeerScales * peers;
                    long permille = shoulder <= 0 ? 0 : (long)shoulder * 1000 / threshold;
                    permille = permille > 30000 ? 30000 : permille;
                    if (permille > _best[i])
                    {
                        _best[i] = (short)permille;
                        _shoulder[i] = permille >= LeastPermille ? shoulder : _shoulder[i];
                    }
                }

                _fall[i] = fall;
                _last[i] = _level[i];
            }
        }

        private bool EndRest()
        {
            bool isNews = _restSinceMs >= 0 && _isAfterCharge && _look < Looks && Conclude();
            _restSinceMs = -1;
            _isAfterCharge = false;
            return isNews;
        }

        /// <summary>What this charge says.</summary>
        private bool Conclude()
        {
            bool isNews = false;
            int charges = features.settings[DetectorSettings.PlatingCharges];
            for (int d = 0; d < _isCold.Length; d++)
            {
                int atLeast = features.settings[DetectorSettings.OverVoltage] - HalfChargeBelowLimit;
                if ((_isCold[d] == 0 && !_isFast) || features.medianMicrovolts[d] < atLeast)
                {
                    continue;
                }

                for (int i = features.layout.firstCell[d]; i < features.layout.firstCell[d + 1]; i++)
                {
                    if (features.explainedBy[i] != 0 || (_look <= LeastLook && _best[i] <= LeastPermille))
                    {
                        continue;
                    }

                    Count(i, charges);
                    if (_score[i] > worstPermille || _score[i] >= ClearPermille || level[i] != Quiet)
                    {
                        isNews |= Judge(i, _score[i], features.nowMs, features.nowMs);
                    }
                }
            }

            return isNews;
        }

        protected override int ValueOf(int place)
        {
            return _shoulder[place];
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = 0;
            while (features.layout.firstCell[device + 1] <= place)
            {
                device++;
            }

            alarm.deviceIndex = device;
            alarm.cellIndex = place;
            alarm.limit = features.settings[DetectorSettings.PlatingShoulder];
            alarm.AddEvidence(Evidence.Residual, _shoulder[place]);
            alarm.AddEvidence(Evidence.Charges, _charges[place]);
            int probe = features.layout.firstProbe[device];
            if (probe < features.layout.firstProbe[device + 1] && features.window.tempCount[probe] != 0)
            {
                alarm.AddEvidence(Evidence.Temp, features.window.meanTemp[probe]);
            }
        }
    }
}
