using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Charge that leaves one cell and goes nowhere: its residual falls and goes on falling, in a rest against where that began too,
    /// or its charge offset drifts away from the drift that was learned. docs/diagnosis.md, "Soft internal short".
    /// </summary>
    public sealed partial class SoftShortRule : CauseRule
    {
        // Between two looks; a leak is a matter of minutes.
        private const int LookMs = 4900;
        private const int FilterMs = 20000;
        private const int SettleSeconds = 10;
        private const int MaxFall = 120000;
        private const int MaxLeak = 1000000;

        // What a rest leaves of the load's unevenness is gone after so long.
        private const int RestMs = 300000;
        private const short NoAnchor = short.MinValue;

        // [cellCount] filtered residual, µV; its fall when it was first noticed and when the rest began, 4 µV; seconds then since
        // _baseMs, 0: not noticed; 1: after service, an open alarm may end.
        private readonly int[] _fall;
        private readonly short[] _first;
        private readonly short[] _anchor;
        private readonly int[] _firstSeconds;
        private readonly byte[] _released;
        private long _baseMs = -1;
        private long _lookMs;
        private bool _isCold;
        private bool _isBalanced;
        private bool _isFlat;
        private bool _isSettled;
        private bool _isAnchored;
        private bool _isLoud;
        private int _anchorLoad;
        private int _usual;
        private int _restUsual;

        public SoftShortRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.SoftShort, features, book, features.layout.cellCount)
        {
            int cells = features.layout.cellCount;
            _fall = new int[cells];
            _first = new short[cells];
            _anchor = new short[cells];
            _firstSeconds = new int[cells];
            _released = new byte[cells];
            _isFlat = features.settings[DetectorSettings.OverVoltage] < FlatMicrovolts;
            DropAnchors();
        }

        public static int BytesFor(PackLayout layout)
        {
            int cells = layout.cellCount;
            return BaseBytes(cells) + (2 * HeapSize.OfInts(cells)) + (2 * HeapSize.OfShorts(cells)) + HeapSize.OfBytes(cells)
                + HeapSize.OfObject(25);
        }

        public override bool OnTick()
        {
            CauseFeatures features = this.features;
            long since = features.nowMs - _lookMs;
            bool isNew = _baseMs < 0 || features.sinceLastMs == 0 || since < 0;
            if (!isNew && since < LookMs)
            {
                Mark();
                return false;
            }

            if (_baseMs < 0)
            {
                _baseMs = features.nowMs - 1000;
            }

            _lookMs = features.nowMs;
            int share = isNew ? 1024 : (int)(since * 4096 / ((4 * since) + FilterMs));
            _isCold = IsCold();
            _isBalanced = features.settings[DetectorSettings.Balancing] != 1;
            bool isRest = features.condition == OperatingCondition.Rest;
            _isSettled = !_isBalanced && !_isFlat && !_isCold && (isRest || features.condition == OperatingCondition.Charge);
            Anchor(_isSettled && isRest && !isNew && features.nowMs - features.conditionSinceMs >= RestMs);
            _isLoud = false;
            bool isNews = false;
            for (int d = 0; d < features.layout.deviceCount; d++)
            {
                SetLimits(d);
                isNews |= Look(features.layout.firstCell[d], features.layout.firstCell[d + 1], share);
            }

            return isNews;
        }

        private bool Look(int first, int end, int share)
        {
            CauseFeatures features = this.features;
            int[] fall = _fall;
            int[] residual = features.residual;
            int[] spread = features.spread;
            short[] drift = features.drift;
            short[] anchor = _anchor;
            byte[] learned = features.learned;
            byte[] explained = features.explainedBy;
            byte[] level = this.level;
            int[] noticed = _firstSeconds;
            int floor = _floor;
            int slowFloor = _slowFloor;
            int spreadsQ4 = _slowSpreadsQ4;
            int restFloor = _restFloor;
            int restCommon = _restCommon;
            int driftTimes = _isSettled ? -4 : 0;
            bool isBlind = features.loadMicrovolts > MostLoad;
            bool isNews = false;
            for (int i = first; i < end; i++)
            {
                if (learned[i] != CauseFeatures.Learned || explained[i] != 0 || isBlind)
                {
                    Keep(i);
                    continue;
                }

                // Range: 240,000 x 1,024 = 2.5e8.
                int down = -residual[i];
                down = down > MaxFall ? MaxFall : down < -MaxFall ? -MaxFall : down;
                int now = fall[i] + (((down - fall[i]) * share) >> 12);
                fall[i] = now;
                int fresh = anchor[i] == NoAnchor ? 0 : now - (anchor[i] * 4) - restCommon;
                now -= _isBalanced ? Above(i) : 0;
                int usual = spread[i];
                int limit = Spreads * usual < floor ? floor : Spreads * usual;
                int slow = driftTimes * drift[i];
                slow = slow > 2 * now ? 2 * now : slow;
                int slowLimit = (usual * spreadsQ4) >> 4;
                slowLimit = slowLimit < slowFloor ? slowFloor : slowLimit;
                int restLimit = RestSpreads * usual < restFloor ? restFloor : RestSpreads * usual;
                int worst = worstPermille < ClearPermille ? worstPermille : ClearPermille;

                // Range: 1.3e8; the limits are at most 4e6.
                if (now * 1000 <= limit * worst && slow * 1000 <= slowLimit * worst && fresh * 1000 <= restLimit * worst
                    && noticed[i] == 0 && level[i] == Quiet)
                {
                    continue;
                }

                bool isFresh = (long)fresh * limit > (long)now * restLimit;
                isNews |= Weigh(i, isFresh ? fresh : now, isFresh ? restLimit : limit, slow <= 0 ? 0 : slow * 1000 / slowLimit);
            }

            return isNews;
        }

        // A cell that stands above the median may be brought down to it on purpose.
        private int Above(int i)
        {
            int place = features.deviation[i] - features.residual[i];
            return place > 0 ? place : 0;
        }

        // Where each cell stands in this rest, once it is quiet.
        private void Anchor(bool isQuiet)
        {
            if (isQuiet == _isAnchored)
            {
                return;
            }

            _isAnchored = isQuiet;
            _anchorLoad = features.loadMicrovolts;
            DropAnchors();
            for (int i = 0; isQuiet && i < _anchor.Length; i++)
            {
                if (features.learned[i] == CauseFeatures.Learned)
                {
                    _anchor[i] = (short)(_fall[i] >> 2);
                }
            }
        }

        private void DropAnchors()
        {
            for (int i = 0; i < _anchor.Length; i++)
            {
                _anchor[i] = NoAnchor;
            }
        }

        // Between two looks what is suspect explains its cell as before.
        private void Mark()
        {
            if (!_isLoud)
            {
                return;
            }

            for (int i = 0; i < level.Length; i++)
            {
                if (level[i] != Quiet && _released[i] == 0 && features.explainedBy[i] == 0)
                {
                    features.explainedBy[i] = (byte)(causeId + 1);
                }
            }
        }

        // Nothing is known of it now: an alarm stands, unless service has begun it anew.
        private void Keep(int i)
        {
            if (level[i] == Quiet)
            {
                return;
            }

            _isLoud = true;
            Judge(i, level[i] == Alarmed && _released[i] == 0 ? ClearPermille : 0, features.nowMs, features.nowMs);
            if (level[i] != Quiet && _released[i] == 0 && features.explainedBy[i] == 0)
            {
                features.explainedBy[i] = (byte)(causeId + 1);
            }
        }

        private bool Weigh(int i, int now, int limit, int slowPermille)
        {
            long nowMs = features.nowMs;
            int seconds = (int)((nowMs - _baseMs) / 1000);
            int permille = now <= 0 ? 0 : (int)((long)now * 1000 / limit);
            if (permille < 250 && slowPermille < 250)
            {
                _firstSeconds[i] = 0;
            }
            else if (_firstSeconds[i] == 0 && (permille >= ClearPermille || slowPermille >= ClearPermille))
            {
                _firstSeconds[i] = seconds;
                _first[i] = 0;
            }

            int fall = _fall[i];
            int first = _first[i] * 4;
            if (_firstSeconds[i] != 0 && seconds - _firstSeconds[i] <= SettleSeconds && fall > first)
            {
                first = fall;
                _first[i] = (short)(first >> 2);
            }

            int growth = limit / 4 > first / 6 ? limit / 4 : first / 6;
            if (permille > 700 && fall - first < growth)
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
                _isLoud = true;
                features.explainedBy[i] = (byte)(causeId + 1);
            }
            else
            {
                _released[i] = 0;
            }

            return isNews;
        }
    }
}
