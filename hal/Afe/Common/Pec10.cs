namespace DataBox.Afe
{
    /// <summary>
    /// The 10-bit packet error code on data of the ADBMS683x: polynomial x^10+x^7+x^3+x^2+x+1 (08F), seed 010, not reflected, over
    /// the data and the six bits of the command counter. On the wire: counter and the code's two high bits in one byte, its low
    /// eight in the next. The one table of it on the device.
    /// </summary>
    /// <remarks>
    /// foxBMS 2 and a public capture agree (tests/Vectors/afe-vectors.json). A receiver runs all bytes of a frame through the
    /// table and asks for 0: data, counter and code together leave the register empty. Every error of up to three bits is found
    /// in a frame of up to 511 bits; of four-bit errors 1 in 500 is not.
    /// </remarks>
    public static class Pec10
    {
        /// <summary>Register before the first byte.</summary>
        public const int Seed = 0x010;

        /// <summary>The register's 10 bits; what a loop leaves above them is to be masked off at its end.</summary>
        public const int Mask = 0x3FF;

        /// <summary>[256] one step of eight bits: <c>r = (r &lt;&lt; 8) ^ Table[((r &gt;&gt; 2) ^ data) &amp; 0xFF]</c>. For
        /// kernels, which can't afford a call; never written.</summary>
        public static readonly short[] Table = MakeTable();

        /// <summary>The 16 bits that follow these bytes on the wire, high byte first.</summary>
        /// <param name="counter">Command counter, 0..63; a host writes 0.</param>
        public static int Compute(byte[] data, int offset, int length, int counter)
        {
            short[] table = Table;
            int register = Seed;
            int end = offset + length;
            for (int i = offset; i < end; i++)
            {
                register = ((register << 8) ^ table[((register >> 2) ^ data[i]) & 0xFF]) & Mask;
            }

            register ^= counter << 4;
            for (int bit = 0; bit < 6; bit++)
            {
                register = (register & 0x200) != 0 ? (register << 1) ^ 0x08F : register << 1;
            }

            return (counter << 10) | (register & Mask);
        }

        private static short[] MakeTable()
        {
            short[] table = new short[256];
            for (int n = 0; n < 256; n++)
            {
                int register = n << 2;
                for (int bit = 0; bit < 8; bit++)
                {
                    register = (register & 0x200) != 0 ? (register << 1) ^ 0x08F : register << 1;
                }

                table[n] = (short)(register & Mask);
            }

            return table;
        }
    }
}
