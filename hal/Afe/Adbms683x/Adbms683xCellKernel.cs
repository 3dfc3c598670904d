using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Hot path: one reply of the whole chain to a read of cells, from bytes to microvolts and quality.</summary>
    public static class Adbms683xCellKernel
    {
        // Codes counted from the range's lower end, -3.4152 V: those of 0 V, of -5 mV (rounded to it), and of 5.505 V.
        private const int ZeroCode = 22768;
        private const int LowestCode = ZeroCode - 33;
        private const int HighestCode = ZeroCode + 36700;

        /// <summary>Checks and takes over the reply to RDCVA..F or RDCVALL, and those of averaged and filtered results.</summary>
        /// <param name="scan">goodMask, silentMask, missedMask set for the pending devices; oddMask: a used register holds
        /// a conversion.</param>
        /// <param name="reply">The nearest device's frame from byte 4 on.</param>
        /// <param name="slots">[deviceCount * registers] cell index or -1.</param>
        /// <param name="registers">3 or 16; a frame is two bytes each, and two of counter and PEC10.</param>
        /// <param name="pendingMask">Devices to look at; the others were taken over in an earlier try.</param>
        /// <param name="staleMask">Devices that are known not to convert: their readings are Stale.</param>
        /// <param name="cellMicrovolts">µV, 0..5,505,000. Only good ones are written.</param>
        /// <remarks>
        /// Signed codes of 150 µV from 1.5 V on, low byte first, range -2 to 5.5 V: beyond 5.505 V, and below 0 by more than
        /// 5 mV (twice the accuracy), the reading is OutOfRange; a smaller negative one is 0. 8000 is cleared, 7FFF the
        /// power-on value: NotConverted.
        /// </remarks>
        public static void Take(Adbms683xScan scan, byte[] reply, short[] slots, int registers, int pendingMask, int staleMask,
            int[] cellMicrovolts, byte[] cellQuality)
        {
            int deviceCount = scan.deviceCount;
            short[] pecTable = scan.pecTable;
            int counter = scan.counter;
            int behind = scan.behindMask;
            int frame = (registers * 2) + 2;
            int good = 0;
            int silent = 0;
            int missed = 0;
            int odd = 0;
            int at = 4;
            int slot = 0;
            for (int d = 0; d < deviceCount; d++, at += frame, slot += registers)
            {
                int bit = 1 << d;
                if ((pendingMask & bit) == 0)
                {
                    continue;
                }

                // (1) Data, counter and PEC together leave an empty register; what shifts out above bit 9 is masked once.
                int register = 0x010;
                int end = at + frame;
                for (int i = at; i < end; i += 2)
                {
                    register = (register << 8) ^ pecTable[((register >> 2) ^ reply[i]) & 0xFF];
                    register = (register << 8) ^ pecTable[((register >> 2) ^ reply[i + 1]) & 0xFF];
                }

                if ((register & 0x3FF) != 0)
                {
                    if (WireBytes.AreOnes(reply, at, frame))
                    {
                        silent |= bit;
                    }

                    continue;
                }

                // (2) The commands that this device has accepted are those that were sent.
                int shown = reply[end - 2] >> 2;
                if (shown != ((behind & bit) == 0 ? counter : scan.ownCounter[d]))
                {
                    missed |= bit;
                    scan.shownCounter[d] = (byte)shown;
                    continue;
                }

                good |= bit;

                // (3) The registers.
                bool stale = (staleMask & bit) != 0;
                int low = at;
                int lastSlot = slot + registers;
                for (int s = slot; s < lastSlot; s++, low += 2)
                {
                    int cell = slots[s];
                    if (cell < 0)
                    {
                        continue;
                    }

                    // Flipping the sign bit makes the code count from the lower end: 0 is 8000, 65,535 is 7FFF.
                    int code = (reply[low] | (reply[low + 1] << 8)) ^ 0x8000;
                    if (code == 0 || code == 0xFFFF)
                    {
                        cellQuality[cell] = Quality.NotConverted;
                        continue;
                    }

                    odd |= bit;
                    if (stale)
                    {
                        cellQuality[cell] = Quality.Stale;
                    }
                    else if (code >= ZeroCode && code <= HighestCode)
                    {
                        cellMicrovolts[cell] = (code - ZeroCode) * 150;
                        cellQuality[cell] = Quality.Good;
                    }
                    else if (code >= LowestCode && code < ZeroCode)
                    {
                        cellMicrovolts[cell] = 0;
                        cellQuality[cell] = Quality.Good;
                    }
                    else
                    {
                        cellQuality[cell] = Quality.OutOfRange;
                    }
                }
            }

            scan.goodMask = good;
            scan.silentMask = silent;
            scan.missedMask = missed;
            scan.oddMask = odd;
        }
    }
}
