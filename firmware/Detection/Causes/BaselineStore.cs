namespace DataBox.Detection
{
    /// <summary>The learned baselines as bytes, little endian: what BaselineColumns says is stored, then the pack's resistance, the
    /// relaxing part and the slopes.</summary>
    internal static class BaselineStore
    {
        // A value that no healthy box has learned is taken for its start.
        private const int MostResistance = 2000000;
        private const int MostSlowPermille = 4000;

        public static int Bytes(BaselineColumns columns)
        {
            int cells = columns.age.Length;
            int bins = columns.visits.Length;
            return (2 * columns.offset.Length) + (4 * bins) + (2 * cells) + (9 * cells) + (2 * columns.size.Length)
                + (4 * columns.fitMinutes.Length) + 8 + (2 * BaselineColumns.Bins);
        }

        public static void Write(BaselineColumns columns, BaselineLoad load, byte[] target, int at)
        {
            at = PutShorts(columns.offset, target, at);
            at = PutShorts(columns.visits, target, at);
            at = PutShorts(columns.doubt, target, at);
            at = PutShorts(columns.resistance, target, at);
            at = PutShorts(columns.size, target, at);
            at = PutShorts(columns.fitMinutes, target, at);
            at = PutShorts(columns.wander, target, at);
            at = PutShorts(load.slope, target, at);
            for (int i = 0; i < columns.age.Length; i++)
            {
                Put(columns.charge[i], target, at);
                Put(columns.rate[i], target, at + 4);
                target[at + 8] = columns.age[i];
                at += 9;
            }

            Put(load.resistanceMicroohms, target, at);
            Put(load.slowPermille, target, at + 4);
        }

        public static void Read(BaselineColumns columns, BaselineLoad load, byte[] source, int at)
        {
            at = TakeShorts(columns.offset, -32767, 32767, source, at);
            at = TakeShorts(columns.visits, 0, BaselineColumns.MaxVisits, source, at);
            at = TakeShorts(columns.doubt, 0, 32767, source, at);
            at = TakeShorts(columns.resistance, -32767, 32767, source, at);
            at = TakeShorts(columns.size, 0, 32767, source, at);
            at = TakeShorts(columns.fitMinutes, 0, BaselineColumns.LongestFit, source, at);
            at = TakeShorts(columns.wander, 0, 32767, source, at);
            at = TakeShorts(load.slope, BaselineLoad.LeastSlope, BaselineLoad.MostSlope, source, at);
            for (int i = 0; i < columns.age.Length; i++)
            {
                columns.charge[i] = Take(source, at, BaselineColumns.MaxMicrovolts << 12);
                columns.rate[i] = Take(source, at + 4, BaselineColumns.MaxRate);
                columns.age[i] = source[at + 8];
                at += 9;
            }

            int resistance = Take(source, at, MostResistance);
            load.resistanceMicroohms = resistance < 1 ? load.resistanceMicroohms : resistance;
            int slow = Take(source, at + 4, MostSlowPermille);
            load.slowPermille = slow < 0 ? 0 : slow;
        }

        private static int PutShorts(short[] values, byte[] target, int at)
        {
            for (int i = 0; i < values.Length; i++)
            {
                target[at] = (byte)values[i];
                target[at + 1] = (byte)(values[i] >> 8);
                at += 2;
            }

            return at;
        }

        private static int TakeShorts(short[] values, int least, int most, byte[] source, int at)
        {
            for (int i = 0; i < values.Length; i++)
            {
                int value = (short)(source[at] | (source[at + 1] << 8));
                values[i] = (short)(value < least ? least : value > most ? most : value);
                at += 2;
            }

            return at;
        }

        private static void Put(int value, byte[] target, int at)
        {
            target[at] = (byte)value;
            target[at + 1] = (byte)(value >> 8);
            target[at + 2] = (byte)(value >> 16);
            target[at + 3] = (byte)(value >> 24);
        }

        private static int Take(byte[] source, int at, int most)
        {
            int value = source[at] | (source[at + 1] << 8) | (source[at + 2] << 16) | (source[at + 3] << 24);
            return value < -most ? -most : value > most ? most : value;
        }
    }
}
