namespace DataBox.Core
{
    /// <summary>State of the range coder between two calls of <see cref="RangeKernel"/>, and where its bytes go.</summary>
    public sealed class RangeCoder
    {
        /// <summary>Low end of the interval; carries go straight into the bytes already written.</summary>
        public uint low;

        /// <summary>Width of the interval, at least 2^24 between decisions.</summary>
        public uint range;

        /// <summary>Bytes written to output so far, those before the coder's first byte included.</summary>
        public int length;

        /// <summary>True once a byte did not fit: output is unusable then.</summary>
        public bool overflowed;

        public readonly byte[] output;

        /// <summary>Decisions that wait to be coded, see <see cref="RangeKernel"/>; filled by the models, a row at a time.
        /// </summary>
        public readonly int[] queue;
        public int queued;

        /// <summary>[BlockContexts.Count]</summary>
        public readonly int[] contexts = new int[BlockContexts.Count];

        public RangeCoder(int outputBytes, int queueEntries)
        {
            output = new byte[outputBytes];
            queue = new int[queueEntries];
        }

        /// <summary>Starts after the bytes that are in output already.</summary>
        public void Start(int headerBytes)
        {
            low = 0;
            range = 0xFFFFFFFF;
            length = headerBytes;
            overflowed = false;
            queued = 0;
            BlockContexts.Reset(contexts);
        }

        /// <summary>Queues one modelled decision.</summary>
        public void Bit(int context, int bit)
        {
            queue[queued++] = (context << 1) | bit;
        }

        /// <summary>Queues bits that are coded as they are, each half likely.</summary>
        /// <param name="bits">1..16.</param>
        public void Raw(int value, int bits)
        {
            queue[queued++] = ~((value << 5) | bits);
        }

        /// <summary>Queues a number of 0 or more: its bit length in unary, then its bits (Elias gamma of value + 1, with the
        /// length and the first bit modelled).</summary>
        /// <param name="value">0..2^30.</param>
        public void Number(int context, int value)
        {
            int x = value + 1;
            int length = 0;
            while ((x >> (length + 1)) != 0)
            {
                Bit(context + (length < 15 ? length : 15), 1);
                length++;
            }

            Bit(context + (length < 15 ? length : 15), 0);
            if (length == 0)
            {
                return;
            }

            Bit(context + 16 + (length < 15 ? length : 15), (x >> (length - 1)) & 1);
            int rest = length - 1;
            if (rest > 16)
            {
                Raw((x >> 16) & ((1 << (rest - 16)) - 1), rest - 16);
                rest = 16;
            }

            if (rest > 0)
            {
                Raw(x & ((1 << rest) - 1), rest);
            }
        }

        /// <summary>Ends the block: the fewest bytes that still name a value inside the interval. The decoder reads zeros past
        /// the last byte, so zeros at the end are left out.</summary>
        /// <param name="headerBytes">Bytes before the coder's first: never trimmed.</param>
        public void Stop(int headerBytes)
        {
            uint mask = 0xFFFFFF;
            uint value = (low + mask) & ~mask;
            while (value - low >= range && mask != 0)
            {
                mask >>= 8;
                value = (low + mask) & ~mask;
            }

            if (value < low)
            {
                Carry();
            }

            for (int shift = 24; shift >= 0; shift -= 8)
            {
                if (length == output.Length)
                {
                    overflowed = true;
                    return;
                }

                output[length++] = (byte)(value >> shift);
            }

            while (length > headerBytes && output[length - 1] == 0)
            {
                length--;
            }
        }

        private void Carry()
        {
            int at = length - 1;
            while (++output[at] == 0)
            {
                at--;
            }
        }
    }
}
