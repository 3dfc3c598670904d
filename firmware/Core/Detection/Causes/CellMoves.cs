using DataBox.Ports;

namespace DataBox.Core
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
    public sealed class CellMoves
    {
        /// <summary>Values of <see cref="state"/>: no reference yet; it follows; it stands still, the cell is away.</summary>
        public const byte None = 0;
        public const byte Follows = 1;
        public const byte Away = 2;

        /// <summary>Values of <see cref="onset"/>, bits: the device's median stood when the cell went; a complete tick was seen since;
        /// the load moved since and the cell did not go with it.</summary>
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

        // The median stands where it moves by less than this, µV, and a 16th of what the cell does.
        private const int SteadyMicrovolts = 300;
        private const int SteadyShift = 4;

        /// <summary>[cellCount] µV, before this tick changed it.</summary>
        public readonly int[] reference;

        /// <summary>[cellCount] deviation of this tick less the reference, µV; 0 where there is none.</summary>
        public readonly int[] move;

        /// <summary>[cellCount] None, Follows, Away.</summary>
        public readonly byte[] state;

        /// <summary>[cellCount] set by a rule: the reference stands until the rule sets 0.</summary>
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

        public CellMoves(PackLayout layout)
        {
            int cells = layout.cellCount;
            reference = new int[cells];
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
        }

        /// <summary>Heap bytes.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return (7 * HeapSize.OfInts(layout.cellCount)) + (4 * HeapSize.OfBytes(layout.cellCount))
                + HeapSize.OfInts(layout.deviceCount) + HeapSize.OfBytes(layout.deviceCount) + HeapSize.OfObject(13);
        }

        /// <summary>Once a tick, before the rules.</summary>
        public void Take(CauseFeatures features)
        {
            int[] firstCell = features.layout.firstCell;
            for (int d = 0; d < features.layout.deviceCount; d++)
            {
                TakeDevice(features, d, firstCell[d], firstCell[d + 1]);
                NoteAway(features, d, firstCell[d], firstCell[d + 1]);
            }
        }

        private void TakeDevice(CauseFeatures features, int device, int first, int end)
        {
            byte[] reading = features.reading;
            int[] deviation = features.deviation;
            int[] moves = move;
            int[] references = reference;
            byte[] states = state;
            bool isGap = features.sinceLastMs == 0;
            int sum = 0;
            int most = 0;
            int second = 0;
            int third = 0;
            int cells = 0;
            for (int i = first; i < end; i++)
            {
                if (reading[i] == CauseFeatures.NoReading)
                {
                    moves[i] = 0;
                    continue;
                }

                // What the last tick moved it by goes in only now: rules compare a tick with what was before it.
                if (isPinned[i] == 0)
                {
                    if (isGap || states[i] == None)
                    {
                        references[i] = deviation[i];
                        states[i] = Follows;
                    }
                    else if (states[i] == Follows)
                    {
                        references[i] += moves[i] >> FollowShift;
                    }
                }

                int now = deviation[i] - references[i];
                moves[i] = now;
                int size = now < 0 ? -now : now;
                sum += size;
                cells++;
                if (size > third)
                {
                    third = size > second ? second : size;
                    second = size > second ? (size > most ? most : size) : second;
                    most = size > most ? size : most;
                }
            }

            counted[device] = (byte)cells;
            scale[device] = cells > 3 ? (sum - most - second - third) / (cells - 3) : most;
        }

        private void NoteAway(CauseFeatures features, int device, int first, int end)
        {
            int beyond = AwayMicrovolts + (AwayScales * scale[device]);
            for (int i = first; i < end; i++)
            {
                int now = move[i];
                if (now <= beyond && -now <= beyond && state[i] == Follows)
                {
                    continue;
                }

                if (features.reading[i] != CauseFeatures.NoReading)
                {
                    Note(features, device, i, now, beyond);
                }
            }
        }

        private void Note(CauseFeatures features, int device, int cell, int now, int beyond)
        {
            int size = now < 0 ? -now : now;
            if (state[cell] == Follows)
            {
                state[cell] = Away;
                awayMs[cell] = 0;
                awayTicks[cell] = 0;
                int step = features.medianStep[device];
                step = step < 0 ? -step : step;
                onset[cell] = step <= SteadyMicrovolts + (size >> SteadyShift) ? Steady : (byte)0;
            }
            else
            {
                awayMs[cell] += features.sinceLastMs;
            }

            if (isPinned[cell] == 0 && (size <= beyond || awayMs[cell] > MostAwayMs))
            {
                // Back, or there to stay.
                reference[cell] = size <= beyond ? reference[cell] : features.deviation[cell];
                move[cell] = size <= beyond ? now : 0;
                state[cell] = Follows;
                return;
            }

            awayMs[cell] = awayMs[cell] > MostAwayMs ? MostAwayMs : awayMs[cell];
            awayTicks[cell] = awayTicks[cell] < 255 ? (byte)(awayTicks[cell] + 1) : (byte)255;
            int nearest = now < 0 ? reference[cell] - features.window.maxDeviation[cell]
                : features.window.minDeviation[cell] - reference[cell];
            if ((onset[cell] & Complete) == 0)
            {
                // A tick in whose middle it went says nothing about how far.
                if (2 * nearest < size)
                {
                    return;
                }

                onset[cell] |= Complete;
                firstMove[cell] = now;
                leastMove[cell] = now;
                mostMove[cell] = now;
                firstMedian[cell] = features.medianMicrovolts[device];
                return;
            }

            leastMove[cell] = now < leastMove[cell] ? now : leastMove[cell];
            mostMove[cell] = now > mostMove[cell] ? now : mostMove[cell];
            int swing = features.medianMicrovolts[device] - firstMedian[cell];
            swing = swing < 0 ? -swing : swing;
            if (features.medianMicrovolts[device] != 0 && 3 * swing >= size && 8 * (mostMove[cell] - leastMove[cell]) <= 3 * size)
            {
                onset[cell] |= Apart;
            }
        }
    }
}
