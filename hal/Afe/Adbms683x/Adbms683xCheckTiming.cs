using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>How long the steps of checks take, nothing repeated.</summary>
    public static class Adbms683xCheckTiming
    {
        /// <summary>The longest step of a check, µs: conversions, transfers, and the waking after each pause in which the port
        /// goes idle.</summary>
        public static int Micros(int check, Adbms683xScan scan, Adbms683xConfig config, int clockHz)
        {
            int devices = scan.deviceCount;
            int overhead = config.transferOverheadMicros;
            int command = Adbms683xTiming.CommandMicros(clockHz, overhead);
            int group = Adbms683xTiming.ReadMicros(devices, Adbms683xLine.GroupBytes, clockHz, overhead);
            int all = Adbms683xTiming.ReadMicros(devices, Adbms683xLine.AllCellsBytes, clockHz, overhead);
            int wake = Adbms683xLine.IdleWakeMicros(devices) + (devices * overhead);
            int result = Adbms683xTiming.FirstResultMicros(config.result);
            int gpios = scan.auxGroups.Length * group;

            // Clear and convert, wait, and start the background round again; every step may find the port idle.
            int meter = wake + (2 * command) + Adbms683xTiming.AuxMicros + wake + (2 * command);
            switch (check)
            {
                case AfeCheck.Chain:
                    return wake + group;
                case AfeCheck.ChipFlags:
                    return wake + (5 * group);
                case AfeCheck.Registers:
                    return wake + (2 * group) + (Adbms683xCellChecks.ClearTries * (Adbms683xTiming.RoundMicros + command + all))
                        + command + group + result;
                case AfeCheck.CellWires:
                    return wake + (3 * all) + (2 * (command + Adbms683xTiming.OpenWireMicros + wake)) + command + group
                        + result;
                case AfeCheck.ProbeWires:
                case AfeCheck.Mux:
                    return meter + (2 * gpios) + command + Adbms683xTiming.AuxMicros + wake;
                case AfeCheck.Redundancy:
                    return wake + Adbms683xTiming.RedundantMicros + (2 * command) + (2 * all) + (2 * group);
                case AfeCheck.CellSum:
                    return meter + all + group;
                case AfeCheck.VoltageFlags:
                    return wake + (2 * command) + all + (2 * group) + (2 * Adbms683xTiming.LookGapMicros);
                default:
                    return meter + group;
            }
        }
    }
}
