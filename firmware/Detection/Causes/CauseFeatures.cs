using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// What every cause looks at, computed once a tick: a closed window, or several where windows are shorter than a tick. Causes
    /// read these arrays in loops and write only <see cref="explainedBy"/>.
    /// </summary>
    /// <remarks>Allocates nothing after construction.</remarks>
    public sealed class CauseFeatures
    {
        /// <summary>Windows shorter than this are gathered into one tick, ms.</summary>
        public const int TickMs = 1000;

        /// <summary>A gap as long tells nothing about what was in it: steps and filters begin anew, ms.</summary>
        public const int MaxGapMs = 300000;

        /// <summary>Values of <see cref="reading"/>.</summary>
        public const byte NoReading = 0;
        public const byte Fresh = 1;
        public const byte HasStep = 2;

        /// <summary>Values of <see cref="learned"/>: what the residual of this tick is worth.</summary>
        public const byte NoBaseline = 0;
        public const byte NotLearned = 1;
        public const byte Learned = 2;

        public readonly PackLayout layout;

        /// <summary>[DetectorSettings.Count], shared with the detector.</summary>
        public readonly int[] settings;

        /// <summary>Window of this tick.</summary>
        public WindowColumns window;

        /// <summary>End of the tick, ms of sample time, and time since the tick before; 0 where there is none to compare with.
        /// </summary>
        public long nowMs;
        public int sinceLastMs;

        /// <summary><see cref="OperatingCondition"/> and what it knows more.</summary>
        public byte condition;
        public bool isRelaxed;
        public long conditionSinceMs;

        /// <summary>Mean current of the tick, mA, discharge negative; and its step from the tick before.</summary>
        public bool hasCurrent;
        public int currentMilliamps;
        public bool hasCurrentStep;
        public int currentStepMilliamps;

        /// <summary>[deviceCount] mean median of the tick, µV, and its step from the tick before (0 where there is none).</summary>
        public readonly int[] medianMicrovolts;
        public readonly int[] medianStep;

        /// <summary>[cellCount] NoReading, Fresh (in this tick), HasStep (in this one and the one before).</summary>
        public readonly byte[] reading;

        /// <summary>[cellCount] mean deviation from the device's median, ±819,100 µV, and its step.</summary>
        public readonly int[] deviation;
        public readonly int[] deviationStep;

        /// <summary>[cellCount] deviation less what was learned for this condition, µV; how much it is worth; and the learned mean
        /// size of that residual, µV.</summary>
        public readonly int[] residual;
        public readonly byte[] learned;
        public readonly int[] spread;

        /// <summary>[cellCount] the residual as a charge offset, slowly filtered: 4 µV at a slope of 10 mV per % of the capacity, so
        /// 0.4 ppm of it.</summary>
        public readonly short[] drift;

        /// <summary>[deviceCount] learned mean size of the drift of its cells, µV at 10 mV per %.</summary>
        public readonly short[] driftSpread;

        /// <summary>Size of the medians' polarisation in the last half minute, 0..524,000 µV; 0 without a current.</summary>
        public int loadMicrovolts;

        /// <summary>Resistance of a cell to a current of minutes, µΩ.</summary>
        public int slowMicroohms;

        /// <summary>[deviceCount] slope of the open-circuit voltage now, Q8 of 10 mV per % of the capacity, 8..2,047.</summary>
        public readonly short[] ocvSlope;

        /// <summary>[cellCount] cause that explains this cell's readings at this time, id + 1; 0: none. Set by a rule that is at
        /// least suspicious, in order of the rules; a later rule leaves such a cell alone, and nothing is learned from it.</summary>
        public readonly byte[] explainedBy;

        private readonly Baseline _baseline;
        /// <summary>What each cell did against a moment ago.</summary>
        public readonly CellMoves moves;

        /// <summary>What the detector knows of the latest sample; null where rules are run without it.</summary>
        public DetectorColumns samples;

        private long _lastMs = long.MinValue / 2;

        public CauseFeatures(PackLayout layout, int[] settings)
        {
            this.layout = layout;
            this.settings = settings;
            int cells = layout.cellCount;
            medianMicrovolts = new int[layout.deviceCount];
            medianStep = new int[layout.deviceCount];
            reading = new byte[cells];
            deviation = new int[cells];
            deviationStep = new int[cells];
            residual = new int[cells];
            learned = new byte[cells];
            spread = new int[cells];
            explainedBy = new byte[cells];
            drift = new short[cells];
            driftSpread = new short[layout.deviceCount];
            ocvSlope = new short[layout.deviceCount];
            _baseline = new Baseline(this);
            moves = new CellMoves(layout);
        }

        /// <summary>Heap bytes.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return (2 * HeapSize.OfInts(layout.deviceCount)) + (4 * HeapSize.OfInts(layout.cellCount))
                + (3 * HeapSize.OfBytes(layout.cellCount)) + HeapSize.OfShorts(layout.cellCount)
                + (2 * HeapSize.OfShorts(layout.deviceCount)) + HeapSize.OfObject(31) + CellMoves.BytesFor(layout)
                + Baseline.BytesFor(layout);
        }

        /// <summary>Takes a closed window that is not empty.</summary>
        /// <returns>True where a tick is over and the causes are to look.</returns>
        public bool Take(SampleWindow samples, OperatingCondition operating)
        {
            WindowColumns columns = samples.columns;
            long gapMs = samples.lastMs - _lastMs;
            if (gapMs >= 0 && gapMs < TickMs - 100)
            {
                return false;
            }

            bool isGap = gapMs < 0 || gapMs > MaxGapMs;
            window = columns;
            nowMs = samples.lastMs;
            sinceLastMs = isGap ? 0 : (int)gapMs;
            _lastMs = nowMs;
            condition = operating.State;
            isRelaxed = operating.IsRelaxed;
            conditionSinceMs = operating.SinceMs;
            TakeCurrent(columns, isGap);
            TakeCells(columns, isGap);
            moves.Take(this);
            _baseline.Take();
            return true;
        }

        /// <summary>How much of the baselines is learned, permille of their bins; the causes that need a bin are silent until it is.
        /// </summary>
        public int LearnedPermille()
        {
            return _baseline.LearnedPermille();
        }

        /// <summary>Bytes of the learned baselines as they are stored; 0: nothing.</summary>
        public int LearnedBytes
        {
            get { return _baseline.StoredBytes; }
        }

        /// <summary>Rises when the bytes change their meaning: what another version wrote is not read.</summary>
        public byte LearnedVersion
        {
            get { return 1; }
        }

        /// <summary>Writes LearnedBytes bytes.</summary>
        public void WriteLearned(byte[] target, int at)
        {
            _baseline.Write(target, at);
        }

        /// <summary>Reads LearnedBytes bytes that a box of the same layout and version wrote; checks each value's range.</summary>
        public void ReadLearned(byte[] source, int at)
        {
            _baseline.Read(source, at);
        }

        /// <summary>After service: forgets the baseline of a cell.</summary>
        /// <param name="cell">From 0 in the pack; -1: all.</param>
        public void Relearn(int cell)
        {
            _baseline.Relearn(cell);
        }

        private void TakeCurrent(WindowColumns columns, bool isGap)
        {
            bool has = columns.currentCount > 0;
            hasCurrentStep = has && hasCurrent && !isGap;
            currentStepMilliamps = hasCurrentStep ? columns.meanCurrent - currentMilliamps : 0;
            hasCurrent = has;
            currentMilliamps = has ? columns.meanCurrent : 0;
        }

        private void TakeCells(WindowColumns columns, bool isGap)
        {
            short[] goodCount = columns.goodCount;
            int[] meanDeviation = columns.meanDeviation;
            int[] firstCell = layout.firstCell;
            byte[] state = reading;
            int[] mean = deviation;
            int[] step = deviationStep;
            for (int d = 0; d < layout.deviceCount; d++)
            {
                bool isJudged = columns.judgedCount[d] != 0;
                int median = columns.meanMedian[d];
                medianStep[d] = isJudged && !isGap && medianMicrovolts[d] != 0 ? median - medianMicrovolts[d] : 0;
                medianMicrovolts[d] = isJudged ? median : 0;
                int end = firstCell[d + 1];
                for (int i = firstCell[d]; i < end; i++)
                {
                    if (goodCount[i] == 0)
                    {
                        state[i] = NoReading;
                        continue;
                    }

                    int now = meanDeviation[i];
                    bool hasStep = state[i] != NoReading && !isGap;
                    step[i] = hasStep ? now - mean[i] : 0;
                    state[i] = hasStep ? HasStep : Fresh;
                    mean[i] = now;
                }
            }
        }
    }
}
