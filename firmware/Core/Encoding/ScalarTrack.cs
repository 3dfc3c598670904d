using DataBox.Detection;

namespace DataBox.Core
{
    /// <summary>What the model of one slow signal remembers within a block, in steps of its LSB.</summary>
    public sealed class ScalarTrack
    {
        public int last;
        public int change;

        /// <summary>Fading sums of the errors of "it stands" and "it goes on as before".</summary>
        public int standError;
        public int onwardError;

        /// <summary>Bit length of the last error's size.</summary>
        public int sizeClass;

        public void Reset()
        {
            last = 0;
            change = 0;
            standError = 0;
            onwardError = 0;
            sizeClass = 0;
        }

        /// <summary>Takes the value that was coded with an error of this bit length.</summary>
        public void Learn(int value, int length)
        {
            int stand = value - last;
            int onward = stand - change;

            // Signals stay within ±2^22, so errors do within 2^24 and the fading sums (at most 4 x) within 2^26.
            standError += (stand < 0 ? -stand : stand) - (standError >> 2);
            onwardError += (onward < 0 ? -onward : onward) - (onwardError >> 2);
            change = stand;
            last = value;
            sizeClass = length;
        }
    }
}
