using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>How the last measurement of a check ended.</summary>
    public sealed class Bq769x2Verdict
    {
        /// <summary><see cref="AfeResult"/>; NotRun: there was nothing to compare.</summary>
        public byte result;

        /// <summary>What was measured, and the bound it was held against.</summary>
        public int value;
        public int limit;

        public void Clear()
        {
            result = AfeResult.NotRun;
            value = 0;
            limit = 0;
        }

        public void Conclude(bool passed, int measured, int bound)
        {
            result = passed ? AfeResult.Passed : AfeResult.Failed;
            value = measured;
            limit = bound;
        }
    }
}
