using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>First look at a row: common divisor of its values, and whether some have no reading.</summary>
    public static class BlockScanKernel
    {
        /// <summary>What a block can carry; a reading beyond is marked OutOfRange in the row and left out.</summary>
        private const uint MaxMicrovolts = 6553500;
        private const int MinDeciC = -400;
        private const int MaxDeciC = 1250;

        public const byte AllGood = 0;
        public const byte SomeMarked = 1;
        public const byte SomeGaps = 2;

        /// <summary>Takes a row's cells into the divisor.</summary>
        /// <returns>What the row's qualities are: AllGood, SomeMarked (all have a reading), SomeGaps (some have none).</returns>
        public static byte Cells(BlockSteps steps, int[] microvolts, byte[] quality, int from, int count)
        {
            int divisor = steps.cellDivisor;
            byte state = AllGood;
            int end = from + count;
            for (int i = from; i < end; i++)
            {
                if (quality[i] != Quality.Good)
                {
                    byte q = quality[i];
                    if (q != Quality.Implausible && q != Quality.Stuck)
                    {
                        state = SomeGaps;
                        continue;
                    }

                    state = state == AllGood ? SomeMarked : state;
                }

                int value = microvolts[i];
                if ((uint)value > MaxMicrovolts)
                {
                    quality[i] = Quality.OutOfRange;
                    state = SomeGaps;
                    continue;
                }

                if (value % divisor != 0)
                {
                    divisor = BlockSteps.Common(divisor, value);
                }
            }

            steps.cellDivisor = divisor;
            return state;
        }

        /// <summary>Takes a row's temperatures into the divisor.</summary>
        /// <returns>As of Cells.</returns>
        public static byte Temperatures(BlockSteps steps, short[] deciC, byte[] quality, int from, int count)
        {
            int divisor = steps.tempDivisor;
            byte state = AllGood;
            int end = from + count;
            for (int i = from; i < end; i++)
            {
                if (quality[i] != Quality.Good)
                {
                    byte q = quality[i];
                    if (q != Quality.Implausible && q != Quality.Stuck)
                    {
                        state = SomeGaps;
                        continue;
                    }

                    state = state == AllGood ? SomeMarked : state;
                }

                if (deciC[i] > MaxDeciC || deciC[i] < MinDeciC)
                {
                    quality[i] = Quality.OutOfRange;
                    state = SomeGaps;
                    continue;
                }

                if (deciC[i] % divisor != 0)
                {
                    divisor = BlockSteps.Common(divisor, deciC[i]);
                }
            }

            steps.tempDivisor = divisor;
            return state;
        }

        /// <summary>How far the step model's predictions are off in a row, and how many cells moved at all: what decides between
        /// the models. Also puts the row into the columns.</summary>
        /// <param name="movedAndError">[2]: cells that moved, and the sum of |change - change of the cell below|, steps; added
        /// to.</param>
        public static void Movement(
            CellColumns columns, int[] microvolts, byte[] quality, int from, int[] movedAndError)
        {
            int[] previous = columns.change;
            int cellCount = columns.cellCount;
            int step = columns.stepMicrovolts;
            int moved = 0;
            int error = 0;
            int below = 0;
            for (int i = 0; i < cellCount; i++)
            {
                byte q = quality[from + i];
                if (q != Quality.Good && q != Quality.Implausible && q != Quality.Stuck)
                {
                    continue;
                }

                int value = microvolts[from + i] / step;
                int change = value - previous[i];
                previous[i] = value;
                moved += change != 0 ? 1 : 0;
                int off = change - below;
                error += off < 0 ? -off : off;
                below = change;
            }

            movedAndError[0] += moved;
            movedAndError[1] += error;
        }
    }
}
