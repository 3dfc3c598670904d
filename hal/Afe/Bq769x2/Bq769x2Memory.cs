using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>What the driver keeps in memory, by the accounting of nanoFramework's heap: blocks of 12 bytes, an object one
    /// block and one a field, an array 20 bytes and its elements.</summary>
    public static class Bq769x2Memory
    {
        private const int BlockBytes = 12;
        private const int ArrayHeadBytes = 20;

        // Instance fields; a test counts them again.
        private const int ChipFields = 12;
        private const int LineFields = 12;
        private const int TransferFields = 4;
        private const int SetUpFields = 9;
        private const int SettingsFields = 10;
        private const int SamplerFields = 24;
        private const int ChecksFields = 14;
        private const int FindingsFields = 5;
        private const int SampleFindingsFields = 12;
        private const int VerdictFields = 3;
        private const int PairReaderFields = 2;
        private const int WireFields = 17;

        /// <summary>Bytes of one <see cref="Bq769x2Chip"/> for this layout in normal mode; fast mode has some 20 steps more, two
        /// bytes each. The tables that all drivers share are not in it.</summary>
        public static int BytesFor(PackLayout layout)
        {
            int cells = layout.cellCount;
            int probes = layout.probeCount;
            int count = cells + probes;
            int steps = Bq769x2Checks.StepsFor(probes, false);
            return ObjectBytes(ChipFields) + ObjectBytes(LineFields) + ObjectBytes(TransferFields) + ObjectBytes(SetUpFields)
                + ObjectBytes(SettingsFields) + ObjectBytes(SamplerFields) + ObjectBytes(ChecksFields)
                + ObjectBytes(FindingsFields) + ObjectBytes(SampleFindingsFields) + ObjectBytes(VerdictFields)
                + ObjectBytes(WireFields) + (2 * ObjectBytes(PairReaderFields))
                + (2 * ArrayBytes(probes, 1))
                + (2 * ArrayBytes(Bq769x2Line.FrameBytes, 1))
                + ArrayBytes(Bq769x2Transfer.BlockBytes, 1) + ArrayBytes(Bq769x2Transfer.BlockBytes, 1)
                + (2 * ArrayBytes(count, 1)) + ArrayBytes(count, 2) + ArrayBytes(count * Bq769x2PairKernel.ReplyBytes, 1)
                + (2 * ArrayBytes(3, 1)) + ArrayBytes(3, 2) + ArrayBytes(3 * Bq769x2PairKernel.ReplyBytes, 1)
                + (2 * ArrayBytes(steps, 1))
                + (2 * ArrayBytes(1, 1)) + ArrayBytes(1, 2) + ArrayBytes(Bq769x2PairKernel.ReplyBytes, 1) + ArrayBytes(probes, 1)
                + (4 * ArrayBytes(cells, 2)) + ArrayBytes(cells + 1, 1) + ArrayBytes(cells + 1, 4);
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
