using DataBox.Detection;

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

        /// <summary>Forgets what was coded, for a trial whose bytes nobody wants. Contexts stay as they are.</summary>
        public void Discard()
        {
            low = 0;
            range = 0xFFFFFFFF;
            length = 0;
            overflowed = false;
            queued = 0;
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

        /// <summary>Queues 0..15 as four decisions, highest bit first; the context is the path so far.</summary>
        /// <param name="context">First of fifteen.</param>
        public void Tree(int context, int value)
        {
            int[] entries = queue;
            int at = queued;
            int bit = value >> 3;
            entries[at] = (context << 1) | bit;
            int node = 1 + bit;
            bit = (value >> 2) & 1;
            entries[at + 1] = ((context + node) << 1) | bit;
            node = (node << 1) + 1 + bit;
            bit = (value >> 1) & 1;
            entries[at + 2] = ((context + node) << 1) | bit;
            node = (node << 1) + 1 + bit;
            entries[at + 3] = ((context + node) << 1) | (value & 1);
            queued = at + 4;
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

        /// <summary>Codes a share of the interval at once: [from, from + width) of 65,536. The queue is empty.</summary>
        public void Span(int from, int width)
        {
            range >>= 16;
            uint part = range * (uint)from;
            range *= (uint)width;
            low += part;
            if (low < part)
            {
                Carry(output, length);
            }

            while (range < 0x1000000)
            {
                if (length == output.Length)
                {
                    overflowed = true;
                    return;
                }

                output[length++] = (byte)(low >> 24);
                low <<= 8;
                range <<= 8;
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
                Carry(output, length);
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

        /// <summary>Adds one to the bytes before length as to one long number. The interval's low end never passes the top of the
        /// whole number line, so the carry ends before the coder's first byte.</summary>
        public static void Carry(byte[] output, int length)
        {
            int at = length - 1;
            while (at >= 0 && ++output[at] == 0)
            {
                at--;
            }
        }
    }
}
