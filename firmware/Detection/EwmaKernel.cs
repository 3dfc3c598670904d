namespace DataBox.Detection
{
    /// <summary>
    /// Exponentially weighted mean with rounding: state in Q(f), weight 1/2^k.
    /// </summary>
    /// <remarks>
    /// Error against exact arithmetic on the same inputs: each step rounds by at most half a unit of the state, and the filter
    /// sums these to at most 2^(k-1-f) of an input's unit, forever. Range: inputs of one sign below 2^(31-f) keep the state and
    /// the difference within int; k from 1 to 15.
    /// </remarks>
    public static class EwmaKernel
    {
        /// <summary>The next state.</summary>
        /// <param name="stateQ">Q(f); start it as first input shifted left by f.</param>
        /// <param name="input">0..2^(31-f)-1.</param>
        /// <param name="f">Fraction bits.</param>
        /// <param name="k">Weight 1/2^k.</param>
        public static int Step(int stateQ, int input, int f, int k)
        {
            return stateQ + (((input << f) - stateQ + (1 << (k - 1))) >> k);
        }
    }
}
