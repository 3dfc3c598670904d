using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>First look at a row: common divisor of its values, and whether some have no reading.</summary>
    public static class BlockScanKernel
    {
        /// <summary>Takes a row's cells into the divisor.</summary>
        /// <returns>True when some cell of the row has no reading.</returns>
        public static bool Cells(BlockSteps steps, int[] microvolts, byte[] quality, int from, int count)
        {
            int divisor = steps.cellDivisor;
            bool gaps = false;
            int end = from + count;
            for (int i = from; i < end; i++)
            {
                byte q = quality[i];
                if (q != Quality.Good && q != Quality.Implausible && q != Quality.Stuck)
                {
                    gaps = true;
                    continue;
                }

                if (microvolts[i] % divisor != 0)
                {
                    divisor = BlockSteps.Common(divisor, microvolts[i]);
                }
            }

            steps.cellDivisor = divisor;
            return gaps;
        }

        /// <summary>Takes a row's temperatures into the divisor.</summary>
        public static void Temperatures(BlockSteps steps, short[] deciC, byte[] quality, int from, int count)
        {
            int divisor = steps.tempDivisor;
            int end = from + count;
            for (int i = from; i < end; i++)
            {
                byte q = quality[i];
                if (q != Quality.Good && q != Quality.Implausible && q != Quality.Stuck)
                {
                    continue;
                }

                if (deciC[i] % divisor != 0)
                {
                    divisor = BlockSteps.Common(divisor, deciC[i]);
                }
            }

            steps.tempDivisor = divisor;
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
