using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>What is remembered of each cell's answer to steps of the load. Ratios are extra resistance against the median
    /// cell's
    /// own, in 1/8 permille (<see cref="Q"/> bits), ±<see cref="MaxRatio"/>.</summary>
    /// <remarks>
    /// A ratio is the step of a cell's deviation over the step of the device's median: resistance scales with temperature and age
    /// for all cells alike, so it stays where the ohms don't. It does depend on the charge, since cells of one device differ in
    /// it: so
    /// it is learned apart for low, middle and high voltage. Range: every state is a mean of values within ±MaxRatio, so it
    /// fits short; EWMAs round to nearest, so they are within 2^(k-1) / 8 permille of exact arithmetic, 1 permille at k = 4.
    /// </remarks>
    public sealed class ContactColumns
    {
        /// <summary>Fraction bits of a permille.</summary>
        public const int Q = 3;
        public const int MaxRatio = 32000;

        /// <summary>Low, middle, high voltage.</summary>
        public const int Zones = 3;
        public const int MiddleZone = 1;

        /// <summary>[cellCount] what recent steps up and down left over against the learned ratio.</summary>
        public readonly short[] up;
        public readonly short[] down;

        /// <summary>[cellCount] mean size of what a step leaves over against up or down.</summary>
        public readonly short[] scatter;

        /// <summary>[Zones x cellCount] ratio when sound.</summary>
        public readonly short[] learned;

        /// <summary>[Zones x cellCount] 0..LearnSteps steps, and then hours of use, that the learned ratio rests on.</summary>
        public readonly byte[] progress;

        /// <summary>[cellCount] how far the cell is above what was learned, as of its device's last step.</summary>
        public readonly short[] left;

        /// <summary>[cellCount] steps that found the cell beyond half the threshold, 0..255; each that did not takes one off.</summary>
        public readonly byte[] steps;

        public ContactColumns(int cellCount)
        {
            up = new short[cellCount];
            down = new short[cellCount];
            scatter = new short[cellCount];
            learned = new short[Zones * cellCount];
            progress = new byte[Zones * cellCount];
            left = new short[cellCount];
            steps = new byte[cellCount];
        }

        /// <summary>Heap bytes.</summary>
        public static int BytesFor(int cellCount)
        {
            return (4 * HeapSize.OfShorts(cellCount)) + HeapSize.OfShorts(Zones * cellCount)
                + HeapSize.OfBytes(Zones * cellCount) + HeapSize.OfBytes(cellCount) + HeapSize.OfObject(7);
        }

        /// <summary>Forgets a cell.</summary>
        public void Forget(int cell)
        {
            int cells = up.Length;
            up[cell] = 0;
            down[cell] = 0;
            scatter[cell] = 0;
            left[cell] = 0;
            steps[cell] = 0;
            for (int zone = 0; zone < Zones; zone++)
            {
                learned[(zone * cells) + cell] = 0;
                progress[(zone * cells) + cell] = 0;
            }
        }
    }
}
