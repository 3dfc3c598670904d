namespace DataBox.Detection
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

        // Fewer cells have nothing in common.
        private const int LeastPeers = 5;

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

        /// <summary>How far each cell of a device is above what was learned, into <see cref="ContactColumns.left"/>: the mean of
        /// both directions of the step, and no more than 5/4 of the lower one. What all cells have in common is the median's own:
        /// another cell is the median now. Without a learned value an eighth of the whole ratio.</summary>
        /// <param name="explainedBy">[cellCount] such a cell does not count for the others.</param>
        /// <param name="zone">The zone that the last step was in.</param>
        /// <returns>Mean size of what is left over, without the greatest; 0 where it is not known.</returns>
        public static int LeftOver(ContactColumns columns, byte[] explainedBy, int first, int end, int zone)
        {
            short[] up = columns.up;
            short[] down = columns.down;
            byte[] progress = columns.progress;
            int shelf = zone * up.Length;
            int middle = ContactColumns.MiddleZone * up.Length;

            // The mean without the highest and the lowest cell. 18 x 2 x 32,000 fits by far.
            int count = 0;
            int upSum = 0;
            int downSum = 0;
            int high = first;
            int low = first;
            int highest = -4 * MaxRatio;
            int lowest = 4 * MaxRatio;
            for (int i = first; i < end; i++)
            {
                if (explainedBy[i] != 0 || (progress[shelf + i] < LearnSteps && progress[middle + i] < LearnSteps))
                {
                    continue;
                }

                int both = up[i] + down[i];
                count++;
                upSum += up[i];
                downSum += down[i];
                high = both > highest ? i : high;
                highest = both > highest ? both : highest;
                low = both < lowest ? i : low;
                lowest = both < lowest ? both : lowest;
            }

            bool isCommon = count >= LeastPeers;
            int upCommon = isCommon ? (upSum - up[high] - up[low]) / (count - 2) : 0;
            int downCommon = isCommon ? (downSum - down[high] - down[low]) / (count - 2) : 0;
            int scale = LessCommon(columns, explainedBy, first, end, zone, upCommon, downCommon);
            return isCommon ? scale : 0;
        }

        private static int LessCommon(
            ContactColumns columns, byte[] explainedBy, int first, int end, int zone, int upCommon, int downCommon)
        {
            short[] left = columns.left;
            short[] ups = columns.up;
            short[] downs = columns.down;
            short[] learned = columns.learned;
            byte[] progress = columns.progress;
            int shelf = zone * left.Length;
            int middle = ContactColumns.MiddleZone * left.Length;
            int sum = 0;
            int most = 0;
            int count = 0;
            for (int i = first; i < end; i++)
            {
                int known = progress[shelf + i];
                if (known < LearnSteps && progress[middle + i] < LearnSteps)
                {
                    left[i] = (short)(known < FewSteps ? 0 : learned[shelf + i] >> 3);
                    continue;
                }

                // Both within 4 x 32,000; the result is clipped.
                int up = ups[i] - upCommon;
                int down = downs[i] - downCommon;
                int low = up < down ? up : down;
                int excess = (up + down) >> 1;
                int limit = low > 0 ? low + (low >> 2) : low;
                excess = excess < limit ? excess : limit;
                left[i] = (short)(excess > MaxRatio ? MaxRatio : excess < -MaxRatio ? -MaxRatio : excess);
                if (explainedBy[i] == 0)
                {
                    int size = excess < 0 ? -excess : excess;
                    sum += size;
                    most = size > most ? size : most;
                    count++;
                }
            }

            return count > 1 ? (sum - most) / (count - 1) : 0;
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
