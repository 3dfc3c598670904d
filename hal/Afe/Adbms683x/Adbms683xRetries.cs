namespace DataBox.Afe
{
    /// <summary>How often something may still be repeated: a noisy line costs bounded time in every sample and step.</summary>
    public sealed class Adbms683xRetries
    {
        /// <summary>For one transfer.</summary>
        public readonly int perTransfer;

        private readonly int _perSample;
        private int _left;

        /// <summary>Repeated since start; stays at the largest int.</summary>
        public int count;

        public Adbms683xRetries(int perTransfer, int perSample)
        {
            this.perTransfer = perTransfer;
            _perSample = perSample;
            _left = perSample;
        }

        /// <summary>A sample or a step begins.</summary>
        public void Begin()
        {
            _left = _perSample;
        }

        /// <summary>Whether to repeat a transfer once more.</summary>
        /// <param name="tries">Repetitions of it so far; counted up when the answer is yes.</param>
        public bool Take(ref int tries)
        {
            if (tries >= perTransfer || _left == 0)
            {
                return false;
            }

            tries++;
            _left--;
            Count(1);
            return true;
        }

        public void Count(int more)
        {
            count = count > int.MaxValue - more ? int.MaxValue : count + more;
        }
    }
}
