using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Hot path: codes of all probes of a chain to temperatures, in one pass.</summary>
    public static class NtcKernel
    {
        /// <summary>Turns the good ones among the codes into temperatures; the others keep their quality and old value.</summary>
        /// <param name="firstProbe">[deviceCount + 1] of the layout.</param>
        /// <param name="code">[probeCount] from 0 V on, any unit, 0..57,343.</param>
        /// <param name="referenceCode">[deviceCount] the divider's supply, same unit.</param>
        /// <param name="referenceQuality">[deviceCount] what is wrong with it is wrong with each probe of the device.</param>
        /// <param name="pullUpOhms">1,000..100,000.</param>
        /// <param name="ntcCentiC">Of <see cref="NtcTable"/>.</param>
        /// <param name="deviceMask">Devices to look at.</param>
        /// <param name="tempDeciC">[probeCount] 0.1 degC.</param>
        /// <param name="tempQuality">[probeCount] in: of the code; out: of the temperature.</param>
        /// <remarks>
        /// Ratio-metric: the divider hangs on the reference, so its error cancels. With G = code, F = reference, P = pull-up:
        /// q = P * G / (P * G + 10,000 * (F - G)), in 1/65,536. Worst case P * G shifted by 16 is 1e5 * 57,343 * 65,536 = 3.8e14,
        /// inside 63 bits. Interpolation: entries differ by 38,000 at most, times 511 is 1.9e7.
        /// </remarks>
        public static void Convert(int[] firstProbe, int[] code, int[] referenceCode, byte[] referenceQuality, int pullUpOhms,
            short[] ntcCentiC, int deviceMask, short[] tempDeciC, byte[] tempQuality)
        {
            long pullUp = pullUpOhms;
            int devices = referenceCode.Length;
            int p = 0;
            for (int d = 0; d < devices; d++)
            {
                int last = firstProbe[d + 1];
                if ((deviceMask & (1 << d)) == 0)
                {
                    p = last;
                    continue;
                }

                int reference = referenceCode[d];
                byte ofReference = referenceQuality[d];
                for (; p < last; p++)
                {
                    if (tempQuality[p] != Quality.Good)
                    {
                        continue;
                    }

                    if (ofReference != Quality.Good)
                    {
                        tempQuality[p] = ofReference;
                        continue;
                    }

                    int value = code[p];
                    if (value >= reference)
                    {
                        tempQuality[p] = Quality.OpenProbe;
                        continue;
                    }

                    long scaled = pullUp * value;
                    int ratio = (int)((scaled << 16) / (scaled + (10000L * (reference - value))));
                    if (ratio > NtcTable.OpenRatio)
                    {
                        tempQuality[p] = Quality.OpenProbe;
                        continue;
                    }

                    if (ratio < NtcTable.ShortRatio)
                    {
                        tempQuality[p] = Quality.ShortedProbe;
                        continue;
                    }

                    int entry = ratio >> 9;
                    int centi = ntcCentiC[entry];
                    centi += (((ntcCentiC[entry + 1] - centi) * (ratio & 511)) + 256) >> 9;

                    // Rounds half up; 30,000 keeps the division positive. The table's own error may pass the range's ends.
                    int deci = ((centi + 30005) / 10) - 3000;
                    if (deci < -402 || deci > 1252)
                    {
                        tempQuality[p] = Quality.OutOfRange;
                        continue;
                    }

                    tempDeciC[p] = (short)(deci < -400 ? -400 : deci > 1250 ? 1250 : deci);
                }
            }
        }
    }
}
