using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// A reading that went where no charge can go: one cell's reading steps while the load stands, and then stands itself for a
    /// minute, while a cell would sink on or recover, and does not go with the load.
    /// </summary>
    /// <remarks>Costs a comparison a cell and tick where nothing has stepped. A slow drift downward looks like a small short, and is
    /// left to that rule.</remarks>
    public sealed class SensorDriftRule : CauseRule
    {
        private const int PeerScales = 8;
        private const int LeastCells = 5;

        // So long it has to stand, ms, in so many ticks; within a sixth of its size and six times what the others moved, and within a
        // third in any case.
        private const int StandMs = 60000;
        private const int StandTicks = 6;
        private const int FlatShare = 6;
        private const int FlatScales = 6;
        private const int FlatMostShare = 3;
        private const int OthersShare = 3;
        private const int SlowMs = 5000;
        private const int SlowFloor = 3;

        // [cellCount] size of the step, µV, sign kept, 0: none.
        private readonly int[] _step;

        // Once at the start, too: an alarm of an earlier boot may stand.
        private int _loud = 1;

        public SensorDriftRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.SensorDrift, features, book, features.layout.cellCount)
        {
            _step = new int[features.layout.cellCount];
        }

        public static int BytesFor(PackLayout layout)
        {
            return BaseBytes(layout.cellCount) + HeapSize.OfInts(layout.cellCount)
                + (2 * HeapSize.BlockBytes);
        }

        /// <inheritdoc/>
        public override bool IsGathering(int cell)
        {
            return features.moves.state[cell] == CellMoves.Away && (features.moves.onset[cell] & CellMoves.Steady) != 0
                && (features.moves.awayMs[cell] < StandMs || features.moves.awayTicks[cell] < StandTicks);
        }

        /// <summary>An hour back where it was.</summary>
        protected override int ClearMs
        {
            get { return 3600000; }
        }

        /// <inheritdoc/>
        public override bool OnTick()
        {
            bool isNews = false;
            CauseFeatures now = features;
            byte[] state = now.moves.state;
            int[] firstCell = now.layout.firstCell;
            for (int d = 0; d < now.layout.deviceCount; d++)
            {
                if (now.moves.isBusy[d] == 0 || now.moves.counted[d] < LeastCells)
                {
                    continue;
                }

                int end = firstCell[d + 1];
                for (int i = firstCell[d]; i < end; i++)
                {
                    if (state[i] == CellMoves.Away && level[i] != Alarmed)
                    {
                        isNews |= LookAt(d, i);
                    }
                }
            }

            if (_loud != 0 || isNews)
            {
                JudgeLoud();
            }

            return isNews;
        }

        /// <inheritdoc/>
        public override void Relearn(int cell)
        {
            for (int i = 0; i < _step.Length; i++)
            {
                if (cell < 0 || i == cell)
                {
                    _step[i] = 0;
                    features.moves.isPinned[i] = 0;
                }
            }
        }

        protected override int ValueOf(int place)
        {
            return _step[place];
        }

        protected override void Describe(Alarm alarm, int place)
        {
            alarm.deviceIndex = DeviceOf(place);
            alarm.cellIndex = place;
            alarm.limit = features.settings[DetectorSettings.SensorDrift];
            alarm.AddEvidence(Evidence.Deviation, features.deviation[place]);
        }

        // It went while the load stood, alone.
        private bool IsStanding(int cell)
        {
            CellMoves moves = features.moves;
            return moves.state[cell] == CellMoves.Away
                && (moves.onset[cell] & (CellMoves.Steady | CellMoves.Complete)) == (CellMoves.Steady | CellMoves.Complete);
        }

        private bool LookAt(int device, int cell)
        {
            CellMoves moves = features.moves;
            if (features.explainedBy[cell] != 0 || !IsStanding(cell)
                || (features.condition != OperatingCondition.Rest && (moves.onset[cell] & CellMoves.Apart) == 0))
            {
                return false;
            }

            int now = moves.move[cell];
            int size = now < 0 ? -now : now;
            int scale = moves.scale[device];
            int range = moves.mostMove[cell] - moves.leastMove[cell];
            if (range > (size / FlatShare) + (FlatScales * scale) || range * FlatMostShare > size || !IsAlone(device, cell, size))
            {
                return false;
            }

            // Slow samples show a step where a cell took its time.
            int floor = features.settings[DetectorSettings.SensorDrift] * (features.sinceLastMs > SlowMs ? SlowFloor : 1);
            int threshold = PeerScales * scale > floor ? PeerScales * scale : floor;
            long permille = 1000L * size / threshold;
            permille = permille > MaxPermille ? MaxPermille : permille;
            if (moves.awayMs[cell] < StandMs || moves.awayTicks[cell] < StandTicks)
            {
                int limit = permille > 1000 ? 1000 : (int)permille;
                permille = limit * (long)(moves.awayMs[cell] < StandMs ? moves.awayMs[cell] : StandMs - 1) / StandMs;
                permille = permille >= SuspectPermille ? SuspectPermille - 1 : permille;
            }

            if (permille < ClearPermille && permille <= worstPermille)
            {
                return false;
            }

            _step[cell] = now;
            bool isNews = Judge(cell, (int)permille, features.nowMs, features.nowMs - moves.awayMs[cell]);
            if (level[cell] == Alarmed)
            {
                moves.Pin(cell, device);
            }

            _loud |= level[cell];
            return isNews;
        }

        // Where a third of it is found in another cell, too, it is what they share: a converter, or the time they are read at.
        private bool IsAlone(int device, int cell, int size)
        {
            int[] move = features.moves.move;
            int end = features.layout.firstCell[device + 1];
            for (int i = features.layout.firstCell[device]; i < end; i++)
            {
                if (i != cell && features.moves.isPinned[i] == 0 && (OthersShare * move[i] > size || -OthersShare * move[i] > size))
                {
                    return false;
                }
            }

            return true;
        }

        private void JudgeLoud()
        {
            _loud = 0;
            for (int i = 0; i < level.Length; i++)
            {
                if (level[i] == Quiet)
                {
                    continue;
                }

                int now = features.moves.move[i];
                int step = _step[i];
                bool isThere = level[i] == Alarmed && features.reading[i] != CauseFeatures.NoReading
                    && (step < 0 ? 2 * now <= step : 2 * now >= step && step != 0);
                Judge(i, isThere ? ClearPermille : 0, features.nowMs, features.nowMs);
                if (level[i] == Quiet)
                {
                    features.moves.isPinned[i] = 0;
                    _step[i] = 0;
                    continue;
                }

                _loud = 1;
                if (features.explainedBy[i] == 0)
                {
                    features.explainedBy[i] = (byte)(causeId + 1);
                }
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
