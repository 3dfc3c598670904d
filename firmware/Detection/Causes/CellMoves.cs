using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// How far each cell's deviation is from where it was a moment ago, and how far the device's other cells moved meanwhile. The
    /// moment's reference follows slow changes within seconds and stands still while a cell alone has gone elsewhere, so that a step
    /// can be looked at for minutes.
    /// </summary>
    /// <remarks>
    /// Ranges: deviations are ±819,100 µV, so are references; a move is the difference, ±1,638,200. Sums of 18 moves: 3.0e7. Allocates
    /// nothing after construction.
    /// </remarks>
    public sealed partial class CellMoves
    {
        /// <summary>Values of <see cref="state"/>: no reference yet; it follows; it stands still, the cell is away.</summary>
        public const byte None = 0;
        public const byte Follows = 1;
        public const byte Away = 2;

        /// <summary>Value of <see cref="isPinned"/>, beside 0; no bit of Follows.</summary>
        public const byte Pinned = 4;

        /// <summary>Values of <see cref="onset"/>, bits: when the cell went, the load stood and so did all other cells but its neighbours;
        /// a complete tick was seen since; the load moved since and the cell did not go with it.</summary>
        public const byte Steady = 1;
        public const byte Complete = 2;
        public const byte Apart = 4;

        /// <summary>So long a cell may be away before that is where it belongs, ms.</summary>
        public const int MostAwayMs = 180000;

        /// <summary>A cell is away beyond this, µV, and so many times what the others moved.</summary>
        public const int AwayMicrovolts = 2000;
        public const int AwayScales = 4;

        // The reference follows with 1/8 of each tick.
        private const int FollowShift = 3;

        // The load stands while the median moves by less than this in a tick, µV, and this more a second (a charge at 1C), the
        // current within a tick by less than C/20, and from tick to tick by less than C/50.
        private const int CalmMicrovolts = 300;
        private const int CalmMicrovoltsPerSecond = 300;
        private const int MostCalmSeconds = 10;
        private const int SwingPermille = 50;
        private const int StepPermille = 20;

        // What one cell does moves the median by a 16th of that at most.
        private const int ShareShift = 4;

        // Ticks in which the load has to have stood before a step says something.
        private const int CalmBefore = 4;

        // Windows of fewer samples don't tell that a cell stands while the load moves: cells may be read in turn.
        private const int FastSamples = 5;

        /// <summary>[cellCount] µV, before this tick changed it.</summary>
        public readonly int[] reference;

        /// <summary>[cellCount] of a cell that is away or pinned: the device's median that the reference belongs to, µV, 0..6,553,500.
        /// </summary>
        public readonly int[] referenceMedian;

        /// <summary>[cellCount] deviation of this tick less the reference, µV; 0 where there is none.</summary>
        public readonly int[] move;

        /// <summary>[cellCount] None, Follows, Away.</summary>
        public readonly byte[] state;

        /// <summary>[cellCount] Pinned: the reference stands until the rule that pinned it sets 0.</summary>
        public readonly byte[] isPinned;

        /// <summary>[cellCount] of a cell that is away: since when, ms, 0..MostAwayMs; ticks, 0..255; first complete move, least and
        /// greatest since, µV; the device's median then.</summary>
        public readonly int[] awayMs;
        public readonly byte[] awayTicks;
        public readonly byte[] onset;
        public readonly int[] firstMove;
        public readonly int[] leastMove;
        public readonly int[] mostMove;
        public readonly int[] firstMedian;

        /// <summary>[deviceCount] mean size of the moves, without the three greatest, µV, 0..1,638,200; cells with a move.</summary>
        public readonly int[] scale;
        public readonly byte[] counted;

        /// <summary>[deviceCount] 1: a cell is away, or was in the tick before.</summary>
        public readonly byte[] isBusy;

        /// <summary>[deviceCount] ticks in a row in which the load stood, before this one, 0..255.</summary>
        public readonly byte[] calmTicks;

        private readonly byte[] _isCalm;
        private readonly int[] _lastMedian;
        private readonly int[] _steadyMedian;

        public CellMoves(PackLayout layout)
        {
            int cells = layout.cellCount;
            reference = new int[cells];
            referenceMedian = new int[cells];
            move = new int[cells];
            state = new byte[cells];
            isPinned = new byte[cells];
            awayMs = new int[cells];
            awayTicks = new byte[cells];
            onset = new byte[cells];
            firstMove = new int[cells];
            leastMove = new int[cells];
            mostMove = new int[cells];
            firstMedian = new int[cells];
            scale = new int[layout.deviceCount];
            counted = new byte[layout.deviceCount];
            calmTicks = new byte[layout.deviceCount];
            _isCalm = new byte[layout.deviceCount];
            _lastMedian = new int[layout.deviceCount];
            _steadyMedian = new int[layout.deviceCount];
            isBusy = new byte[layout.deviceCount];
        }

        /// <summary>Heap bytes.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return (8 * HeapSize.OfInts(layout.cellCount)) + (4 * HeapSize.OfBytes(layout.cellCount))
                + (3 * HeapSize.OfInts(layout.deviceCount)) + (4 * HeapSize.OfBytes(layout.deviceCount))
                + HeapSize.OfObject(19);
        }

        /// <summary>Once a tick, before the rules.</summary>
        public void Take(CauseFeatures features)
        {
            int[] firstCell = features.layout.firstCell;
            for (int d = 0; d < features.layout.deviceCount; d++)
            {
                calmTicks[d] = _isCalm[d] == 0 ? (byte)0 : calmTicks[d] < 255 ? (byte)(calmTicks[d] + 1) : (byte)255;
                _isCalm[d] = features.sinceLastMs != 0 && IsCalm(features, d, 0) ? (byte)1 : (byte)0;
                int most = TakeDevice(features, d, firstCell[d], firstCell[d + 1]);
                int beyond = AwayMicrovolts + (AwayScales * scale[d]);
                if (most > beyond || isBusy[d] != 0)
                {
                    NoteAway(features, d, beyond);
                }
            }
        }

        /// <summary>The device's median that a cell's reference belongs to, µV.</summary>
        public int MedianOf(int cell, int device)
        {
            return (state[cell] | isPinned[cell]) == Follows ? _steadyMedian[device] : referenceMedian[cell];
        }

        /// <summary>The reference stands until isPinned is set to 0.</summary>
        public void Pin(int cell, int device)
        {
            referenceMedian[cell] = MedianOf(cell, device);
            isPinned[cell] = Pinned;
        }

        /// <summary>Whether the load stood in this tick.</summary>
        /// <param name="size">Of what a cell did meanwhile, µV.</param>
        public static bool IsCalm(CauseFeatures features, int device, int size)
        {
            int seconds = features.sinceLastMs / 1000;
            int limit = CalmMicrovolts + (CalmMicrovoltsPerSecond * (seconds < MostCalmSeconds ? seconds : MostCalmSeconds));
            int step = features.medianStep[device];
            step = step < 0 ? -step : step;
            if (step > limit + (size >> ShareShift))
            {
                return false;
            }

            // Range: A x permille = mA; 1,000 Ah x 50 = 50,000; currents ±2e6, their difference 4e6.
            int capacity = features.settings[DetectorSettings.CapacityAh];
            int swing = features.window.currentCount == 0 ? 0 : features.window.maxCurrent - features.window.minCurrent;
            int change = features.currentStepMilliamps < 0 ? -features.currentStepMilliamps : features.currentStepMilliamps;
            return swing <= capacity * SwingPermille && change <= capacity * StepPermille;
        }

        // Returns the greatest size of a move.
        private int TakeDevice(CauseFeatures features, int device, int first, int end)
        {
            byte[] reading = features.reading;
            int[] deviation = features.deviation;
            int[] moves = move;
            int[] references = reference;
            byte[] states = state;
            byte[] pinned = isPinned;
            bool isGap = features.sinceLastMs == 0;
            int follows = isGap ? -1 : Follows;
            int sum = 0;
            int most = 0;
            int second = 0;
            int third = 0;
            int cells = end - first;
            StepMedian(device, features.medianMicrovolts[device], isGap);
            for (int i = first; i < end; i++)
            {
                if (reading[i] == CauseFeatures.NoReading)
                {
                    moves[i] = 0;
                    cells--;
                    continue;
                }

                // What the last tick moved it by goes in only now: rules compare a tick with what was before it.
                int from = references[i];
                int now = deviation[i];
                if ((states[i] | pinned[i]) == follows)
                {
                    from += moves[i] >> FollowShift;
                    references[i] = from;
                }
                else if (pinned[i] == 0 && (isGap || states[i] == None))
                {
                    from = now;
                    references[i] = from;
                    states[i] = Follows;
                }

                now -= from;
                moves[i] = now;
                now = now < 0 ? -now : now;
                sum += now;
                if (now > third)
                {
                    third = now > second ? second : now;
                    second = now > second ? (now > most ? most : now) : second;
                    most = now > most ? now : most;
                }
            }

            counted[device] = (byte)cells;
            scale[device] = cells > 3 ? (sum - most - second - third) / (cells - 3) : most;
            return most;
        }

        private void StepMedian(int device, int median, bool isGap)
        {
            _steadyMedian[device] = isGap || _lastMedian[device] == 0 ? median
                : _steadyMedian[device] + ((_lastMedian[device] - _steadyMedian[device]) >> FollowShift);
            _lastMedian[device] = median == 0 ? _lastMedian[device] : median;
        }
    }
}
