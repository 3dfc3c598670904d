using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// What half a minute of windows says about the operating condition: motion of the devices' medians, their slope, range of
    /// the current. Rules in docs/diagnosis.md, "Operating condition".
    /// </summary>
    /// <remarks>Works at window rate, over devices, never over cells; allocates nothing. Kept in flat arrays: a field costs the
    /// device three times an element.</remarks>
    internal static class ConditionSpan
    {
        public const int Steps = 0;
        public const int First = 1;
        public const int Last = 2;
        public const int Extreme = 3;
        public const int Up = 4;
        public const int Down = 5;
        public const int Devices = 6;
        public const int Jump = 7;
        public const int Currents = 8;
        public const int MinCurrent = 9;
        public const int MaxCurrent = 10;
        public const int Least = 11;

        // These last beyond a span; ConditionRules keeps them.
        public const int Run = 12;
        public const int RunSpans = 13;
        public const int RunStart = 14;
        public const int Peak = 15;
        public const int Charging = 16;
        public const int SlowQ8 = 17;

        /// <summary>Length of the array of features.</summary>
        public const int Count = 18;

        /// <summary>A turn of one device's median smaller than this is noise: two codes of a telemetry in steps of 1 mV. The mean
        /// of four devices or more has half of that noise.</summary>
        public const int TurnMicrovolts = 2000;

        /// <summary>Empties features and sums; the last median and its devices stay, for the next jump.</summary>
        public static void Restart(int[] span, long[] slope)
        {
            span[Steps] = 0;
            span[First] = -1;
            span[Up] = 0;
            span[Down] = 0;
            span[Jump] = 0;
            span[Currents] = 0;
            span[MinCurrent] = int.MaxValue;
            span[MaxCurrent] = int.MinValue;
            for (int i = 0; i < SlopeKernel.Count; i++)
            {
                slope[i] = 0;
            }
        }

        /// <summary>Adds the current of a closed window.</summary>
        public static void AddCurrent(int[] span, WindowColumns window)
        {
            if (window.currentCount > 0)
            {
                span[Currents]++;
                span[MinCurrent] = window.minCurrent < span[MinCurrent] ? window.minCurrent : span[MinCurrent];
                span[MaxCurrent] = window.maxCurrent > span[MaxCurrent] ? window.maxCurrent : span[MaxCurrent];
            }
        }

        /// <summary>Adds the medians of a closed window.</summary>
        /// <param name="time">Since the span's first window, 0.1 s, 0..12,000.</param>
        public static void AddMedians(int[] span, long[] slope, WindowColumns window, int deviceCount, int time)
        {
            span[Steps]++;
            span[Jump] = 0;

            // The mean of the devices that were judged. Which ones they were goes along as a sum: with others in it the mean
            // moves although no cell does, so that the difference says nothing.
            long sum = 0;
            int judged = 0;
            int devices = 0;
            for (int d = 0; d < deviceCount; d++)
            {
                if (window.judgedCount[d] != 0)
                {
                    sum += window.meanMedian[d];
                    judged++;
                    devices += ((d + 1) * (d + 1) * 256) + 1;
                }
            }

            if (judged == 0)
            {
                return;
            }

            int median = (int)(sum / judged);
            if (devices != span[Devices])
            {
                // Also the very first time.
                span[Devices] = devices;
                span[Last] = median;
                span[First] = -1;
                span[Up] = 0;
                span[Down] = 0;
                for (int i = 0; i < SlopeKernel.Count; i++)
                {
                    slope[i] = 0;
                }
            }

            span[Least] = judged >= 4 ? TurnMicrovolts / 2 : TurnMicrovolts;
            span[Jump] = median - span[Last];
            if (span[First] < 0)
            {
                // The step into the span counts as motion in it.
                span[First] = median;
                span[Extreme] = span[Last];
            }

            Turn(span, median);
            span[Last] = median;
            SlopeKernel.Add(slope, time, median - span[First]);
        }

        /// <summary>Motion as a sum of legs up and down. The last leg grows as long as it goes on; against it the median has to
        /// come back by Least before a new one begins.</summary>
        private static void Turn(int[] span, int median)
        {
            int move = median - span[Extreme];
            if (move >= span[Least])
            {
                span[Up] += move;
                span[Extreme] = median;
            }
            else if (-move >= span[Least])
            {
                span[Down] -= move;
                span[Extreme] = median;
            }
        }
    }
}
