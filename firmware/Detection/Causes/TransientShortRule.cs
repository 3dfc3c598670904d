using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Drops of one cell that recover within seconds, counted over days. A drop of two samples or more with the load standing is an
    /// event by itself; one that is seen in a single slow sample has to come again. A drop that deepens, as a loaded cell's does, is
    /// told before it is over.
    /// </summary>
    /// <remarks>Costs a subtraction and a comparison a cell and tick; only drops are looked at closer. Ranges: lows are deviations less
    /// references, ±1,638,200 µV; areas are held below 2^30.</remarks>
    public sealed partial class TransientShortRule : CauseRule
    {
        // Looked at from a quarter of the threshold on, so that the greatest statistic is known.
        private const int LookShift = 2;
        private const int PeerScales = 5;
        private const int PeerMosts = 2;
        private const int LeastCells = 5;

        // A neighbour that rises by a quarter of the drop: a wire.
        private const int NeighbourShare = 4;

        // Ticks in which the load has to have stood before, and in every one of the drop and its end.
        private const int CalmBefore = 4;

        // Longer is no transient, ms. Windows of fewer samples don't tell a glitch, or cells read in turn, from a drop.
        private const int MostMs = 20000;
        private const int FastSamples = 3;

        // Deepens: by a 32nd of the first complete tick's drop and three times what the others moved.
        private const int DeepenShift = 5;
        private const int DeepenScales = 3;
        private const int ApartScales = 24;

        // But not by half of it, and in all not beyond a fifth of a volt: a wire that opens goes on and on.
        private const int MostMicrovolts = 200000;

        // Single slow samples count together for so long, s.
        private const int MemorySeconds = 259200;
        private const int MostArea = 1 << 30;

        // Bits of _flags.
        private const byte Steady = 1;
        private const byte Wire = 2;
        private const byte Told = 4;
        private const byte Common = 8;

        // [cellCount] of the drop that goes on: ticks, 0: none; since when; greatest depth, sum of depths over its samples, µV; flags.
        private readonly byte[] _ticks;
        private readonly int[] _runMs;
        private readonly int[] _depth;
        private readonly int[] _area;
        private readonly byte[] _flags;

        // [cellCount] events; single slow samples, and time of the last one, s; depth of the last event, µV.
        private readonly byte[] _events;
        private readonly byte[] _singles;
        private readonly int[] _singleSeconds;
        private readonly int[] _eventDepth;

        // Once at the start, too: an alarm of an earlier boot may stand.
        private int _loud = 1;

        // Of the device that is looked at: sum of the sizes of its cells' lows, the greatest two, µV; cells, 0: not yet taken; and
        // how far the others seem to rise.
        private int _sum;
        private int _most;
        private int _second;
        private int _cells;
        private int _rises;
        private int _peersRise;

        public TransientShortRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.TransientShort, features, book, features.layout.cellCount)
        {
            int cells = features.layout.cellCount;
            _ticks = new byte[cells];
            _runMs = new int[cells];
            _depth = new int[cells];
            _area = new int[cells];
            _flags = new byte[cells];
            _events = new byte[cells];
            _singles = new byte[cells];
            _singleSeconds = new int[cells];
            _eventDepth = new int[cells];
        }

        public static int BytesFor(PackLayout layout)
        {
            return BaseBytes(layout.cellCount) + (4 * HeapSize.OfBytes(layout.cellCount)) + (5 * HeapSize.OfInts(layout.cellCount))
                + (16 * HeapSize.BlockBytes);
        }

        /// <inheritdoc/>
        public override bool IsGathering(int cell)
        {
            return _ticks[cell] != 0 && (_flags[cell] & (Steady | Wire)) == Steady && _runMs[cell] <= MostMs && _depth[cell] <= MostMicrovolts;
        }

        /// <summary>A day without another one.</summary>
        protected override int ClearMs
        {
            get { return 86400000; }
        }

        /// <inheritdoc/>
        public override bool OnTick()
        {
            bool isNews = false;
            CauseFeatures now = features;
            int[] firstCell = now.layout.firstCell;
            int[] reference = now.moves.reference;
            byte[] state = now.moves.state;
            int[] least = now.window.minDeviation;
            byte[] reading = now.reading;
            byte[] ticks = _ticks;
            int floor = now.settings[DetectorSettings.TransientDrop] >> LookShift;
            for (int d = 0; d < now.layout.deviceCount; d++)
            {
                if (now.moves.counted[d] < LeastCells)
                {
                    continue;
                }

                _cells = 0;

                // A quarter of what the others make of it is at least what they moved by.
                int look = now.moves.scale[d] > floor ? now.moves.scale[d] : floor;
                int end = firstCell[d + 1];
                for (int i = firstCell[d]; i < end; i++)
                {
                    if ((reference[i] - least[i] > look && state[i] != CellMoves.None && reading[i] != CauseFeatures.NoReading)
                        || ticks[i] != 0)
                    {
                        isNews |= LookAt(d, i, firstCell[d], end);
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
                    _events[i] = 0;
                    _singles[i] = 0;
                }
            }
        }

        protected override int ValueOf(int place)
        {
            return -_eventDepth[place];
        }

        protected override void Describe(Alarm alarm, int place)
        {
            alarm.deviceIndex = DeviceOf(place);
            alarm.cellIndex = place;
            alarm.limit = features.settings[DetectorSettings.TransientDrop];
            alarm.AddEvidence(Evidence.DropMicrovolts, _eventDepth[place]);
            alarm.AddEvidence(Evidence.Events, _events[place]);
        }

        private bool LookAt(int device, int cell, int first, int end)
        {
            CauseFeatures now = features;
            bool isRead = now.reading[cell] != CauseFeatures.NoReading;
            int low = isRead ? now.moves.reference[cell] - now.window.minDeviation[cell] : 0;
            int threshold = Threshold(cell, first, end);
            if (_ticks[cell] == 0 && (low + _peersRise) * 4 < threshold)
            {
                return false;
            }

            low += isRead ? _peersRise : 0;
            bool isSteady = CellMoves.IsCalm(now, device, low > _depth[cell] || _ticks[cell] == 0 ? low : _depth[cell]);
            if (_ticks[cell] == 0)
            {
                if (now.explainedBy[cell] != 0)
                {
                    return false;
                }

                _runMs[cell] = 0;
                _depth[cell] = 0;
                _area[cell] = 0;
                _flags[cell] = isSteady && now.moves.calmTicks[device] >= CalmBefore ? Steady : (byte)0;
            }
            else
            {
                _runMs[cell] += now.sinceLastMs;
                if (now.sinceLastMs == 0 || now.explainedBy[cell] != 0 || !isRead)
                {
                    _ticks[cell] = 0;
                    return false;
                }
            }

            return Go(device, cell, first, end, low, threshold, isSteady);
        }

        private bool Go(int device, int cell, int first, int end, int low, int threshold, bool isSteady)
        {
            int mean = -features.moves.move[cell];
            bool isOver = _ticks[cell] != 0 && 2 * low < _depth[cell] && 4 * mean < _depth[cell];
            if (_runMs[cell] > MostMs)
            {
                // Not a transient. Waits until it is over, or has become where the cell belongs.
                _ticks[cell] = (byte)(isOver || features.moves.state[cell] != CellMoves.Away ? 0 : 1);
                return false;
            }

            if (!isOver)
            {
                _ticks[cell] = _ticks[cell] < 255 ? (byte)(_ticks[cell] + 1) : (byte)255;
                bool isCommon = low < threshold && threshold > features.settings[DetectorSettings.TransientDrop];
                _flags[cell] = low < _depth[cell] ? _flags[cell] : isCommon ? (byte)(_flags[cell] | Common) : (byte)(_flags[cell] & ~Common);
                _depth[cell] = low > _depth[cell] ? low : _depth[cell];
                long area = _area[cell] + ((long)mean * features.window.goodCount[cell]);
                _area[cell] = area > MostArea ? MostArea : area < -MostArea ? -MostArea : (int)area;
                _flags[cell] &= isSteady ? (byte)255 : (byte)(255 - Steady);
                _flags[cell] |= HasRise(cell, first, end, low) ? Wire : (byte)0;
                return Deepens(device, cell) && JudgeEvent(cell, _depth[cell], threshold);
            }

            _ticks[cell] = 0;
            if ((_flags[cell] & (Steady | Wire | Told | Common)) != Steady || !isSteady || _depth[cell] > MostMicrovolts)
            {
                return false;
            }

            return End(cell, threshold);
        }

        private bool JudgeEvent(int cell, int depth, int threshold)
        {
            long permille = 1000L * depth / threshold;
            if (permille >= 1000)
            {
                _events[cell] = _events[cell] < 255 ? (byte)(_events[cell] + 1) : (byte)255;
                _flags[cell] |= Told;
            }

            _eventDepth[cell] = depth;
            bool isNews = Judge(cell, permille > MaxPermille ? MaxPermille : (int)permille, features.nowMs, features.nowMs);
            _loud |= level[cell];
            return isNews;
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

                isNews |= Judge(i, 0, features.nowMs, features.nowMs);
                _loud |= level[i];
                if (_ticks[i] != 0 && level[i] != Quiet && features.explainedBy[i] == 0)
                {
                    features.explainedBy[i] = (byte)(causeId + 1);
                }
            }

            return isNews;
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
