using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// What each part of a box takes of the device's managed heap with a given cell map, everything at its fullest. The table in
    /// docs/memory.md is this, for three sizes; a test compares the two.
    /// </summary>
    public static class MemoryBudget
    {
        public const int Sample = 0;
        public const int RowBuffers = 1;
        public const int Encoder = 2;
        public const int Window = 3;
        public const int Detector = 4;
        public const int Afe = 5;
        public const int Link = 6;
        public const int Control = 7;
        public const int OutboxFixed = 8;
        public const int OutboxData = 9;
        public const int Program = 10;

        /// <summary>Number of rows.</summary>
        public const int Count = 11;

        private static readonly string[] s_names =
        {
            "sample", "row buffers", "encoder", "window", "detector", "AFE driver", "link", "control",
            "outbox: alarms, answers, state", "outbox: blocks", "program",
        };

        // The core does not see the link, so it takes it by this; a test holds it above what the link says itself.
        private const int LinkBytes = 16384;

        // Configuration, stored document, policy, the texts of the document that was read last, limits of the one in force and the
        // one that waits; the reader; the one writer, which holds the longest message, and the lists of alarms; the record of alarms
        // and the baselines while they are written are added below; the document that is being read is in the link's inbox.
        private const int ControlBytes = 4096;

        // Estimate, not measured: the application's objects, the client library with its four threads, strings of log lines.
        private const int ProgramBytes = 24576;

        public static string NameAt(int row)
        {
            return s_names[row];
        }

        /// <summary>Heap bytes of one row.</summary>
        /// <param name="afeBytes">What the AFE driver says of itself, <see cref="BoxParts.afeBytes"/>.</param>
        public static int BytesAt(int row, BoxConfig config, PackLayout layout, int afeBytes)
        {
            switch (row)
            {
                case Sample: return SampleBytes(layout);
                case RowBuffers: return 2 * RowBuffer.BytesFor(layout);
                case Encoder: return BlockEncoder.BytesFor(layout);
                case Window: return SampleWindow.BytesFor(layout);
                case Detector: return DataBox.Detection.Detector.BytesFor(layout);
                case Afe: return afeBytes;
                case Link: return LinkBytes;
                case Control:
                    return ControlBytes + JsonReader.BytesFor(CommandGate.MaxKeys) + (2 * DesiredLimits.BytesFor())
                        + HeapSize.OfBytes(Outbox.LongestAlarmListBytes) + HeapSize.OfLongs(AlarmBook.MaxOpen)
                        + HeapSize.OfReferences(AlarmBook.MaxOpen) + AlarmKeeper.BytesFor() + BaselineKeeper.BytesFor(layout);
                case OutboxFixed: return Outbox.OwnBytes(config.outboxBlocks);
                case OutboxData: return config.outboxBytes;
                default: return ProgramBytes;
            }
        }

        /// <summary>Heap bytes of the whole box.</summary>
        public static int Total(BoxConfig config, PackLayout layout, int afeBytes)
        {
            int total = 0;
            for (int row = 0; row < Count; row++)
            {
                total += BytesAt(row, config, layout, afeBytes);
            }

            return total;
        }

        /// <summary>Why a box can't be built with this: one line with the numbers; null where it can.</summary>
        public static string Error(BoxConfig config, PackLayout layout, int afeBytes)
        {
            int leastOutbox = 2 * HeapSize.OfBytes(BlockEncoder.MaxBytesFor(layout));
            if (config.outboxBytes < leastOutbox)
            {
                return "outbox_bytes is " + config.outboxBytes + ", two blocks of " + layout.cellCount + " cells and "
                    + layout.probeCount + " probes can take " + leastOutbox;
            }

            int total = Total(config, layout, afeBytes);
            return total <= config.heapBytes
                ? null
                : layout.cellCount + " cells and " + layout.probeCount + " probes need " + total + " bytes ("
                    + config.outboxBytes + " of them outbox_bytes), heap_bytes is " + config.heapBytes;
        }

        private static int HealthBytes(PackLayout layout)
        {
            int checks = AfeCheck.Count * layout.deviceCount;
            int wires = layout.cellCount + layout.deviceCount;
            return HeapSize.OfBytes(checks) + HeapSize.OfLongs(checks) + (2 * HeapSize.OfInts(checks)) + HeapSize.OfBytes(wires)
                + HeapSize.OfInts(wires) + HeapSize.OfInts(layout.cellCount) + HeapSize.OfBytes(layout.cellCount)
                + HeapSize.OfBytes(layout.probeCount) + HeapSize.OfObject(12);
        }

        private static int SampleBytes(PackLayout layout)
        {
            return HeapSize.OfInts(layout.cellCount) + HeapSize.OfBytes(layout.cellCount)
                + HeapSize.OfShorts(layout.probeCount) + HeapSize.OfBytes(layout.probeCount)
                + HeapSize.OfBytes(layout.deviceCount) + HeapSize.OfInts(9 * layout.deviceCount) + HeapSize.OfObject(15)
                + HealthBytes(layout);
        }
    }
}
