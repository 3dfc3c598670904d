using System;
using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// Where each register of the chain goes, and what this sample has found out so far: the columns that the kernels work on,
    /// allocated once.
    /// </summary>
    /// <remarks>
    /// A group's slots are in the order of the reply, three a device: <c>slots[device * 3 + register]</c>.
    /// Only groups that hold a cell, a probe or a wanted input of any device are read.
    /// </remarks>
    public sealed class Ltc681xScan
    {
        /// <summary>A slot that nothing is taken from.</summary>
        public const short Unused = -1;

        /// <summary>A slot s at or below this holds GPIO index <c>FirstGpio - s</c> of gpioMicrovolts.</summary>
        public const short FirstGpio = -2;

        /// <summary>The auxiliary group that holds the second reference in its third register.</summary>
        public const int ReferenceGroup = 1;

        /// <summary>The auxiliary group of which only the first register is a reading.</summary>
        private const int ShortGroup = 3;

        public readonly int deviceCount;

        /// <summary>Bit d set for every device.</summary>
        public readonly int allMask;

        /// <summary>Bit d set for every device that has a cell.</summary>
        public readonly int cellMask;

        /// <summary>Cell groups to read, 0..5, rising.</summary>
        public readonly int[] cellGroups;

        /// <summary>[cellGroups.Length][deviceCount * 3] cell index or Unused.</summary>
        public readonly short[][] cellSlots;

        /// <summary>Auxiliary groups to read, 0..3, the reference's group first.</summary>
        public readonly int[] auxGroups;

        /// <summary>[auxGroups.Length][deviceCount * 3] probe index, Unused, or a GPIO.</summary>
        public readonly short[][] auxSlots;

        /// <summary>[deviceCount] code of the second reference in this sample.</summary>
        public readonly int[] referenceCode;

        /// <summary>[deviceCount] Quality of it; what is wrong with it is wrong with each probe.</summary>
        public readonly byte[] referenceQuality;

        /// <summary>Window of a sound reference, codes.</summary>
        public readonly int referenceLowCode;
        public readonly int referenceHighCode;

        public readonly int pullUpOhms;
        public readonly short[] ntcCentiC;
        public readonly short[] pecTable;

        // What the last kernel call found: bits of devices.
        public int goodMask;      // frame verified
        public int silentMask;    // all ones: nobody there
        public int oddMask;       // frame verified, and its content not as it should be (each kernel says what that is)

        public Ltc681xScan(PackLayout layout, Ltc681xModel model, Ltc681xConfig config)
        {
            CheckFits(layout, model, config.gpioInputMask);
            deviceCount = layout.deviceCount;
            allMask = (1 << deviceCount) - 1;
            for (int d = 0; d < deviceCount; d++)
            {
                if (layout.cellInputMask[d] != 0)
                {
                    cellMask |= 1 << d;
                }
            }

            referenceLowCode = model.referenceLowCode;
            referenceHighCode = model.referenceHighCode;
            pullUpOhms = config.pullUpOhms;
            ntcCentiC = NtcTable.Find(config.ntcName).centiC;
            pecTable = Pec15.Table;
            referenceCode = new int[deviceCount];
            referenceQuality = new byte[deviceCount];

            cellGroups = UsedCellGroups(layout);
            cellSlots = new short[cellGroups.Length][];
            for (int i = 0; i < cellGroups.Length; i++)
            {
                cellSlots[i] = CellSlots(layout, cellGroups[i]);
            }

            auxGroups = UsedAuxGroups(layout, config.gpioInputMask);
            auxSlots = new short[auxGroups.Length][];
            for (int i = 0; i < auxGroups.Length; i++)
            {
                auxSlots[i] = AuxSlots(layout, model, auxGroups[i]);
            }
        }

        /// <summary>Registers of an auxiliary group that CLRAUX fills with ones and a conversion with readings.</summary>
        public static int ReadingsIn(int auxGroup)
        {
            return auxGroup == ShortGroup ? 1 : 3;
        }

        /// <summary>Cell groups that hold a cell of any device, rising.</summary>
        public static int[] UsedCellGroups(PackLayout layout)
        {
            int used = 0;
            for (int d = 0; d < layout.deviceCount; d++)
            {
                for (int group = 0; group < 6; group++)
                {
                    if (((layout.cellInputMask[d] >> (group * 3)) & 7) != 0)
                    {
                        used |= 1 << group;
                    }
                }
            }

            return ToList(used, 0);
        }

        /// <summary>Auxiliary groups that hold a probe or a wanted input of any device; the reference's group first, whenever
        /// there is a probe.</summary>
        public static int[] UsedAuxGroups(PackLayout layout, int[] gpioInputMask)
        {
            int used = 0;
            for (int d = 0; d < layout.deviceCount; d++)
            {
                int gpios = layout.probeGpioMask[d] | (gpioInputMask == null ? 0 : gpioInputMask[d]);
                for (int gpio = 0; gpio < 9; gpio++)
                {
                    if (((gpios >> gpio) & 1) != 0)
                    {
                        used |= 1 << GroupOfGpio(gpio);
                    }
                }

                if (layout.probeGpioMask[d] != 0)
                {
                    used |= 1 << ReferenceGroup;
                }
            }

            return ToList(used, ReferenceGroup);
        }

        private static void CheckFits(PackLayout layout, Ltc681xModel model, int[] gpioInputMask)
        {
            if (gpioInputMask != null && gpioInputMask.Length != layout.deviceCount)
            {
                throw new ArgumentException("there are " + layout.deviceCount + " devices, and GPIO inputs for "
                    + gpioInputMask.Length);
            }

            for (int d = 0; d < layout.deviceCount; d++)
            {
                if ((layout.cellInputMask[d] >> model.cellInputs) != 0)
                {
                    throw new ArgumentException("device " + (d + 1) + " has a cell above input " + model.cellInputs
                        + ", the last one of an " + model.name);
                }

                if ((layout.probeGpioMask[d] >> model.gpios) != 0
                    || (gpioInputMask != null && (gpioInputMask[d] >> model.gpios) != 0))
                {
                    throw new ArgumentException("device " + (d + 1) + " has a probe or input above GPIO " + model.gpios
                        + ", the last one of an " + model.name);
                }
            }
        }

        /// <summary>Bits to numbers, rising, but the one that goes first.</summary>
        private static int[] ToList(int bits, int first)
        {
            int count = 0;
            for (int i = 0; i < 6; i++)
            {
                count += (bits >> i) & 1;
            }

            int[] list = new int[count];
            int at = 0;
            if (((bits >> first) & 1) != 0)
            {
                list[at++] = first;
            }

            for (int i = 0; i < 6; i++)
            {
                if (((bits >> i) & 1) != 0 && i != first)
                {
                    list[at++] = i;
                }
            }

            return list;
        }

        private static short[] CellSlots(PackLayout layout, int group)
        {
            short[] slots = new short[layout.deviceCount * 3];
            for (int d = 0; d < layout.deviceCount; d++)
            {
                for (int register = 0; register < 3; register++)
                {
                    slots[(d * 3) + register] = IndexOf(layout.firstCell[d], layout.cellInputMask[d], (group * 3) + register);
                }
            }

            return slots;
        }

        private static short[] AuxSlots(PackLayout layout, Ltc681xModel model, int group)
        {
            short[] slots = new short[layout.deviceCount * 3];
            for (int i = 0; i < slots.Length; i++)
            {
                slots[i] = Unused;
            }

            for (int d = 0; d < layout.deviceCount; d++)
            {
                for (int gpio = 0; gpio < model.gpios; gpio++)
                {
                    if (GroupOfGpio(gpio) != group)
                    {
                        continue;
                    }

                    short probe = IndexOf(layout.firstProbe[d], layout.probeGpioMask[d], gpio);
                    slots[(d * 3) + RegisterOfGpio(gpio)] = probe != Unused ? probe : (short)(FirstGpio - ((d * 9) + gpio));
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

        // A: GPIO 1-3. B: GPIO 4, 5, reference. C: GPIO 6-8. D: GPIO 9. (LTC6812-1 data sheet, "Auxiliary Register Group")
        private static int GroupOfGpio(int gpio)
        {
            return gpio < 3 ? 0 : gpio < 5 ? 1 : gpio < 8 ? 2 : 3;
        }

        private static int RegisterOfGpio(int gpio)
        {
            return gpio < 5 ? gpio % 3 : (gpio - 5) % 3;
        }
    }
}
