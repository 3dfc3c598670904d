using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Charge that leaves one cell and goes nowhere: its residual falls and goes on falling, or its charge offset drifts away from
    /// the drift that was learned. docs/diagnosis.md, "Soft internal short".
    /// </summary>
    public sealed class SoftShortRule : CauseRule
    {
        private const int FilterMs = 20000;
        private const int SettleMs = 10000;
        private const int MaxFall = 120000;
        private const int MaxLeak = 1000000;

        // The threshold is this many times the cell's own learned spread, and the mean of its neighbours' residuals now.
        private const int Spreads = 6;
        private const int Neighbours = 6;
        private const int SlowSpreads = 3;
        private const int WanderSpreads = 6;
        private const int HeavyLoad = 250000;

        // Beyond this polarisation a cell's own part of it is not known well enough, µV.
        private const int MostLoad = 400000;

        // Below 5 °C resistances are other than they were learned: 0.1 °C.
        private const int ColdDeciC = 50;
        private const int ColdTimes = 3;

        // A vehicle that balances may move a few percent of charge from a cell: 5 % at 10 mV each.
        private const int BalancedMicrovolts = 50000;

        // LFP: below this upper limit; above this median its curve bends up.
        private const int FlatMicrovolts = 3900000;
        private const int KneeMicrovolts = 3360000;
        private const int KneeTimes = 12;
        private const int SlowNeighbours = 5;

        // Of the polarisation, a 32nd is not known better.
        private const int LoadShift = 5;

        // [cellCount] filtered residual, µV; its fall when it was first noticed, 4 µV; seconds then since _baseMs, 0: not noticed;
        // 1: after service, an open alarm may end.
        private readonly int[] _fall;
        private readonly short[] _first;
        private readonly int[] _firstSeconds;
        private readonly byte[] _released;
        private long _baseMs = -1;
        private bool _isCold;

        public SoftShortRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.SoftShort, features, book, features.layout.cellCount)
        {
            int cells = features.layout.cellCount;
            _fall = new int[cells];
            _first = new short[cells];
            _firstSeconds = new int[cells];
            _released = new byte[cells];
        }

        public static int BytesFor(PackLayout layout)
        {
            int cells = layout.cellCount;
            return BaseBytes(cells) + (2 * HeapSize.OfInts(cells)) + HeapSize.OfShorts(cells) + HeapSize.OfBytes(cells)
                + HeapSize.OfObject(7);
        }

        public override bool OnTick()
        {
            CauseFeatures features = this.features;
            if (_baseMs < 0)
            {
                _baseMs = features.nowMs - 1000;
            }

            _isCold = IsCold();
            int since = features.sinceLastMs;
            int share = since == 0 ? 1024 : (int)((long)since * 4096 / ((4L * since) + FilterMs));
            bool isNews = false;
            for (int d = 0; d < features.layout.deviceCount; d++)
            {
                isNews |= Look(d, share);
            }

            return isNews;
        }

        private bool Look(int d, int share)
        {
            CauseFeatures features = this.features;
            int first = features.layout.firstCell[d];
            int end = features.layout.firstCell[d + 1];
            int[] fall = _fall;
            int[] residual = features.residual;
            int[] spread = features.spread;
            short[] drift = features.drift;
            byte[] learned = features.learned;
            byte[] explained = features.explainedBy;
            bool isBalanced = features.settings[DetectorSettings.Balancing] != 1;
            bool isFlat = features.settings[DetectorSettings.OverVoltage] < FlatMicrovolts;
            int usual = UsualOf(first, end);
            int slowFloor = SlowFloor(d, first, end);
            int slope = features.ocvSlope[d];
            int floor = features.settings[DetectorSettings.SoftShort];
            floor = slope > 256 ? (floor * slope) >> 8 : floor;
            floor = isFlat && features.medianMicrovolts[d] > KneeMicrovolts ? KneeTimes * floor : floor;
            int near = Neighbours * usual;
            floor = floor < near ? near : floor;
            int load = features.loadMicrovolts;
            floor += (load >> LoadShift) + (load > HeavyLoad ? (load - HeavyLoad) >> 2 : 0);
            floor = _isCold ? ColdTimes * floor : floor;
            floor += isBalanced ? BalancedMicrovolts : 0;
            bool isSettled = !isBalanced && !isFlat && !_isCold
                && (features.condition == OperatingCondition.Rest || features.condition == OperatingCondition.Charge);
            bool isNews = false;
            for (int i = first; i < end; i++)
            {
                if (learned[i] != CauseFeatures.Learned || explained[i] != 0 || load > MostLoad)
                {
                    if (level[i] != Quiet)
                    {
                        Keep(i);
                    }

                    continue;
                }

                // Range: 240,000 x 4,096 = 9.8e8.
                int down = residual[i] > MaxFall ? -MaxFall : residual[i] < -MaxFall ? MaxFall : -residual[i];
                int now = fall[i] + (((down - fall[i]) * share) >> 12);
                fall[i] = now;
                int limit = Spreads * spread[i];
                limit = limit < floor ? floor : limit;
                int high = 0;
                if (isBalanced)
                {
                    int place = features.deviation[i] - residual[i];
                    high = place > 0 ? place : 0;
                    now -= high;
                }

                int slow = isSettled ? -4 * drift[i] : 0;
                slow = slow > 2 * now ? 2 * now : slow;
                int slowLimit = SlowSpreads * spread[i];
                slowLimit = slowLimit < slowFloor ? slowFloor : slowLimit;
                if (now * 2 < limit && slow * 2 < slowLimit && _firstSeconds[i] == 0 && level[i] == Quiet
                    && (long)now * 1000 < (long)limit * worstPermille && (long)slow * 1000 < (long)slowLimit * worstPermille)
                {
                    continue;
                }

                isNews |= Weigh(i, now, limit, slow <= 0 ? 0 : (int)((long)slow * 1000 / slowLimit));
            }

            return isNews;
        }

        private bool IsCold()
        {
            WindowColumns window = features.window;
            for (int p = 0; p < features.layout.probeCount; p++)
            {
                if (window.tempCount[p] != 0 && window.meanTemp[p] < ColdDeciC)
                {
                    return true;
                }
            }

            return false;
        }

        // Mean size of the filtered residuals, without the largest.
        private int UsualOf(int first, int end)
        {
            int[] fall = _fall;
            int sum = 0;
            int largest = 0;
            for (int i = first; i < end; i++)
            {
                int size = fall[i] < 0 ? -fall[i] : fall[i];
                sum += size;
                largest = size > largest ? size : largest;
            }

            return end - first < 2 ? 0 : (sum - largest) / (end - first - 1);
        }

        // Nothing is known of it now: an alarm stands, unless service has begun it anew.
        private void Keep(int i)
        {
            Judge(i, level[i] == Alarmed && _released[i] == 0 ? ClearPermille : 0, features.nowMs, features.nowMs);
            if (level[i] != Quiet && _released[i] == 0 && features.explainedBy[i] == 0)
            {
                features.explainedBy[i] = (byte)(causeId + 1);
            }
        }

        // Of the drift of charge, in the same way.
        private int SlowFloor(int d, int first, int end)
        {
            short[] drift = features.drift;
            int sum = 0;
            int largest = 0;
            for (int i = first; i < end; i++)
            {
                int size = drift[i] < 0 ? -drift[i] : drift[i];
                sum += size;
                largest = size > largest ? size : largest;
            }

            int near = end - first < 2 ? 0 : 4 * SlowNeighbours * (sum - largest) / (end - first - 1);
            int floor = features.settings[DetectorSettings.SoftShort];
            floor += floor >> 2;
            floor = floor < near ? near : floor;
            int learned = WanderSpreads * features.driftSpread[d];
            return floor < learned ? learned : floor;
        }

        private bool Weigh(int i, int now, int limit, int slowPermille)
        {
            long nowMs = features.nowMs;
            int seconds = (int)((nowMs - _baseMs) / 1000);
            if (now * 4 < limit && slowPermille < 250)
            {
                _firstSeconds[i] = 0;
            }
            else if (_firstSeconds[i] == 0 && (now * 2 >= limit || slowPermille >= ClearPermille))
            {
                _firstSeconds[i] = seconds;
                _first[i] = 0;
            }

            int first = _first[i] * 4;
            if (_firstSeconds[i] != 0 && seconds - _firstSeconds[i] <= SettleMs / 1000 && now > first)
            {
                first = now;
                _first[i] = (short)(first > 120000 ? 30000 : first >> 2);
            }

            int permille = now <= 0 ? 0 : (int)((long)now * 1000 / limit);
            int growth = limit / 4 > first / 6 ? limit / 4 : first / 6;
            if (permille > 700 && now - first < growth)
            {
                // A step that stays as it is moves no charge.
                permille = 700;
            }

            permille = permille < slowPermille ? slowPermille : permille;
            permille = permille > MaxPermille ? MaxPermille : permille;
            if (level[i] == Alarmed && _released[i] == 0 && permille < ClearPermille)
            {
                permille = ClearPermille;
            }

            long sinceMs = _firstSeconds[i] == 0 ? nowMs : _baseMs + (_firstSeconds[i] * 1000L);
            bool isNews = Judge(i, permille, nowMs, sinceMs);
            if (level[i] != Quiet)
            {
                features.explainedBy[i] = (byte)(causeId + 1);
            }
            else
            {
                _released[i] = 0;
            }

            return isNews;
        }

        /// <summary>Stays until somebody has looked: a short that is silent for a while is none the less one.</summary>
        protected override int ClearMs
        {
            get { return 600000; }
        }

        public override void Relearn(int cell)
        {
            for (int i = 0; i < _fall.Length; i++)
            {
                if (cell < 0 || i == cell)
                {
                    _fall[i] = 0;
                    _firstSeconds[i] = 0;
                    _released[i] = 1;
                }
            }
        }

        /// <summary>Leakage, mA.</summary>
        protected override int ValueOf(int place)
        {
            int seconds = (int)((features.nowMs - _baseMs) / 1000) - _firstSeconds[place];
            int fall = _fall[place];
            int growth = fall - (_first[place] * 4);
            if (_firstSeconds[place] == 0 || fall <= 0)
            {
                return 0;
            }

            // First the fall stands for the voltage that the leak takes inside the cell, then its growth for the charge:
            // Ah x 10 x (growth / (10 mV x slope)) an hour. Range: 1,000 x 120,000 x 9,216 = 1.1e12.
            int capacity = features.settings[DetectorSettings.CapacityAh];
            int slope = features.ocvSlope[DeviceOf(place)];
            slope = slope < BaselineLoad.LeastSlope ? BaselineLoad.PlainSlope : slope;
            long ohmic = features.slowMicroohms == 0 ? MaxLeak : (long)fall * 1000 / features.slowMicroohms;
            long drawn = seconds < 60 || growth < 0 ? ohmic : (long)capacity * growth * 9216 / (10L * slope * seconds);
            long leak = drawn < ohmic ? drawn : ohmic;
            return (int)(leak < 1 ? 1 : leak > MaxLeak ? MaxLeak : leak);
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = DeviceOf(place);
            int capacity = features.settings[DetectorSettings.CapacityAh];
            int leak = ValueOf(place);
            alarm.deviceIndex = device;
            alarm.cellIndex = place;

            // The leakage that would empty the cell in a month.
            alarm.limit = capacity * 1000 / 720;
            if (leak > 0)
            {
                alarm.AddEvidence(Evidence.LeakMilliamps, leak);
                alarm.AddEvidence(Evidence.LeakPpmPerHour, (int)((long)leak * 1000 / capacity));
                int cell = (features.medianMicrovolts[device] + features.deviation[place]) / leak;
                alarm.AddEvidence(Evidence.LeakMilliohms, cell);
            }

            alarm.AddEvidence(Evidence.Residual, features.residual[place]);
            alarm.AddEvidence(Evidence.Spread, features.spread[place]);

            // A reading that creeps by a few mV a day looks the same; one that falls faster is no sensor's.
            bool isSlow = (long)leak * 100 < (long)capacity * 1000 / 24;
            alarm.orCauseId = isSlow ? FaultCauses.SensorDrift : -1;
            alarm.certaintyPercent = isSlow ? 60 : features.settings[DetectorSettings.Balancing] == 1 ? 90 : 75;
        }

        private int DeviceOf(int cell)
        {
            int device = 0;
            while (features.layout.firstCell[device + 1] <= cell)
            {
                device++;
            }

            return device;
        }
    }
}
