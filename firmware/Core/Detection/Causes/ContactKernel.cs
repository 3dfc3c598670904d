namespace DataBox.Core
{
    /// <summary>What is remembered of each cell's answer to steps of the load, and the arithmetic of a step. Ratios are extra
    /// resistance against the median cell's own, in 1/8 permille (<see cref="Q"/> bits), ±<see cref="MaxRatio"/>.</summary>
    /// <remarks>
    /// A ratio is the step of a cell's deviation over the step of the device's median: resistance scales with temperature and age
    /// for all cells alike, so it stays where the ohms don't. Steps up and down are followed apart. Range: every state is a mean
    /// of values within ±MaxRatio, so it fits short; EWMAs round to nearest, so they are within 2^(k-1) / 8 permille of exact
    /// arithmetic, 1 permille at k = 4.
    /// </remarks>
    public sealed class ContactColumns
    {
        /// <summary>Fraction bits of a permille.</summary>
        public const int Q = 3;
        public const int MaxRatio = 32000;

        /// <summary>[cellCount] ratio in recent steps up and down.</summary>
        public readonly short[] up;
        public readonly short[] down;

        /// <summary>[cellCount] ratio when sound, and mean size of what a step leaves over against up or down.</summary>
        public readonly short[] learned;
        public readonly short[] scatter;

        /// <summary>[cellCount] 0..LearnSteps steps, and then hours of use, that the learned ratio rests on.</summary>
        public readonly byte[] progress;

        /// <summary>[cellCount] steps in a row that found the cell beyond half the threshold, 0..255.</summary>
        public readonly byte[] steps;

        public ContactColumns(int cellCount)
        {
            up = new short[cellCount];
            down = new short[cellCount];
            learned = new short[cellCount];
            scatter = new short[cellCount];
            progress = new byte[cellCount];
            steps = new byte[cellCount];
        }

        /// <summary>Heap bytes.</summary>
        public static int BytesFor(int cellCount)
        {
            return (4 * HeapSize.OfShorts(cellCount)) + (2 * HeapSize.OfBytes(cellCount)) + HeapSize.OfObject(6);
        }
    }

    /// <summary>One pass over the cells of a device at a step of the load.</summary>
    public static class ContactKernel
    {
        /// <summary>Steps after which a ratio counts as learned.</summary>
        public const int LearnSteps = 128;

        /// <summary>Smallest step of the median that is looked at, µV: noise of 1 mV is then a fifth.</summary>
        public const int LeastStep = 8000;

        // One step pulls a ratio by no more than 400 permille of its weight: what is no load, such as a burst of a short, moves it little.
        private const int MaxInnovation = 400 << ContactColumns.Q;
        private const int MaxCellStep = 500000;
        private const int ScatterShift = 6;

        /// <summary>Follows the ratios.</summary>
        /// <param name="deviationStep">[cellCount] ±1,638,200 µV; clipped to ±500,000.</param>
        /// <param name="reading">[cellCount] only cells with <see cref="CauseFeatures.HasStep"/> are looked at.</param>
        /// <param name="explainedBy">[cellCount] such a cell's steps are left out.</param>
        /// <param name="medianStep">±8,000 µV or more, up to ±6,553,500.</param>
        /// <param name="isUp">The load's step was towards charging.</param>
        /// <param name="shift">2 to 4: weight 1/4 to 1/16.</param>
        public static void Step(
            ContactColumns columns, int[] deviationStep, byte[] reading, byte[] explainedBy, int first, int end, int medianStep,
            bool isUp, int shift)
        {
            short[] side = isUp ? columns.up : columns.down;
            short[] scatter = columns.scatter;
            byte[] progress = columns.progress;

            // One division a device: 8 permille x 2^12 / step, at most 4,096, so 500,000 x 4,096 = 2.05e9 < 2^31.
            int perStep = (8000 << 12) / medianStep;
            int half = 1 << (shift - 1);
            for (int i = first; i < end; i++)
            {
                if (reading[i] != CauseFeatures.HasStep || explainedBy[i] != 0)
                {
                    continue;
                }

                int step = deviationStep[i];
                step = step > MaxCellStep ? MaxCellStep : step < -MaxCellStep ? -MaxCellStep : step;
                int ratio = (step * perStep) >> 12;
                if (progress[i] < LearnSteps)
                {
                    Learn(columns, i, ratio);
                    continue;
                }

                int off = ratio - side[i];
                off = off > MaxInnovation ? MaxInnovation : off < -MaxInnovation ? -MaxInnovation : off;
                int now = side[i] + ((off + half) >> shift);
                side[i] = (short)(now > ContactColumns.MaxRatio ? ContactColumns.MaxRatio
                    : now < -ContactColumns.MaxRatio ? -ContactColumns.MaxRatio : now);
                off = off < 0 ? -off : off;
                scatter[i] = (short)(scatter[i] + ((off - scatter[i] + 32) >> ScatterShift));
            }
        }

        /// <summary>How far a cell is above what was learned, in both directions of the step: their mean, and no more than twice the
        /// lower one. Without a learned value an eighth of the whole ratio.</summary>
        public static int Excess(ContactColumns columns, int cell)
        {
            int up = columns.up[cell];
            int down = columns.down[cell];
            bool isLearned = columns.progress[cell] >= LearnSteps;
            int sound = isLearned ? columns.learned[cell] : 0;
            up -= sound;
            down -= sound;
            int low = up < down ? up : down;
            int mean = (up + down) >> 1;
            int excess = mean < 2 * low ? mean : 2 * low;
            return isLearned ? excess : columns.progress[cell] < 16 ? 0 : excess >> 3;
        }

        // The mean of the first steps; up and down begin there, and are followed meanwhile.
        private static void Learn(ContactColumns columns, int cell, int ratio)
        {
            ratio = ratio > ContactColumns.MaxRatio ? ContactColumns.MaxRatio
                : ratio < -ContactColumns.MaxRatio ? -ContactColumns.MaxRatio : ratio;
            int n = columns.progress[cell];
            int learned = columns.learned[cell];
            int off = ratio - learned;
            if (n >= 8)
            {
                off = off > MaxInnovation ? MaxInnovation : off < -MaxInnovation ? -MaxInnovation : off;
            }

            learned += off / (n + 1);
            columns.learned[cell] = (short)learned;
            columns.up[cell] = (short)learned;
            columns.down[cell] = (short)learned;
            off = off < 0 ? -off : off;
            off = off > MaxInnovation ? MaxInnovation : off;
            columns.scatter[cell] = (short)(columns.scatter[cell] + ((off - columns.scatter[cell]) / (n + 1)));
            columns.progress[cell] = (byte)(n + 1);
        }
    }
}
