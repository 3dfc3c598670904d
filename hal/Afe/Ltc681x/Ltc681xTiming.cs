namespace DataBox.Afe
{
    /// <summary>How long a sample takes by the data sheet and the board; the interpreter's own time is not in it.</summary>
    public static class Ltc681xTiming
    {
        /// <summary>The longest time from the first clear to the last byte when nothing is repeated, µs: with the slowest
        /// converters that the data sheet allows, and all looks made. A poll ends it earlier where converters are faster.
        /// </summary>
        /// <param name="cellWaitMicros">Waited for the cell conversion, margin included.</param>
        /// <param name="auxWaitMicros">The same for GPIOs.</param>
        /// <param name="overheadMicros">The board's cost a transfer.</param>
        /// <remarks>Gaps between frames (0.95 µs + 70 ns a device) are lost in any board's overhead.</remarks>
        public static int CycleMicros(Ltc681xScan scan, int cellWaitMicros, int auxWaitMicros, int clockHz, int overheadMicros)
        {
            int devices = scan.deviceCount;
            int command = Ltc681xLine.TransferMicros(Ltc681xLine.CommandBytes, clockHz) + overheadMicros;
            int read = ReadMicros(devices, clockHz, overheadMicros);
            int wake = Ltc681xLine.IdleWakeMicros(devices) + (devices * overheadMicros);
            int cellReads = scan.cellGroups.Length * read;
            int auxGroups = scan.auxGroups.Length;
            if (auxGroups == 0)
            {
                return (2 * command) + Phase(cellWaitMicros, 2 * read, wake) + cellReads;
            }

            return (3 * command) + Phase(cellWaitMicros, 3 * read, wake)
                + command + Phase(auxWaitMicros, cellReads, wake)
                + (auxGroups * read);
        }

        /// <summary>Reading one group of the whole chain, µs.</summary>
        public static int ReadMicros(int devices, int clockHz, int overheadMicros)
        {
            return Ltc681xLine.TransferMicros(Ltc681xLine.CommandBytes + (devices * Ltc681xLine.GroupBytes), clockHz)
                + overheadMicros;
        }

        /// <summary>A conversion with bus traffic beside it, and the waking when the rest of the wait lets the port go idle.
        /// </summary>
        private static int Phase(int waitMicros, int trafficMicros, int wakeMicros)
        {
            if (trafficMicros >= waitMicros)
            {
                return trafficMicros;
            }

            return waitMicros + (Ltc681xLine.IdlesAfter(waitMicros - trafficMicros) ? wakeMicros : 0);
        }
    }
}
