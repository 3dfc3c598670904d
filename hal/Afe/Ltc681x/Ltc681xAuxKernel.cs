using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Hot path: one auxiliary register group of the whole chain, from bytes to temperatures and GPIO voltages.
    /// </summary>
    public static class Ltc681xAuxKernel
    {
        /// <summary>Checks and takes over the reply to RDAUXA..D.</summary>
        /// <param name="scan">goodMask, silentMask set for the pending devices; oddMask: the reference was not converted, or
        /// a GPIO that is no probe has no reading.</param>
        /// <param name="reply">The nearest device's eight bytes from byte 4 on.</param>
        /// <param name="slots">[deviceCount * 3] probe index, -1, or a GPIO as <see cref="Ltc681xScan"/> numbers it.</param>
        /// <param name="hasReference">The group's third register is the second reference.</param>
        /// <param name="pendingMask">Devices to look at; the others were taken over in an earlier try.</param>
        /// <param name="unprovenMask">Devices whose registers were not seen cleared: their readings are Stale.</param>
        /// <param name="tempDeciC">0.1 degC. Only good ones are written.</param>
        /// <param name="gpioMicrovolts">µV, 100 a code; 0 where there is no reading.</param>
        /// <remarks>
        /// Ratio-metric: the divider hangs on the second reference, so both are in the same codes and the reference's error
        /// cancels. With G = GPIO code, F = reference code, P = pull-up, and the table's ratio q = R / (R + 10 kohm) of
        /// R = P * G / (F - G):
        /// q = P * G / (P * G + 10,000 * (F - G)), in 1/65,536. Worst case P * G shifted by 16 is 1e5 * 30,150 * 65,536 = 2.0e14,
        /// inside 63 bits. Interpolation: entries differ by 38,000 at most, times 511 is 1.9e7.
        /// </remarks>
        public static void Take(Ltc681xScan scan, byte[] reply, short[] slots, bool hasReference, int pendingMask,
            int unprovenMask, short[] tempDeciC, byte[] tempQuality, int[] gpioMicrovolts)
        {
            int deviceCount = scan.deviceCount;
            short[] pecTable = scan.pecTable;
            short[] ntc = scan.ntcCentiC;
            int[] referenceCode = scan.referenceCode;
            byte[] referenceQuality = scan.referenceQuality;
            int referenceLow = scan.referenceLowCode;
            int referenceHigh = scan.referenceHighCode;
            long pullUp = scan.pullUpOhms;
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

                // (2) The reference comes before the probes that share its frame.
                bool unproven = (unprovenMask & bit) != 0;
                if (hasReference)
                {
                    int code = reply[at + 4] | (reply[at + 5] << 8);
                    referenceCode[d] = code;
                    referenceQuality[d] = unproven ? Quality.Stale
                        : code == 0xFFFF ? Quality.NotConverted
                        : code < referenceLow || code > referenceHigh ? Quality.ReferenceFault
                        : Quality.Good;
                    if (code == 0xFFFF)
                    {
                        odd |= bit;
                    }
                }

                int reference = referenceCode[d];
                byte probeQuality = referenceQuality[d];
                int low = at;
                int lastSlot = slot + 3;
                for (int s = slot; s < lastSlot; s++, low += 2)
                {
                    int target = slots[s];
                    if (target == Ltc681xScan.Unused)
                    {
                        continue;
                    }

                    // (3) What is wrong with the register itself.
                    int code = reply[low] | (reply[low + 1] << 8);
                    byte quality = unproven ? Quality.Stale
                        : code <= 0xDFFF ? Quality.Good
                        : code == 0xFFFF ? Quality.NotConverted
                        : (code & 0xFFF0) == 0xFF00 ? Quality.RedundancyFault
                        : Quality.OutOfRange;
                    if (target < 0)
                    {
                        // (4) A voltage. It has no quality byte of its own, so the device's status must tell.
                        gpioMicrovolts[Ltc681xScan.FirstGpio - target] = quality == Quality.Good ? code * 100 : 0;
                        if (quality != Quality.Good)
                        {
                            odd |= bit;
                        }

                        continue;
                    }

                    if (quality == Quality.Good)
                    {
                        quality = probeQuality;
                    }

                    if (quality == Quality.Good)
                    {
                        // (5) A probe: ratio, then the table between two entries.
                        if (code >= reference)
                        {
                            quality = Quality.OpenProbe;
                        }
                        else
                        {
                            long scaled = pullUp * code;
                            int ratio = (int)((scaled << 16) / (scaled + (10000L * (reference - code))));
                            if (ratio > NtcTable.OpenRatio)
                            {
                                quality = Quality.OpenProbe;
                            }
                            else if (ratio < NtcTable.ShortRatio)
                            {
                                quality = Quality.ShortedProbe;
                            }
                            else
                            {
                                int entry = ratio >> 9;
                                int centi = ntc[entry];
                                centi += (((ntc[entry + 1] - centi) * (ratio & 511)) + 256) >> 9;

                                // Rounds half up; 30,000 keeps the division positive.
                                int deci = ((centi + 30005) / 10) - 3000;
                                if (deci < -400 && deci >= -402)
                                {
                                    deci = -400;
                                }
                                else if (deci > 1250 && deci <= 1252)
                                {
                                    deci = 1250;
                                }

                                if (deci < -400 || deci > 1250)
                                {
                                    quality = Quality.OutOfRange;
                                }
                                else
                                {
                                    tempDeciC[target] = (short)deci;
                                }
                            }
                        }
                    }

                    tempQuality[target] = quality;
                }
            }

            scan.goodMask = good;
            scan.silentMask = silent;
            scan.oddMask = odd;
        }
    }
}
