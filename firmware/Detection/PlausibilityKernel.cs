using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// The per-sample pass: strikes out what no cell or probe can be, and lists what is at or beyond a limit. Steps are
    /// numbered as in docs/diagnosis.md, "Every sample".
    /// </summary>
    public static class PlausibilityKernel
    {
        /// <summary>pendingState: this sample jumped and is struck out / the jump was confirmed by this sample.</summary>
        public const byte Pending = 1;
        public const byte Confirmed = 2;

        /// <summary>Bits of watch: the limit has a run or an open alarm / the cell's code is declared stuck.</summary>
        public const byte WatchLimit = 1;
        public const byte WatchStuck = 2;

        /// <summary>Judges all cells of a sample.</summary>
        /// <param name="cellMicrovolts">[cellCount] µV.</param>
        /// <param name="cellQuality">[cellCount] Good becomes Implausible or Stuck in place where it is not.</param>
        /// <param name="low">Below is implausible, µV, and below under; likewise high, above over.</param>
        /// <param name="over">Above is listed, µV; likewise under.</param>
        /// <returns>Number of cells listed in columns.events.</returns>
        public static int JudgeCells(
            DetectorColumns columns, int[] cellMicrovolts, byte[] cellQuality, int[] firstCell, int deviceCount, int low,
            int high, int over, int under)
        {
            byte[] watch = columns.watch;
            int[] stuckMicrovolts = columns.stuckMicrovolts;
            short[] events = columns.events;
            int listed = 0;
            for (int d = 0; d < deviceCount; d++)
            {
                int end = firstCell[d + 1];
                int first = firstCell[d];
                int broken = 0;
                int firstBroken = -1;
                int unreadable = 0;
                int lowest = int.MaxValue;
                int highest = -1;
                for (int i = first; i < end; i++)
                {
                    int microvolts = cellMicrovolts[i];
                    byte quality = cellQuality[i];
                    if (quality != Quality.Good || watch[i] != 0 || microvolts > over || microvolts < under)
                    {
                        // (1) Broken before it came here. Up to Stale the bus or the device is to blame, which the device's
                        // status says already; from NotConverted on it is this reading.
                        // (2) Read correctly, but no cell can be there. These bounds lie outside the limits.
                        if (quality == Quality.Good && (microvolts < low || microvolts > high))
                        {
                            quality = Quality.Implausible;
                            cellQuality[i] = quality;
                        }

                        // (3) Declared stuck by an earlier window, and still the same code.
                        if (quality == Quality.Good && (watch[i] & WatchStuck) != 0)
                        {
                            if (microvolts == stuckMicrovolts[i])
                            {
                                quality = Quality.Stuck;
                                cellQuality[i] = quality;
                            }
                            else
                            {
                                watch[i] &= WatchLimit;
                            }
                        }

                        if (quality != Quality.Good)
                        {
                            unreadable++;
                            if (quality >= Quality.NotConverted && quality <= Quality.ReferenceFault && quality != Quality.Stuck)
                            {
                                broken++;
                                firstBroken = firstBroken < 0 ? i : firstBroken;
                            }

                            continue;
                        }

                        // (4) Beyond a limit, or was: list it.
                        events[listed] = (short)i;
                        listed++;
                    }

                    if (microvolts < lowest)
                    {
                        lowest = microvolts;
                    }

                    if (microvolts > highest)
                    {
                        highest = microvolts;
                    }
                }

                columns.broken[d] = (short)broken;
                columns.firstBroken[d] = (short)firstBroken;
                columns.readable[d] = (short)(end - first - unreadable);
                columns.lowest[d] = lowest;
                columns.highest[d] = highest;
            }

            return listed;
        }

        /// <summary>Judges all probes of a sample.</summary>
        /// <param name="tempDeciC">[probeCount] 0.1 °C.</param>
        /// <param name="tempQuality">[probeCount] Good becomes Implausible in place for the first sample of a jump.</param>
        /// <param name="jump">More than this between two samples is a jump, 0.1 °C; int.MaxValue: ask nothing, the last
        /// sample is too old.</param>
        /// <returns>Number of probes (not elements) listed in columns.events.</returns>
        public static int JudgeProbes(
            DetectorColumns columns, short[] tempDeciC, byte[] tempQuality, int[] firstProbe, int deviceCount, int firstElement,
            int jump, int over, int under)
        {
            byte[] watch = columns.watch;
            short[] lastTemp = columns.lastTemp;
            byte[] hasLastTemp = columns.hasLastTemp;
            short[] pendingTemp = columns.pendingTemp;
            byte[] pendingState = columns.pendingState;
            short[] events = columns.events;
            int listed = 0;
            for (int d = 0; d < deviceCount; d++)
            {
                int end = firstProbe[d + 1];
                int broken = 0;
                int firstBroken = -1;
                int readable = 0;
                for (int p = firstProbe[d]; p < end; p++)
                {
                    byte quality = tempQuality[p];
                    int temp = tempDeciC[p];

                    // (5) A jump is struck out for one sample. If the next one is there too it is believed: a probe that
                    // is really heated may not be silenced, and the limit counts both samples.
                    if (quality == Quality.Good)
                    {
                        int change = temp - lastTemp[p];
                        if ((change <= jump && -change <= jump) || hasLastTemp[p] == 0)
                        {
                            pendingState[p] = 0;
                        }
                        else
                        {
                            int fromPending = temp - pendingTemp[p];
                            if (pendingState[p] == Pending && fromPending <= jump && -fromPending <= jump)
                            {
                                pendingState[p] = Confirmed;
                            }
                            else
                            {
                                pendingState[p] = Pending;
                                pendingTemp[p] = (short)temp;
                                quality = Quality.Implausible;
                                tempQuality[p] = quality;
                            }
                        }
                    }

                    if (quality != Quality.Good)
                    {
                        if (quality >= Quality.NotConverted && quality <= Quality.ReferenceFault && quality != Quality.Stuck)
                        {
                            broken++;
                            if (firstBroken < 0)
                            {
                                firstBroken = p;
                            }
                        }

                        continue;
                    }

                    readable++;
                    lastTemp[p] = (short)temp;
                    hasLastTemp[p] = 1;
                    if (temp > over || temp < under || watch[firstElement + p] != 0)
                    {
                        events[listed] = (short)p;
                        listed++;
                    }
                }

                columns.broken[deviceCount + d] = (short)broken;
                columns.firstBroken[deviceCount + d] = (short)firstBroken;
                columns.readable[deviceCount + d] = (short)readable;
            }

            return listed;
        }
    }
}
