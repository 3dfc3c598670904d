namespace DataBox.Afe
{
    /// <summary>
    /// Conversion modes by the converter's filter corner: the wider, the faster and the noisier. Numbers index the conversion
    /// time tables of <see cref="Ltc681xModel"/>.
    /// </summary>
    /// <remarks>LTC6812-1 data sheet, "ADC Modes": the MD bits of the command and ADCOPT in the configuration choose together.
    /// </remarks>
    public static class AdcMode
    {
        /// <summary>Fast.</summary>
        public const byte Khz27 = 0;
        public const byte Khz14 = 1;

        /// <summary>Normal: the mode the data sheet's accuracy is given for.</summary>
        public const byte Khz7 = 2;
        public const byte Khz3 = 3;
        public const byte Khz2 = 4;
        public const byte Khz1 = 5;
        public const byte Hz422 = 6;

        /// <summary>Filtered: 0.2 to 0.34 s a conversion.</summary>
        public const byte Hz26 = 7;

        public const int Count = 8;

        private static readonly string[] s_names = new string[]
        {
            "27khz", "14khz", "7khz", "3khz", "2khz", "1khz", "422hz", "26hz",
        };

        private static readonly byte[] s_md = new byte[] { 1, 1, 2, 2, 3, 0, 0, 3 };

        private static readonly byte[] s_adcOption = new byte[] { 0, 1, 0, 1, 1, 1, 0, 0 };

        /// <summary>The mode of a name as the configuration writes it: 27khz (fast), 14khz, 7khz (normal), 3khz, 2khz, 1khz,
        /// 422hz, 26hz (filtered).</summary>
        /// <returns>-1 where there is none.</returns>
        public static int Find(string name)
        {
            for (int i = 0; i < Count; i++)
            {
                if (s_names[i] == name)
                {
                    return i;
                }
            }

            return -1;
        }

        public static string NameOf(byte mode)
        {
            return s_names[mode];
        }

        /// <summary>All names, for a message to a person.</summary>
        public static string Names()
        {
            string names = s_names[0];
            for (int i = 1; i < Count; i++)
            {
                names += ", " + s_names[i];
            }

            return names;
        }

        /// <summary>The command's MD bits, 0..3.</summary>
        public static int MdOf(byte mode)
        {
            return s_md[mode];
        }

        /// <summary>The ADCOPT bit that the mode needs in the configuration.</summary>
        public static int AdcOptionOf(byte mode)
        {
            return s_adcOption[mode];
        }
    }
}
