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

                // (1) Narrow the interval by one decision, or by some bits as they are.
                if (entry >= 0)
                {
                    int context = entry >> 1;
                    int counts = contexts[context];
                    uint part = range / (uint)(counts >> 16) * (uint)(counts & 0xFFFF);
                    if ((entry & 1) == 0)
                    {
                        range = part;
                        counts += (BlockContexts.Increment << 16) + BlockContexts.Increment;
                    }
                    else
                    {
                        low += part;
                        if (low < part)
                        {
                            RangeCoder.Carry(output, length);
                        }

                        range -= part;
                        counts += BlockContexts.Increment << 16;
                    }

                    // (2) Old decisions fade.
                    if (counts >= BlockContexts.Limit << 16)
                    {
                        int zeros = counts & 0xFFFF;
                        int ones = (counts >> 16) - zeros;
                        zeros = (zeros + 1) >> 1;
                        ones = (ones + 1) >> 1;
                        counts = ((zeros + ones) << 16) + zeros;
                    }

                    contexts[context] = counts;
                }
                else
                {
                    entry = ~entry;
                    range >>= entry & 31;
                    uint part = (uint)(entry >> 5) * range;
                    low += part;
                    if (low < part)
                    {
                        RangeCoder.Carry(output, length);
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
