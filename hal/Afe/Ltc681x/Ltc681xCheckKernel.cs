namespace DataBox.Afe
{
    /// <summary>Hot path: looks at a reply of the whole chain for one pattern, without taking a reading from it.</summary>
    public static class Ltc681xCheckKernel
    {
        /// <summary>Which devices' groups show the pattern.</summary>
        /// <param name="scan">goodMask and silentMask set for all devices; oddMask: verified, but shows another pattern.</param>
        /// <param name="reply">The nearest device's eight bytes from byte 4 on.</param>
        /// <param name="pattern">[6] wanted bytes.</param>
        /// <param name="care">[6] bits of them that count.</param>
        public static void Compare(Ltc681xScan scan, byte[] reply, byte[] pattern, byte[] care)
        {
            int deviceCount = scan.deviceCount;
            short[] pecTable = scan.pecTable;
            int good = 0;
            int silent = 0;
            int odd = 0;
            int at = 4;
            for (int d = 0; d < deviceCount; d++, at += 8)
            {
                int register = 0x0010;
                int ones = 0xFF;
                int differs = 0;
                int i = at;
                for (int k = 0; k < 6; k++, i++)
                {
                    int value = reply[i];
                    ones &= value;
                    differs |= (value ^ pattern[k]) & care[k];
                    register = (register << 8) ^ pecTable[((register >> 7) ^ value) & 0xFF];
                }

                int high = reply[i];
                int low = reply[i + 1];
                register = (register << 8) ^ pecTable[((register >> 7) ^ high) & 0xFF];
                register = (register << 8) ^ pecTable[((register >> 7) ^ low) & 0xFF];
                if ((register & 0x7FFF) == 0)
                {
                    good |= 1 << d;
                    if (differs != 0)
                    {
                        odd |= 1 << d;
                    }
                }
                else if ((ones & high & low) == 0xFF)
                {
                    silent |= 1 << d;
                }
            }

            scan.goodMask = good;
            scan.silentMask = silent;
            scan.oddMask = odd;
        }
    }
}
