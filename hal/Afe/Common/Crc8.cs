namespace DataBox.Afe
{
    /// <summary>
    /// The 8-bit CRC of TI's BQ769x2: polynomial x^8+x^2+x+1 (07), seed 0, not reflected. The one table of it on the device.
    /// </summary>
    /// <remarks>BQ76952 data sheet, "SPI Protocol". Over 119 bits and less every error of up to three bits is found; a frame has
    /// 24.</remarks>
    public static class Crc8
    {
        /// <summary>[256] one step of eight bits: <c>r = Table[r ^ data]</c>. For kernels, which can't afford a call; never
        /// written.</summary>
        public static readonly byte[] Table = MakeTable();

        /// <summary>The byte that follows these bytes on the wire.</summary>
        public static int Compute(byte[] data, int offset, int length)
        {
            byte[] table = Table;
            int register = 0;
            int end = offset + length;
            for (int i = offset; i < end; i++)
            {
                register = table[register ^ data[i]];
            }

            return register;
        }

        private static byte[] MakeTable()
        {
            byte[] table = new byte[256];
            for (int n = 0; n < 256; n++)
            {
                int register = n;
                for (int bit = 0; bit < 8; bit++)
                {
                    register = (register & 0x80) != 0 ? (register << 1) ^ 0x07 : register << 1;
                }

                table[n] = (byte)register;
            }

            return table;
        }
    }
}
