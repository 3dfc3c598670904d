namespace DataBox.Afe
{
    /// <summary>
    /// The 15-bit packet error code of LTC681x and ADBMS68xx: polynomial x^15+x^14+x^10+x^8+x^7+x^4+x^3+1 (4599), seed 0010, not
    /// reflected; on the wire a 16-bit word whose bit 0 is 0. The one table of it on the device.
    /// </summary>
    /// <remarks>
    /// LTC6812-1 data sheet, "Packet Error Code"; its printed example: 0001 gives 3D6E. A receiver runs all eight bytes of a
    /// frame through the table and asks for 0: after message and word the register is empty, and a word whose bit 0 was flipped
    /// leaves it filled.
    /// </remarks>
    public static class Pec15
    {
        /// <summary>Register before the first byte.</summary>
        public const int Seed = 0x0010;

        /// <summary>The register's 15 bits; what a loop leaves above them is to be masked off at its end.</summary>
        public const int Mask = 0x7FFF;

        /// <summary>[256] one step of eight bits: <c>r = (r &lt;&lt; 8) ^ Table[((r &gt;&gt; 7) ^ data) &amp; 0xFF]</c>. For
        /// kernels, which can't afford a call; never written.</summary>
        public static readonly short[] Table = MakeTable();

        /// <summary>The 16-bit word that follows these bytes on the wire, high byte first.</summary>
        public static int Compute(byte[] data, int offset, int length)
        {
            short[] table = Table;
            int register = Seed;
            int end = offset + length;
            for (int i = offset; i < end; i++)
            {
                register = ((register << 8) ^ table[((register >> 7) ^ data[i]) & 0xFF]) & Mask;
            }

            return register << 1;
        }

        private static short[] MakeTable()
        {
            short[] table = new short[256];
            for (int n = 0; n < 256; n++)
            {
                int register = n << 7;
                for (int bit = 0; bit < 8; bit++)
                {
                    register = (register & 0x4000) != 0 ? (register << 1) ^ 0x4599 : register << 1;
                }

                table[n] = (short)(register & Mask);
            }

            return table;
        }
    }
}
