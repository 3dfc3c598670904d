namespace DataBox.Core
{
    /// <summary>One pass over the cells of a device at a step of the load; states in <see cref="ContactColumns"/>.</summary>
    public static class ContactKernel
    {
        /// <summary>Steps after which a ratio counts as learned.</summary>
        public const int LearnSteps = 64;

        /// <summary>Smallest step of the median that is looked at, µV: noise of 1 mV is then a fifth.</summary>
        public const int LeastStep = 8000;

        // One step pulls a ratio by no more than 400 permille of its weight: what is no load, such as a burst of a short, moves
        // it little.
        private const int MaxInnovation = 400 << ContactColumns.Q;
        private const int MaxRatio = ContactColumns.MaxRatio;
        private const int MaxCellStep = 500000;
        private const int ScatterShift = 6;
        private const int MaxLearnOff = 50 << ContactColumns.Q;

        // Fewer steps than these say nothing about a whole ratio, and the clip waits for as many.
        private const int FewSteps = 16;

        /// <summary>Follows the ratios.</summary>
        /// <param name="deviationStep">[cellCount] ±1,638,200 µV; clipped to ±500,000.</param>
        /// <param name="reading">[cellCount] only cells with <see cref="CauseFeatures.HasStep"/> are looked at.</param>
        /// <param name="explainedBy">[cellCount] such a cell's steps are left out.</param>
        /// <param name="zone">0..Zones-1, of the device's voltage.</param>
        /// <param name="medianStep">±8,000 µV or more, up to ±6,553,500; above 0: the load's step was towards charging.</param>
        /// <param name="shift">2 to 4: weight 1/4 to 1/16.</param>
        public static void Step(
            ContactColumns columns, int[] deviationStep, byte[] reading, byte[] explainedBy, int first, int end, int zone,
            int medianStep, int shift)
        {
            short[] side = medianStep > 0 ? columns.up : columns.down;
            short[] scatter = columns.scatter;
            short[] learned = columns.learned;
            byte[] progress = columns.progress;
            int shelf = zone * side.Length;
            int middle = ContactColumns.MiddleZone * side.Length;

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
                int at = shelf + i;
                if (progress[at] < LearnSteps)
                {
                    // A zone that is not learned yet borrows the middle one's ratio, and learns while the cell seems sound.
                    at = middle + i;
                    if (progress[at] < LearnSteps || (side[i] < MaxLearnOff && side[i] > -MaxLearnOff))
                    {
                        Learn(columns, i, shelf + i, ratio);
                    }

                    if (progress[at] < LearnSteps)
                    {
                        continue;
                    }
                }

                int off = ratio - learned[at] - side[i];
                off = off > MaxInnovation ? MaxInnovation : off < -MaxInnovation ? -MaxInnovation : off;
                int now = side[i] + ((off + half) >> shift);
                side[i] = (short)(now > MaxRatio ? MaxRatio : now < -MaxRatio ? -MaxRatio : now);
                off = off < 0 ? -off : off;
                scatter[i] = (short)(scatter[i] + ((off - scatter[i] + 32) >> ScatterShift));
            }
        }

        /// <summary>How far a cell is above what was learned, in both directions of the step: their mean, and no more than 5/4 of
        /// the lower one. Without a learned value an eighth of the whole ratio.</summary>
        /// <param name="zone">The zone that the last step was in.</param>
        public static int Excess(ContactColumns columns, int cell, int zone)
        {
            int at = (zone * columns.up.Length) + cell;
            int progress = columns.progress[at];
            if (progress < LearnSteps && columns.progress[(ContactColumns.MiddleZone * columns.up.Length) + cell] < LearnSteps)
            {
                return progress < FewSteps ? 0 : columns.learned[at] >> 3;
            }

            int up = columns.up[cell];
            int down = columns.down[cell];
            int low = up < down ? up : down;
            int mean = (up + down) >> 1;
            int most = low > 0 ? low + (low >> 2) : low;
            return mean < most ? mean : most;
        }

        // The mean of the first steps.
        private static void Learn(ContactColumns columns, int cell, int at, int ratio)
        {
            ratio = ratio > MaxRatio ? MaxRatio : ratio < -MaxRatio ? -MaxRatio : ratio;
            int n = columns.progress[at];
            int off = ratio - columns.learned[at];
            int clipped = off > MaxInnovation ? MaxInnovation : off < -MaxInnovation ? -MaxInnovation : off;
            off = n < FewSteps ? off : clipped;
            columns.learned[at] = (short)(columns.learned[at] + (off / (n + 1)));
            columns.progress[at] = (byte)(n + 1);
            clipped = clipped < 0 ? -clipped : clipped;
            int scatter = columns.scatter[cell];
            columns.scatter[cell] = (short)(n == 0 ? scatter : scatter + ((clipped - scatter) / (n + 1)));
        }
    }
}
