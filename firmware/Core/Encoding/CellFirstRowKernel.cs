using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>The first row of a block that carries cells: every cell against the one below it.</summary>
    public static class CellFirstRowKernel
    {
        /// <summary>Queues the row's decisions and sets <see cref="CellColumns.previous"/>; cells without a reading take the value
        /// of the cell below them (0 below the first).</summary>
        /// <param name="microvolts">The row's cells start at <paramref name="from"/>.</param>
        public static void Queue(CellColumns columns, RangeCoder coder, int[] microvolts, byte[] quality, int from)
        {
            int[] previous = columns.previous;
            int[] queue = coder.queue;
            int queued = coder.queued;
            int cellCount = columns.cellCount;
            int step = columns.stepMicrovolts;
            int bits = columns.valueBits;
            int trendQ4 = -1;
            for (int i = 0; i < cellCount; i++)
            {
                byte q = quality[from + i];
                if (q != Quality.Good && q != Quality.Implausible && q != Quality.Stuck)
                {
                    previous[i] = trendQ4 < 0 ? 0 : (trendQ4 + 8) >> 4;
                    continue;
                }

                int value = microvolts[from + i] / step;
                previous[i] = value;
                if (trendQ4 < 0)
                {
                    // (1) The first reading as it is.
                    if (bits > 16)
                    {
                        queue[queued++] = ~(((value >> 16) << 5) | (bits - 16));
                        queue[queued++] = ~(((value & 0xFFFF) << 5) | 16);
                    }
                    else
                    {
                        queue[queued++] = ~((value << 5) | bits);
                    }

                    trendQ4 = value << 4;
                    continue;
                }

                // (2) The others: difference to a fading mean of the readings below.
                int difference = value - ((trendQ4 + 8) >> 4);
                trendQ4 += ((value << 4) - trendQ4) >> 2;
                if (difference == 0)
                {
                    queue[queued++] = BlockContexts.FirstZero << 1;
                    continue;
                }

                queue[queued++] = (BlockContexts.FirstZero << 1) | 1;
                queue[queued++] = (BlockContexts.FirstSign << 1) | (difference < 0 ? 1 : 0);
                int x = difference < 0 ? -difference : difference;
                int length = 0;
                while ((x >> (length + 1)) != 0)
                {
                    queue[queued++] = ((BlockContexts.FirstNumber + (length < 15 ? length : 15)) << 1) | 1;
                    length++;
                }

                queue[queued++] = (BlockContexts.FirstNumber + (length < 15 ? length : 15)) << 1;
                if (length > 0)
                {
                    queue[queued++] = ((BlockContexts.FirstNumber + 16 + (length < 15 ? length : 15)) << 1)
                        | ((x >> (length - 1)) & 1);
                    int rest = length - 1;
                    if (rest > 16)
                    {
                        queue[queued++] = ~((((x >> 16) & ((1 << (rest - 16)) - 1)) << 5) | (rest - 16));
                        rest = 16;
                    }

                    if (rest > 0)
                    {
                        queue[queued++] = ~(((x & ((1 << rest) - 1)) << 5) | rest);
                    }
                }
            }

            coder.queued = queued;
        }
    }
}
