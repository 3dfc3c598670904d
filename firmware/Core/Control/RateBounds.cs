using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>What rates are allowed, in one place: fixed bounds, and the shortest sample period that this box's chain and
    /// board can do.</summary>
    public sealed class RateBounds
    {
        public const int MinGroupPeriodMs = 10;
        public const int MaxGroupPeriodMs = 100000;
        public const int MinSamplePeriodMs = 10;
        public const int MaxSamplePeriodMs = 1000;
        public const int MinWindowMs = 10;
        public const int MaxWindowMs = 10000;
        public const int MinBlockSeconds = 1;
        public const int MaxBlockSeconds = 600;

        /// <summary>The shortest sample period of this box, ms, 10 or more.</summary>
        public readonly int shortestSamplePeriodMs;

        /// <param name="shortestSamplePeriodMs">What chain and board allow; under 10 counts as 10.</param>
        public RateBounds(int shortestSamplePeriodMs)
        {
            this.shortestSamplePeriodMs = shortestSamplePeriodMs < MinSamplePeriodMs
                ? MinSamplePeriodMs
                : shortestSamplePeriodMs;
        }

        /// <summary>The least allowed sample period for a chain, whole ms, from its shortest cycle.</summary>
        /// <param name="shortestCycleMicros">IAfe.ShortestCycleMicros plus what the rest of a sample costs, µs.</param>
        public static int ShortestPeriodMs(int shortestCycleMicros)
        {
            int wholeMs = (shortestCycleMicros / 1000) + (shortestCycleMicros % 1000 == 0 ? 0 : 1);
            return wholeMs < MinSamplePeriodMs ? MinSamplePeriodMs : wholeMs;
        }

        /// <summary>Checks all settings.</summary>
        /// <param name="code">A <see cref="RefusalCode"/>, or null.</param>
        /// <param name="text">Names field, value and bounds; null when all is allowed.</param>
        public bool Check(RateSettings settings, out string code, out string text)
        {
            text = Bounds.Outside("cells_period_ms", settings.cellsPeriodMs, MinGroupPeriodMs, MaxGroupPeriodMs);
            text = text ?? Bounds.Outside(
                "temperatures_period_ms", settings.temperaturesPeriodMs, MinGroupPeriodMs, MaxGroupPeriodMs);
            text = text ?? Bounds.Outside("pack_period_ms", settings.packPeriodMs, MinGroupPeriodMs, MaxGroupPeriodMs);
            text = text ?? Bounds.Outside("sample_period_ms", settings.samplePeriodMs, MinSamplePeriodMs, MaxSamplePeriodMs);
            text = text ?? Bounds.Outside("window_ms", settings.windowMs, MinWindowMs, MaxWindowMs);
            text = text ?? Bounds.Outside("block_seconds", settings.blockSeconds, MinBlockSeconds, MaxBlockSeconds);
            if (text != null)
            {
                code = RefusalCode.OutOfBounds;
                return false;
            }

            text = TooFast("sample_period_ms", settings.samplePeriodMs);
            text = text ?? TooFast("cells_period_ms", settings.cellsPeriodMs);
            text = text ?? TooFast("temperatures_period_ms", settings.temperaturesPeriodMs);
            text = text ?? TooFast("pack_period_ms", settings.packPeriodMs);
            if (text != null)
            {
                code = RefusalCode.TooFast;
                return false;
            }

            int effective = RatePolicy.EffectiveSamplePeriodMs(settings, shortestSamplePeriodMs);
            if (settings.windowMs < effective)
            {
                code = RefusalCode.OutOfBounds;
                text = "window_ms is " + settings.windowMs + ", a window holds at least one sample and these come every "
                    + effective + " ms";
                return false;
            }

            code = null;
            return true;
        }

        private string TooFast(string name, int value)
        {
            return value >= shortestSamplePeriodMs
                ? null
                : name + " is " + value + ", the shortest that this box can sample is " + shortestSamplePeriodMs + " ms";
        }
    }
}
