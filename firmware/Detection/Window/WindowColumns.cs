using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// All numbers of one window, column by column, allocated once. Public, because causes and telemetry read them in loops
    /// where a property would cost three array loads.
    /// </summary>
    /// <remarks>
    /// One entry a cell, [cellCount], cell 0 at the pack's negative end; "good" is a reading with Quality.Good on a device that
    /// had at least three good cells in that sample:
    /// <code>
    ///   goodCount[i]       good readings in the window        0..1,000; valid after Close
    ///   missedCount[i]     judged samples without one         0..1,000
    ///   meanDeviation[i]   mean of reading - device median    ±819,100 µV; 0 where goodCount is 0; valid after Close
    ///   minDeviation[i]    least of them                      ±819,100 µV (larger is clipped), where goodCount is not 0
    ///   maxDeviation[i]    greatest of them                   likewise
    ///   lastMicrovolts[i]  last good reading, also of earlier windows; -1 before the first
    ///   changed[i]         1: some good reading differed from the one before it
    ///   sortedKeys[i]      per device by rising reading in the last sample: reading x 32 + cell's number in the device
    /// </code>
    /// One entry a device, [deviceCount]:
    /// <code>
    ///   judgedCount[d]  samples with at least three good cells   0..1,000
    ///   meanMedian[d]   mean of the samples' lower medians       0..6,553,500 µV; valid after Close
    ///   lastMedian[d]   lower median of the last judged sample   -1 before the first
    ///   meanScale[d]    mean of the samples' robust scales       200..819,100 µV; valid after Close
    /// </code>
    /// One entry a probe, [probeCount]; 0.1 °C, min and max only where tempCount is not 0, mean after Close:
    /// tempCount[p], minTemp[p], maxTemp[p], meanTemp[p]. Pack: currentCount, minCurrent, maxCurrent, meanCurrent (mA).
    /// </remarks>
    public sealed class WindowColumns
    {
        /// <summary>Deviations are clipped here, µV: 8191 codes of 100 µV. A thousand of them fit int.</summary>
        public const int MaxDeviationMicrovolts = 819100;

        /// <summary>The scale is never taken for smaller, µV: two codes of the AFE.</summary>
        public const int MinScaleMicrovolts = 200;

        /// <summary>Low bits of a sorted key that hold the cell's number within its device, 0..17.</summary>
        public const int CellBits = 5;

        /// <summary>A device with fewer good cells has no median in that sample.</summary>
        public const int MinCellsForMedian = 3;

        public readonly short[] goodCount;
        public readonly short[] missedCount;
        public readonly int[] sumDeviation;
        public readonly int[] meanDeviation;
        public readonly int[] minDeviation;
        public readonly int[] maxDeviation;
        public readonly int[] lastMicrovolts;
        public readonly byte[] changed;
        public readonly int[] sortedKeys;

        public readonly short[] judgedCount;
        public readonly long[] sumMedian;
        public readonly int[] meanMedian;
        public readonly int[] lastMedian;
        public readonly int[] sumScale;
        public readonly int[] meanScale;

        public readonly short[] tempCount;
        public readonly int[] sumTemp;
        public readonly short[] minTemp;
        public readonly short[] maxTemp;
        public readonly short[] meanTemp;

        public int currentCount;
        public long sumCurrent;
        public int minCurrent;
        public int maxCurrent;
        public int meanCurrent;

        public WindowColumns(PackLayout layout)
        {
            int cells = layout.cellCount;
            int devices = layout.deviceCount;
            int probes = layout.probeCount;
            goodCount = new short[cells];
            missedCount = new short[cells];
            sumDeviation = new int[cells];
            meanDeviation = new int[cells];
            minDeviation = new int[cells];
            maxDeviation = new int[cells];
            lastMicrovolts = new int[cells];
            changed = new byte[cells];
            sortedKeys = new int[cells];
            judgedCount = new short[devices];
            sumMedian = new long[devices];
            meanMedian = new int[devices];
            lastMedian = new int[devices];
            sumScale = new int[devices];
            meanScale = new int[devices];
            tempCount = new short[probes];
            sumTemp = new int[probes];
            minTemp = new short[probes];
            maxTemp = new short[probes];
            meanTemp = new short[probes];
            for (int d = 0; d < devices; d++)
            {
                lastMedian[d] = -1;
                for (int i = 0; i < layout.CellsOf(d); i++)
                {
                    sortedKeys[layout.firstCell[d] + i] = i;
                }
            }

            for (int i = 0; i < cells; i++)
            {
                lastMicrovolts[i] = -1;
            }
        }

        /// <summary>Heap bytes: 29 a cell, 26 a device, 12 a probe; each of the 20 arrays has a header of 20, a field of 12
        /// and up to 11 of rounding; 5 more fields.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return (layout.cellCount * 29) + (layout.deviceCount * 26) + (layout.probeCount * 12) + (20 * 43) + (6 * 12);
        }
    }
}
