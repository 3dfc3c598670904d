namespace DataBox.Afe
{
    /// <summary>Which of its results for a cell the chip is asked for: it converts in one way and keeps three results.</summary>
    public static class Adbms683xMode
    {
        /// <summary>Each conversion as it is, 1 ms.</summary>
        public const byte Raw = 0;

        /// <summary>The mean of eight, so of 8 ms.</summary>
        public const byte Averaged = 1;

        /// <summary>Behind a first-order low pass.</summary>
        public const byte Filtered = 2;

        // The low pass by its FC number, 1..7; cut-offs from one public source (foxBMS 2).
        private static readonly string[] s_filters = new string[]
        {
            "filtered", "filtered-110hz", "filtered-45hz", "filtered-21hz", "filtered-10hz", "filtered-5hz", "filtered-1.25hz",
            "filtered-0.625hz",
        };

        /// <summary>The result of a mode's name.</summary>
        /// <returns>-1 where there is none.</returns>
        public static int Find(string name)
        {
            return name.Length == 0 || name == "raw" ? Raw : name == "averaged" ? Averaged
                : FilterOf(name) != 0 ? Filtered : -1;
        }

        /// <summary>The FC number of a mode's name: "filtered" is the widest, 110 Hz; 0 where the name is no filter's.</summary>
        public static int FilterOf(string name)
        {
            for (int i = 0; i < s_filters.Length; i++)
            {
                if (s_filters[i] == name)
                {
                    return i == 0 ? 1 : i;
                }
            }

            return 0;
        }

        /// <summary>All names, for a message to a person.</summary>
        public static string Names()
        {
            string names = "raw, averaged";
            for (int i = 0; i < s_filters.Length; i++)
            {
                names += ", " + s_filters[i];
            }

            return names;
        }
    }
}
