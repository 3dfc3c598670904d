using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// The arithmetic of a window, one pass over the cells a sample. Steps are numbered as in docs/diagnosis.md, "Window".
    /// </summary>
    public static class WindowKernel
    {
        private const int MaxDeviation = WindowColumns.MaxDeviationMicrovolts;
        private const int MinScale = WindowColumns.MinScaleMicrovolts;
        private const int CellBits = WindowColumns.CellBits;
        private const int CellMask = (1 << CellBits) - 1;
        private const int NotGoodKey = 0x7FFFFF << CellBits;

        /// <summary>Empties the sums; what lasts beyond a window (order, last readings, last medians) stays.</summary>
        public static void Restart(WindowColumns columns, int cellCount, int deviceCount, int probeCount)
        {
            short[] missedCount = columns.missedCount;
            int[] sumDeviation = columns.sumDeviation;
            int[] minDeviation = columns.minDeviation;
            int[] maxDeviation = columns.maxDeviation;
            byte[] changed = columns.changed;
            for (int i = 0; i < cellCount; i++)
            {
                missedCount[i] = 0;
                sumDeviation[i] = 0;
                minDeviation[i] = MaxDeviation;
                maxDeviation[i] = -MaxDeviation;
                changed[i] = 0;
            }

            for (int d = 0; d < deviceCount; d++)
            {
                columns.judgedCount[d] = 0;
                columns.sumMedian[d] = 0;
                columns.sumScale[d] = 0;
            }

            for (int p = 0; p < probeCount; p++)
            {
                columns.tempCount[p] = 0;
                columns.sumTemp[p] = 0;
                columns.minTemp[p] = short.MaxValue;
                columns.maxTemp[p] = short.MinValue;
            }

            columns.currentCount = 0;
            columns.sumCurrent = 0;
            columns.minCurrent = int.MaxValue;
            columns.maxCurrent = int.MinValue;
        }

        /// <summary>Adds the cells of one sample.</summary>
        /// <param name="cellMicrovolts">[cellCount] 0..6,553,500 where good.</param>
        /// <param name="cellQuality">[cellCount] only Quality.Good enters.</param>
        /// <param name="firstCell">[deviceCount + 1].</param>
        public static void AddCells(
            WindowColumns columns, int[] cellMicrovolts, byte[] cellQuality, int[] firstCell, int deviceCount)
        {
            short[] missedCount = columns.missedCount;
            int[] sumDeviation = columns.sumDeviation;
            int[] minDeviation = columns.minDeviation;
            int[] maxDeviation = columns.maxDeviation;
            int[] lastMicrovolts = columns.lastMicrovolts;
            byte[] changed = columns.changed;
            int[] sortedKeys = columns.sortedKeys;
            for (int d = 0; d < deviceCount; d++)
            {
                int first = firstCell[d];
                int end = firstCell[d + 1];

                // (1) Order the device's readings by insertion, starting from the last sample's order, which hardly changes:
                // about count + inversions moves. A key is reading x 32 + cell, 6,553,500 x 32 + 31 < 2^28; readings that are
                // not good sort to the end, above every reading.
                int good = end - first;
                int highestKey = -1;
                for (int at = first; at < end; at++)
                {
                    int cell = sortedKeys[at] & CellMask;
                    int key = NotGoodKey | cell;
                    if (cellQuality[first + cell] == Quality.Good)
                    {
                        key = (cellMicrovolts[first + cell] << CellBits) | cell;
                    }
                    else
                    {
                        good--;
                    }

                    if (key >= highestKey)
                    {
                        sortedKeys[at] = key;
                        highestKey = key;
                        continue;
                    }

                    int to = at;
                    while (to > first && sortedKeys[to - 1] > key)
                    {
                        sortedKeys[to] = sortedKeys[to - 1];
                        to--;
                    }

                    sortedKeys[to] = key;
                }

                if (good < WindowColumns.MinCellsForMedian)
                {
                    continue;
                }

                // (2) The lower median is a reading, so nothing is rounded.
                int middle = (good - 1) >> 1;
                int median = sortedKeys[first + middle] >> CellBits;

                // (3) Scale = lower median of |reading - median|. The readings are sorted, so these fall and then rise: walk
                // outward from the median and take the nearer side until the middle one is taken. The first is the median.
                int goodEnd = first + good;
                int below = first + middle - 1;
                int above = first + middle + 1;
                int down = below >= first ? median - (sortedKeys[below] >> CellBits) : int.MaxValue;
                int up = (sortedKeys[above] >> CellBits) - median;
                int scale = 0;
                for (int taken = 0; taken < middle; taken++)
                {
                    if (down < up)
                    {
                        scale = down;
                        below--;
                        down = below >= first ? median - (sortedKeys[below] >> CellBits) : int.MaxValue;
                    }
                    else
                    {
                        scale = up;
                        above++;
                        up = above < goodEnd ? (sortedKeys[above] >> CellBits) - median : int.MaxValue;
                    }
                }

                if (scale < MinScale)
                {
                    scale = MinScale;
                }
                else if (scale > MaxDeviation)
                {
                    scale = MaxDeviation;
                }

                // Range: 1,000 samples x 819,100 = 8.2e8 < 2^31; the medians' sum, 1,000 x 6,553,500 = 6.6e9, needs long.
                columns.judgedCount[d]++;
                columns.sumMedian[d] += median;
                columns.lastMedian[d] = median;
                columns.sumScale[d] += scale;

                // (4) Deviation of each good cell, clipped. Range: as for the scale, 1,000 x ±819,100 fits int.
                if (good == end - first && median - (sortedKeys[first] >> CellBits) <= MaxDeviation
                    && (sortedKeys[end - 1] >> CellBits) - median <= MaxDeviation)
                {
                    // The usual case: all are good and nothing is to be clipped, so neither is asked cell by cell.
                    for (int i = first; i < end; i++)
                    {
                        int microvolts = cellMicrovolts[i];
                        int deviation = microvolts - median;
                        sumDeviation[i] += deviation;
                        if (deviation < minDeviation[i])
                        {
                            minDeviation[i] = deviation;
                        }

                        if (deviation > maxDeviation[i])
                        {
                            maxDeviation[i] = deviation;
                        }

                        if (microvolts != lastMicrovolts[i])
                        {
                            lastMicrovolts[i] = microvolts;
                            changed[i] = 1;
                        }
                    }

                    continue;
                }

                for (int i = first; i < end; i++)
                {
                    if (cellQuality[i] != Quality.Good)
                    {
                        missedCount[i]++;
                        continue;
                    }

                    int microvolts = cellMicrovolts[i];
                    int deviation = microvolts - median;
                    if (deviation > MaxDeviation)
                    {
                        deviation = MaxDeviation;
                    }
                    else if (deviation < -MaxDeviation)
                    {
                        deviation = -MaxDeviation;
                    }

                    sumDeviation[i] += deviation;
                    if (deviation < minDeviation[i])
                    {
                        minDeviation[i] = deviation;
                    }

                    if (deviation > maxDeviation[i])
                    {
                        maxDeviation[i] = deviation;
                    }

                    if (microvolts != lastMicrovolts[i])
                    {
                        lastMicrovolts[i] = microvolts;
                        changed[i] = 1;
                    }
                }
            }
        }

        /// <summary>(5) Adds the probes of one sample. Range: 1,000 x ±32,767 fits int.</summary>
        public static void AddProbes(WindowColumns columns, short[] tempDeciC, byte[] tempQuality, int probeCount)
        {
            short[] tempCount = columns.tempCount;
            int[] sumTemp = columns.sumTemp;
            short[] minTemp = columns.minTemp;
            short[] maxTemp = columns.maxTemp;
            for (int p = 0; p < probeCount; p++)
            {
                if (tempQuality[p] == Quality.Good)
                {
                    short temp = tempDeciC[p];
                    tempCount[p]++;
                    sumTemp[p] += temp;
                    if (temp < minTemp[p])
                    {
                        minTemp[p] = temp;
                    }

                    if (temp > maxTemp[p])
                    {
                        maxTemp[p] = temp;
                    }
                }
            }
        }

        /// <summary>(6) Counts, and means rounded half away from zero: error at most 0.5 of a unit.</summary>
        public static void Close(WindowColumns columns, int[] firstCell, int deviceCount, int probeCount)
        {
            short[] goodCount = columns.goodCount;
            short[] missedCount = columns.missedCount;
            int[] sumDeviation = columns.sumDeviation;
            int[] meanDeviation = columns.meanDeviation;
            for (int d = 0; d < deviceCount; d++)
            {
                int judged = columns.judgedCount[d];
                int end = firstCell[d + 1];
                for (int i = firstCell[d]; i < end; i++)
                {
                    int count = judged - missedCount[i];
                    int sum = sumDeviation[i];
                    int half = sum < 0 ? -(count >> 1) : count >> 1;
                    goodCount[i] = (short)count;
                    meanDeviation[i] = count == 0 ? 0 : (sum + half) / count;
                }
            }

            for (int d = 0; d < deviceCount; d++)
            {
                int count = columns.judgedCount[d];
                columns.meanMedian[d] = count == 0 ? 0 : (int)((columns.sumMedian[d] + (count >> 1)) / count);
                columns.meanScale[d] = count == 0 ? MinScale : (columns.sumScale[d] + (count >> 1)) / count;
            }

            for (int p = 0; p < probeCount; p++)
            {
                int count = columns.tempCount[p];
                int sum = columns.sumTemp[p];
                int half = sum < 0 ? -(count >> 1) : count >> 1;
                columns.meanTemp[p] = count == 0 ? (short)0 : (short)((sum + half) / count);
            }

            int currents = columns.currentCount;
            columns.meanCurrent = currents == 0 ? 0 : (int)(columns.sumCurrent / currents);
        }
    }
}
