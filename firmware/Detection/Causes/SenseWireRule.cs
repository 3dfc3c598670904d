using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Sampling wires from the readings: a cell falls, and a neighbour that shares its wire rises in the same sample, while the
    /// device's other cells stand. Decides with the second sample, or with the second tick where the move is within what single
    /// samples of the device do.
    /// </summary>
    /// <remarks>
    /// Between adjacent wires that touch, the cell falls and both neighbours rise; with an open wire the cell below it falls and the
    /// one above rises. At a device's ends there is one neighbour less: an open wire there moves one cell alone, and only the AFE's
    /// check can name it. Ranges: readings to 6,553,500 µV, so moves are ±7,372,600; sums of 18 of them 1.3e8.
    /// </remarks>
    public sealed class SenseWireRule : CauseRule
    {
        // A neighbour rises by a quarter at least of what the cell falls by, and all of them by four times that at most.
        private const int LeastShare = 4;
        private const int MostShare = 4;

        // Threshold: not below so many times what the device's other cells moved, and the one of them that moved most; nor below what
        // the median moved by, since with the load each cell moves by its own share of that.
        private const int PeerScales = 8;
        private const int PeerMosts = 3;
        private const int LeastCells = 5;

        // A device's last wires have no second cell. Alone, a reading tells an open one from a shorted cell only where it has lost two
        // fifths and more, for so long, and no probe of the device has warmed by so much.
        private const int EndMs = 10000;
        private const int EndDeciC = 20;

        // A tick decides from a third of what a sample needs on, where the load stood.
        private const int TickShare = 3;

        // The spread of a device that has been looked at may grow by so much before it is looked at again, µV.
        private const int LookMicrovolts = 10000;
        private const int ForgetShift = 6;

        // An open wire moves only the two cells that share it: the third by less than this part.
        private const int OpenShare = 16;

        // [deviceCount] spread that needs no look; samples in a row with a find; its cell.
        private readonly int[] _sound;
        private readonly byte[] _run;
        private readonly short[] _cell;

        // [deviceCount] since when the cell at an end has been gone, ms, 0: is not; the warmest probe then, 0.1 °C.
        private readonly long[] _endMs;
        private readonly short[] _endTemp;

        // [cellCount] ticks in a row; the greatest fall and the neighbours' moves then, µV.
        private readonly byte[] _ticks;
        private readonly int[] _fall;
        private readonly int[] _riseBelow;
        private readonly int[] _riseAbove;

        // [18] moves of a device's cells.
        private readonly int[] _moves = new int[32];
        private readonly int[] _order = new int[32];
        private int _median;
        private int _loud;

        public SenseWireRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.SenseWireShort, features, book, features.layout.cellCount)
        {
            PackLayout layout = features.layout;
            _sound = new int[layout.deviceCount];
            _run = new byte[layout.deviceCount];
            _cell = new short[layout.deviceCount];
            _endMs = new long[layout.deviceCount];
            _endTemp = new short[layout.deviceCount];
            _ticks = new byte[layout.cellCount];
            _fall = new int[layout.cellCount];
            _riseBelow = new int[layout.cellCount];
            _riseAbove = new int[layout.cellCount];
        }

        public static int BytesFor(PackLayout layout)
        {
            return BaseBytes(layout.cellCount) + (3 * HeapSize.OfInts(layout.cellCount)) + HeapSize.OfBytes(layout.cellCount)
                + HeapSize.OfInts(layout.deviceCount) + HeapSize.OfBytes(layout.deviceCount) + (2 * HeapSize.OfShorts(layout.deviceCount)) + HeapSize.OfLongs(layout.deviceCount)
                + (2 * HeapSize.OfInts(32)) + (13 * HeapSize.BlockBytes);
        }

        /// <inheritdoc/>
        public override bool WantsSamples
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool OnSample(PackSample sample)
        {
            DetectorColumns samples = features.samples;
            if (samples == null || features.window == null)
            {
                return false;
            }

            bool isNews = false;
            for (int d = 0; d < features.layout.deviceCount; d++)
            {
                // Nothing further apart than it was: a few steps a device, and none a cell.
                int spread = samples.highest[d] - samples.lowest[d];
                if (spread > _sound[d] || samples.broken[d] != 0 || _run[d] != 0 || _endMs[d] != 0)
                {
                    isNews |= LookAt(sample, d, spread);
                }
            }

            return isNews;
        }

        /// <inheritdoc/>
        public override bool OnTick()
        {
            bool isNews = false;
            int[] firstCell = features.layout.firstCell;
            CellMoves moves = features.moves;
            for (int d = 0; d < features.layout.deviceCount; d++)
            {
                _sound[d] -= _sound[d] >> ForgetShift;
                int beyond = CellMoves.AwayMicrovolts + (CellMoves.AwayScales * moves.scale[d]);
                if (moves.counted[d] < LeastCells)
                {
                    continue;
                }

                for (int i = firstCell[d]; i < firstCell[d + 1]; i++)
                {
                    if (-moves.move[i] > beyond || _ticks[i] != 0)
                    {
                        isNews |= JudgeTick(d, i, firstCell[d], firstCell[d + 1]);
                    }
                }
            }

            if (_loud != 0 || isNews)
            {
                isNews |= JudgeLoud();
            }

            return isNews;
        }

        /// <inheritdoc/>
        public override void Relearn(int cell)
        {
            for (int i = 0; i < _ticks.Length; i++)
            {
                if (cell < 0 || i == cell)
                {
                    _ticks[i] = 0;
                    _fall[i] = 0;
                    Pin(i, 0);
                }
            }
        }

        protected override int ValueOf(int place)
        {
            return -_fall[place];
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = DeviceOf(place);
            alarm.deviceIndex = device;
            alarm.cellIndex = place;
            alarm.limit = features.settings[DetectorSettings.SenseWire] / TickShare;
            int rise = _riseAbove[place] > _riseBelow[place] ? _riseAbove[place] : _riseBelow[place];
            alarm.AddEvidence(Evidence.DropMicrovolts, _fall[place]);
            alarm.AddEvidence(Evidence.NeighbourMicrovolts, rise);
            int least = _riseAbove[place] < _riseBelow[place] ? _riseAbove[place] : _riseBelow[place];
            if (rise == 0)
            {
                alarm.orCauseId = FaultCauses.HardShort;
            }
            else if (OpenShare * least < rise)
            {
                // Only two cells moved: wires that touch at a device's end look the same.
                alarm.orCauseId = FaultCauses.SenseWireOpen;
            }
        }

        private bool LookAt(PackSample sample, int device, int spread)
        {
            int first = features.layout.firstCell[device];
            int end = features.layout.firstCell[device + 1];
            int deepest = end - first >= LeastCells ? TakeMoves(sample, first, end) : -1;
            int size = deepest < 0 ? 0 : -_moves[deepest - first];
            int threshold = deepest < 0 ? 0
                : Threshold(
                    features.settings[DetectorSettings.SenseWire], ScaleOf(end - first), PeersMost(_moves, 0, end - first, deepest - first), _median - features.moves.referenceMedian[deepest]);
            bool goesOn = deepest >= 0 && _run[device] != 0 && _cell[device] == deepest;
            if (deepest < 0 || size < threshold || !IsPair(deepest - first, end - first)
                || (!goesOn && level[deepest] == Quiet && 2 * -features.moves.move[deepest] > size))
            {
                _run[device] = 0;
                if (deepest >= 0 && (deepest == first || deepest == end - 1) && 5L * size >= 2L * _median)
                {
                    return JudgeEnd(sample, device, deepest, size);
                }

                _endMs[device] = 0;
                _sound[device] = spread + LookMicrovolts > _sound[device] ? spread + LookMicrovolts : _sound[device];
                return false;
            }

            // What was on its way already in the tick before is no wire's.
            _run[device] = goesOn ? (byte)2 : (byte)1;
            _cell[device] = (short)deepest;
            Keep(deepest, size, deepest > first ? _moves[deepest - 1 - first] : 0, deepest + 1 < end ? _moves[deepest + 1 - first] : 0);
            return Tell(deepest, first, end, _run[device] > 1 ? 1000L * size / threshold : SuspectPermille, sample.timeMs);
        }

        private bool JudgeEnd(PackSample sample, int device, int cell, int size)
        {
            int warmest = short.MinValue;
            for (int p = features.layout.firstProbe[device]; p < features.layout.firstProbe[device + 1]; p++)
            {
                warmest = sample.tempQuality[p] == Quality.Good && sample.tempDeciC[p] > warmest ? sample.tempDeciC[p] : warmest;
            }

            if (_endMs[device] == 0)
            {
                _endMs[device] = sample.timeMs == 0 ? 1 : sample.timeMs;
                _endTemp[device] = (short)warmest;
            }

            if (sample.timeMs - _endMs[device] < EndMs || warmest - _endTemp[device] >= EndDeciC)
            {
                return false;
            }

            Keep(cell, size, 0, 0);
            return Tell(cell, cell, cell + 1, 1000, sample.timeMs);
        }

        // Moves of all cells against the references, from one sample. Returns the deepest, -1: too few.
        private int TakeMoves(PackSample sample, int first, int end)
        {
            int good = 0;
            byte[] quality = sample.cellQuality;
            int[] microvolts = sample.cellMicrovolts;
            int[] keys = features.window.sortedKeys;
            for (int k = first; k < end; k++)
            {
                int i = first + (keys[k] & ((1 << WindowColumns.CellBits) - 1));
                if (quality[i] == Quality.Good)
                {
                    int value = microvolts[i];
                    int to = good;
                    while (to > 0 && _order[to - 1] > value)
                    {
                        _order[to] = _order[to - 1];
                        to--;
                    }

                    _order[to] = value;
                    good++;
                }
            }

            if (good < WindowColumns.MinCellsForMedian)
            {
                return -1;
            }

            int median = _order[(good - 1) >> 1];
            _median = median;
            int deepest = -1;
            for (int i = first; i < end; i++)
            {
                // A reading that is no cell's any more still says where its wire went.
                bool hasMove = (quality[i] == Quality.Good || quality[i] == Quality.Implausible)
                    && features.moves.state[i] != CellMoves.None;
                _moves[i - first] = hasMove ? microvolts[i] - median - features.moves.reference[i] : 0;
                if (deepest < 0 || _moves[i - first] < _moves[deepest - first])
                {
                    deepest = i;
                }
            }

            return deepest;
        }

        // Mean size of the moves without the three greatest.
        private int ScaleOf(int cells)
        {
            int sum = 0;
            int most = 0;
            int second = 0;
            int third = 0;
            for (int k = 0; k < cells; k++)
            {
                int size = _moves[k] < 0 ? -_moves[k] : _moves[k];
                sum += size;
                if (size > third)
                {
                    third = size > second ? second : size;
                    second = size > second ? (size > most ? most : size) : second;
                    most = size > most ? size : most;
                }
            }

            return (sum - most - second - third) / (cells - 3);
        }

        // The greatest move among the cells that share no wire with this one.
        private static int PeersMost(int[] moves, int first, int end, int cell)
        {
            int most = 0;
            for (int i = first; i < end; i++)
            {
                if (i < cell - 1 || i > cell + 1)
                {
                    int size = moves[i] < 0 ? -moves[i] : moves[i];
                    most = size > most ? size : most;
                }
            }

            return most;
        }

        private static int Threshold(int floor, int scale, int peersMost, int medianMove)
        {
            int threshold = floor;
            medianMove = medianMove < 0 ? -medianMove : medianMove;
            threshold = PeerScales * scale > threshold ? PeerScales * scale : threshold;
            threshold = PeerMosts * peersMost > threshold ? PeerMosts * peersMost : threshold;
            return medianMove > threshold ? medianMove : threshold;
        }

        private bool IsPair(int k, int cells)
        {
            int fall = -_moves[k];
            int below = k > 0 ? _moves[k - 1] : 0;
            int above = k + 1 < cells ? _moves[k + 1] : 0;
            return IsPair(fall, below, above);
        }

        private static bool IsPair(int fall, int below, int above)
        {
            int most = below > above ? below : above;
            int rise = (below > 0 ? below : 0) + (above > 0 ? above : 0);
            return LeastShare * most >= fall && rise <= (long)MostShare * fall;
        }

        private bool JudgeTick(int device, int cell, int first, int end)
        {
            CellMoves moves = features.moves;
            int[] move = moves.move;
            int fall = -move[cell];
            int below = cell > first ? move[cell - 1] : 0;
            int above = cell + 1 < end ? move[cell + 1] : 0;
            int threshold = Threshold(
                features.settings[DetectorSettings.SenseWire] / TickShare, moves.scale[device], PeersMost(move, first, end, cell),
                features.medianMicrovolts[device] - features.moves.referenceMedian[cell]);
            bool isSudden = (moves.onset[cell] & CellMoves.Steady) != 0 && (moves.onset[cell] & CellMoves.Complete) != 0
                && 2 * -moves.firstMove[cell] >= fall;
            if (fall <= 0 || !IsPair(fall, below, above) || (!isSudden && level[cell] == Quiet))
            {
                _ticks[cell] = 0;
                return false;
            }

            _ticks[cell] = _ticks[cell] < 255 ? (byte)(_ticks[cell] + 1) : (byte)255;
            Keep(cell, fall, below, above);
            long permille = 1000L * fall / threshold;
            permille = _ticks[cell] < 2 && permille > SuspectPermille ? SuspectPermille : permille;
            return permille >= ClearPermille || permille > worstPermille ? Tell(cell, first, end, permille, features.nowMs) : false;
        }

        private void Keep(int cell, int fall, int below, int above)
        {
            if (level[cell] == Quiet || fall > _fall[cell])
            {
                _fall[cell] = fall;
                _riseBelow[cell] = below;
                _riseAbove[cell] = above;
            }
        }

        private bool Tell(int cell, int first, int end, long permille, long nowMs)
        {
            bool isNews = Judge(cell, permille > MaxPermille ? MaxPermille : (int)permille, nowMs, nowMs);
            if (level[cell] != Quiet)
            {
                _loud = 1;
                Explain(cell, first, end);
            }

            return isNews;
        }

        // The cell and both neighbours: what their readings do is the wire's. Their references stand until it is over.
        private void Explain(int cell, int first, int end)
        {
            for (int i = cell > first ? cell - 1 : cell; i <= cell + 1 && i < end; i++)
            {
                features.explainedBy[i] = features.explainedBy[i] == 0 ? (byte)(causeId + 1) : features.explainedBy[i];
                features.moves.isPinned[i] = 1;
            }
        }

        private bool JudgeLoud()
        {
            bool isNews = false;
            _loud = 0;
            for (int i = 0; i < level.Length; i++)
            {
                if (level[i] == Quiet)
                {
                    continue;
                }

                int device = DeviceOf(i);
                isNews |= Judge(i, _ticks[i] == 0 ? 0 : ClearPermille, features.nowMs, features.nowMs);
                if (level[i] == Quiet)
                {
                    Pin(i, 0);
                    continue;
                }

                _loud = 1;
                Explain(i, features.layout.firstCell[device], features.layout.firstCell[device + 1]);
            }

            return isNews;
        }

        private void Pin(int cell, byte value)
        {
            for (int i = cell > 0 ? cell - 1 : cell; i <= cell + 1 && i < level.Length; i++)
            {
                features.moves.isPinned[i] = value;
            }
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
