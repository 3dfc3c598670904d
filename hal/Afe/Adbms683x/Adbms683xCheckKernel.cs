namespace DataBox.Afe
{
    /// <summary>Hot path: verifies a reply of the whole chain and looks for one pattern, without taking a reading from it.
    /// </summary>
    public static class Adbms683xCheckKernel
    {
        /// <summary>Which devices' frames of six bytes are right, and which of those show the pattern.</summary>
        /// <param name="scan">goodMask, silentMask, missedMask set for all devices; oddMask: good, but another pattern.</param>
        /// <param name="reply">The nearest device's eight bytes from byte 4 on.</param>
        /// <param name="pattern">[6] wanted bytes; null: whatever comes.</param>
        /// <param name="care">[6] bits of them that count; null with it.</param>
        public static void Compare(Adbms683xScan scan, byte[] reply, byte[] pattern, byte[] care)
        {
            int deviceCount = scan.deviceCount;
            short[] pecTable = scan.pecTable;
            int counter = scan.counter;
            int behind = scan.behindMask;
            int good = 0;
            int silent = 0;
            int missed = 0;
            int odd = 0;
            int at = 4;
            for (int d = 0; d < deviceCount; d++, at += 8)
            {
                int bit = 1 << d;
                int register = 0x010;
                int end = at + 8;
                for (int i = at; i < end; i += 2)
                {
                    register = (register << 8) ^ pecTable[((register >> 2) ^ reply[i]) & 0xFF];
                    register = (register << 8) ^ pecTable[((register >> 2) ^ reply[i + 1]) & 0xFF];
                }

                if ((register & 0x3FF) != 0)
                {
                    if (WireBytes.AreOnes(reply, at, 8))
                    {
                        silent |= bit;
                    }

                    continue;
                }

                int shown = reply[end - 2] >> 2;
                if (shown != ((behind & bit) == 0 ? counter : scan.ownCounter[d]))
                {
                    missed |= bit;
                    scan.shownCounter[d] = (byte)shown;
                    continue;
                }

                good |= bit;
                if (pattern == null)
                {
                    continue;
                }

                int differs = 0;
                for (int k = 0; k < 6; k++)
                {
                    differs |= (reply[at + k] ^ pattern[k]) & care[k];
                }

                if (differs != 0)
                {
                    odd |= bit;
                }
            }

            scan.goodMask = good;
            scan.silentMask = silent;
            scan.missedMask = missed;
            scan.oddMask = odd;
        }
    }
}
