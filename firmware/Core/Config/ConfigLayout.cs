using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>The cell map's part of the configuration: either how many inputs each device uses, from the lowest on, or which
    /// ones exactly.</summary>
    public static class ConfigLayout
    {
        /// <summary>Takes the masks from whichever of the two keys is there.</summary>
        /// <param name="countKey">Key of a list of counts, 0..mostInputs each.</param>
        /// <param name="maskKey">Key of a list of masks, mostInputs bits each.</param>
        /// <returns>One mask a device; empty where neither key is there or something is wrong (refused in the reader).</returns>
        public static int[] Masks(ConfigReader reader, string countKey, string maskKey, int mostInputs)
        {
            int[] counts = reader.List(countKey);
            int[] masks = reader.List(maskKey);
            if (counts != null && masks != null)
            {
                reader.Refuse(countKey + " and " + maskKey + " say the same thing: keep one");
                return new int[0];
            }

            if (counts == null)
            {
                return CheckedMasks(reader, masks ?? new int[0], maskKey, mostInputs);
            }

            int[] made = new int[counts.Length];
            for (int d = 0; d < counts.Length; d++)
            {
                string outside = Bounds.Outside(countKey + "[" + d + "]", counts[d], 0, mostInputs);
                if (outside != null)
                {
                    reader.Refuse(outside);
                    return new int[0];
                }

                made[d] = (1 << counts[d]) - 1;
            }

            return made;
        }

        /// <summary>What is wrong with a map, in words; null: nothing.</summary>
        public static string Error(int version, int[] cellMasks, int[] probeMasks)
        {
            if (cellMasks.Length == 0)
            {
                return "cells_per_device (or cell_masks) is missing";
            }

            if (cellMasks.Length > PackLayout.MaxDevices)
            {
                return "the cell map has " + cellMasks.Length + " devices, a chain has 1 to " + PackLayout.MaxDevices;
            }

            if (probeMasks.Length != cellMasks.Length)
            {
                return "the cell map has " + cellMasks.Length + " devices for cells and " + probeMasks.Length + " for probes";
            }

            int any = 0;
            for (int d = 0; d < cellMasks.Length; d++)
            {
                any |= cellMasks[d];
            }

            return any == 0 ? "the cell map has no cell" : Bounds.Outside("layout_version", version, 0, 65535);
        }

        private static int[] CheckedMasks(ConfigReader reader, int[] masks, string maskKey, int mostInputs)
        {
            for (int d = 0; d < masks.Length; d++)
            {
                string outside = Bounds.Outside(maskKey + "[" + d + "]", masks[d], 0, (1 << mostInputs) - 1);
                if (outside != null)
                {
                    reader.Refuse(outside);
                    return new int[0];
                }
            }

            return masks;
        }
    }
}
