using System;
using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// Where each register of the chain goes, what the last frame showed, and the command counter: the columns that the kernels
    /// work on, allocated once.
    /// </summary>
    /// <remarks>
    /// A frame's slots are in the order of the reply: <c>slots[device * registers + register]</c>, three registers in a group, 16
    /// in the frame of all cells. Every device counts the commands it accepted, 1 to 63 and round; 0 is one that was reset. A
    /// device that missed a command is behind from then on: it has a count of its own until it is level again.
    /// </remarks>
    public sealed class Adbms683xScan
    {
        /// <summary>A slot that nothing is taken from.</summary>
        public const short Unused = -1;

        /// <summary>A slot s at or below this holds GPIO index <c>FirstGpio - s</c> of gpioMicrovolts.</summary>
        public const short FirstGpio = -2;
        public const int CellInputs = 16;
        public const int Gpios = 9;

        public readonly int deviceCount;

        /// <summary>Bit d set for every device.</summary>
        public readonly int allMask;

        /// <summary>Bit d set for every device that has a cell.</summary>
        public readonly int cellMask;

        // The same for the first of cellGroups, and for a GPIO that is read as a voltage.
        public readonly int firstGroupMask;
        public readonly int voltageMask;

        /// <summary>Cell groups that hold a cell, 0..5, rising.</summary>
        public readonly int[] cellGroups;

        /// <summary>[cellGroups.Length][deviceCount * 3] cell index or Unused.</summary>
        public readonly short[][] cellSlots;

        /// <summary>[deviceCount * 16] the same for the frame of all cells.</summary>
        public readonly short[] allSlots;

        /// <summary>Auxiliary groups to read, 0..2, rising.</summary>
        public readonly int[] auxGroups;

        /// <summary>[auxGroups.Length][deviceCount * 3] probe index, Unused, or a GPIO.</summary>
        public readonly short[][] auxSlots;

        /// <summary>[deviceCount + 1] of the layout.</summary>
        public readonly int[] firstProbe;

        // The latest results of the background conversion, to be copied into every sample.
        public readonly int[] probeCode;             // [probeCount] from 0 V on, 150 µV
        public readonly byte[] codeQuality;          // [probeCount] of the round that is being read
        public readonly int[] referenceCode;         // [deviceCount] the same as probeCode
        public readonly byte[] referenceQuality;     // [deviceCount]
        public readonly short[] tempDeciC;           // [probeCount]
        public readonly byte[] tempQuality;          // [probeCount]
        public readonly int[] gpioMicrovolts;        // [deviceCount * 9]

        public readonly int pullUpOhms;
        public readonly short[] ntcCentiC;
        public readonly short[] pecTable;

        /// <summary>What the chain has counted of our commands.</summary>
        public int counter;

        /// <summary>Devices whose own count differs.</summary>
        public int behindMask;

        /// <summary>[deviceCount] their count; meaningful under behindMask only.</summary>
        public readonly byte[] ownCounter;

        /// <summary>[deviceCount] the count that the last frame with another count than expected bore.</summary>
        public readonly byte[] shownCounter;

        // What the last kernel call found: bits of devices.
        public int goodMask;      // frame verified, and its count is the expected one
        public int silentMask;    // all ones: nobody there
        public int missedMask;    // frame verified, but its count is another: a command was lost, or the device was reset
        public int oddMask;       // good, and its content not as it should be (each kernel says what that is)

        /// <exception cref="ArgumentException">The layout does not fit the chip; says where.</exception>
        public Adbms683xScan(PackLayout layout, Adbms683xConfig config)
        {
            CheckFits(layout, config.gpioInputMask);
            deviceCount = layout.deviceCount;
            allMask = (1 << deviceCount) - 1;
            for (int d = 0; d < deviceCount; d++)
            {
                if (layout.cellInputMask[d] != 0)
                {
                    cellMask |= 1 << d;
                }
            }

            pullUpOhms = config.pullUpOhms;
            ntcCentiC = NtcTable.Find(config.ntcName).centiC;
            pecTable = Pec10.Table;
            firstProbe = layout.firstProbe;
            ownCounter = new byte[deviceCount];
            shownCounter = new byte[deviceCount];
            probeCode = new int[layout.probeCount];
            codeQuality = new byte[layout.probeCount];
            referenceCode = new int[deviceCount];
            referenceQuality = new byte[deviceCount];
            tempDeciC = new short[layout.probeCount];
            tempQuality = new byte[layout.probeCount];
            gpioMicrovolts = new int[deviceCount * Gpios];
            for (int p = 0; p < tempQuality.Length; p++)
            {
                tempQuality[p] = Quality.NotConverted;
            }

            cellGroups = UsedCellGroups(layout);
            cellSlots = new short[cellGroups.Length][];
            for (int i = 0; i < cellGroups.Length; i++)
            {
                cellSlots[i] = CellSlots(layout, cellGroups[i] * 3, 3);
            }

            firstGroupMask = DevicesWith(cellSlots[0], 0, short.MaxValue);
            allSlots = CellSlots(layout, 0, CellInputs);
            auxGroups = UsedAuxGroups(layout, config.gpioInputMask);
            auxSlots = new short[auxGroups.Length][];
            for (int i = 0; i < auxGroups.Length; i++)
            {
                auxSlots[i] = AuxSlots(layout, auxGroups[i]);
                voltageMask |= DevicesWith(auxSlots[i], short.MinValue, FirstGpio);
            }
        }

        /// <summary>A command that counts went out.</summary>
        public void CountCommand()
        {
            counter = counter >= 63 ? 1 : counter + 1;
            if (behindMask != 0)
            {
                for (int d = 0; d < deviceCount; d++)
                {
                    ownCounter[d] = (byte)(ownCounter[d] >= 63 ? 1 : ownCounter[d] + 1);
                }
            }
        }

        /// <summary>Goes on from the counts that the last frame showed.</summary>
        /// <param name="mask">Devices that showed another one than expected.</param>
        public void AdoptCounters(int mask)
        {
            if ((mask & allMask) == allMask)
            {
                // Nobody is level with the chain: begin at the first one's.
                counter = shownCounter[0];
            }

            for (int d = 0; d < deviceCount; d++)
            {
                int bit = 1 << d;
                if ((mask & bit) != 0)
                {
                    ownCounter[d] = shownCounter[d];
                    behindMask = ownCounter[d] == counter ? behindMask & ~bit : behindMask | bit;
                }
            }
        }

        /// <summary>Cell groups that hold a cell of any device, rising.</summary>
        public static int[] UsedCellGroups(PackLayout layout)
        {
            int inputs = 0;
            for (int d = 0; d < layout.deviceCount; d++)
            {
                inputs |= layout.cellInputMask[d];
            }

            return GroupsOf(inputs);
        }

        /// <summary>Auxiliary groups that hold a probe or a wanted input of any device, rising.</summary>
        public static int[] UsedAuxGroups(PackLayout layout, int[] gpioInputMask)
        {
            int gpios = 0;
            for (int d = 0; d < layout.deviceCount; d++)
            {
                gpios |= layout.probeGpioMask[d] | (gpioInputMask == null ? 0 : gpioInputMask[d]);
            }

            return GroupsOf(gpios);
        }

        /// <summary>Numbers of the groups of three bits in which any is set, rising.</summary>
        private static int[] GroupsOf(int bits)
        {
            int count = 0;
            for (int group = 0; group < 6; group++)
            {
                count += ((bits >> (group * 3)) & 7) != 0 ? 1 : 0;
            }

            int[] list = new int[count];
            int at = 0;
            for (int group = 0; group < 6; group++)
            {
                if (((bits >> (group * 3)) & 7) != 0)
                {
                    list[at++] = group;
                }
            }

            return list;
        }

        private static int DevicesWith(short[] slots, int lowest, int highest)
        {
            int mask = 0;
            for (int s = 0; s < slots.Length; s++)
            {
                if (slots[s] >= lowest && slots[s] <= highest)
                {
                    mask |= 1 << (s / 3);
                }
            }

            return mask;
        }

        private static void CheckFits(PackLayout layout, int[] gpioInputMask)
        {
            if (gpioInputMask != null && gpioInputMask.Length != layout.deviceCount)
            {
                throw new ArgumentException("there are " + layout.deviceCount + " devices, and GPIO inputs for "
                    + gpioInputMask.Length);
            }

            for (int d = 0; d < layout.deviceCount; d++)
            {
                if ((layout.cellInputMask[d] >> CellInputs) != 0)
                {
                    throw new ArgumentException("device " + (d + 1) + " has a cell above input 16, the chip's last one");
                }

                if (gpioInputMask != null && (gpioInputMask[d] >> Gpios) != 0)
                {
                    throw new ArgumentException("device " + (d + 1) + " has an input above GPIO 9, the last one in use");
                }
            }
        }

        private static short[] CellSlots(PackLayout layout, int firstInput, int registers)
        {
            short[] slots = new short[layout.deviceCount * registers];
            for (int d = 0; d < layout.deviceCount; d++)
            {
                for (int register = 0; register < registers; register++)
                {
                    slots[(d * registers) + register] = IndexOf(layout.firstCell[d], layout.cellInputMask[d],
                        firstInput + register);
                }
            }

            return slots;
        }

        private static short[] AuxSlots(PackLayout layout, int group)
        {
            short[] slots = new short[layout.deviceCount * 3];
            for (int d = 0; d < layout.deviceCount; d++)
            {
                for (int register = 0; register < 3; register++)
                {
                    int gpio = (group * 3) + register;
                    short probe = IndexOf(layout.firstProbe[d], layout.probeGpioMask[d], gpio);
                    slots[(d * 3) + register] = probe != Unused ? probe : (short)(FirstGpio - ((d * Gpios) + gpio));
                }
            }

            return slots;
        }

        /// <summary>Index of an input in the pack: the device's first one and the used inputs below it.</summary>
        private static short IndexOf(int first, int mask, int input)
        {
            if (((mask >> input) & 1) == 0)
            {
                return Unused;
            }

            int index = first;
            for (int below = 0; below < input; below++)
            {
                index += (mask >> below) & 1;
            }

            return (short)index;
        }
    }
}
