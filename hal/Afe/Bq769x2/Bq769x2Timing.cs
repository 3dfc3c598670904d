namespace DataBox.Afe
{
    /// <summary>How long things take by the data sheet and the board; the interpreter's own time is not in it.</summary>
    /// <remarks>BQ76952 technical reference manual, "Voltage Measurement Schedule": a loop is 16 slots for cells, one for stack
    /// or pins, one for the chip itself, up to three for thermistors; a slot takes 3 ms or 1.5 ms. Three loops are a full scan.
    /// </remarks>
    public static class Bq769x2Timing
    {
        public const int LoopsOfFullScan = 3;

        private const int FixedSlots = 18;
        private const int MostThermistorSlots = 3;
        private const int SlotMicros = 3000;
        private const int FastSlotMicros = 1500;

        /// <summary>A loop, typical, µs.</summary>
        /// <param name="thermistors">Pins that are converted.</param>
        /// <param name="powerConfig">The chip's Power Config: slot time, idle slots.</param>
        public static int LoopMicros(int thermistors, int powerConfig)
        {
            int slots = FixedSlots + (thermistors < MostThermistorSlots ? thermistors : MostThermistorSlots);
            int slot = (powerConfig & Bq769x2Registers.FastAdc) != 0 ? FastSlotMicros : SlotMicros;
            return (slots * slot) << ((powerConfig & Bq769x2Registers.LoopSlowMask) >> Bq769x2Registers.LoopSlowShift);
        }

        /// <summary>The longest loop that is waited for: as if all thermistor slots were in use, a tenth for the chip's
        /// oscillator and what else it has to do, and 2 ms.</summary>
        public static int LongestLoopMicros(int powerConfig)
        {
            int loop = LoopMicros(MostThermistorSlots, powerConfig);
            return loop + (loop / 10) + 2000;
        }

        /// <summary>The shortest sample: a loop, for a scan must end between two of them, and what polling adds.</summary>
        /// <param name="frameMicros">Of <see cref="FrameMicros"/>.</param>
        public static int CycleMicros(int probes, int powerConfig, int frameMicros)
        {
            int loop = LoopMicros(probes, powerConfig);
            return loop + (loop / 10) + (4 * frameMicros);
        }

        /// <summary>Whether the registers can be read well between the ends of two scans.</summary>
        public static bool IsReadWithinLoop(int cells, int probes, int powerConfig, int frameMicros)
        {
            return SampleFrames(cells + probes) * frameMicros <= LoopMicros(probes, powerConfig) / 4 * 3;
        }

        /// <summary>The longest time of one take, nothing repeated: a loop, one that has just begun, and the frames.</summary>
        public static int TakeMicros(int registers, int powerConfig, int frameMicros)
        {
            return LongestLoopMicros(powerConfig) + 1000 + ((SampleFrames(registers) + 4) * frameMicros);
        }

        /// <summary>The longest time of reading one block of 32 bytes, nothing repeated.</summary>
        public static int BlockMicros(int frameMicros)
        {
            return (58 * frameMicros) + (4 * Bq769x2Transfer.ReadyPollMicros);
        }

        /// <summary>Frames of a sample beside polling: status, flags cleared twice, registers, flags once more.</summary>
        public static int SampleFrames(int registers)
        {
            return 10 + 4 + 4 + (3 * registers) + 1 + 2;
        }

        /// <summary>A frame with the pause after it, µs, rounded up.</summary>
        /// <param name="overheadMicros">The board's cost a transfer.</param>
        public static int FrameMicros(int clockHz, int overheadMicros)
        {
            return (((Bq769x2Line.FrameBytes * 8 * 1000000) + clockHz - 1) / clockHz) + overheadMicros
                + Bq769x2Line.GapMicros;
        }
    }
}
