using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>What the driver keeps in memory, by the accounting of nanoFramework's heap: blocks of 12 bytes, an object one
    /// block and one a field, an array 20 bytes and its elements.</summary>
    public static class Adbms683xMemory
    {
        private const int BlockBytes = 12;
        private const int ArrayHeadBytes = 20;
        private const int ReferenceBytes = 12;

        // Instance fields of all objects together, and how many objects that is; a test counts them again.
        private const int Objects = 16;
        private const int Fields = 199;

        /// <summary>Bytes of one <see cref="Adbms683xChain"/> for this layout, without voltages at GPIOs. The
        /// tables that all drivers share (PEC, NTC, catalogue) are not in it.</summary>
        /// <param name="farEnd">With a second bridge at the far end.</param>
        public static int BytesFor(PackLayout layout, bool farEnd)
        {
            int devices = layout.deviceCount;
            int cells = layout.cellCount;
            int probes = layout.probeCount;
            int frames = Adbms683xLine.AllCellsBytes * devices;
            int groups = Adbms683xScan.UsedCellGroups(layout).Length;
            int auxGroups = Adbms683xScan.UsedAuxGroups(layout, null).Length;
            int line = ((farEnd ? 3 : 2) * ArrayBytes(Adbms683xLine.CommandBytes + frames, 1))
                + ArrayBytes(Adbms683xLine.CommandBytes + (Adbms683xLine.GroupBytes * devices), 1);
            int slots = ArrayBytes(groups, 4) + ArrayBytes(groups, ReferenceBytes)
                + ArrayBytes(auxGroups, 4) + ArrayBytes(auxGroups, ReferenceBytes)
                + ((groups + auxGroups) * ArrayBytes(3 * devices, 2))
                + (2 * ArrayBytes(Adbms683xScan.CellInputs * devices, 2));
            int results = ArrayBytes(probes, 4) + ArrayBytes(probes, 2) + (2 * ArrayBytes(probes, 1))
                + ArrayBytes(devices, 4) + (3 * ArrayBytes(devices, 1))
                + ArrayBytes(devices * Adbms683xScan.Gpios, 4);
            int checks = ArrayBytes(frames, 1)
                + (7 * ArrayBytes(cells, 4)) + (2 * ArrayBytes(cells, 1)) + (2 * ArrayBytes(cells + devices, 1)) + (2 * ArrayBytes(probes, 1))
                + ArrayBytes(devices * Adbms683xScan.Gpios, 4) + (6 * ArrayBytes(devices, 4))
                + ArrayBytes(AfeCheck.Count, 4);
            return (BlockBytes * (Objects + Fields)) + line + slots + results + checks
                + ArrayBytes(devices, 4) + (4 * ArrayBytes(6, 1));
        }

        private static int ArrayBytes(int elements, int elementBytes)
        {
            return (ArrayHeadBytes + (elements * elementBytes) + BlockBytes - 1) / BlockBytes * BlockBytes;
        }
    }
}
