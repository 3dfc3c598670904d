namespace DataBox.Core
{
    /// <summary>
    /// What the noise model works out once a row: the common level that the current leads to expect, the gains of every cell's
    /// fit, and what the row taught. Steps, Q formats and bounds as in <see cref="CellNoiseKernel"/>, which calls this.
    /// </summary>
    public static class NoiseRow
    {
        /// <summary>Widest mean error that the table of shares is used for, Q8 steps: an error is then three indexes wide.</summary>
        public const int MaxMeanErrorQ8 = 32 << 8;

        // Bounds that keep the sums and products proven in CellNoiseKernel; no pack gets near them: 1,000 A in 1 mA steps, 16,384
        // steps of common level a row, 16 steps of level a step of current.
        private const int MaxCurrentChange = 1 << 20;
        private const int MaxCommonChangeQ8 = 1 << 22;
        private const int MaxGainQ20 = 1 << 24;

        // 1 in Q16: an offset never takes more than the whole error. And what leaves a slope's product below 2^31.
        private const int MaxFitGain = 65536;
        private const int MaxSlopeGain = 32767;

        // The expectation counts as eight cells at most, so that it can't hide a change that all cells show.
        private const int MaxWeightQ4 = 8 << 4;

        /// <summary>The common level that the current's change leads to expect, Q8.</summary>
        public static int ExpectedCommonQ8(CellColumns columns)
        {
            if (columns.currentPower == 0)
            {
                return columns.commonQ8;
            }

            long gainQ20 = ClampLong((columns.currentProduct << 12) / columns.currentPower, MaxGainQ20);
            return columns.commonQ8 + (int)((gainQ20 * Clamp(columns.currentChange, MaxCurrentChange)) >> 12);
        }

        /// <summary>Gains of the two-parameter fit (offset, slope) with a ridge on the slope; the same for every cell.</summary>
        public static void SetGains(CellColumns columns, int level)
        {
            int rows = columns.rowsFitted + 1;
            columns.rowsFitted = rows;
            long sumX = columns.sumX + level;
            long sumXX = columns.sumXX + ((long)level * level);
            columns.sumX = sumX;
            columns.sumXX = sumXX;
            long mean = columns.meanErrorQ8;

            // Holds the slope at 0 until the level has moved by more than the noise; at least 1024, so the determinant is never 0.
            long ridge = (mean * mean) >> 5;
            long ridged = sumXX + (ridge < 1024 ? 1024 : ridge);
            long determinant = (rows * ridged) - (sumX * sumX);
            columns.offsetGainQ16 = ClampLong(((ridged - (sumX * level)) << 16) / determinant, MaxFitGain);
            columns.slopeGainQ22 = ClampLong(((((long)rows * level) - sumX) << 22) / determinant, MaxSlopeGain);
        }

        /// <summary>End of a row: the common level, the width of the noise, and how far to trust the current.</summary>
        public static void Learn(CellColumns columns, int expectedQ8, int commonErrorQ8, int readings)
        {
            // (6) The common level is what was expected plus the mean innovation.
            int common = expectedQ8 + commonErrorQ8;

            // (7) The width follows the row's mean error by a quarter.
            int meanErrorQ8 = columns.meanErrorQ8;
            meanErrorQ8 += ((columns.rowErrorSumQ8 / readings) - meanErrorQ8) >> 2;
            meanErrorQ8 = meanErrorQ8 > MaxMeanErrorQ8 ? MaxMeanErrorQ8 : meanErrorQ8;
            columns.meanErrorQ8 = meanErrorQ8;

            // (8) Trust in the expectation: the ratio of the noise's power to the expectation's own, in cells. Power of normal noise
            // is pi/2, here 25/16, of its mean error squared.
            long mean = meanErrorQ8;
            long noisePower = (mean * mean * 25) >> 4;
            long power = columns.commonErrorPowerQ16;
            power += (((long)commonErrorQ8 * commonErrorQ8) - power) >> 3;
            columns.commonErrorPowerQ16 = power;
            long own = power - (noisePower / readings);
            own = own < noisePower >> 6 ? noisePower >> 6 : own;
            long weight = own < 1 ? MaxWeightQ4 : (noisePower << 4) / own;
            columns.priorWeightQ4 = weight < 1 ? 1 : weight > MaxWeightQ4 ? MaxWeightQ4 : (int)weight;

            // (9) The current's effect on the common level, least squares through zero.
            long currentChange = Clamp(columns.currentChange, MaxCurrentChange);
            columns.currentPower += currentChange * currentChange;
            columns.currentProduct += currentChange * Clamp(common - columns.commonQ8, MaxCommonChangeQ8);
            columns.commonQ8 = common;
        }

        /// <summary>Bounded to ±limit.</summary>
        public static int Clamp(int value, int limit)
        {
            return value > limit ? limit : value < -limit ? -limit : value;
        }

        private static int ClampLong(long value, int limit)
        {
            return value > limit ? limit : value < -limit ? -limit : (int)value;
        }
    }
}
