using System;

namespace DataBox.Core
{
    /// <summary>
    /// The adaptive contexts of one block: where each decision's counts lie in the one flat array, and what they start with.
    /// docs/wire-contract.md, "Block", lists the same numbers; they change only with the codec version.
    /// </summary>
    /// <remarks>
    /// A context is one int: (count of all shifted left by 16) + count of zeros. Counts are in units of 1/32 decision, 1..4095, so
    /// the packed form stays below 2^28. Starts say "even", or "mostly zero" where a decision asks "did anything change"; they
    /// come from what the decision means, not from measuring recordings.
    /// </remarks>
    public static class BlockContexts
    {
        /// <summary>Added to a count by one decision.</summary>
        public const int Increment = 32;

        /// <summary>Both counts are halved once all reach this, after 94 decisions: older ones fade, and the packed form stays
        /// small.</summary>
        public const int Limit = 3000;

        /// <summary>Contexts of one number: unary length 0..15, first mantissa bit 16..31.</summary>
        public const int NumberSize = 32;

        public const int TimeIndex = 0;
        public const int TimeNumber = 4;
        public const int CellQuality = TimeNumber + NumberSize;
        public const int TempQuality = CellQuality + 3;
        public const int PackQuality = TempQuality + 3;
        public const int StateChanged = PackQuality + 1;
        public const int GroupsChanged = StateChanged + 1;
        public const int RowUnusual = GroupsChanged + 1;
        public const int IndexSkips = RowUnusual + 1;
        public const int Current = IndexSkips + 1;
        public const int PackVoltage = Current + ScalarSize;
        public const int TempZero = PackVoltage + ScalarSize;
        public const int TempSign = TempZero + 8;
        public const int TempNumber = TempSign + 3;
        public const int TempFirstZero = TempNumber + NumberSize;
        public const int TempFirstSign = TempFirstZero + 1;
        public const int TempFirstNumber = TempFirstSign + 1;
        public const int FirstZero = TempFirstNumber + NumberSize;
        public const int FirstSign = FirstZero + 1;
        public const int FirstNumber = FirstSign + 1;
        public const int StepDevice = FirstNumber + NumberSize;
        public const int StepZero = StepDevice + 16;
        public const int StepSign = StepZero + 56;
        public const int StepNumber = StepSign + 3;
        public const int StepFollow = StepNumber + NumberSize;
        public const int StepFollowSign = StepFollow + 2;
        public const int StepFollowNumber = StepFollowSign + 3;
        public const int NoiseNumber = StepFollowNumber + (3 * NumberSize);

        /// <summary>Contexts in all.</summary>
        public const int Count = NoiseNumber + NumberSize;

        /// <summary>Contexts of a four-decision tree.</summary>
        public const int TreeSize = 15;

        /// <summary>A scalar signal: three trees.</summary>
        public const int ScalarSize = 3 * TreeSize;

        private const int Even = (32 << 16) + 16;
        private const int MostlyZero = (64 << 16) + 48;
        private const int NearlyAlwaysZero = (64 << 16) + 60;

        /// <summary>Sets all contexts to their start.</summary>
        public static void Reset(int[] contexts)
        {
            Fill(contexts, 0, Count, Even);
            contexts[TimeIndex] = NearlyAlwaysZero;
            contexts[CellQuality] = NearlyAlwaysZero;
            contexts[TempQuality] = NearlyAlwaysZero;
            contexts[PackQuality] = NearlyAlwaysZero;
            contexts[StateChanged] = NearlyAlwaysZero;
            contexts[GroupsChanged] = NearlyAlwaysZero;
            contexts[RowUnusual] = NearlyAlwaysZero;
            contexts[IndexSkips] = NearlyAlwaysZero;
            Fill(contexts, CellQuality + 1, 2, MostlyZero);
            Fill(contexts, TempQuality + 1, 2, MostlyZero);
            Fill(contexts, TempZero, TempSign - TempZero, MostlyZero);
            Fill(contexts, StepDevice, StepSign - StepDevice, MostlyZero);
        }

        /// <summary>Doubles what is filled with each copy: a loop would cost eight steps a reading of a small pack.</summary>
        private static void Fill(int[] contexts, int from, int count, int value)
        {
            contexts[from] = value;
            int filled = 1;
            while (filled < count)
            {
                int more = filled < count - filled ? filled : count - filled;
                Array.Copy(contexts, from, contexts, from + filled, more);
                filled += more;
            }
        }
    }
}
