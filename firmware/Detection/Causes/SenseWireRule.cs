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
    public sealed partial class SenseWireRule : CauseRule
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

        // A tick decides from a third of what a sample needs on, where the load stood; not between slow samples.
        private const int TickShare = 3;
        private const int SlowMs = 5000;

        // The spread of a device that has been looked at may grow by so much before it is looked at again, µV.
        private const int LookMicrovolts = 10000;
        private const int ForgetShift = 6;

        // An open wire moves only the two cells that share it: the third by less than this part.
        private const int OpenShare = 16;

        // [deviceCount] spread that needs no look; samples in a row with a find; its cell.
        private readonly int[] _sound;
        private readonly byte[] _run;
        private readonly short[] _cell;
        private readonly byte[] _isWatched;

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

        // Once at the start, too: an alarm of an earlier boot may stand.
        private int _loud = 1;

        public SenseWireRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.SenseWireShort, features, book, features.layout.cellCount, true)
        {
            PackLayout layout = features.layout;
            _sound = new int[layout.deviceCount];
            _run = new byte[layout.deviceCount];
            _cell = new short[layout.deviceCount];
            _isWatched = new byte[layout.deviceCount];
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
                + HeapSize.OfInts(layout.deviceCount) + (2 * HeapSize.OfBytes(layout.deviceCount))
                + (2 * HeapSize.OfShorts(layout.deviceCount)) + HeapSize.OfLongs(layout.deviceCount)
                + (2 * HeapSize.OfInts(32)) + (14 * HeapSize.BlockBytes);
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
            int[] highest = samples.highest;
            int[] lowest = samples.lowest;
            int[] sound = _sound;
            byte[] isWatched = _isWatched;
            for (int d = 0; d < sound.Length; d++)
            {
                // Nothing further apart than it was: a few steps a device, and none a cell.
                int spread = highest[d] - lowest[d];
                if (spread > sound[d] || isWatched[d] != 0 || samples.broken[d] != 0)
                {
                    isNews |= LookAt(sample, d, spread);
                    isWatched[d] = _run[d] != 0 || _endMs[d] != 0 ? (byte)1 : (byte)0;
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
                if (moves.isBusy[d] == 0)
                {
                    continue;
                }

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

        private bool JudgeTick(int device, int cell, int first, int end)
        {
            CellMoves moves = features.moves;
            int[] move = moves.move;
            int fall = -move[cell];
            int below = cell > first ? move[cell - 1] : 0;
            int above = cell + 1 < end ? move[cell + 1] : 0;
            int threshold = Threshold(
                features.settings[DetectorSettings.SenseWire] / (features.sinceLastMs > SlowMs ? 1 : TickShare), moves.scale[device], PeersMost(move, first, end, cell),
                features.medianMicrovolts[device] - moves.MedianOf(cell, device));
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
            int device = DeviceOf(cell);
            for (int i = cell > first ? cell - 1 : cell; i <= cell + 1 && i < end; i++)
            {
                features.explainedBy[i] = features.explainedBy[i] == 0 ? (byte)(causeId + 1) : features.explainedBy[i];
                features.moves.Pin(i, device);
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
