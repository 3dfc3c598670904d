namespace DataBox.Core
{
    /// <summary>
    /// The signal groups of telemetry: what shares a row period, in which unit it travels, and how often it may be asked for.
    /// A new group is a new row here and a section of docs/wire-contract.md.
    /// </summary>
    /// <remarks>
    /// Bits, names and units are part of the wire contract and are never reused. A block says its own steps (LSBs), so a
    /// finer chip needs no new group.
    /// </remarks>
    public static class SignalGroups
    {
        /// <summary>Row carries every cell, µV.</summary>
        public const int Cells = 1;

        /// <summary>Row carries every probe, 0.1 °C.</summary>
        public const int Temperatures = 2;

        /// <summary>Row carries pack current (mA), pack voltage (mV) and vehicle state (bits).</summary>
        public const int Pack = 4;

        /// <summary>All groups that exist.</summary>
        public const int All = Cells | Temperatures | Pack;

        /// <summary>Groups, one table row each; the group's bit is 1 shifted by its row number.</summary>
        public const int Count = 3;

        /// <summary>[Count] name as the cloud says it.</summary>
        public static readonly string[] s_name = { "cells", "temperatures", "pack" };

        /// <summary>[Count] unit of the value in a row; the pack group's is that of its first signal.</summary>
        public static readonly string[] s_unit = { "uV", "0.1 degC", "mA" };

        /// <summary>[Count] shortest row period that may be asked for, ms; the layout and the board may allow less.</summary>
        public static readonly int[] s_minPeriodMs = { 10, 10, 10 };

        /// <summary>[Count] longest row period, ms.</summary>
        public static readonly int[] s_maxPeriodMs = { 100000, 100000, 100000 };

        /// <summary>[Count] row period while the cloud has said nothing, ms.</summary>
        public static readonly int[] s_defaultPeriodMs = { 1000, 1000, 1000 };
    }
}
