namespace DataBox.Afe
{
    /// <summary>The middle of some readings, which one odd cell does not move as it moves the mean.</summary>
    public static class Bq769x2Middle
    {
        /// <summary>The middle of the values; of an even number the lower one.</summary>
        /// <param name="count">1 or more.</param>
        /// <param name="sorted">[count] room to sort in.</param>
        public static int Of(short[] values, int count, short[] sorted)
        {
            for (int i = 0; i < count; i++)
            {
                int at = i;
                short value = values[i];
                while (at > 0 && sorted[at - 1] > value)
                {
                    sorted[at] = sorted[at - 1];
                    at--;
                }

                sorted[at] = value;
            }

            return sorted[(count - 1) / 2];
        }
    }
}
