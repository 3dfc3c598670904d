using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>Where each cell, device and probe stood in the last ten minutes or half hour: what a hard short departs from. Moved
    /// once a tick, read in every sample.</summary>
    /// <remarks>
    /// Each reference moves by (input - reference) x sinceLast / tau, in Q8. The division cuts off: a reference stands still
    /// within tau/sinceLast units of Q8, at most 600/256 = 2.4 µV of a cell and 1800/256 = 7 units of 0.1 °C at one tick a
    /// second without the rounding that temperatures have (one bit more each way). Ranges: deviations ±819,100 x 256 = 2.1e8,
    /// medians 6,553,500 x 256 = 1.68e9, temperatures ±1250 x 65,536 = 8.2e7: all in int, and so are the differences.
    /// </remarks>
    public sealed class HardReference
    {
        /// <summary>Fraction bits of cells and medians; of probes.</summary>
        public const int CellQ = 8;
        public const int TempQ = 16;

        /// <summary>Scatter is in Q4 and at most this, µV.</summary>
        public const int ScatterQ = 4;
        private const int MostScatter = 100000;

        private const int CellTauMs = 600000;
        /// <summary>Time constant of the probes' references, ms.</summary>
        public const int TempTauMs = 1800000;
        private const int ScatterTauMs = 120000;

        // What begins anew takes its first readings as they come, this many ticks.
        private const int Young = 30;
        private const int Grown = 255;

        /// <summary>[cellCount] deviation, Q8 µV; how much it jumps about from tick to tick and within a window, Q4 µV; ticks so far.
        /// </summary>
        public readonly int[] cell;
        public readonly int[] scatter;
        public readonly byte[] age;

        /// <summary>[deviceCount] median, Q8 µV; 0: none yet.</summary>
        public readonly int[] median;

        /// <summary>[probeCount] Q16 of 0.1 °C; ticks so far; means of the last three ticks, the newest first.</summary>
        public readonly int[] temp;
        public readonly byte[] tempAge;
        public readonly short[] temp1;
        public readonly short[] temp2;
        public readonly short[] temp3;

        /// <summary>Times of those ticks, ms.</summary>
        public long time1 = long.MinValue / 2;
        public long time2 = long.MinValue / 2;
        public long time3 = long.MinValue / 2;

        private readonly PackLayout _layout;

        public HardReference(PackLayout layout)
        {
            _layout = layout;
            cell = new int[layout.cellCount];
            scatter = new int[layout.cellCount];
            age = new byte[layout.cellCount];
            median = new int[layout.deviceCount];
            temp = new int[layout.probeCount];
            tempAge = new byte[layout.probeCount];
            temp1 = new short[layout.probeCount];
            temp2 = new short[layout.probeCount];
            temp3 = new short[layout.probeCount];
        }

        public static int BytesFor(PackLayout layout)
        {
            int cells = layout.cellCount;
            int probes = layout.probeCount;
            return (2 * HeapSize.OfInts(cells)) + HeapSize.OfBytes(cells) + HeapSize.OfInts(layout.deviceCount) + HeapSize.OfInts(probes)
                + HeapSize.OfBytes(probes) + (3 * HeapSize.OfShorts(probes)) + HeapSize.OfObject(13);
        }

        /// <summary>Begins anew.</summary>
        /// <param name="one">From 0 in the pack; -1: all cells, and the probes with them.</param>
        public void Forget(int one)
        {
            for (int i = 0; i < age.Length; i++)
            {
                age[i] = one < 0 || one == i ? (byte)0 : age[i];
            }

            for (int p = 0; p < tempAge.Length && one < 0; p++)
            {
                tempAge[p] = 0;
            }
        }

        /// <summary>Probes of a device.</summary>
        /// <param name="isHeld">Something is going on there: the references stay.</param>
        public void StepProbes(CauseFeatures features, int device, bool isHeld)
        {
            short[] count = features.window.tempCount;
            short[] mean = features.window.meanTemp;
            int weight = Weight(TempTauMs, features.sinceLastMs);
            int end = _layout.firstProbe[device + 1];
            for (int p = _layout.firstProbe[device]; p < end; p++)
            {
                temp3[p] = temp2[p];
                temp2[p] = temp1[p];
                if (count[p] == 0)
                {
                    continue;
                }

                int now = mean[p];
                temp1[p] = (short)now;
                int old = tempAge[p];
                if (old == 0)
                {
                    temp[p] = now << TempQ;
                    temp2[p] = (short)now;
                    temp3[p] = (short)now;
                }
                else if (!isHeld)
                {
                    temp[p] += ((now << TempQ) - temp[p]) / (old < Grown && old < weight ? old : weight);
                }

                tempAge[p] = (byte)(old < Grown ? old + 1 : Grown);
            }
        }

        /// <summary>Cells of a device, and its median.</summary>
        /// <param name="most">A cell moves its reference no faster than as if it were so far from it, µV: a real drop stays a drop for
        /// an hour.</param>
        /// <param name="isHeld">As above.</param>
        public void StepCells(CauseFeatures features, int device, int most, bool isHeld)
        {
            byte[] state = features.reading;
            int[] deviation = features.deviation;
            int[] step = features.deviationStep;
            int[] least = features.window.minDeviation;
            int[] greatest = features.window.maxDeviation;
            int[] reference = cell;
            int[] jump = scatter;
            byte[] ticks = age;
            int weight = Weight(CellTauMs, features.sinceLastMs);
            int scatterWeight = Weight(ScatterTauMs, features.sinceLastMs);
            int end = _layout.firstCell[device + 1];
            for (int i = _layout.firstCell[device]; i < end && !isHeld; i++)
            {
                if (state[i] == CauseFeatures.NoReading)
                {
                    continue;
                }

                int now = deviation[i];
                int old = ticks[i];
                if (old == 0)
                {
                    reference[i] = now << CellQ;
                    jump[i] = 0;
                    ticks[i] = 1;
                    continue;
                }

                int off = (now << CellQ) - reference[i];
                int limit = most << CellQ;
                off = old < Young ? off : off > limit ? limit : off < -limit ? -limit : off;
                reference[i] += off / (old < Grown && old < weight ? old : weight);
                int range = (greatest[i] - least[i]) >> 1;
                int size = step[i] < 0 ? -step[i] : step[i];
                size = size < range ? range : size;
                size = size > MostScatter ? MostScatter : size;
                jump[i] += ((size << ScatterQ) - jump[i]) / (old < scatterWeight ? old : scatterWeight);
                ticks[i] = (byte)(old < Grown ? old + 1 : Grown);
            }

            int middle = features.medianMicrovolts[device];
            if (middle != 0)
            {
                int was = median[device];
                median[device] = was == 0 ? middle << CellQ : was + (((middle << CellQ) - was) / weight);
            }
        }

        /// <summary>After the probes of all devices.</summary>
        public void StepTime(long nowMs)
        {
            time3 = time2;
            time2 = time1;
            time1 = nowMs;
        }

        /// <summary>Mean temperature rise of a probe per second, over three seconds or the time since the last tick, 0.1 °C/s.</summary>
        public int SlopeOf(int probe, int deciC, long nowMs)
        {
            int before = temp3[probe];
            long sinceMs = nowMs - time3;
            if (nowMs - time1 >= 2900)
            {
                before = temp1[probe];
                sinceMs = nowMs - time1;
            }
            else if (nowMs - time2 >= 2900)
            {
                before = temp2[probe];
                sinceMs = nowMs - time2;
            }

            return sinceMs <= 0 || sinceMs > CauseFeatures.MaxGapMs ? 0 : (deciC - before) * 1000 / (int)sinceMs;
        }

        private static int Weight(int tauMs, int sinceMs)
        {
            int weight = sinceMs <= 0 ? tauMs / 1000 : tauMs / sinceMs;
            return weight < 1 ? 1 : weight;
        }
    }
}
