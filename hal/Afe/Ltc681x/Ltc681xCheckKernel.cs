namespace DataBox.Afe
{
    /// <summary>Hot path: looks at a reply of the whole chain for one pattern, without taking a reading from it.</summary>
    public static class Ltc681xCheckKernel
    {
        /// <summary>The check word of six bytes FF.</summary>
        public const int OnesPec = 0x664C;

        /// <summary>Whether every device's group is all ones and its check word that of ones, which is what a clear leaves: to be
        /// asked before <see cref="Compare"/>, for it takes an eighth of the time.</summary>
        /// <param name="reply">The nearest device's eight bytes from byte 4 on.</param>
        public static bool AreCleared(byte[] reply, int deviceCount)
        {
            int end = 4 + (8 * deviceCount);
            int data = 0xFF;
            int wrong = 0;
            for (int at = 4; at < end; at += 8)
            {
                data &= reply[at] & reply[at + 1] & reply[at + 2] & reply[at + 3] & reply[at + 4] & reply[at + 5];
                wrong |= (reply[at + 6] ^ (OnesPec >> 8)) | (reply[at + 7] ^ (OnesPec & 0xFF));
            }

            return data == 0xFF && wrong == 0;
        }

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
                int end = at + 8;
                for (int i = at; i < end; i += 2)
                {
                    register = (register << 8) ^ pecTable[((register >> 7) ^ reply[i]) & 0xFF];
                    register = (register << 8) ^ pecTable[((register >> 7) ^ reply[i + 1]) & 0xFF];
                }

                if ((register & 0x7FFF) == 0)
                {
                    good |= 1 << d;
                    int differs = 0;
                    for (int k = 0; k < 6; k++)
                    {
                        differs |= (reply[at + k] ^ pattern[k]) & care[k];
                    }

                    if (differs != 0)
                    {
                        odd |= 1 << d;
                    }
                }
                else if (WireBytes.AreOnes(reply, at, 8))
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
