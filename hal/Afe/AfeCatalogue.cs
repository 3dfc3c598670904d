namespace DataBox.Afe
{
    /// <summary>The chips that the box can drive, by the name the configuration gives.</summary>
    public static class AfeCatalogue
    {
        // Conversion times, typical, µs, over AdcMode: 27 kHz, 14 kHz, 7 kHz, 3 kHz, 2 kHz, 1 kHz, 422 Hz, 26 Hz.
        private static readonly int[] s_cells12 = new int[] { 1113, 1288, 2335, 3033, 4430, 7222, 12807, 201317 };
        private static readonly int[] s_cells15 = new int[] { 937, 1083, 1956, 2537, 3701, 6028, 10683, 167774 };
        private static readonly int[] s_cells18 = new int[] { 1121, 1296, 2343, 3041, 4437, 7230, 12816, 201325 };
        private static readonly int[] s_aux5 = new int[] { 1113, 1288, 2335, 3033, 4430, 7222, 12807, 201317 };
        private static readonly int[] s_aux9 = new int[] { 1825, 2116, 3862, 5025, 7353, 12007, 21316, 335498 };

        private static readonly Ltc681xModel[] s_models = new Ltc681xModel[]
        {
            // name, cells, GPIOs, sum µV a code, die codes a degree, die offset, reference window in codes, times
            new Ltc681xModel("ltc6811", 12, 5, 2000, 75, 273, 29850, 30150, s_cells12, s_aux5),
            new Ltc681xModel("ltc6812", 15, 9, 3000, 76, 276, 29900, 30140, s_cells15, s_aux9),
            new Ltc681xModel("ltc6813", 18, 9, 3000, 76, 276, 29900, 30140, s_cells18, s_aux9),
            new Ltc681xModel("adbms1818", 18, 9, 3000, 76, 276, 29900, 30140, s_cells18, s_aux9),
        };

        /// <summary>The model of a chip.</summary>
        /// <param name="chip">Lower case: ltc6811, ltc6812, ltc6813, adbms1818.</param>
        /// <returns>Null where there is none.</returns>
        public static Ltc681xModel Find(string chip)
        {
            for (int i = 0; i < s_models.Length; i++)
            {
                if (s_models[i].name == chip)
                {
                    return s_models[i];
                }
            }

            return null;
        }

        /// <summary>All names, for a message to a person.</summary>
        public static string Names()
        {
            string names = "";
            for (int i = 0; i < s_models.Length; i++)
            {
                names += (i == 0 ? "" : ", ") + s_models[i].name;
            }

            return names;
        }
    }
}
