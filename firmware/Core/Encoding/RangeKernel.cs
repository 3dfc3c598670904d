namespace DataBox.Core
{
    /// <summary>
    /// Codes queued decisions: an adaptive binary range coder with counts instead of shifted probabilities, so that a context is
    /// sharp after few decisions; a block has only thousands.
    /// </summary>
    /// <remarks>
    /// A queue entry of 0 or more is (context &lt;&lt; 1) | bit; a negative one is ~((value &lt;&lt; 5) | bits), 1..16 bits coded as they
    /// are. Bounds: range is at least 2^24 before a decision and counts are 1..4095, so range / all * zeros is at least 1 and at
    /// most range - range / all: neither part is ever empty. 16 raw bits leave a range of at least 2^8. low plus a part of
    /// range exceeds 2^32 at most once, which the comparison after the addition sees.
    /// </remarks>
    public static class RangeKernel
    {
        /// <summary>Codes and empties the queue.</summary>
        public static void Code(RangeCoder coder)
        {
            int[] queue = coder.queue;
            int queued = coder.queued;
            int[] contexts = coder.contexts;
            byte[] output = coder.output;
            int length = coder.length;
            int capacity = output.Length;
            uint low = coder.low;
            uint range = coder.range;
            for (int i = 0; i < queued; i++)
            {
                int entry = queue[i];
                uint part;

                // (1) Narrow the interval: one decision, or some bits as they are.
                if (entry >= 0)
                {
                    int context = entry >> 1;
                    int counts = contexts[context];
                    part = range / (uint)(counts & 0xFFFF) * (uint)(counts >> 16);
                    if ((entry & 1) == 0)
                    {
                        range = part;
                        part = 0;
                        counts += (BlockContexts.Increment << 16) + BlockContexts.Increment;
                    }
                    else
                    {
                        range -= part;
                        counts += BlockContexts.Increment;
                    }

                    if ((counts & 0xFFFF) >= BlockContexts.Limit)
                    {
                        int zeros = counts >> 16;
                        int ones = (counts & 0xFFFF) - zeros;
                        zeros = (zeros + 1) >> 1;
                        ones = (ones + 1) >> 1;
                        counts = (zeros << 16) + zeros + ones;
                    }

                    contexts[context] = counts;
                }
                else
                {
                    entry = ~entry;
                    range >>= entry & 31;
                    part = (uint)(entry >> 5) * range;
                }

                // (2) Move the low end; a carry runs back through bytes already written.
                low += part;
                if (low < part)
                {
                    int at = length - 1;
                    while (at >= 0 && ++output[at] == 0)
                    {
                        at--;
                    }
                }

                // (3) Give out the bytes that no later decision but a carry can change.
                while (range < 0x1000000)
                {
                    if (length == capacity)
                    {
                        coder.overflowed = true;
                        coder.queued = 0;
                        return;
                    }

                    output[length++] = (byte)(low >> 24);
                    low <<= 8;
                    range <<= 8;
                }
            }

            coder.low = low;
            coder.range = range;
            coder.length = length;
            coder.queued = 0;
        }
    }
}
