namespace DataBox.Core
{
    /// <summary>The six numbers that say how fast the box samples, judges and sends. Plain values; who may set which is
    /// decided by <see cref="RateBounds"/> and <see cref="CommandGate"/>.</summary>
    public sealed class RateSettings
    {
        /// <summary>Wished distance of samples, ms, 10..1,000.</summary>
        public int samplePeriodMs = 100;

        /// <summary>Distance of rows of each signal group, ms, 10..100,000.</summary>
        public int cellsPeriodMs = 1000;
        public int temperaturesPeriodMs = 1000;
        public int packPeriodMs = 1000;

        /// <summary>Length of a detector window, ms, at least one sample.</summary>
        public int windowMs = 1000;

        /// <summary>A block closes after this time at the latest, s, 1..600.</summary>
        public int blockSeconds = 60;

        /// <summary>A copy of its own.</summary>
        public RateSettings Copy()
        {
            RateSettings copy = new RateSettings();
            copy.samplePeriodMs = samplePeriodMs;
            copy.cellsPeriodMs = cellsPeriodMs;
            copy.temperaturesPeriodMs = temperaturesPeriodMs;
            copy.packPeriodMs = packPeriodMs;
            copy.windowMs = windowMs;
            copy.blockSeconds = blockSeconds;
            return copy;
        }

        /// <summary>The shortest of the three group periods, ms.</summary>
        public int ShortestGroupPeriodMs()
        {
            int shortest = cellsPeriodMs < temperaturesPeriodMs ? cellsPeriodMs : temperaturesPeriodMs;
            return packPeriodMs < shortest ? packPeriodMs : shortest;
        }
    }
}
