using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Hot path: one cell register group of the whole chain, from bytes to microvolts and quality.</summary>
    public static class Ltc681xCellKernel
    {
        /// <summary>Checks and takes over the reply to RDCVA..F.</summary>
        /// <param name="scan">goodMask, silentMask set for the pending devices; oddMask: a used register holds anything
        /// but the cleared pattern.</param>
        /// <param name="reply">The nearest device's eight bytes from byte 4 on.</param>
        /// <param name="slots">[deviceCount * 3] cell index or -1.</param>
        /// <param name="pendingMask">Devices to look at; the others were taken over in an earlier try.</param>
        /// <param name="unprovenMask">Devices whose registers were not seen cleared: their readings are Stale.</param>
        /// <param name="cellMicrovolts">µV, 100 a code; 57,343 codes at most, so 5,734,300. Only good ones are written.</param>
        /// <remarks>LTC6812-1 data sheet, "Cell Voltage Register Group": low byte first, valid to DFFF, FFFF is cleared, FF0x
        /// a failed redundancy check.</remarks>
        public static void Take(Ltc681xScan scan, byte[] reply, short[] slots, int pendingMask, int unprovenMask,
            int[] cellMicrovolts, byte[] cellQuality)
        {
            int deviceCount = scan.deviceCount;
            short[] pecTable = scan.pecTable;
            int good = 0;
            int silent = 0;
            int odd = 0;
            int at = 4;
            int slot = 0;
            for (int d = 0; d < deviceCount; d++, at += 8, slot += 3)
            {
                int bit = 1 << d;
                if ((pendingMask & bit) == 0)
                {
                    continue;
                }

                // (1) Data and PEC word together leave an empty register; what shifts out above bit 14 is masked once.
                int register = 0x0010;
                int end = at + 8;
                for (int i = at; i < end; i += 2)
                {
                    register = (register << 8) ^ pecTable[((register >> 7) ^ reply[i]) & 0xFF];
                    register = (register << 8) ^ pecTable[((register >> 7) ^ reply[i + 1]) & 0xFF];
                }

                if ((register & 0x7FFF) != 0)
                {
                    if (WireBytes.AreOnes(reply, at, 8))
                    {
                        silent |= bit;
                    }

                    continue;
                }

                good |= bit;

                // (2) Three registers.
                bool unproven = (unprovenMask & bit) != 0;
                int low = at;
                int lastSlot = slot + 3;
                for (int s = slot; s < lastSlot; s++, low += 2)
                {
                    int cell = slots[s];
                    if (cell < 0)
                    {
                        continue;
                    }

                    int code = reply[low] | (reply[low + 1] << 8);
                    if (code <= 0xDFFF)
                    {
                        odd |= bit;
                        if (unproven)
                        {
                            cellQuality[cell] = Quality.Stale;
                            continue;
                        }

                        cellMicrovolts[cell] = code * 100;
                        cellQuality[cell] = Quality.Good;
                        continue;
                    }

                    if (code != 0xFFFF)
                    {
                        odd |= bit;
                    }

                    cellQuality[cell] = unproven ? Quality.Stale
                        : code == 0xFFFF ? Quality.NotConverted
                        : (code & 0xFFF0) == 0xFF00 ? Quality.RedundancyFault
                        : Quality.OutOfRange;
                }
            }

            scan.goodMask = good;
            scan.silentMask = silent;
            scan.oddMask = odd;
        }
    }
}
