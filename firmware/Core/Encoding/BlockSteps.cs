namespace DataBox.Core
{
    /// <summary>
    /// Finds the coarsest steps (LSBs) that lose nothing: the largest of 1, 2, 5, 10 ... 50,000 units that divides every value of
    /// a signal in the block.
    /// </summary>
    public sealed class BlockSteps
    {
        /// <summary>2^5 * 5^5: every step of the ladder divides it.</summary>
        private const int Start = 100000;

        /// <summary>[15] the ladder; a block names a step by its index.</summary>
        private static readonly int[] s_ladder =
        {
            1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000,
        };

        public int cellDivisor;
        public int tempDivisor;
        public int timeDivisor;
        public int currentDivisor;
        public int packDivisor;

        public void Reset()
        {
            cellDivisor = Start;
            tempDivisor = Start;
            timeDivisor = Start;
            currentDivisor = Start;
            packDivisor = Start;
        }

        /// <summary>Index of the largest step that divides the divisor.</summary>
        public static int IndexOf(int divisor)
        {
            int index = s_ladder.Length - 1;
            while (divisor % s_ladder[index] != 0)
            {
                index--;
            }

            return index;
        }

        /// <summary>The step of an index.</summary>
        public static int Of(int index)
        {
            return s_ladder[index];
        }

        /// <summary>Greatest common divisor.</summary>
        /// <param name="divisor">1 or more.</param>
        /// <param name="value">Any but int.MinValue; 0 leaves the divisor as it is.</param>
        public static int Common(int divisor, int value)
        {
            int a = divisor;
            int b = value < 0 ? -value : value;
            while (b != 0)
            {
                int rest = a % b;
                a = b;
                b = rest;
            }

            return a;
        }
    }
}
