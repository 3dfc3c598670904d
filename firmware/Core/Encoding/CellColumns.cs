using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>What the cell models remember from row to row within one block. Allocated once.</summary>
    public sealed class CellColumns
    {
        // One entry a cell, [cellCount], cell 0 at the pack's negative end. A step is the block's cell LSB.
        //   previous[i]    last value with a reading, steps            0..6,553,500
        //   change[i]      its change in the last row, steps; 0 where there was no reading (step model);
        //                  1 after an escape (noise model)
        //   offsetQ8[i]    cell minus the row's common level, steps x 256 (noise model)
        //   slopeQ16[i]    change of that a step of common level, x 65,536 (noise model)
        //   row[i]         scratch: the row's readings, µV
        public readonly int[] previous;
        public readonly int[] change;
        public readonly int[] offsetQ8;
        public readonly int[] slopeQ16;
        public readonly int[] row;

        /// <summary>[cellCount] quality in the last row that carried cells; Good before the first.</summary>
        public readonly byte[] quality;

        /// <summary>[deviceCount] 1 where the device changed in the last row (step model).</summary>
        public readonly int[] deviceChanged;

        /// <summary>[deviceCount + 1] as in the layout.</summary>
        public readonly int[] firstCell;

        public readonly int cellCount;
        public readonly int deviceCount;

        /// <summary>The block's cell LSB, µV.</summary>
        public int stepMicrovolts;

        /// <summary>Bits that hold any cell value in steps: the length of 6,553,500 / step, 8..23.</summary>
        public int valueBits;

        // The noise model's knowledge of the whole row. Q8 values are steps x 256.
        public int commonQ8;
        public int firstCommonQ8;
        public int meanErrorQ8;
        public int priorWeightQ4;
        public int rowsFitted;
        public long sumX;
        public long sumXX;
        public long commonErrorPowerQ16;
        public long currentPower;
        public long currentProduct;
        public int currentChange;
        public int coarseBits;
        public int offsetGainQ16;
        public int slopeGainQ22;

        /// <summary>Sum of the errors' sizes of the last row, Q8 steps; at most 288 cells x 2^18.</summary>
        public int rowErrorSumQ8;

        private const int IntColumns = 5;

        public CellColumns(PackLayout layout)
        {
            cellCount = layout.cellCount;
            deviceCount = layout.deviceCount;
            firstCell = layout.firstCell;
            previous = new int[cellCount];
            change = new int[cellCount];
            offsetQ8 = new int[cellCount];
            slopeQ16 = new int[cellCount];
            row = new int[cellCount];
            quality = new byte[cellCount];
            deviceChanged = new int[deviceCount];
        }

        /// <summary>Bytes of the arrays on the device's heap, headers included.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return (layout.cellCount * ((IntColumns * 4) + 1)) + (layout.deviceCount * 4) + ((IntColumns + 2) * 20);
        }
    }
}
