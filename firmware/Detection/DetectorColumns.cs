using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>What the detector remembers between samples, column by column, allocated once.</summary>
    /// <remarks>
    /// One entry a cell and then one a probe, [cellCount + probeCount], for the limits:
    /// <code>
    ///   limitSide[e]    0 neither, 1 over, 2 under
    ///   limitRun[e]     samples in a row beyond the limit; with an open alarm: back inside it   0..10
    ///   limitAlarm[e]   id of the open limit alarm, 0: none
    ///   limitSinceMs[e] time of the first sample of the run
    ///   watch[e]        not 0: look closer in every sample; bit 0: something above is not 0, bit 1: declared stuck
    /// </code>
    /// One entry a cell, [cellCount]:
    /// <code>
    ///   votes[i]             bit k: k windows ago the cell was beyond      30 bits
    ///   slowDeviationQ8[i]   EWMA 1/16 of the window means                 ±819,100 µV x 256
    ///   hasSlow[i]           1: the EWMA has started
    ///   frozenSamples[i]     good readings in a row of one code            0..32,000
    ///   frozenMedian[i]      device median when that code first stood      µV
    ///   movedWindows[i]      windows since in which the median was away    0..32,000
    ///   frozenSinceMs[i]     start of the window in which it first stood   ms
    ///   stuckMicrovolts[i]   the code it is stuck at                       µV
    /// </code>
    /// One entry a device for its cells and then one a device for its probes, [2 x deviceCount], for broken readings:
    /// broken[s] and firstBroken[s] of this sample, readable[s] good ones, brokenRun[s], recoveryRun[s], brokenAlarm[s].
    /// </remarks>
    public sealed class DetectorColumns
    {
        public readonly byte[] limitSide;
        public readonly byte[] limitRun;
        public readonly int[] limitAlarm;
        public readonly long[] limitSinceMs;
        public readonly byte[] watch;

        public readonly int[] votes;
        public readonly byte[] isVoting;
        public readonly byte[] isSuspect;
        public readonly long[] voteSinceMs;
        public readonly int[] deviationAlarm;
        public readonly int[] slowDeviationQ8;
        public readonly byte[] hasSlow;
        public readonly short[] frozenSamples;
        public readonly int[] frozenMedian;
        public readonly long[] frozenSinceMs;
        public readonly short[] movedWindows;
        public readonly int[] stuckMicrovolts;
        public readonly int[] stuckAlarm;

        public readonly short[] lastTemp;
        public readonly byte[] hasLastTemp;
        public readonly short[] pendingTemp;
        public readonly byte[] pendingState;

        public readonly short[] broken;
        public readonly short[] firstBroken;
        public readonly short[] readable;
        public readonly short[] brokenRun;
        public readonly short[] recoveryRun;
        public readonly int[] brokenAlarm;
        public readonly long[] brokenSinceMs;

        public readonly int[] lowest;
        public readonly int[] highest;
        public readonly short[] apartRun;
        public readonly long[] apartMs;
        public readonly byte[] isSame;
        public readonly short[] lostRun;
        public readonly short[] lostRecoveryRun;
        public readonly int[] lostAlarm;
        public readonly long[] lostSinceMs;

        /// <summary>[cellCount + probeCount] device of each cell and then of each probe.</summary>
        public readonly byte[] deviceOfElement;

        /// <summary>[cellCount + probeCount] what a kernel wants looked at; the kernel returns how many.</summary>
        public readonly short[] events;

        public DetectorColumns(PackLayout layout)
        {
            int cells = layout.cellCount;
            int probes = layout.probeCount;
            int devices = layout.deviceCount;
            int elements = cells + probes;
            limitSide = new byte[elements];
            limitRun = new byte[elements];
            limitAlarm = new int[elements];
            limitSinceMs = new long[elements];
            watch = new byte[elements];
            votes = new int[cells];
            isVoting = new byte[cells];
            isSuspect = new byte[cells];
            voteSinceMs = new long[cells];
            deviationAlarm = new int[cells];
            slowDeviationQ8 = new int[cells];
            hasSlow = new byte[cells];
            frozenSamples = new short[cells];
            frozenMedian = new int[cells];
            frozenSinceMs = new long[cells];
            movedWindows = new short[cells];
            stuckMicrovolts = new int[cells];
            stuckAlarm = new int[cells];
            lastTemp = new short[probes];
            hasLastTemp = new byte[probes];
            pendingTemp = new short[probes];
            pendingState = new byte[probes];
            broken = new short[2 * devices];
            firstBroken = new short[2 * devices];
            readable = new short[2 * devices];
            brokenRun = new short[2 * devices];
            recoveryRun = new short[2 * devices];
            brokenAlarm = new int[2 * devices];
            brokenSinceMs = new long[2 * devices];
            lowest = new int[devices];
            highest = new int[devices];
            apartRun = new short[devices];
            apartMs = new long[devices];
            isSame = new byte[devices];
            lostRun = new short[devices];
            lostRecoveryRun = new short[devices];
            lostAlarm = new int[devices];
            lostSinceMs = new long[devices];
            events = new short[elements];
            deviceOfElement = new byte[elements];
            for (int d = 0; d < devices; d++)
            {
                for (int i = layout.firstCell[d]; i < layout.firstCell[d + 1]; i++)
                {
                    deviceOfElement[i] = (byte)d;
                }

                for (int p = layout.firstProbe[d]; p < layout.firstProbe[d + 1]; p++)
                {
                    deviceOfElement[cells + p] = (byte)d;
                }
            }
        }

        /// <summary>Heap bytes: 18 an element, 47 a cell, 6 a probe, 79 a device; each of the 40 arrays has a header of 20,
        /// a field of 12 and up to 11 of rounding.</summary>
        public static int BytesFor(PackLayout layout)
        {
            int elements = layout.cellCount + layout.probeCount;
            return (elements * 18) + (layout.cellCount * 47) + (layout.probeCount * 6) + (layout.deviceCount * 79)
                + (40 * 43) + 12;
        }
    }
}
