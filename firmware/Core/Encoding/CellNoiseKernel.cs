using System;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Model for cells whose every reading carries noise: each cell is the row's common level plus an own offset plus an own share
    /// of the common level's movement, both fitted by recursive least squares over the whole block, so that the noise of the
    /// prediction falls with every row. The common level comes from the current and from the cells of the row already coded. What
    /// is left is coded at once by the normal distribution, whose width follows the errors.
    /// </summary>
    /// <remarks>
    /// A step here is the block's cell LSB shifted left by <see cref="CellColumns.coarseBits"/>; the bits below are coded as they
    /// are. Fixed point: levels in steps x 256 (Q8) stay below 6,553,500 x 256 = 1.68e9; sums and differences of them are taken in
    /// wrapping 32-bit arithmetic, the same in the decoder: an extreme block may be predicted badly, never decoded wrongly. Products
    /// are bounded: offset gain (±65,536) x error (±8,319) + rounding below 2^30; slope gain (±32,767) x error likewise, so a
    /// slope moves by at most 16,640 a row, by 998,400 in a block, and an eighth of that x level (±16,383) stays below 2^31; an
    /// error that does not escape is within 4 deviations, so error Q8 x inverse below 2^21 + 2^20; 64-bit sums see at most 60 rows: current 2^20 x
    /// level 2^22 x 60 x 2^12 below 2^60, level sums below 2^47, their gain numerators below 2^58.
    /// </remarks>
    public static class CellNoiseKernel
    {
        // 14 bits of level and 13 of error are what the products in the remarks have room for. Below half a step of deviation
        // nearly all of the distribution is one step, and a surprise would cost an escape.
        private const int MaxLevel = 16383;
        private const int MaxCutQ8 = 8191;
        private const int MinDeviationQ8 = 128;

        /// <summary>A share narrows the range, 2^24 or more, by 16 bits at most: two bytes. A row begins with twice that free; an escape,
        /// whose number checks its own room, can take more, so what is left is looked at behind each.</summary>
        private const int MaxBytesPerShare = 2;
        private const int FreeBytesPerCell = 2 * MaxBytesPerShare;

        /// <summary>Starts from the first row, which <see cref="CellFirstRowKernel"/> has put into the columns.</summary>
        /// <param name="meanErrorQ8">Width to start with, Q8 steps of the LSB: above 32 steps the lowest bits are not worth a
        /// model.</param>
        public static void Start(CellColumns columns, int meanErrorQ8)
        {
            int coarseBits = 0;
            while (meanErrorQ8 >> coarseBits > NoiseRow.MaxMeanErrorQ8)
            {
                coarseBits++;
            }

            int[] previous = columns.previous;
            int[] offsetQ8 = columns.offsetQ8;
            int cellCount = columns.cellCount;
            int sum = 0;
            for (int i = 0; i < cellCount; i++)
            {
                sum += previous[i] >> coarseBits;
            }

            int common = (sum / cellCount) << 8;
            for (int i = 0; i < cellCount; i++)
            {
                offsetQ8[i] = ((previous[i] >> coarseBits) << 8) - common;
            }

            Array.Clear(columns.slopeQ16, 0, cellCount);
            Array.Clear(columns.change, 0, cellCount);
            columns.coarseBits = coarseBits;
            columns.meanErrorQ8 = meanErrorQ8 >> coarseBits;
            columns.commonQ8 = common;
            columns.firstCommonQ8 = common;
            columns.priorWeightQ4 = 16;
            columns.rowsFitted = 1;
            columns.sumX = 0;
            columns.sumXX = 0;
            columns.commonErrorPowerQ16 = 65536;
            columns.currentPower = 0;
            columns.currentProduct = 0;
        }

        /// <summary>Codes one row after the first; the queue must be empty.</summary>
        /// <param name="gaps">True when some cell of the row has no reading; it is left out.</param>
        public static void Code(
            CellColumns columns, RangeCoder coder, int[] microvolts, byte[] quality, int from, bool gaps)
        {
            int cellCount = columns.cellCount;
            if (coder.output.Length - coder.length < FreeBytesPerCell * cellCount)
            {
                coder.overflowed = true;
                return;
            }

            // (1) What the current says about the common level, and the row's gains for offset and slope.
            int expectedQ8 = NoiseRow.ExpectedCommonQ8(columns);
            int level = NoiseRow.Clamp((expectedQ8 - columns.firstCommonQ8) >> 8, MaxLevel);
            NoiseRow.SetGains(columns, level);

            // (2) How wide the noise is: table steps (1/128 deviation, which is 1.2533 x the mean error) for an error in Q8 steps, and
            // the largest error inside the table.
            int meanErrorQ8 = columns.meanErrorQ8;
            int deviationQ8 = ((meanErrorQ8 >> 4) * 321) >> 4;
            int inverseQ12 = (128 << 12) / (deviationQ8 < MinDeviationQ8 ? MinDeviationQ8 : deviationQ8);
            int maxError = ((NormalTable.Middle << 12) / (inverseQ12 << 8)) - 1;
            const int middleQ12 = NormalTable.Middle << 12;
            int widthQ12 = inverseQ12 << 8;
            int cut = meanErrorQ8 << 2;
            cut = cut < 256 ? 256 : cut > MaxCutQ8 ? MaxCutQ8 : cut;

            int cutLow = cut + 128;
            int cutHigh = cut - 128;
            uint twiceCut = (uint)(2 * cut);
            int escapeLow = (maxError << 8) + 255;
            uint escapeWidth = (uint)(maxError << 9) + 255;
            int[] values = columns.row;
            Array.Copy(microvolts, from, values, 0, cellCount);
            int[] offsetQ8 = columns.offsetQ8;
            int[] slopeQ16 = columns.slopeQ16;
            ushort[] normal = NormalTable.s_shares;
            byte[] output = coder.output;
            int length = coder.length;
            uint low = coder.low;
            uint range = coder.range;
            int offsetGainQ16 = columns.offsetGainQ16;
            int slopeGainQ22 = columns.slopeGainQ22;
            int offsetRound = (offsetGainQ16 << 7) + 32768;
            int slopeRound = (slopeGainQ22 << 7) + 8192;
            int step = columns.stepMicrovolts << columns.coarseBits;
            int weightQ4 = columns.priorWeightQ4;
            int innovationSum = 0;
            int errorSumQ8 = 0;
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

                // (3) Predict, half a step added so that >> 8 would round; the difference is the lower edge of the error's share.
                int offset = offsetQ8[i];
                int slope = slopeQ16[i];
                int common = ((innovationSum / weightQ4) << 4) + 128;
                int edgeQ8 = ((values[i] / step) << 8) - (expectedQ8 + offset + (((slope >> 3) * level) >> 5) + common);
                innovationSum += edgeQ8 + common;
                weightQ4 += 16;
                if ((uint)(edgeQ8 + escapeLow) > escapeWidth)
                {
                    coder.low = low;
                    coder.range = range;
                    coder.length = length;
                    Escape(columns, coder, i, (edgeQ8 + 255) >> 8, edgeQ8 + 128, cut);
                    if (coder.overflowed)
                    {
                        return;
                    }

                    low = coder.low;
                    range = coder.range;
                    length = coder.length;
                    if (output.Length - length < MaxBytesPerShare * (cellCount - i - 1))
                    {
                        coder.overflowed = true;
                        return;
                    }

                    errorSumQ8 += maxError << 9;
                    continue;
                }

                // (4) The error's share of the interval: the normal distribution between its two edges.
                int edge = (edgeQ8 * inverseQ12) + middleQ12;
                errorSumQ8 += edgeQ8 ^ (edgeQ8 >> 31);
                int share = normal[edge >> 12];
                uint part = range >> 16;
                range = part * (uint)(normal[(edge + widthQ12) >> 12] - share);
                part *= (uint)share;
                low += part;
                if (low < part)
                {
                    RangeCoder.Carry(output, length);
                }

                while (range < 0x1000000)
                {
                    output[length++] = (byte)(low >> 24);
                    low <<= 8;
                    range <<= 8;
                }

                // (5) The cell's own line takes its part of what was missed (edge + 128); too much is cut, so that one bad reading
                // cannot bend the line.
                if ((uint)(edgeQ8 + cutLow) > twiceCut)
                {
                    edgeQ8 = edgeQ8 < 0 ? -cutLow : cutHigh;
                }

                offsetQ8[i] = offset + (((offsetGainQ16 * edgeQ8) + offsetRound) >> 16);
                slopeQ16[i] = slope + (((slopeGainQ22 * edgeQ8) + slopeRound) >> 14);
            }

            coder.low = low;
            coder.range = range;
            coder.length = length;
            columns.rowErrorSumQ8 = errorSumQ8;
            int readings = (weightQ4 - columns.priorWeightQ4) >> 4;
            if (readings > 0)
            {
                NoiseRow.Learn(columns, expectedQ8, innovationSum / readings, readings);
            }
        }

        /// <summary>Queues the bits below the model's step of one row.</summary>
        public static void QueueCoarseBits(
            CellColumns columns, RangeCoder coder, int[] microvolts, byte[] quality, int from)
        {
            int bits = columns.coarseBits;
            int step = columns.stepMicrovolts;
            for (int i = 0; i < columns.cellCount; i++)
            {
                byte q = quality[from + i];
                if (q == Quality.Good || q == Quality.Implausible || q == Quality.Stuck)
                {
                    coder.Raw((microvolts[from + i] / step) & ((1 << bits) - 1), bits);
                }
            }
        }

        /// <summary>An error outside the table: its mark, sign, and how far outside as a number. The second of a cell moves its line
        /// there, since the first may have been a bad reading.</summary>
        private static void Escape(CellColumns columns, RangeCoder coder, int cell, int error, int missedQ8, int cut)
        {
            coder.Span(NormalTable.Total, 65536 - NormalTable.Total);
            if (coder.overflowed)
            {
                return;
            }

            coder.Raw(error < 0 ? 1 : 0, 1);
            coder.Number(BlockContexts.NoiseNumber, error < 0 ? -error : error);
            RangeKernel.Code(coder);
            if (columns.change[cell] != 0)
            {
                columns.change[cell] = 0;
                columns.offsetQ8[cell] += missedQ8;
                return;
            }

            columns.change[cell] = 1;
            columns.offsetQ8[cell] += ((columns.offsetGainQ16 * (missedQ8 < 0 ? -cut : cut)) + 32768) >> 16;
        }
    }
}
