namespace DataBox.Afe
{
    /// <summary>Hot path: what came back for 16-bit registers that were read high, low, high.</summary>
    public static class Bq769x2PairKernel
    {
        /// <summary>Three frames of three bytes a register.</summary>
        public const int ReplyBytes = 9;

        /// <summary>Checks the replies and takes the registers over.</summary>
        /// <param name="crcTable"><see cref="Crc8.Table"/>.</param>
        /// <param name="replies">[count * 9] as they came.</param>
        /// <param name="address">[count] address of each register's low byte.</param>
        /// <param name="state">[count] <see cref="Bq769x2Line"/> states; only registers that are not Good are looked at.</param>
        /// <param name="value">[count] signed 16 bits. Only good ones are written.</param>
        /// <returns>How many are not good.</returns>
        /// <remarks>
        /// The chip doesn't hold the other byte of a register back while one is read, so a new result can come between them
        /// (4095 and 4096 then make 4351). Equal high bytes before and after the low one rule that out: one update in between
        /// leaves either both bytes old or both new. Two updates are a measurement loop apart, 27 ms at least; three frames take
        /// less than one by far.
        /// </remarks>
        public static int Take(byte[] crcTable, byte[] replies, byte[] address, byte[] state, short[] value, int count)
        {
            int wrong = 0;
            int at = 0;
            for (int i = 0; i < count; i++, at += ReplyBytes)
            {
                if (state[i] == Bq769x2Line.Good)
                {
                    continue;
                }

                // (1) Right CRC in each frame, and each the answer to what was asked.
                int low = address[i];
                int high = low + 1;
                int h1 = replies[at + 1];
                int l = replies[at + 4];
                int h2 = replies[at + 7];
                bool right = replies[at] == high && replies[at + 3] == low && replies[at + 6] == high
                    && crcTable[crcTable[high] ^ h1] == replies[at + 2]
                    && crcTable[crcTable[low] ^ l] == replies[at + 5]
                    && crcTable[crcTable[high] ^ h2] == replies[at + 8];
                if (right && h1 == h2)
                {
                    value[i] = (short)((h1 << 8) | l);
                    state[i] = Bq769x2Line.Good;
                    continue;
                }

                // (2) What was wrong.
                wrong++;
                if (right)
                {
                    state[i] = Bq769x2Line.Torn;
                    continue;
                }

                int ones = 0xFF;
                bool busy = false;
                int end = at + ReplyBytes;
                for (int b = at; b < end; b += 3)
                {
                    int both = replies[b] & replies[b + 1];
                    ones &= both & replies[b + 2];
                    busy |= both == 0xFF && replies[b + 2] == 0;
                }

                state[i] = busy ? Bq769x2Line.Busy : ones == 0xFF ? Bq769x2Line.Silent : Bq769x2Line.Bad;
            }

            return wrong;
        }
    }
}
