using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>What the driver keeps in memory, by the accounting of nanoFramework's heap: blocks of 12 bytes, an object one
    /// block and one a field, an array 20 bytes and its elements.</summary>
    public static class Ltc681xMemory
    {
        private const int BlockBytes = 12;
        private const int ArrayHeadBytes = 20;
        private const int ReferenceBytes = 12;

        // Instance fields; a test counts them again.
        private const int ChainFields = 10;
        private const int ConversionFields = 14;
        private const int EndsFields = 3;
        private const int FindingsFields = 18;
        private const int LineFields = 16;
        private const int ProofFields = 26;
        private const int SamplerFields = 10;
        private const int ScanFields = 17;
        private const int SetUpFields = 12;
        private const int ChecksFields = 17;
        private const int CheckLineFields = 16;
        private const int VerdictFields = 4;
        private const int MeterFields = 8;
        private const int SelfTestsFields = 6;
        private const int RedundancyFields = 13;
        private const int WiresFields = 9;
        private const int ProbesFields = 10;
        private const int TableFields = 11;

        /// <summary>Bytes of one <see cref="Ltc681xChain"/> for this layout. The tables that all
        /// drivers share (PEC, NTC, catalogue) are not in it.</summary>
        /// <param name="farEnd">With a second bridge at the far end.</param>
        public static int BytesFor(PackLayout layout, bool farEnd)
        {
            int devices = layout.deviceCount;
            int frame = Ltc681xLine.CommandBytes + (Ltc681xLine.GroupBytes * devices);
            int groups = Ltc681xScan.UsedCellGroups(layout).Length;
            int auxGroups = Ltc681xScan.UsedAuxGroups(layout, null).Length;
            return ObjectBytes(ChainFields) + (2 * ObjectBytes(ConversionFields)) + ObjectBytes(EndsFields)
                + ObjectBytes(FindingsFields) + ObjectBytes(LineFields) + ObjectBytes(ProofFields)
                + ObjectBytes(SamplerFields) + ObjectBytes(ScanFields)
                + ObjectBytes(SetUpFields) + CheckBytes(layout)
                + ((farEnd ? 4 : 3) * ArrayBytes(frame, 1))
                + (4 * ArrayBytes(6, 1)) + ArrayBytes(6 * devices, 1)
                + ArrayBytes(devices, 4) + ArrayBytes(devices, 1)
                + ArrayBytes(groups, 4) + ArrayBytes(groups, ReferenceBytes)
                + ArrayBytes(auxGroups, 4) + ArrayBytes(auxGroups, ReferenceBytes)
                + ((groups + auxGroups) * ArrayBytes(3 * devices, 2))
                + ArrayBytes(auxGroups * devices, 2);
        }

        /// <summary>What the checks keep, with the most that a part of the family has.</summary>
        private static int CheckBytes(PackLayout layout)
        {
            int devices = layout.deviceCount;
            const int pairs = 2;
            int steps = Ltc681xCheckTable.CountSteps(layout, Ltc681xFamily.Model("ltc6813"), new AfeConfig());
            return ObjectBytes(ChecksFields) + ObjectBytes(CheckLineFields) + ObjectBytes(VerdictFields)
                + ObjectBytes(MeterFields) + ObjectBytes(SelfTestsFields) + ObjectBytes(RedundancyFields)
                + ObjectBytes(WiresFields) + ObjectBytes(ProbesFields) + ObjectBytes(TableFields)
                + (4 * ArrayBytes(devices, 4))
                + ArrayBytes(devices * Ltc681xCheckLine.CodesPerDevice, 2)
                + ArrayBytes(devices * pairs, 4) + ArrayBytes(devices * pairs, 1)
                + ArrayBytes(devices * Ltc681xCheckLine.StatusAt, 2)
                + ArrayBytes(layout.cellCount + devices, 4) + ArrayBytes(layout.probeCount, 1)
                + ArrayBytes(steps, 2);
        }

        private static int ObjectBytes(int fields)
        {
            return BlockBytes * (1 + fields);
        }

        private static int ArrayBytes(int elements, int elementBytes)
        {
            return (ArrayHeadBytes + (elements * elementBytes) + BlockBytes - 1) / BlockBytes * BlockBytes;
        }
    }
}
