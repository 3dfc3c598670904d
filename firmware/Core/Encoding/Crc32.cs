namespace DataBox.Core
{
    /// <summary>
    /// CRC-32 as in IEEE 802.3, gzip and PNG: polynomial 04C11DB7 reflected (EDB88320), start and final XOR FFFFFFFF. Table-driven:
    /// one look-up a byte.
    /// </summary>
    /// <remarks>Check value: "123456789" gives CBF43926.</remarks>
    public static class Crc32
    {
        private static readonly uint[] s_table = MakeTable();

        /// <summary>CRC of <paramref name="length"/> bytes from <paramref name="offset"/> on.</summary>
        public static uint Compute(byte[] data, int offset, int length)
        {
            uint[] table = s_table;
            uint crc = 0xFFFFFFFF;
            int end = offset + length;
            int i = offset;

            // Four bytes a turn: a fifth fewer steps a byte on the interpreter (databox-bench steps).
            for (; i < end - 3; i += 4)
            {
                crc = (crc >> 8) ^ table[(int)((crc ^ data[i]) & 0xFF)];
                crc = (crc >> 8) ^ table[(int)((crc ^ data[i + 1]) & 0xFF)];
                crc = (crc >> 8) ^ table[(int)((crc ^ data[i + 2]) & 0xFF)];
                crc = (crc >> 8) ^ table[(int)((crc ^ data[i + 3]) & 0xFF)];
            }

            for (; i < end; i++)
            {
                crc = (crc >> 8) ^ table[(int)((crc ^ data[i]) & 0xFF)];
            }

            return crc ^ 0xFFFFFFFF;
        }

        private static uint[] MakeTable()
        {
            uint[] table = new uint[256];
            for (uint n = 0; n < 256; n++)
            {
                uint c = n;
                for (int bit = 0; bit < 8; bit++)
                {
                    c = (c & 1) != 0 ? (c >> 1) ^ 0xEDB88320 : c >> 1;
                }

                table[(int)n] = c;
            }

            return table;
        }
    }
}
