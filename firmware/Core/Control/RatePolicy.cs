using DataBox.Detection;

namespace DataBox.Core
{
    /// <summary>
    /// Says which signal groups have a row at a sample, and which sample period, window and block length follow from the
    /// settings in force. The one place where a rate is decided.
    /// </summary>
    /// <remarks>
    /// A group's rows lie on a grid anchor + k x period; the anchor is the first sample under the settings. The row of a grid
    /// point is the first sample at or after it, so samples that don't fall on the grid neither shift it nor lose a row, and
    /// a gap in time makes one row, not a burst. All times are long ms: nothing is rounded.
    /// </remarks>
    public sealed class RatePolicy
    {
        /// <summary>Longest block while something is suspicious, s.</summary>
        public const int SuspicionBlockSeconds = 5;

        private const int GroupCount = 3;

        /// <summary>Group i's mask is 1 &lt;&lt; i: cells, temperatures, pack.</summary>
        private const int AllGroups = (1 << GroupCount) - 1;

        private readonly int[] _periodMs = new int[GroupCount];
        private readonly long[] _dueMs = new long[GroupCount];
        private readonly int _shortestPeriodMs;
        private readonly RateSettings _defaults;
        private readonly bool _followsRecording;
        private bool _everySample;
        private bool _anchored;
        private long _anchorMs;

        /// <summary>The period that samples are taken at, ms.</summary>
        public int samplePeriodMs;

        /// <summary>The length of a detector window, ms.</summary>
        public int windowMs;

        private int _blockSeconds;

        /// <param name="defaults">In force until a desired state is set, and for every field that one leaves out.</param>
        /// <param name="shortestPeriodMs">The shortest sample period of this box, ms.</param>
        /// <param name="followsRecording">True: every sample is a row of every group until <see cref="Set"/>.</param>
        public RatePolicy(RateSettings defaults, int shortestPeriodMs, bool followsRecording)
        {
            _defaults = defaults.Copy();
            _shortestPeriodMs = shortestPeriodMs;
            Apply(_defaults);
            _followsRecording = followsRecording;
            _everySample = followsRecording;
        }

        /// <summary>True while every sample is a row: a recording is followed and nobody has set a period.</summary>
        public bool IsEverySampleARow
        {
            get { return _everySample; }
        }

        /// <summary>Distance of rows of a group, ms.</summary>
        /// <param name="groupIndex">0 cells, 1 temperatures, 2 pack.</param>
        public int GroupPeriodMs(int groupIndex)
        {
            return _periodMs[groupIndex];
        }

        /// <summary>Takes new settings. Call <see cref="Restart"/> with the first sample under them.</summary>
        /// <param name="desired">Checked by the gate; fields left out take the defaults. Null: back to how the box began.
        /// </param>
        public void Set(DesiredState desired)
        {
            Apply(desired == null ? _defaults : desired.Resolve(_defaults));
            _everySample = desired == null && _followsRecording;
        }

        /// <summary>The longest time between first row and closing of a block, s.</summary>
        public int BlockSeconds(bool suspicious)
        {
            return suspicious && _blockSeconds > SuspicionBlockSeconds ? SuspicionBlockSeconds : _blockSeconds;
        }

        /// <summary>Starts every group's grid at this sample, which is a row of all groups.</summary>
        public void Restart(long sampleTimeMs)
        {
            _anchored = true;
            _anchorMs = sampleTimeMs;
            for (int i = 0; i < GroupCount; i++)
            {
                _dueMs[i] = sampleTimeMs;
            }
        }

        /// <summary>Says which groups have a row at this sample, and moves on: call it once a sample.</summary>
        /// <param name="sampleTimeMs">Never falls. The first call anchors the grid if Restart did not.</param>
        /// <returns>Mask: 1 cells, 2 temperatures, 4 pack.</returns>
        public int TakeDueGroups(long sampleTimeMs)
        {
            if (!_anchored)
            {
                Restart(sampleTimeMs);
            }

            if (_everySample)
            {
                return AllGroups;
            }

            int mask = 0;
            for (int i = 0; i < GroupCount; i++)
            {
                if (sampleTimeMs >= _dueMs[i])
                {
                    long period = _periodMs[i];
                    long passed = (sampleTimeMs - _anchorMs) / period;
                    _dueMs[i] = _anchorMs + ((passed + 1) * period);
                    mask |= 1 << i;
                }
            }

            return mask;
        }

        /// <summary>
        /// The largest period that is at most the wished one, at least the shortest possible, and divides all group periods,
        /// so that every row falls on a sample. Where there is none: the wished one, or the shortest group period if that is
        /// less; rows then are the first samples at or after their due time.
        /// </summary>
        public static int EffectiveSamplePeriodMs(RateSettings settings, int shortestPeriodMs)
        {
            int common = Gcd(Gcd(settings.cellsPeriodMs, settings.temperaturesPeriodMs), settings.packPeriodMs);
            int wished = settings.samplePeriodMs;
            int candidate = wished < common ? wished : common;
            int least = shortestPeriodMs < 1 ? 1 : shortestPeriodMs;
            while (candidate >= least)
            {
                if (common % candidate == 0)
                {
                    return candidate;
                }

                candidate--;
            }

            int shortestGroup = settings.ShortestGroupPeriodMs();
            int kept = shortestGroup < wished ? shortestGroup : wished;
            return kept < least ? least : kept;
        }

        private void Apply(RateSettings settings)
        {
            samplePeriodMs = EffectiveSamplePeriodMs(settings, _shortestPeriodMs);
            windowMs = settings.windowMs;
            _blockSeconds = settings.blockSeconds;
            _periodMs[0] = settings.cellsPeriodMs;
            _periodMs[1] = settings.temperaturesPeriodMs;
            _periodMs[2] = settings.packPeriodMs;
        }

        private static int Gcd(int a, int b)
        {
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
