using System;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// The rows of one block, kept as they were sampled until <see cref="BlockEncoder"/> has coded them. Two exist: one open,
    /// one being encoded. Allocated once.
    /// </summary>
    public sealed class RowBuffer
    {
        /// <summary>A block closes at this many rows.</summary>
        public const int MaxRows = 60;

        /// <summary>What a block can carry of current and pack voltage; a reading beyond is kept as OutOfRange.</summary>
        private const int MaxMilliamps = 2000000;
        private const int MaxMillivolts = 2000000;

        /// <summary>Bytes of a managed array's header on the device (one and a half heap blocks, rounded up).</summary>
        private const int ArrayHeaderBytes = 20;

        /// <summary>Number of arrays and bytes a row of those that do not depend on the layout: time, groups, current, pack
        /// voltage, state, and three qualities.</summary>
        private const int FixedArrays = 8;
        private const int FixedRowBytes = 8 + 4 + 4 + 4 + 4 + 3;

        /// <summary>This block's number.</summary>
        public uint seq;

        /// <summary>Rows so far, 0..MaxRows.</summary>
        public int rowCount;

        /// <summary>Time of the first row, ms; 0 while there is none.</summary>
        public long firstTimeMs;

        public readonly int cellCount;
        public readonly int probeCount;

        // One entry a row, [MaxRows]:
        //   timeMs[r]      sample time; never falls
        //   groupMask[r]   bits of SignalGroups, never 0; columns of a group that is not due hold nothing meaningful
        public readonly long[] timeMs = new long[MaxRows];
        public readonly int[] groupMask = new int[MaxRows];

        // One entry a row and cell or probe, row by row, [MaxRows * cellCount] and [MaxRows * probeCount]:
        //   cellMicrovolts[r * cellCount + c]   0..6,553,500 µV, a value only where Quality.HasValue
        //   tempDeciC[r * probeCount + p]       -400..1250, likewise
        public readonly int[] cellMicrovolts;
        public readonly byte[] cellQuality;
        public readonly short[] tempDeciC;
        public readonly byte[] tempQuality;

        // One entry a row, [MaxRows], units and ranges as in PackSample.
        public readonly int[] currentMilliamps = new int[MaxRows];
        public readonly byte[] currentQuality = new byte[MaxRows];
        public readonly int[] packMillivolts = new int[MaxRows];
        public readonly byte[] packQuality = new byte[MaxRows];
        public readonly int[] vehicleState = new int[MaxRows];
        public readonly byte[] vehicleStateQuality = new byte[MaxRows];

        public RowBuffer(PackLayout layout)
        {
            cellCount = layout.cellCount;
            probeCount = layout.probeCount;
            cellMicrovolts = new int[MaxRows * cellCount];
            cellQuality = new byte[MaxRows * cellCount];
            tempDeciC = new short[MaxRows * probeCount];
            tempQuality = new byte[MaxRows * probeCount];
        }

        /// <summary>True when no further row fits.</summary>
        public bool IsFull
        {
            get { return rowCount == MaxRows; }
        }

        /// <summary>How many blocks the rows make, and so how many sequence numbers they take: temperatures travel in a block of
        /// their own beside cells or pack, since their noise would cost the cells' block more than they are worth together
        /// (docs/decisions/0001-range-coder.md). 0 while there is no row.</summary>
        public int BlockCount
        {
            get
            {
                int groups = 0;
                for (int r = 0; r < rowCount; r++)
                {
                    groups |= groupMask[r];
                }

                return groups == 0 ? 0 : (groups & SignalGroups.Temperatures) != 0 && groups != SignalGroups.Temperatures ? 2 : 1;
            }
        }

        /// <summary>Bytes on the device's heap, array headers included, of one buffer for this layout.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return (MaxRows * ((5 * layout.cellCount) + (3 * layout.probeCount) + FixedRowBytes))
                + ((FixedArrays + 5) * ArrayHeaderBytes);
        }

        /// <summary>Empties the buffer; <paramref name="seq"/> is this block's number from here on.</summary>
        public void Open(uint seq)
        {
            this.seq = seq;
            rowCount = 0;
            firstTimeMs = 0;
        }

        /// <summary>Copies the sample as the next row.</summary>
        /// <param name="sample">Of the layout that the buffer was made for; its time is not before the last row's.</param>
        /// <param name="groups">Bits of <see cref="SignalGroups"/>: those that are due in this row; at least one.</param>
        /// <exception cref="InvalidOperationException">The buffer is full, no known group is due, or time runs backwards:
        /// the caller's fault, nothing was added.</exception>
        public void Add(PackSample sample, int groups)
        {
            int row = rowCount;
            if (row == MaxRows || groups == 0 || (groups & ~SignalGroups.All) != 0)
            {
                throw new InvalidOperationException("row refused: full, or no known group");
            }

            if (row == 0)
            {
                firstTimeMs = sample.timeMs;
            }
            else if (sample.timeMs < timeMs[row - 1])
            {
                throw new InvalidOperationException("row refused: time runs backwards");
            }

            timeMs[row] = sample.timeMs;
            groupMask[row] = groups;
            if ((groups & SignalGroups.Cells) != 0)
            {
                Array.Copy(sample.cellMicrovolts, 0, cellMicrovolts, row * cellCount, cellCount);
                Array.Copy(sample.cellQuality, 0, cellQuality, row * cellCount, cellCount);
            }

            if ((groups & SignalGroups.Temperatures) != 0)
            {
                Array.Copy(sample.tempDeciC, 0, tempDeciC, row * probeCount, probeCount);
                Array.Copy(sample.tempQuality, 0, tempQuality, row * probeCount, probeCount);
            }

            if ((groups & SignalGroups.Pack) != 0)
            {
                int current = sample.currentMilliamps;
                int voltage = sample.packMillivolts;
                bool currentFits = current <= MaxMilliamps && current >= -MaxMilliamps;
                bool voltageFits = voltage <= MaxMillivolts && voltage >= 0;
                currentMilliamps[row] = current;
                currentQuality[row] = InRange(sample.currentQuality, currentFits);
                packMillivolts[row] = voltage;
                packQuality[row] = InRange(sample.packQuality, voltageFits);
                vehicleState[row] = sample.vehicleState & 0xFF;
                vehicleStateQuality[row] = sample.vehicleStateQuality;
            }

            rowCount = row + 1;
        }

        private static byte InRange(byte quality, bool fits)
        {
            return fits || !Quality.HasValue(quality) ? quality : Quality.OutOfRange;
        }
    }
}
