using System;
using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>What was learned about each cell's place beside its device's median, and what is gathered for it.</summary>
    /// <remarks>
    /// A table of <see cref="Bins"/> bins of the open-circuit voltage. Stored are
    /// <code>
    ///   offset[i x Bins + k]  learned deviation at the centre of a bin, 4 µV     ±32,767 = ±131 mV
    ///   visits[d x Bins + k]  blocks that taught it, Q4                        0..16,000
    ///   resistance[i]  of the cell against the median's, Q15                                        ±32,767 = ±100 %
    ///   charge[i]      charge offset that all bins share, as µV at 10 mV per % of charge, Q12        ±131,000 µV
    ///   rate[i]        how it drifts, µV a minute, Q20                                              ±1.5 mV a day
    ///   size[(class x cells) + i]  mean |residual| of a block at rest, charging, driving, µV          0..32,767
    ///   age[i]         blocks since the cell began anew                                             0..255
    /// </code>
    /// and a device's bin: doubt[like visits] mean |residual| of a block of its cells, µV, 0..32,767;
    /// and not stored sum[i] and count[i] of the open block and frozen[i].
    /// </remarks>
    internal sealed class BaselineColumns
    {
        public const int Bins = 32;
        public const int Classes = 3;
        public const int MaxVisits = 16000;
        public const int MaxMicrovolts = 131000;

        /// <summary>Ten days, minutes.</summary>
        public const int LongestFit = 14400;

        /// <summary>1.5 mV a day in Q20 µV a minute.</summary>
        public const int MaxRate = (int)(1500L * (1 << 20) / 1440);

        public readonly short[] offset;
        public readonly short[] visits;
        public readonly short[] doubt;
        public readonly short[] resistance;
        public readonly int[] charge;
        public readonly int[] rate;
        public readonly short[] size;
        public readonly byte[] age;

        public readonly int[] sum;
        public readonly short[] count;
        public readonly byte[] frozen;

        // [devices] minutes the drift of its cells was fitted over, up to two weeks; end of its last block, ms.
        public readonly short[] fitMinutes;
        public readonly long[] blockMs;

        // [devices] learned mean |drift| of its cells, µV, 0..32,767.
        public readonly short[] wander;

        // [devices] blocks in which many of its cells were apart, less those in which they were not.
        public readonly byte[] apart;

        /// <summary>Mean |residual| of the block taught last, µV.</summary>
        public int blockSize;

        public BaselineColumns(PackLayout layout)
        {
            int cells = layout.cellCount;
            int devices = layout.deviceCount;
            offset = new short[cells * Bins];
            visits = new short[devices * Bins];
            doubt = new short[devices * Bins];
            resistance = new short[cells];
            charge = new int[cells];
            rate = new int[cells];
            size = new short[Classes * cells];
            age = new byte[cells];
            sum = new int[cells];
            count = new short[cells];
            frozen = new byte[cells];
            fitMinutes = new short[devices];
            blockMs = new long[devices];
            apart = new byte[devices];
            wander = new short[devices];
        }

        public static int BytesFor(PackLayout layout)
        {
            int cells = layout.cellCount;
            int devices = layout.deviceCount;
            return HeapSize.OfShorts(cells * Bins) + (2 * HeapSize.OfShorts(devices * Bins))
                + (2 * HeapSize.OfShorts(cells)) + (3 * HeapSize.OfInts(cells)) + HeapSize.OfShorts(Classes * cells)
                + (2 * HeapSize.OfBytes(cells)) + (2 * HeapSize.OfShorts(devices)) + HeapSize.OfLongs(devices) + HeapSize.OfBytes(devices) + HeapSize.OfObject(16);
        }
    }
}
