using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Hot path: one auxiliary register group of the whole chain, from bytes to codes and GPIO voltages.</summary>
    public static class Adbms683xAuxKernel
    {
        /// <summary>Takes over the reply to RDAUXA..C.</summary>
        /// <param name="scan">oddMask set for the devices taken: a GPIO that is no probe has no reading.</param>
        /// <param name="reply">The nearest device's eight bytes from byte 4 on.</param>
        /// <param name="slots">[deviceCount * 3] probe index, -1, or a GPIO as <see cref="Adbms683xScan"/> numbers it.</param>
        /// <param name="takeMask">Devices whose frames are verified.</param>
        /// <param name="staleMask">Devices that may have missed the clear or the conversion: their readings are Stale.</param>
        /// <remarks>Codes are kept from 0 V on, 0..42,766 (10,000 more than the chip's), for <see cref="NtcKernel"/>.</remarks>
        public static void Take(Adbms683xScan scan, byte[] reply, short[] slots, int takeMask, int staleMask)
        {
            int deviceCount = scan.deviceCount;
            int[] probeCode = scan.probeCode;
            byte[] codeQuality = scan.codeQuality;
            int[] gpioMicrovolts = scan.gpioMicrovolts;
            int odd = 0;
            int at = 4;
            int slot = 0;
            for (int d = 0; d < deviceCount; d++, at += 8, slot += 3)
            {
                int bit = 1 << d;
                if ((takeMask & bit) == 0)
                {
                    continue;
                }

                bool stale = (staleMask & bit) != 0;
                int low = at;
                int lastSlot = slot + 3;
                for (int s = slot; s < lastSlot; s++, low += 2)
                {
                    int target = slots[s];
                    if (target == Adbms683xScan.Unused)
                    {
                        continue;
                    }

                    int raw = (reply[low] | (reply[low + 1] << 8)) ^ 0x8000;
                    int code = raw - 22768;
                    byte quality = stale ? Quality.Stale
                        : raw == 0 || raw == 0xFFFF ? Quality.NotConverted
                        : code < -33 ? Quality.OutOfRange
                        : Quality.Good;
                    code = code < 0 ? 0 : code;
                    if (target >= 0)
                    {
                        probeCode[target] = code;
                        codeQuality[target] = quality;
                    }
                    else
                    {
                        // A voltage has no quality byte of its own, so the device's status must tell.
                        gpioMicrovolts[Adbms683xScan.FirstGpio - target] = quality == Quality.Good ? code * 150 : 0;
                        if (quality != Quality.Good)
                        {
                            odd |= bit;
                        }
                    }
                }
            }

            scan.oddMask = odd;
        }
    }
}
