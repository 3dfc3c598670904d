using DataBox.Detection;

namespace DataBox.Core
{
    /// <summary>
    /// How long to wait before the next attempt: exponential, bounded, with full jitter, so that a million boxes whose broker
    /// comes back don't come back in one second.
    /// </summary>
    public sealed class BackOff
    {
        /// <summary>The bound after the first failure, ms; doubles with each one.</summary>
        public const int FirstMs = 1000;

        private readonly int _mostMs;
        private uint _state;
        private int _failures;

        /// <param name="seed">Any; boxes and boots should differ in it.</param>
        /// <param name="mostMs">Bound of the wait, ms, 1,000 or more.</param>
        public BackOff(uint seed, int mostMs)
        {
            // Xorshift stays at zero for ever when it starts there.
            _state = seed == 0 ? 0x9E3779B9 : seed;
            _mostMs = mostMs;
        }

        /// <summary>Attempts that failed since the last <see cref="Reset"/>.</summary>
        public int Failures
        {
            get { return _failures; }
        }

        public void Reset()
        {
            _failures = 0;
        }

        /// <summary>Counts a failure.</summary>
        /// <returns>Wait before the next attempt, ms, evenly spread over 0..bound.</returns>
        public int NextMs()
        {
            long bound = (long)FirstMs << (_failures < 20 ? _failures : 20);
            _failures++;
            if (bound > _mostMs)
            {
                bound = _mostMs;
            }

            return (int)(Random() % (uint)(bound + 1));
        }

        /// <summary>A seed out of a box's id and its boot number: FNV-1a.</summary>
        public static uint Seed(string box, int bootNumber)
        {
            uint hash = 2166136261;
            for (int i = 0; i < box.Length; i++)
            {
                hash = (hash ^ box[i]) * 16777619;
            }

            return (hash ^ (uint)bootNumber) * 16777619;
        }

        /// <summary>Marsaglia's xorshift32 (13, 17, 5): small, and the same on every platform.</summary>
        private uint Random()
        {
            uint x = _state;
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            _state = x;
            return x;
        }
    }
}
