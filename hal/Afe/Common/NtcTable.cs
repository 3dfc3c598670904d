namespace DataBox.Afe
{
    /// <summary>
    /// Temperature of a thermistor in a divider, by table: 129 entries over the ratio R / (R + 10 kohm), made from the maker's
    /// R(T) table and not from beta, which is wrong by 2 to 4 degC over this range.
    /// </summary>
    /// <remarks>
    /// Entry i is the temperature at which R = 10 kohm * i / (128 - i), in 0.01 degC. Between the maker's points 1/T is a natural
    /// cubic spline of ln R; beyond them it goes on in a straight line (constant beta), which is how the 103JT-025, tabled to
    /// 90 degC here, reaches 125. A test makes the entries again in double. Largest error against the maker's points and that
    /// curve from -40 to 85 degC: 0.08 degC, rounding to 0.1 degC included; 65 entries would give 0.2.
    /// </remarks>
    public sealed class NtcTable
    {
        /// <summary>Entries over the ratio 0..1.</summary>
        public const int EntryCount = 129;

        /// <summary>The resistance at ratio 1/2, ohm.</summary>
        public const int NominalOhms = 10000;

        /// <summary>Ratio in 1/65,536 above which the wire is open: R over 656 kohm, colder than -58 degC by the curve.</summary>
        public const int OpenRatio = 64552;

        /// <summary>Ratio in 1/65,536 below which the probe is shorted: R under 150 ohm, hotter than 180 degC.</summary>
        public const int ShortRatio = 968;

        /// <summary>The lowest and highest temperature that a reading may bear, 0.1 degC; colder or hotter is out of range.
        /// </summary>
        public const int LowestDeciC = -400;
        public const int HighestDeciC = 1250;

        /// <summary>A reading that leaves the range by no more than this, 0.1 degC, is the range's end: the table's own error
        /// there.</summary>
        public const int EdgeDeciC = 2;

        /// <summary>Lower-case name as the configuration writes it.</summary>
        public readonly string name;

        /// <summary>[129] 0.01 degC over rising ratio, falling. For kernels; never written.</summary>
        public readonly short[] centiC;

        private NtcTable(string name, short[] centiC)
        {
            this.name = name;
            this.centiC = centiC;
        }

        /// <summary>The table of a part by its name.</summary>
        /// <returns>Null where there is none.</returns>
        public static NtcTable Find(string name)
        {
            for (int i = 0; i < s_parts.Length; i++)
            {
                if (s_parts[i].name == name)
                {
                    return s_parts[i];
                }
            }

            return null;
        }

        /// <summary>All names, for a message to a person.</summary>
        public static string Names()
        {
            string names = "";
            for (int i = 0; i < s_parts.Length; i++)
            {
                names += (i == 0 ? "" : ", ") + s_parts[i].name;
            }

            return names;
        }

        private static readonly NtcTable[] s_parts = new NtcTable[]
        {
            // Murata NCP15XH103, also the other NCPxxXH103: 10 kohm, B25/85 3434; the maker's table, 5 degC apart, -40..125.
            new NtcTable("ncp15xh103", new short[]
            {
                32767, 23164, 18643, 16337, 14825, 13713, 12841, 12127, 11533, 11009, 10549, 10138,
                9768, 9431, 9120, 8830, 8559, 8307, 8070, 7846, 7635, 7433, 7241, 7058,
                6881, 6711, 6548, 6390, 6238, 6092, 5950, 5814, 5682, 5554, 5429, 5307,
                5187, 5070, 4956, 4844, 4734, 4626, 4520, 4416, 4314, 4213, 4114, 4016,
                3919, 3823, 3729, 3636, 3543, 3452, 3362, 3273, 3184, 3097, 3010, 2923,
                2838, 2753, 2668, 2584, 2500, 2416, 2333, 2250, 2168, 2085, 2003, 1920,
                1838, 1756, 1674, 1592, 1510, 1428, 1346, 1263, 1180, 1097, 1014, 930,
                846, 761, 675, 589, 502, 415, 326, 237, 147, 56, -36, -129,
                -224, -320, -417, -516, -617, -720, -825, -932, -1042, -1155, -1271, -1390,
                -1514, -1641, -1773, -1910, -2052, -2201, -2356, -2520, -2694, -2879, -3076, -3290,
                -3522, -3780, -4068, -4397, -4784, -5261, -5894, -6889, -27315,
            }),

            // Semitec 103JT-025: 10 kohm, B25/85 3435; the maker's table, 10 degC apart, -40..90.
            new NtcTable("103jt-025", new short[]
            {
                32767, 23500, 18849, 16485, 14937, 13801, 12910, 12180, 11564, 11032, 10565, 10148,
                9772, 9430, 9117, 8827, 8558, 8305, 8068, 7844, 7631, 7429, 7236, 7052,
                6875, 6706, 6543, 6386, 6235, 6089, 5947, 5810, 5676, 5547, 5421, 5298,
                5178, 5060, 4945, 4833, 4723, 4615, 4509, 4404, 4302, 4201, 4102, 4004,
                3908, 3813, 3719, 3626, 3535, 3444, 3355, 3266, 3178, 3091, 3005, 2919,
                2835, 2750, 2666, 2583, 2500, 2417, 2335, 2253, 2172, 2090, 2009, 1928,
                1846, 1765, 1684, 1603, 1522, 1441, 1360, 1279, 1197, 1115, 1033, 950,
                868, 784, 701, 616, 531, 446, 359, 272, 184, 95, 4, -87,
                -180, -274, -370, -467, -566, -667, -771, -876, -984, -1094, -1207, -1324,
                -1444, -1568, -1697, -1831, -1971, -2118, -2272, -2436, -2609, -2794, -2992, -3206,
                -3441, -3699, -3988, -4319, -4708, -5187, -5823, -6822, -27315,
            }),
        };
    }
}
