using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Model for temperatures: most stand; one that moved is likely to move again, and back.</summary>
    public static class TempKernel
    {
        /// <summary>25 °C, what the first probe of a block is compared with.</summary>
        public const int StartDeciC = 250;

        /// <summary>Queues the decisions of one row.</summary>
        /// <param name="isFirst">First row of the block that carries temperatures: every probe against the one before it.</param>
        public static void Queue(
            TempColumns columns, RangeCoder coder, short[] deciC, byte[] quality, int from, bool isFirst)
        {
            int[] previous = columns.previous;
            int[] moves = columns.moves;
            int[] direction = columns.direction;
            int probeCount = columns.probeCount;
            int step = columns.stepDeciC;
            int below = StartDeciC / step;
            int belowMoved = 0;
            for (int i = 0; i < probeCount; i++)
            {
                byte q = quality[from + i];
                if (q != Quality.Good && q != Quality.Implausible && q != Quality.Stuck)
                {
                    if (isFirst)
                    {
                        previous[i] = below;
                        moves[i] = 0;
                        direction[i] = 1;
                    }

                    continue;
                }

                int value = deciC[from + i] / step;
                if (isFirst)
                {
                    int difference = value - below;
                    below = value;
                    previous[i] = value;
                    moves[i] = 0;
                    direction[i] = 1;
                    coder.Bit(BlockContexts.TempFirstZero, difference != 0 ? 1 : 0);
                    if (difference != 0)
                    {
                        coder.Bit(BlockContexts.TempFirstSign, difference < 0 ? 1 : 0);
                        coder.Number(BlockContexts.TempFirstNumber, (difference < 0 ? -difference : difference) - 1);
                    }

                    continue;
                }

                int change = value - previous[i];
                int context = BlockContexts.TempZero + belowMoved + (moves[i] << 1);
                if (change == 0)
                {
                    coder.Bit(context, 0);
                    belowMoved = 0;
                    continue;
                }

                coder.Bit(context, 1);
                coder.Bit(BlockContexts.TempSign + direction[i], change < 0 ? 1 : 0);
                coder.Number(BlockContexts.TempNumber, (change < 0 ? -change : change) - 1);
                previous[i] = value;
                direction[i] = change < 0 ? 0 : 2;
                moves[i] += moves[i] < 3 ? 1 : 0;
                belowMoved = 1;
            }
        }
    }
}
