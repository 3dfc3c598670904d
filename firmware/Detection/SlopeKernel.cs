namespace DataBox.Detection
{
    /// <summary>
    /// Least-squares slope of a value over time, decided without division: slope > limit is Sxy > limit x Sxx, with
    /// Sxy = n sum(tv) - sum(t) sum(v) and Sxx = n sum(tt) - sum(t)^2. All sums are integers, so a decision is exact.
    /// </summary>
    /// <remarks>
    /// Range, up to 64 points, time 0..12,000 (0.1 s) and value ±6,553,500 (µV): sum(tv) 64 x 12,000 x 6,553,500 = 5.1e12,
    /// Sxy twice 64 times that = 6.5e14, times 10 for the units 6.5e15; Sxx 64 x 64 x 12,000^2 = 5.9e11, times a limit of at most
    /// 10,000 µV/s 5.9e15: below 2^63 = 9.2e18.
    /// </remarks>
    public static class SlopeKernel
    {
        /// <summary>Most points, longest time in 0.1 s, largest limit in µV/s.</summary>
        public const int MaxPoints = 64;
        public const int MaxTime = 12000;
        public const int MaxLimit = 10000;

        /// <summary>Length of the array of sums: points, t, v, tt, tv.</summary>
        public const int Count = 5;

        /// <summary>Adds a point.</summary>
        /// <param name="sums">[Count], zeros at the start.</param>
        /// <param name="time">0..12,000, 0.1 s.</param>
        /// <param name="value">±6,553,500, µV.</param>
        public static void Add(long[] sums, int time, int value)
        {
            sums[0]++;
            sums[1] += time;
            sums[2] += value;
            sums[3] += (long)time * time;
            sums[4] += (long)time * value;
        }

        /// <summary>-1: the slope is below -limit, 1: above limit, 0: between or on them, or fewer than three points or no time
        /// between them.</summary>
        /// <param name="limit">0..10,000 µV/s.</param>
        public static int Side(long[] sums, int limit)
        {
            long n = sums[0];
            if (n < 3)
            {
                return 0;
            }

            // Times are in 0.1 s, so the rise in µV/s is ten times Sxy / Sxx.
            long rise = ((n * sums[4]) - (sums[1] * sums[2])) * 10;
            long bound = ((n * sums[3]) - (sums[1] * sums[1])) * limit;
            return rise > bound ? 1 : -rise > bound ? -1 : 0;
        }
    }
}
