using DataBox.Detection;

namespace DataBox.Core
{
    /// <summary>
    /// The normal distribution as shares of 65,536: what the noise model codes with. Made by an integer recurrence, so that every
    /// platform has the same numbers without a list of them.
    /// </summary>
    public static class NormalTable
    {
        /// <summary>Index of the mean; an index is 1/128 deviation, so the table ends at 4 deviations.</summary>
        public const int Middle = 512;

        /// <summary>The last share; what is left up to 65,536 belongs to the escape.</summary>
        public const int Total = NormalPart + Middle;

        /// <summary>Entries of the table.</summary>
        public const int Length = (2 * Middle) + 1;

        private const int NormalPart = 65000;

        /// <summary>[Length] share below each index, rising from 0 to Total: the distribution itself, and one for every
        /// second index, so that no error inside is without a share (an error is at least 3 indexes wide).</summary>
        public static readonly ushort[] s_shares = Make();

        /// <summary>The density steps down by a factor that steps down itself (exp of -(z + h/2)h, h = 1/128), trapezoids are summed.
        /// Q30; worst error against the true distribution 3.2e-5, found by comparing all 1,025 entries.</summary>
        private static ushort[] Make()
        {
            // exp(-h^2 / 2) and exp(-h^2) x 2^30.
            long factor = 1073709056;
            const long factorStep = 1073676290;
            long[] sum = new long[Middle + 1];
            long density = 1 << 30;
            for (int i = 0; i < Middle; i++)
            {
                long next = (density * factor) >> 30;
                sum[i + 1] = sum[i] + ((density + next) >> 1);
                density = next;
                factor = (factor * factorStep) >> 30;
            }

            ushort[] shares = new ushort[Length];
            for (int i = 0; i <= Middle; i++)
            {
                int half = (int)(sum[i] * (NormalPart / 2) / sum[Middle]);
                shares[Middle + i] = (ushort)((NormalPart / 2) + half + ((Middle + i) >> 1));
                shares[Middle - i] = (ushort)((NormalPart / 2) - half + ((Middle - i) >> 1));
            }

            return shares;
        }
    }
}
