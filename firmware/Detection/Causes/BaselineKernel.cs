namespace DataBox.Detection
{
    /// <summary>The loops over cells of the baselines: use once a tick, teach once a block.</summary>
    /// <remarks>
    /// Ranges: offset x 256 is 8.4e6, a difference of two 1.7e7; resistance x eta / 8 is 32,767 x 65,500 = 2.15e9 &lt; 2^31; charge x slope is 131,000 x
    /// 2,047 = 2.7e8; a residual is at most 819,100 + 131,000 + 524,000 + 1.05e6 in size and is clipped to ±819,100; 300 of
    /// them in a block are 2.5e8.
    /// </remarks>
    internal static class BaselineKernel
    {
        public const int MaxResidual = 819100;

        // Blocks until a cell that began anew is judged again.
        private const int YoungBlocks = 120;
        private const int FarMicrovolts = 8000;
        private const int StepNoise = 20000;

        // Minutes before a drift rate is learned.
        private const int LeastFit = 3240;

        /// <summary>Residuals of a device's cells.</summary>
        /// <param name="row">First entry of the table's offsets for the device's first cell, plus the lower bin.</param>
        /// <param name="weight">Of the upper bin, 0..256.</param>
        public static void Use(
            CauseFeatures features, BaselineColumns columns, int first, int end, int row, int weight, int slope, int eta,
            bool isSummed)
        {
            short[] offset = columns.offset;
            short[] resistance = columns.resistance;
            int[] charge = columns.charge;
            int[] sum = columns.sum;
            short[] count = columns.count;
            byte[] reading = features.reading;
            int[] deviation = features.deviation;
            int[] residual = features.residual;
            int eta8 = eta >> 3;
            for (int i = first; i < end; i++, row += BaselineColumns.Bins)
            {
                if (reading[i] == CauseFeatures.NoReading)
                {
                    features.learned[i] = CauseFeatures.NoBaseline;
                    continue;
                }

                int low = offset[row];
                int rest = deviation[i] - (((low << 8) + ((offset[row + 1] - low) * weight)) >> 6)
                    - ((resistance[i] * eta8) >> 12) - (((charge[i] >> 12) * slope) >> 8);
                rest = rest > MaxResidual ? MaxResidual : rest < -MaxResidual ? -MaxResidual : rest;
                residual[i] = rest;
                if (isSummed)
                {
                    sum[i] += rest;
                    count[i]++;
                }
            }
        }

        /// <summary>What a step of the polarisation teaches about the resistances of a device's cells.</summary>
        /// <param name="etaStep">µV, not 0.</param>
        public static void LearnStep(CauseFeatures features, BaselineColumns columns, int first, int end, int etaStep, int dither)
        {
            short[] resistance = columns.resistance;
            byte[] frozen = columns.frozen;
            byte[] reading = features.reading;
            byte[] explained = features.explainedBy;
            int[] deviationStep = features.deviationStep;
            int step8 = etaStep >> 3;
            int toStep = etaStep < 0 ? -512 : 512;
            int divisor = (etaStep < 0 ? -etaStep : etaStep) + StepNoise;
            int round = dither % divisor;
            for (int i = first; i < end; i++)
            {
                if (reading[i] == CauseFeatures.HasStep && frozen[i] == 0 && explained[i] == 0)
                {
                    // 1/64 of what the step says, less where it is small. Range: 3.3e6 x 512 = 1.7e9.
                    int r = resistance[i];
                    int product = ((deviationStep[i] - ((r * step8) >> 12)) * toStep) + round;
                    r += product >= 0 ? product / divisor : -((divisor - 1 - product) / divisor);
                    resistance[i] = (short)(r > 32767 ? 32767 : r < -32767 ? -32767 : r);
                }
            }
        }

        /// <summary>How far each residual usually is from 0, and what it is worth.</summary>
        /// <param name="row">As for Use.</param>
        /// <param name="weight">Likewise.</param>
        /// <param name="doubt">Of the bin, µV, at least 200.</param>
        public static void Spread(
            CauseFeatures features, BaselineColumns columns, int first, int end, int row, int weight, int sizeRow, int doubt,
            byte worth)
        {
            short[] offset = columns.offset;
            short[] resistance = columns.resistance;
            short[] size = columns.size;
            byte[] age = columns.age;
            int[] spread = features.spread;
            byte[] learned = features.learned;
            int load8 = features.loadMicrovolts >> 3;
            for (int i = first; i < end; i++, row += BaselineColumns.Bins)
            {
                int low = offset[row];
                int high = offset[row + 1];
                int r = resistance[i];
                int place = ((low * (256 - weight)) + (high * weight)) >> 6;
                int usual = size[sizeRow + i];

                // Far from the median it lies elsewhere on the curve, and its place is known worse.
                int far = (place < 0 ? -place : place) - FarMicrovolts;
                usual += far > 0 ? far >> 3 : 0;
                int unsure = high < low ? low - high : high - low;
                spread[i] = (usual < doubt ? doubt : usual) + (unsure >> 2) + (((r < 0 ? -r : r) * load8) >> 16);
                learned[i] = features.reading[i] == CauseFeatures.NoReading ? CauseFeatures.NoBaseline
                    : age[i] < YoungBlocks ? CauseFeatures.NotLearned : worth;
            }
        }

        /// <summary>What a block of a device says: each cell's mean residual, left in columns.sum, count 0 where there is none, and from
        /// it the drift. columns.blockSize gets the mean |residual|.</summary>
        /// <param name="ticks">Of the block.</param>
        /// <param name="minutes">Since the device's last block, 1..10,080.</param>
        /// <param name="weight">How much the block says about charge, 0..256.</param>
        public static void Follow(
            CauseFeatures features, BaselineColumns columns, int first, int end, int slope, int ticks, int minutes, int weight,
            int dither)
        {
            int[] charge = columns.charge;
            int[] sum = columns.sum;
            short[] count = columns.count;
            short[] drift = features.drift;
            int inverse = Inverse(slope);
            int total = 0;
            int largest = 0;
            int cells = 0;
            for (int i = first; i < end; i++)
            {
                charge[i] = Clip(
                    charge[i] + (int)(((long)columns.rate[i] * minutes) >> 8), BaselineColumns.MaxMicrovolts << 12);
                int n = count[i];
                if (n * 2 < ticks)
                {
                    count[i] = 0;
                    continue;
                }

                int error = Clip(sum[i] / n, 128000);
                sum[i] = error;
                int size = error < 0 ? -error : error;
                total += size;
                largest = size > largest ? size : largest;
                cells++;
                drift[i] = (short)(drift[i] + ((((Move(error, inverse) >> 2) - drift[i]) * weight + (dither & 16383)) >> 14));
            }

            total = cells < 2 ? 0 : (total - largest) / (cells - 1);
            columns.blockSize = total > 16000 ? 16000 : total;
        }

        /// <summary>After Follow: teaches the offsets of the two bins, and how far residuals usually are from 0.</summary>
        /// <param name="upper">Weight of the upper bin, 0..16.</param>
        /// <param name="teach">Weight of the block, 16 at rest or charging, 2 in a drive.</param>
        public static void TeachPlaces(
            CauseFeatures features, BaselineColumns columns, int first, int end, int row, int visitRow, int upper, int slope,
            int teach, int dither)
        {
            short[] offset = columns.offset;
            byte[] age = columns.age;
            int visitsLow = columns.visits[visitRow];
            int visitsHigh = columns.visits[visitRow + 1];
            int shareLow = ((16 - upper) * teach) >> 4;
            int shareHigh = (upper * teach) >> 4;
            for (int i = first; i < end; i++, row += BaselineColumns.Bins)
            {
                if (columns.count[i] == 0 || features.explainedBy[i] != 0)
                {
                    continue;
                }

                int years = (age[i] + 1) << 4;
                age[i] = (byte)(age[i] < 255 ? age[i] + 1 : 255);
                int error4 = Clip((columns.sum[i] >> 2) - ((features.drift[i] * slope) >> 8), 32000);
                int visits = years < visitsLow && years < 4096 ? years : visitsLow;
                offset[row] = Moved(offset[row], error4 * shareLow, visits, dither);
                visits = years < visitsHigh && years < 4096 ? years : visitsHigh;
                offset[row + 1] = Moved(offset[row + 1], error4 * shareHigh, visits, dither);
            }
        }

        /// <summary>After Follow: teaches charge offsets, their rates and sizes.</summary>
        /// <param name="minutes">Since the device's last block, 1..10,080.</param>
        /// <param name="weight">How much the block says about charge, 0..256.</param>
        /// <param name="fit">Minutes the drift was fitted over, 60..20,160.</param>
        /// <param name="limit">Least drift from which a cell is not learned from, µV.</param>
        /// <param name="isSteady">The vehicle does not balance: also what is too high is not learned.</param>
        /// <returns>How many cells are beyond the limit.</returns>
        public static int TeachCharges(
            CauseFeatures features, BaselineColumns columns, int first, int end, int slope, int sizeRow, int minutes, int weight,
            int fit, int limit, bool isSteady, int dither)
        {
            int[] charge = columns.charge;
            int[] rate = columns.rate;
            short[] sizes = columns.size;
            byte[] frozen = columns.frozen;
            int gainQ16 = 3 * minutes * 16384 / fit;
            gainQ16 = ((gainQ16 > 16384 ? 16384 : gainQ16) * weight) >> 8;
            long rateGain = fit < LeastFit ? 0 : (long)minutes * weight * 6144;
            long rateBase = (long)fit * fit;
            int inverse = Inverse(slope);
            int beyond = 0;
            for (int i = first; i < end; i++)
            {
                if (columns.count[i] == 0 || features.explainedBy[i] != 0)
                {
                    frozen[i] = columns.count[i] == 0 ? frozen[i] : (byte)1;
                    continue;
                }

                int error = columns.sum[i];
                int slow = features.drift[i];
                int place = (features.deviation[i] - features.residual[i]) >> 2;
                int beneath = isSteady || place < 0 ? -slow : -slow - place;

                // Not to be learned away before it is judged.
                bool isBeyond = beneath > limit >> 2 || (isSteady && slow > limit >> 2);
                frozen[i] = (byte)(isBeyond ? 1 : 0);
                beyond += isBeyond ? 1 : 0;
                if (!isBeyond)
                {
                    int usual = sizes[sizeRow + i];
                    int size = Clip(error < 0 ? -error : error, 4 * usual);
                    sizes[sizeRow + i] = (short)(usual + ((size - usual + (dither & 511)) >> 9));
                }

                int shift = isBeyond ? 5 : 2;
                int move = Move(error, inverse);
                charge[i] = Clip(charge[i] + ((move * (gainQ16 >> 2)) >> shift), BaselineColumns.MaxMicrovolts << 12);
                rate[i] = Clip(rate[i] + (int)((move * rateGain / rateBase) >> (shift - 2)), BaselineColumns.MaxRate);
            }

            return beyond;
        }

        // What an error means as charge at this slope; little where the curve is flat. Range: 128,000 x 65,536 x 16.
        private static int Move(int error, int inverse)
        {
            return Clip((int)(((long)error * inverse) >> 8), 128000);
        }

        private static int Inverse(int slope)
        {
            return (slope << 16) / ((slope * slope) + 4096);
        }

        // Rounded down after adding a number of 0..visits - 1, so that small errors count in the mean.
        private static short Moved(int from, int product, int visits, int dither)
        {
            if (visits == 0)
            {
                return (short)from;
            }

            int lift = visits << 16;
            int to = from + ((product + (dither % visits) + lift) / visits) - 65536;
            return (short)(to > 32767 ? 32767 : to < -32767 ? -32767 : to);
        }

        private static int Clip(int value, int most)
        {
            return value > most ? most : value < -most ? -most : value;
        }
    }
}
