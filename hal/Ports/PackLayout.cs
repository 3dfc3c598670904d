using System;

namespace DataBox.Ports
{
    /// <summary>
    /// The versioned cell map: which cell and which probe sits at which input of which AFE. Immutable after construction.
    /// </summary>
    /// <remarks>
    /// Device 0 is nearest to the box; cell 0 is at the pack's negative end. Cells are numbered device by device, and within a
    /// device by rising input; probes likewise by rising GPIO. So cell c of device d is
    /// <c>firstCell[d] + (number of used inputs below it)</c>.
    /// </remarks>
    public sealed class PackLayout
    {
        /// <summary>The longest chain that the box drives.</summary>
        public const int MaxDevices = 16;

        /// <summary>Number of the map, raised by whoever changes the wiring; travels in every block.</summary>
        public readonly int version;

        public readonly int deviceCount;
        public readonly int cellCount;
        public readonly int probeCount;

        /// <summary>[deviceCount] bit i set: cell input i+1 of the device holds a cell.</summary>
        public readonly int[] cellInputMask;

        /// <summary>[deviceCount] bit i set: GPIO i+1 of the device holds a temperature probe.</summary>
        public readonly int[] probeGpioMask;

        /// <summary>[deviceCount + 1] index of each device's first cell; the last entry is cellCount.</summary>
        public readonly int[] firstCell;

        /// <summary>[deviceCount + 1] index of each device's first probe; the last entry is probeCount.</summary>
        public readonly int[] firstProbe;

        /// <summary>Makes a map from the input masks of each device.</summary>
        /// <param name="version">0 or more.</param>
        /// <param name="cellInputMask">One mask a device, 18 bits; 1 to 16 devices.</param>
        /// <param name="probeGpioMask">One mask a device, 9 bits; same length.</param>
        /// <exception cref="ArgumentException">A mask or the number of devices is out of range; says which.</exception>
        public PackLayout(int version, int[] cellInputMask, int[] probeGpioMask)
        {
            int devices = cellInputMask.Length;
            if (devices < 1 || devices > MaxDevices)
            {
                throw new ArgumentException("a chain has 1 to 16 devices, not " + devices);
            }

            if (probeGpioMask.Length != devices)
            {
                throw new ArgumentException("the cell map has " + devices + " devices for cells and "
                    + probeGpioMask.Length + " for probes");
            }

            if (version < 0)
            {
                throw new ArgumentException("the cell map's version is negative");
            }

            this.version = version;
            deviceCount = devices;
            this.cellInputMask = new int[devices];
            this.probeGpioMask = new int[devices];
            firstCell = new int[devices + 1];
            firstProbe = new int[devices + 1];
            for (int d = 0; d < devices; d++)
            {
                if ((cellInputMask[d] & ~0x3FFFF) != 0)
                {
                    throw new ArgumentException("device " + (d + 1) + ": a cell mask has 18 bits");
                }

                if ((probeGpioMask[d] & ~0x1FF) != 0)
                {
                    throw new ArgumentException("device " + (d + 1) + ": a probe mask has 9 bits");
                }

                this.cellInputMask[d] = cellInputMask[d];
                this.probeGpioMask[d] = probeGpioMask[d];
                firstCell[d + 1] = firstCell[d] + CountBits(cellInputMask[d]);
                firstProbe[d + 1] = firstProbe[d] + CountBits(probeGpioMask[d]);
            }

            cellCount = firstCell[devices];
            probeCount = firstProbe[devices];
            if (cellCount == 0)
            {
                throw new ArgumentException("the cell map has no cell");
            }
        }

        /// <summary>Makes a map in which every device uses its lowest inputs.</summary>
        /// <param name="cellsPerDevice">0 to 18 each.</param>
        /// <param name="probesPerDevice">0 to 9 each.</param>
        public static PackLayout FromCounts(int version, int[] cellsPerDevice, int[] probesPerDevice)
        {
            int[] cells = new int[cellsPerDevice.Length];
            int[] probes = new int[probesPerDevice.Length];
            for (int d = 0; d < cells.Length; d++)
            {
                cells[d] = (1 << cellsPerDevice[d]) - 1;
            }

            for (int d = 0; d < probes.Length; d++)
            {
                probes[d] = (1 << probesPerDevice[d]) - 1;
            }

            return new PackLayout(version, cells, probes);
        }

        /// <summary>Cells of one device.</summary>
        public int CellsOf(int deviceIndex)
        {
            return firstCell[deviceIndex + 1] - firstCell[deviceIndex];
        }

        /// <summary>Probes of one device.</summary>
        public int ProbesOf(int deviceIndex)
        {
            return firstProbe[deviceIndex + 1] - firstProbe[deviceIndex];
        }

        private static int CountBits(int mask)
        {
            int count = 0;
            while (mask != 0)
            {
                mask &= mask - 1;
                count++;
            }

            return count;
        }
    }
}
