using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Model for cells that mostly stand still and then move together (a vehicle's telemetry): one decision for a device whose
    /// cells all stand, else one a cell, its contexts being the two neighbours in the row and in the row before; a change is
    /// coded against the change of the cell below it.
    /// </summary>
    public static class CellStepKernel
    {
        /// <summary>Queues the decisions of one row after the first.</summary>
        /// <param name="gaps">True when some cell of the row has no reading; its column keeps its value and counts as still.
        /// </param>
        public static void Queue(
            CellColumns columns, RangeCoder coder, int[] microvolts, byte[] quality, int from, bool gaps)
        {
            int[] previous = columns.previous;
            int[] change = columns.change;
            int[] firstCell = columns.firstCell;
            int[] deviceChanged = columns.deviceChanged;
            int deviceCount = columns.deviceCount;
            int step = columns.stepMicrovolts;
            int[] queue = coder.queue;
            int queued = coder.queued;

            // below: the change of the cell below in this row; belowBefore: its change in the last row; run: cells in a row that
            // changed, up to here; lastError: how far the last change was from the one below it.
            int below = 0;
            int belowBefore = 0;
            int run = 0;
            int lastError = 0;
            int deviceBelow = 0;
            int deviceBelowBefore = 0;
            for (int d = 0; d < deviceCount; d++)
            {
                int first = firstCell[d];
                int end = firstCell[d + 1];

                // (1) Does any cell of this device differ from its last reading?
                int changed = 0;
                for (int i = first; i < end; i++)
                {
                    if (microvolts[from + i] / step != previous[i])
                    {
                        if (gaps)
                        {
                            byte q = quality[from + i];
                            if (q != Quality.Good && q != Quality.Implausible && q != Quality.Stuck)
                            {
                                continue;
                            }
                        }

                        changed = 1;
                        break;
                    }
                }

                int before = deviceChanged[d];
                queue[queued++] = ((BlockContexts.StepDevice + deviceBelow + (before << 1) + (deviceBelowBefore << 2)
                    + (below != 0 ? 8 : 0)) << 1) | changed;
                deviceBelow = changed;
                deviceBelowBefore = before;
                deviceChanged[d] = changed;
                if (changed == 0)
                {
                    if (before != 0)
                    {
                        for (int i = first; i < end; i++)
                        {
                            belowBefore = change[i];
                            change[i] = 0;
                        }
                    }
                    else
                    {
                        belowBefore = 0;
                    }

                    below = 0;
                    run = 0;
                    lastError = 0;
                    continue;
                }

                for (int i = first; i < end; i++)
                {
                    int own = change[i];
                    if (gaps)
                    {
                        byte q = quality[from + i];
                        if (q != Quality.Good && q != Quality.Implausible && q != Quality.Stuck)
                        {
                            change[i] = 0;
                            continue;
                        }
                    }

                    int value = microvolts[from + i] / step;
                    int delta = value - previous[i];

                    // (2) Still or not.
                    int zero = (BlockContexts.StepZero + (below != 0 ? 1 : 0) + (own != 0 ? 2 : 0) + (belowBefore != 0 ? 4 : 0)
                        + (run << 3)) << 1;
                    belowBefore = own;
                    change[i] = delta;
                    if (delta == 0)
                    {
                        queue[queued++] = zero;
                        below = 0;
                        run = 0;
                        lastError = 0;
                        continue;
                    }

                    queue[queued++] = zero | 1;
                    previous[i] = value;
                    if (run < 6)
                    {
                        run++;
                    }

                    // (3) The change: alone, or against the one below.
                    int number;
                    int x;
                    if (below == 0)
                    {
                        queue[queued++] = ((BlockContexts.StepSign + (own < 0 ? 0 : own > 0 ? 2 : 1)) << 1) | (delta < 0 ? 1 : 0);
                        number = BlockContexts.StepNumber;
                        x = delta < 0 ? -delta : delta;
                    }
                    else
                    {
                        int error = delta - below;
                        int follow = (BlockContexts.StepFollow + (below > 2 || below < -2 ? 1 : 0)) << 1;
                        if (error == 0)
                        {
                            queue[queued++] = follow;
                            below = delta;
                            lastError = 0;
                            continue;
                        }

                        queue[queued++] = follow | 1;
                        queue[queued++] = ((BlockContexts.StepFollowSign + (lastError < 0 ? 0 : lastError > 0 ? 2 : 1)) << 1)
                            | (error < 0 ? 1 : 0);
                        number = BlockContexts.StepFollowNumber;
                        if (lastError != 0)
                        {
                            number += lastError == 1 || lastError == -1 ? BlockContexts.NumberSize : 2 * BlockContexts.NumberSize;
                        }

                        x = error < 0 ? -error : error;
                        lastError = error;
                    }

                    below = delta;

                    // (4) Its size: length in unary, first bit modelled, the rest as it is.
                    int length = 0;
                    while ((x >> (length + 1)) != 0)
                    {
                        queue[queued++] = ((number + (length < 15 ? length : 15)) << 1) | 1;
                        length++;
                    }

                    queue[queued++] = (number + (length < 15 ? length : 15)) << 1;
                    if (length > 0)
                    {
                        queue[queued++] = ((number + 16 + (length < 15 ? length : 15)) << 1) | ((x >> (length - 1)) & 1);
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
            }

            coder.queued = queued;
        }
    }
}
