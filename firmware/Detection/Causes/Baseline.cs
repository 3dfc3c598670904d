using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// The learned place of each cell beside its device's median: by open-circuit voltage, charging or not, with the cell's own
    /// resistance, and a charge offset that drifts at a learned rate. What is left is the residual.
    /// </summary>
    internal sealed partial class Baseline
    {
        // Classes of what the pack does; -1: nothing is known of it then. Without a current only rest.
        private const int Resting = 0;
        private const int Charging = 1;
        private const int Driving = 2;
        private const int DriveTeach = 2;

        private const int BlockMs = 60000;
        private const int LeastBlockMs = 30000;
        private const int LongestBlockTicks = 300;
        private const int CalmMicrovolts = 4000;
        private const int StepMicrovolts = 5000;
        private const int StepMs = 30000;
        private const int SignMs = 300000;

        // Fifteen blocks in a bin, Q4.
        private const int LearnedVisits = 240;
        private const int ApartBlocks = 240;
        private const int FoldedFit = 5760;
        private const int FirstFit = 360;

        // Where the vehicle may balance, charge is moved on purpose.
        private const int BalancedFit = 5760;
        private const int FirstDoubt = 2000;
        private const int FirstSize = 500;
        private const int FirstWander = 1500;
        private const int LearnedFit = FirstFit + 4320;
        private const int MostMinutes = 10080;
        private const int SpreadMs = 4900;
        private const byte NoBin = 255;

        private readonly CauseFeatures _features;
        private readonly BaselineColumns _columns;
        private readonly BaselineLoad _load;

        // [deviceCount] sum of the positions in the open block, 1/256 bin.
        private readonly int[] _places;
        private readonly short[] _ticks;
        private long _openMs;
        private int _class = -1;

        // [deviceCount] bin of the spreads, NoBin: none; when they were last set for all, and the class.
        private readonly byte[] _bins;
        private long _spreadMs;
        private int _spreadClass;
        private bool _isSpreadDue;
        private uint _random = 1;

        public Baseline(CauseFeatures features)
        {
            _features = features;
            _columns = new BaselineColumns(features.layout);
            _load = new BaselineLoad(features.settings);
            _places = new int[features.layout.deviceCount];
            _ticks = new short[features.layout.deviceCount];
            _bins = new byte[features.layout.deviceCount];
            Relearn(-1);
        }

        public static int BytesFor(PackLayout layout)
        {
            return BaselineColumns.BytesFor(layout) + BaselineLoad.BytesFor() + HeapSize.OfInts(layout.deviceCount)
                + HeapSize.OfShorts(layout.deviceCount) + HeapSize.OfBytes(layout.deviceCount) + HeapSize.OfObject(13);
        }

        /// <summary>Fills residual, learned and spread for a tick.</summary>
        public void Take()
        {
            CauseFeatures features = _features;
            int kind = ClassNow();
            int devices = features.layout.deviceCount;
            long sum = 0;
            long steps = 0;
            int judged = 0;
            for (int d = 0; d < devices; d++)
            {
                if (features.medianMicrovolts[d] != 0)
                {
                    sum += features.medianMicrovolts[d];
                    steps += features.medianStep[d];
                    judged++;
                }
            }

            int median = judged == 0 ? 0 : (int)(sum / judged);
            int step = judged == 0 ? 0 : (int)(steps / judged);
            _load.Take(features, median, step, kind == Charging);
            bool isGap = features.sinceLastMs == 0;
            if (kind != _class || isGap || features.nowMs - _openMs >= BlockMs)
            {
                Close(isGap);
                _class = kind;
                _openMs = features.nowMs;
            }

            // Spreads change slowly, but with the class, the bin and what service forgot.
            long sinceSpread = features.nowMs - _spreadMs;
            _isSpreadDue = isGap || kind != _spreadClass || sinceSpread >= SpreadMs || sinceSpread < 0;
            _spreadMs = _isSpreadDue ? features.nowMs : _spreadMs;
            _spreadClass = kind;
            bool isCalm = kind >= 0 && (kind == Driving || (step < CalmMicrovolts && -step < CalmMicrovolts));
            for (int d = 0; d < devices; d++)
            {
                Use(d, kind, isCalm);
            }
        }

        private int ClassNow()
        {
            switch (_features.condition)
            {
                case OperatingCondition.Rest:
                    return Resting;
                case OperatingCondition.Charge:
                case OperatingCondition.FastCharge:
                    // A sensor that lost the sign; or a drive that looked like a charge for a moment.
                    return (_features.currentMilliamps < 0 && _features.nowMs - _features.conditionSinceMs < SignMs) || !_features.hasCurrent ? -1 : Charging;
                case OperatingCondition.Drive:
                case OperatingCondition.Regeneration:
                    return _features.hasCurrent ? Driving : -1;
                default:
                    return -1;
            }
        }

        private void Use(int d, int kind, bool isCalm)
        {
            CauseFeatures features = _features;
            PackLayout layout = features.layout;
            int first = layout.firstCell[d];
            int end = layout.firstCell[d + 1];
            int median = features.medianMicrovolts[d];
            int place = ((median - _load.eta - _load.lowest) * 8) / (_load.width / 32);
            if (kind < 0 || median == 0 || place < 0 || place >= (BaselineColumns.Bins - 1) * 256)
            {
                LeaveOpen(first, end);
                _bins[d] = NoBin;
                return;
            }

            int bin = place >> 8;
            int visitRow = (d * BaselineColumns.Bins) + bin;
            int row = (first * BaselineColumns.Bins) + bin;
            int low = _columns.visits[visitRow];
            int weight = _columns.visits[visitRow + 1] == 0 ? 0 : low == 0 ? 256 : place & 255;
            features.ocvSlope[d] = _load.slope[bin];
            _random = (_random * 1664525) + 1013904223;
            if (features.sinceLastMs <= StepMs && (_load.etaStep >= StepMicrovolts || _load.etaStep <= -StepMicrovolts))
            {
                BaselineKernel.LearnStep(features, _columns, first, end, _load.etaStep, (int)(_random >> 8));
            }

            BaselineKernel.Use(features, _columns, first, end, row, weight, _load.slope[bin], _load.eta, isCalm);
            if (_isSpreadDue || _bins[d] != bin)
            {
                _bins[d] = (byte)bin;
                Weigh(d, kind, place, row, weight);
            }

            if (isCalm && _ticks[d] < LongestBlockTicks)
            {
                _places[d] += place;
                _ticks[d]++;
            }
        }

        private void Weigh(int d, int kind, int place, int row, int weight)
        {
            PackLayout layout = _features.layout;
            int visitRow = (d * BaselineColumns.Bins) + (place >> 8);
            int upper = place & 255;
            int visits = ((_columns.visits[visitRow] * (256 - upper)) + (_columns.visits[visitRow + 1] * upper)) >> 8;
            bool isKnown = visits >= LearnedVisits && _columns.fitMinutes[d] >= LearnedFit;
            int doubt = ((_columns.doubt[visitRow] * (256 - upper)) + (_columns.doubt[visitRow + 1] * upper)) >> 8;
            BaselineKernel.Spread(
                _features, _columns, layout.firstCell[d], layout.firstCell[d + 1], row, weight, kind * layout.cellCount,
                doubt < 200 ? 200 : doubt, isKnown ? CauseFeatures.Learned : CauseFeatures.NotLearned);
        }

        private void Forget(int d)
        {
            PackLayout layout = _features.layout;
            int row = d * BaselineColumns.Bins;
            for (int k = row; k < row + BaselineColumns.Bins; k++)
            {
                _columns.visits[k] = (short)(_columns.visits[k] > 16 ? 16 : _columns.visits[k]);
                _columns.doubt[k] = FirstDoubt;
            }

            for (int i = layout.firstCell[d]; i < layout.firstCell[d + 1]; i++)
            {
                ForgetCell(i);
            }

            _columns.fitMinutes[d] = FirstFit;
            _columns.apart[d] = 0;
            _columns.wander[d] = FirstWander;
            _features.driftSpread[d] = FirstWander;
        }

        private void ForgetCell(int i)
        {
            _columns.age[i] = 0;
            _features.drift[i] = 0;
            _columns.rate[i] = 0;
            _columns.frozen[i] = 0;
        }

        /// <summary>Bins that are learned, of those that were visited, permille.</summary>
        public int LearnedPermille()
        {
            short[] visits = _columns.visits;
            int visited = 0;
            int learned = 0;
            for (int k = 0; k < visits.Length; k++)
            {
                visited += visits[k] > 0 ? 1 : 0;
                learned += visits[k] >= LearnedVisits && _columns.fitMinutes[k / BaselineColumns.Bins] >= LearnedFit ? 1 : 0;
            }

            return visited == 0 ? 0 : learned * 1000 / visited;
        }

        public int StoredBytes
        {
            get { return BaselineStore.Bytes(_columns); }
        }

        public void Write(byte[] target, int at)
        {
            BaselineStore.Write(_columns, _load, target, at);
        }

        public void Read(byte[] source, int at)
        {
            BaselineStore.Read(_columns, _load, source, at);
            for (int d = 0; d < _features.layout.deviceCount; d++)
            {
                _features.driftSpread[d] = _columns.wander[d];
            }
        }

        /// <summary>After service: forgets a cell, or all (-1).</summary>
        public void Relearn(int cell)
        {
            PackLayout layout = _features.layout;
            _spreadClass = NoBin;
            if (cell >= 0)
            {
                RelearnCell(cell);
                return;
            }

            for (int d = 0; d < layout.deviceCount; d++)
            {
                Forget(d);
            }

            for (int k = 0; k < _columns.visits.Length; k++)
            {
                _columns.visits[k] = 0;
            }

            for (int i = 0; i < layout.cellCount; i++)
            {
                RelearnCell(i);
            }
        }

        private void RelearnCell(int cell)
        {
            ForgetCell(cell);
            _columns.charge[cell] = 0;
            _columns.resistance[cell] = 0;
            for (int k = 0; k < BaselineColumns.Bins; k++)
            {
                _columns.offset[(cell * BaselineColumns.Bins) + k] = 0;
            }

            for (int c = 0; c < BaselineColumns.Classes; c++)
            {
                _columns.size[(c * _features.layout.cellCount) + cell] = FirstSize;
            }
        }
    }
}
