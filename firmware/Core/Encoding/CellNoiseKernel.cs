using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Model for cells whose every reading carries noise: each cell is the row's common level plus an own offset plus an own share
    /// of the common level's movement, both fitted by recursive least squares over the whole block, so that the noise of the
    /// prediction falls with every row. The common level comes from the current and from the cells of the row already coded.
    /// </summary>
    /// <remarks>
    /// Fixed point: levels in steps x 256 (Q8) stay below 6,553,500 x 256 = 1.68e9 and their differences are taken in wrapping
    /// 32-bit arithmetic, the same in the decoder: an extreme block may be predicted badly, never decoded wrongly. Products that
    /// must not wrap are bounded by clamps: slope (±65,535) x level (±16,383) below 2^30; gain (±65,536) x error (±8,191) below
    /// 2^30; innovation (±2^19) x 192 cells x 16 below 2^31; 64-bit sums see at most 60 rows: current 2^20 x level 2^22 x 60 x 2^12
    /// below 2^60, level sums below 2^47, their gain numerators below 2^58.
    /// </remarks>
    public static class CellNoiseKernel
    {
        private const int MaxInnovationQ8 = 1 << 19;
        private const int MaxLevelSteps = 16383;
        private const int MaxCurrentChange = 1 << 20;
        private const int MaxCommonChangeQ8 = 1 << 22;
        private const int MaxGain = 65536;
        private const int MaxSlopeQ16 = 65535;
        private const int MaxCutQ8 = 8191;

        /// <summary>Takes the first row, which <see cref="CellFirstRowKernel"/> has put into the columns, as the start.</summary>
        public static void Start(CellColumns columns)
        {
            int[] previous = columns.previous;
            int[] offsetQ8 = columns.offsetQ8;
            int[] slopeQ16 = columns.slopeQ16;
            int cellCount = columns.cellCount;
            int sum = 0;
            for (int i = 0; i < cellCount; i++)
            {
                sum += previous[i];
            }

            int common = (sum / cellCount) << 8;
            for (int i = 0; i < cellCount; i++)
            {
                offsetQ8[i] = (previous[i] << 8) - common;
                slopeQ16[i] = 0;
            }

            columns.commonQ8 = common;
            columns.firstCommonQ8 = common;
            columns.meanErrorQ8 = 256;
            columns.priorWeightQ4 = 16;
            columns.rowsSeen = 1;
            columns.sumX = 0;
            columns.sumXX = 0;
            columns.commonErrorPowerQ16 = 65536;
            columns.currentPower = 0;
            columns.currentProduct = 0;
        }

        /// <summary>Queues the decisions of one row after the first.</summary>
        /// <param name="gaps">True when some cell of the row has no reading; it is left out.</param>
        public static void Queue(
            CellColumns columns, RangeCoder coder, int[] microvolts, byte[] quality, int from, bool gaps)
        {
            int[] previous = columns.previous;
            int[] offsetQ8 = columns.offsetQ8;
            int[] slopeQ16 = columns.slopeQ16;
            int cellCount = columns.cellCount;
            int step = columns.stepMicrovolts;
            int[] queue = coder.queue;
            int queued = coder.queued;
            int meanErrorQ8 = columns.meanErrorQ8;
            int priorWeightQ4 = columns.priorWeightQ4;
            int errorSum = 0;

            // (1) What the current says about the common level.
            int expectedQ8 = ExpectedCommonQ8(columns);
            int level = (expectedQ8 - columns.firstCommonQ8) >> 8;
            level = level > MaxLevelSteps ? MaxLevelSteps : level < -MaxLevelSteps ? -MaxLevelSteps : level;

            int innovationSum = 0;
            int weightQ4 = priorWeightQ4;
            for (int i = 0; i < cellCount; i++)
            {
                if (gaps)
                {
                    byte q = quality[from + i];
                    if (q != Quality.Good && q != Quality.Implausible && q != Quality.Stuck)
                    {
                        continue;
                    }
                }

                // (3) Predict, half a step added for rounding.
                int value = microvolts[from + i] / step;
                int ownQ8 = expectedQ8 + offsetQ8[i] + ((slopeQ16[i] * level) >> 8);
                int predictedQ8 = ownQ8 + ((innovationSum << 4) / weightQ4) + 128;
                int error = value - (predictedQ8 >> 8);
                int size = error < 0 ? -error : error;
                previous[i] = value;
                errorSum += size;

                // (4) Learn what is needed within the row.
                int innovation = (value << 8) - ownQ8;
                innovationSum += innovation > MaxInnovationQ8 ? MaxInnovationQ8
                    : innovation < -MaxInnovationQ8 ? -MaxInnovationQ8 : innovation;
                weightQ4 += 16;
                meanErrorQ8 += (((size > 32767 ? 32767 : size) << 8) - meanErrorQ8) >> 6;

                // (5) Code: none or not and the sign, with the prediction's fraction as context; then the size.
                int fraction = (predictedQ8 >> 6) & 3;
                int zero = (BlockContexts.NoiseZero + ((fraction ^ (fraction >> 1)) & 1)) << 1;
                if (error == 0)
                {
                    queue[queued++] = zero;
                    continue;
                }

                queue[queued++] = zero | 1;
                queue[queued++] = ((BlockContexts.NoiseSign + fraction) << 1) | (error < 0 ? 1 : 0);
                int length = 0;
                int unary = BlockContexts.NoiseNumber << 1;
                int upper = size >> 1;
                while (upper != 0)
                {
                    queue[queued++] = unary | 1;
                    upper >>= 1;
                    length++;
                    unary += length < 16 ? 2 : 0;
                }

                queue[queued++] = unary;
                if (length > 0)
                {
                    queue[queued++] = ((BlockContexts.NoiseNumber + 16 + (length < 15 ? length : 15)) << 1)
                        | ((size >> (length - 1)) & 1);
                    int rest = length - 1;
                    if (length == 2)
                    {
                        queue[queued++] = ((BlockContexts.NoiseSecond + ((size >> 1) & 1)) << 1) | (size & 1);
                        rest = 0;
                    }

                    if (rest > 16)
                    {
                        queue[queued++] = ~((((size >> 16) & ((1 << (rest - 16)) - 1)) << 5) | (rest - 16));
                        rest = 16;
                    }

                    if (rest > 0)
                    {
                        queue[queued++] = ~(((size & ((1 << rest) - 1)) << 5) | rest);
                    }
                }
            }

            coder.queued = queued;
            columns.meanErrorQ8 = meanErrorQ8;
            columns.rowErrorSum = errorSum;
            int readings = (weightQ4 - priorWeightQ4) >> 4;
            if (readings > 0)
            {
                Learn(columns, expectedQ8, innovationSum / readings, readings, quality, from, gaps);
            }
        }

        private static int ExpectedCommonQ8(CellColumns columns)
        {
            if (columns.currentPower == 0)
            {
                return columns.commonQ8;
            }

            long gainQ20 = (columns.currentProduct << 12) / columns.currentPower;
            const long limit = 1 << 24;
            gainQ20 = gainQ20 > limit ? limit : gainQ20 < -limit ? -limit : gainQ20;
            return columns.commonQ8 + (int)((gainQ20 * Clamp(columns.currentChange, MaxCurrentChange)) >> 12);
        }

        /// <summary>End of a row: the common level, how far to trust the current, and the fit of every cell.</summary>
        private static void Learn(
            CellColumns columns, int expectedQ8, int commonErrorQ8, int readings, byte[] quality, int from, bool gaps)
        {
            // (6) The common level is what was expected plus the mean innovation; trust in the expectation is the ratio of the
            // noise's power to the expectation's own, in cells.
            int common = expectedQ8 + commonErrorQ8;
            long mean = columns.meanErrorQ8;
            long noisePower = (mean * mean * 25) >> 4;
            long power = columns.commonErrorPowerQ16;
            power += (((long)commonErrorQ8 * commonErrorQ8) - power) >> 3;
            columns.commonErrorPowerQ16 = power;
            long own = power - (noisePower / readings);
            own = own < noisePower >> 6 ? noisePower >> 6 : own;
            long weight = own < 1 ? 128 : (noisePower << 4) / own;
            columns.priorWeightQ4 = weight < 1 ? 1 : weight > 128 ? 128 : (int)weight;

            // (7) The current's effect on the common level, least squares through zero.
            long currentChange = Clamp(columns.currentChange, MaxCurrentChange);
            columns.currentPower += currentChange * currentChange;
            columns.currentProduct += currentChange * Clamp(common - columns.commonQ8, MaxCommonChangeQ8);
            columns.commonQ8 = common;

            // (8) Gains of the two-parameter fit (offset, slope) with a ridge on the slope; the same for every cell.
            int level = Clamp((common - columns.firstCommonQ8) >> 8, MaxLevelSteps);
            int rows = columns.rowsSeen + 1;
            columns.rowsSeen = rows;
            long sumX = columns.sumX + level;
            long sumXX = columns.sumXX + ((long)level * level);
            columns.sumX = sumX;
            columns.sumXX = sumXX;
            long ridge = (mean * mean) >> 5;
            long ridged = sumXX + (ridge < 1024 ? 1024 : ridge);
            long determinant = (rows * ridged) - (sumX * sumX);
            int offsetGainQ16 = ClampLong(((ridged - (sumX * level)) << 16) / determinant, MaxGain);
            int slopeGainQ22 = ClampLong(((((long)rows * level) - sumX) << 22) / determinant, MaxGain - 1);
            Fit(columns, common, level, offsetGainQ16, slopeGainQ22, quality, from, gaps);
        }

        private static void Fit(
            CellColumns columns, int commonQ8, int level, int offsetGainQ16, int slopeGainQ22, byte[] quality, int from, bool gaps)
        {
            int[] previous = columns.previous;
            int[] offsetQ8 = columns.offsetQ8;
            int[] slopeQ16 = columns.slopeQ16;
            int cellCount = columns.cellCount;
            int cut = columns.meanErrorQ8 << 2;
            cut = cut < 256 ? 256 : cut > MaxCutQ8 ? MaxCutQ8 : cut;
            int jump = cut << 4;
            for (int i = 0; i < cellCount; i++)
            {
                if (gaps)
                {
                    byte q = quality[from + i];
                    if (q != Quality.Good && q != Quality.Implausible && q != Quality.Stuck)
                    {
                        continue;
                    }
                }

                // (9) What the cell's own line missed. Far off: the cell starts anew there. Too far: cut, so that one bad reading
                // cannot bend the line.
                int slope = slopeQ16[i];
                int offset = offsetQ8[i];
                int error = (previous[i] << 8) - commonQ8 - offset - ((slope * level) >> 8);
                if (error > cut || error < -cut)
                {
                    if (error > jump || error < -jump)
                    {
                        offsetQ8[i] = offset + error;
                        continue;
                    }

                    error = error < 0 ? -cut : cut;
                }

                offsetQ8[i] = offset + (((offsetGainQ16 * error) + 32768) >> 16);
                slope += ((slopeGainQ22 * error) + 8192) >> 14;
                slopeQ16[i] = slope > MaxSlopeQ16 ? MaxSlopeQ16 : slope < -MaxSlopeQ16 ? -MaxSlopeQ16 : slope;
            }
        }

        private static int Clamp(int value, int limit)
        {
            return value > limit ? limit : value < -limit ? -limit : value;
        }

        private static int ClampLong(long value, int limit)
        {
            return value > limit ? limit : value < -limit ? -limit : (int)value;
        }
    }
}
