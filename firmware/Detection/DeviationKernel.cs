namespace DataBox.Detection
{
    /// <summary>
    /// The per-window pass over the features: frozen codes, the slow deviation, and each cell's vote. Steps are numbered as in
    /// docs/diagnosis.md, "Every window".
    /// </summary>
    public static class DeviationKernel
    {
        /// <summary>EWMA of 1/2^SlowShift, held in Q8.</summary>
        public const int SlowShift = 4;
        public const int SlowQ = 8;

        private const int MaxFrozenSamples = 32000;
        private const byte WatchStuck = PlausibilityKernel.WatchStuck;

        /// <summary>Judges all cells at the end of a window.</summary>
        /// <param name="deviationMicrovolts">A cell is beyond when |mean| exceeds this, µV, 5,000..500,000.</param>
        /// <param name="scales16">And sixteenths of the device's scale, 16..1,024.</param>
        /// <param name="voteMask">n ones: the last n windows vote.</param>
        /// <param name="firmSamples">A window with so many good readings, all beyond, casts all n votes.</param>
        /// <param name="stuckMove">The median stands elsewhere when it is so far from where the code froze, µV.</param>
        /// <param name="openMs">Time of the window's first sample.</param>
        /// <returns>Number of cells listed in columns.events.</returns>
        public static int JudgeCells(
            DetectorColumns columns, WindowColumns window, int[] firstCell, int deviceCount, int deviationMicrovolts,
            int scales16, int voteMask, int firmSamples, int stuckMove, int stuckSamples, int stuckWindows, long openMs)
        {
            short[] goodCount = window.goodCount;
            int[] meanDeviation = window.meanDeviation;
            int[] minDeviation = window.minDeviation;
            int[] maxDeviation = window.maxDeviation;
            int[] lastMicrovolts = window.lastMicrovolts;
            byte[] changed = window.changed;
            int[] votes = columns.votes;
            int[] slowDeviationQ8 = columns.slowDeviationQ8;
            byte[] hasSlow = columns.hasSlow;
            short[] frozenSamples = columns.frozenSamples;
            int[] frozenMedian = columns.frozenMedian;
            long[] frozenSinceMs = columns.frozenSinceMs;
            short[] movedWindows = columns.movedWindows;
            byte[] watch = columns.watch;
            int[] stuckMicrovolts = columns.stuckMicrovolts;
            int[] stuckAlarm = columns.stuckAlarm;
            byte[] isVoting = columns.isVoting;
            int[] deviationAlarm = columns.deviationAlarm;
            short[] events = columns.events;
            int listed = 0;
            for (int d = 0; d < deviceCount; d++)
            {
                if (window.judgedCount[d] == 0)
                {
                    continue;
                }

                int median = window.meanMedian[d];
                int lastMedian = window.lastMedian[d];

                // Range: 819,100 x 1,024 = 8.4e8 < 2^31, and |deviation| x 16 = 1.3e7.
                int scaled = window.meanScale[d] * scales16;
                int end = firstCell[d + 1];
                for (int i = firstCell[d]; i < end; i++)
                {
                    int good = goodCount[i];
                    if (good == 0)
                    {
                        // Nothing new about it: votes stand. An alarm about its sensor may still be waiting to be told.
                        if ((watch[i] & WatchStuck) != 0)
                        {
                            events[listed] = (short)i;
                            listed++;
                        }

                        continue;
                    }

                    // (1) Frozen: one code for long while the device's median stood elsewhere than when it froze.
                    bool isHeld = false;
                    bool isStuck = false;
                    if (changed[i] != 0 || frozenSamples[i] == 0)
                    {
                        frozenSamples[i] = 1;
                        frozenMedian[i] = lastMedian;
                        frozenSinceMs[i] = openMs;
                        movedWindows[i] = 0;
                    }
                    else
                    {
                        int frozen = frozenSamples[i] + good;
                        frozenSamples[i] = (short)(frozen > MaxFrozenSamples ? MaxFrozenSamples : frozen);
                        int move = median - frozenMedian[i];
                        if (move > stuckMove || -move > stuckMove)
                        {
                            movedWindows[i] = (short)(movedWindows[i] < MaxFrozenSamples ? movedWindows[i] + 1 : MaxFrozenSamples);
                            if (frozen >= stuckSamples && movedWindows[i] >= stuckWindows)
                            {
                                watch[i] |= WatchStuck;
                                isStuck = true;
                                stuckMicrovolts[i] = lastMicrovolts[i];
                                movedWindows[i] = 0;
                                votes[i] = 0;
                            }
                        }

                        isHeld = movedWindows[i] != 0 || isStuck;
                    }

                    int vote = 0;
                    if (!isHeld)
                    {
                        // (2) Slow deviation. Range: |mean| x 256 = 2.1e8, the difference 4.2e8. Error against exact
                        // arithmetic: half a step of 2^-8 at each update, summed by the filter to 2^(4-1-8) = 1/32 µV.
                        int mean = meanDeviation[i];
                        int slow = slowDeviationQ8[i];
                        slow = hasSlow[i] == 0
                            ? mean << SlowQ
                            : slow + (((mean << SlowQ) - slow + (1 << (SlowShift - 1))) >> SlowShift);
                        slowDeviationQ8[i] = slow;
                        hasSlow[i] = 1;

                        // (3) Vote: beyond the absolute floor and beyond K scales, without a division. A firm window, all of it
                        // beyond on one side, casts all votes.
                        int size = mean < 0 ? -mean : mean;
                        if (size > deviationMicrovolts && size * 16 > scaled)
                        {
                            int nearest = mean < 0 ? -maxDeviation[i] : minDeviation[i];
                            vote = good >= firmSamples && nearest > deviationMicrovolts && nearest * 16 > scaled
                                ? voteMask
                                : 1;
                        }

                        votes[i] = ((votes[i] << 1) | vote) & voteMask;
                    }

                    // (4) List what the detector has to look at.
                    if (votes[i] != 0 || isVoting[i] != 0 || deviationAlarm[i] != 0 || isStuck
                        || stuckAlarm[i] != 0)
                    {
                        events[listed] = (short)i;
                        listed++;
                    }
                }
            }

            return listed;
        }
    }
}
