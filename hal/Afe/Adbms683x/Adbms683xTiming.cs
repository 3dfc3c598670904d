namespace DataBox.Afe
{
    /// <summary>How long things take by the data sheet and the board; the interpreter's own time is not in it.</summary>
    /// <remarks>One round of all cells takes 1 ms, the second converter and the mean 8 ms, all GPIOs about 18 ms (foxBMS 2 waits
    /// that long). What is waited for is 6.5 % more, as for the LTC681x.</remarks>
    public static class Adbms683xTiming
    {
        /// <summary>One round of all cells, typical: no sample comes sooner after another, or it would show the same one.
        /// </summary>
        public const int RoundMicros = 1000;

        /// <summary>Where samples follow each other without a pause, the background round begins this often.</summary>
        public const int BusyRoundMicros = 100000;

        /// <summary>After this the conversion counter must have moved.</summary>
        public const int LookGapMicros = 1250;

        /// <summary>All GPIOs, supplies and references.</summary>
        public const int AuxMicros = 19200;

        /// <summary>All cells by the second converter, with or without the open-wire load.</summary>
        public const int RedundantMicros = 8600;
        public const int OpenWireMicros = 17100;

        /// <summary>From ADCV to the first result that counts.</summary>
        public static int FirstResultMicros(byte result)
        {
            return result == Adbms683xMode.Averaged ? 9600 : 2200;
        }

        /// <summary>A command without data, µs.</summary>
        public static int CommandMicros(int clockHz, int overheadMicros)
        {
            return Adbms683xLine.TransferMicros(Adbms683xLine.CommandBytes, clockHz) + overheadMicros;
        }

        /// <summary>A read of so many bytes from every device, µs.</summary>
        public static int ReadMicros(int devices, int frameBytes, int clockHz, int overheadMicros)
        {
            return Adbms683xLine.TransferMicros(Adbms683xLine.CommandBytes + (devices * frameBytes), clockHz) + overheadMicros;
        }

        /// <summary>Whether all cells in one frame take less time than the groups that hold one.</summary>
        public static bool IsAllShorter(Adbms683xScan scan, int clockHz, int overheadMicros)
        {
            return ReadMicros(scan.deviceCount, Adbms683xLine.AllCellsBytes, clockHz, overheadMicros)
                <= scan.cellGroups.Length * ReadMicros(scan.deviceCount, Adbms683xLine.GroupBytes, clockHz, overheadMicros);
        }

        /// <summary>The longest time of one sample that follows another at once, nothing repeated, µs: snapshot, cells, and one
        /// more transfer for what goes on beside them, or the two commands that start it.</summary>
        /// <remarks>Snapshots are one round apart at least. Gaps between frames (0.95 µs + 70 ns a device) are lost in any
        /// board's overhead.</remarks>
        public static int CycleMicros(Adbms683xScan scan, int clockHz, int overheadMicros)
        {
            int devices = scan.deviceCount;
            int command = CommandMicros(clockHz, overheadMicros);
            int group = ReadMicros(devices, Adbms683xLine.GroupBytes, clockHz, overheadMicros);
            int cells = IsAllShorter(scan, clockHz, overheadMicros)
                ? ReadMicros(devices, Adbms683xLine.AllCellsBytes, clockHz, overheadMicros)
                : scan.cellGroups.Length * group;
            int beside = scan.auxGroups.Length != 0 && 2 * command > group ? 2 * command : group;
            int cycle = (2 * command) + cells;
            return (cycle < RoundMicros ? RoundMicros : cycle) + beside;
        }
    }
}
