using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>What the temperature model remembers from row to row within one block. Allocated once.</summary>
    public sealed class TempColumns
    {
        // One entry a probe, [probeCount]:
        //   previous[p]    last value with a reading, steps of the block's temperature LSB
        //   moves[p]       changes in this block so far, 0..3 (3: or more)
        //   direction[p]   of the last change: 0 down, 1 none yet, 2 up
        public readonly int[] previous;
        public readonly int[] moves;
        public readonly int[] direction;

        /// <summary>[probeCount] quality in the last row that carried temperatures; Good before the first.</summary>
        public readonly byte[] quality;

        public readonly int probeCount;

        /// <summary>The block's temperature LSB, 0.1 °C.</summary>
        public int stepDeciC;

        public TempColumns(PackLayout layout)
        {
            probeCount = layout.probeCount;
            previous = new int[probeCount];
            moves = new int[probeCount];
            direction = new int[probeCount];
            quality = new byte[probeCount];
        }

        /// <summary>Bytes of the arrays on the device's heap, headers included.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return (layout.probeCount * 13) + (4 * 20);
        }
    }
}
