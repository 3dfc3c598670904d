namespace DataBox.Detection
{
    /// <summary>The one table of features that an alarm can give as evidence: a row has id and name, the name ends in its unit.
    /// </summary>
    /// <remarks>Names are part of the wire contract; ids are stored: a new row comes last.</remarks>
    public static class Evidence
    {
        /// <summary>Deviation less what was learned, µV.</summary>
        public const int Residual = 0;

        /// <summary>Deviation from the device's median, µV.</summary>
        public const int Deviation = 1;

        /// <summary>Leakage current, mA; in millionths of the capacity per hour; and as resistance, milliohm.</summary>
        public const int LeakMilliamps = 2;
        public const int LeakPpmPerHour = 3;
        public const int LeakMilliohms = 4;

        /// <summary>Extra resistance, µΩ; or relative to the median cell's, permille.</summary>
        public const int ResistanceMicroohms = 5;
        public const int ResistancePermille = 6;

        /// <summary>Depth of a drop, µV, and how many there were in the last days.</summary>
        public const int DropMicrovolts = 7;
        public const int Events = 8;

        /// <summary>What the neighbour's reading did meanwhile, µV.</summary>
        public const int NeighbourMicrovolts = 9;

        /// <summary>Temperature against where it was or ought to be, 0.1 °C; its slope, 0.1 °C a minute.</summary>
        public const int TempRise = 10;
        public const int TempSlope = 11;

        /// <summary>Steps of the current, or charges, that spoke for it.</summary>
        public const int Steps = 12;
        public const int Charges = 13;

        /// <summary>Charge missing against the learned, permille of the capacity.</summary>
        public const int MissingPermille = 14;

        /// <summary>Learned mean size of the residual, µV.</summary>
        public const int Spread = 15;

        /// <summary>Temperature at the time, 0.1 °C.</summary>
        public const int Temp = 16;

        /// <summary>Number of rows.</summary>
        public const int Count = 17;

        private static readonly string[] s_names =
        {
            "residual_uv", "deviation_uv", "leak_ma", "leak_ppm_per_h", "leak_mohm", "resistance_uohm", "resistance_permille",
            "drop_uv", "events", "neighbour_uv", "temp_rise_dc", "temp_slope_dc_per_min", "steps", "charges", "missing_permille",
            "spread_uv", "temp_dc",
        };

        /// <summary>Name on the wire.</summary>
        public static string NameOf(int id)
        {
            return s_names[id];
        }
    }
}
