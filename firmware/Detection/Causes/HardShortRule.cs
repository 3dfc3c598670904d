using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Voltage and temperature together, sample by sample: a probe rises against its own past and the others of its device, and a
    /// cell of that device falls against the device's median. Each may happen to a healthy pack; both at once does not. And by
    /// voltage alone, once a tick: a fall too deep and fast for anything else that goes on at rest. docs/diagnosis.md,
    /// "Hard short".
    /// </summary>
    /// <remarks>A sample costs a pass over the probes. Cells are looked at only where a probe is warm.</remarks>
    public sealed class HardShortRule : CauseRule
    {
        // Noise, as the box itself has seen it, is no drop below eight times its scatter.
        private const int ScatterFactor = 8;

        // A cell of half as much resistance again falls by half of what the median falls; and where all probes warm by some
        // kelvin, one of them by half as much again. Small moves of the median are no load.
        public const int ShareShift = 1;
        private const int StillMicrovolts = 5000;

        // By voltage alone: four times the threshold.
        private const int AloneFactor = 4;

        private const int MaxCells = 18;

        private readonly HardReference _past;

        private readonly HardCollapse _collapse;

        // [cellCount] drop of the last look, µV.
        private readonly int[] _drop;

        private readonly HardWarmth _warmth;
        private readonly int[] _sorted = new int[MaxCells];

        public HardShortRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.HardShort, features, book, features.layout.cellCount, true)
        {
            PackLayout layout = features.layout;
            _past = new HardReference(layout);
            _collapse = new HardCollapse(features);
            _drop = new int[layout.cellCount];
            _warmth = new HardWarmth(features, _past);
        }

        /// <summary>A short that has burnt out stays told for an hour.</summary>
        protected override int ClearMs
        {
            get { return 3600000; }
        }

        public static int BytesFor(PackLayout layout)
        {
            return BaseBytes(layout.cellCount) + HardReference.BytesFor(layout) + HardCollapse.BytesFor(layout)
                + HardWarmth.BytesFor(layout) + HeapSize.OfInts(layout.cellCount) + HeapSize.OfInts(MaxCells) + HeapSize.OfObject(5);
        }

        public override void Relearn(int cell)
        {
            _past.Forget(cell);
        }

        /// <inheritdoc/>
        public override bool OnSample(PackSample sample)
        {
            bool isNews = false;
            int devices = features.layout.deviceCount;
            for (int d = 0; d < devices; d++)
            {
                int warm = _warmth.Step(sample, d);
                if (warm >= ClearPermille)
                {
                    isNews |= LookAtCells(sample, d, warm);
                }
            }

            return isNews;
        }

        public override bool OnTick()
        {
            CauseFeatures f = features;
            int[] firstCell = f.layout.firstCell;
            _collapse.BeginTick();
            bool isNews = false;
            _warmth.BeginTick();
            for (int d = 0; d < f.layout.deviceCount; d++)
            {
                bool isHeld = IsHeld(firstCell[d], firstCell[d + 1]);
                isNews |= LookByVoltage(d);
                _past.StepProbes(f, d, isHeld);
                _past.StepCells(f, d, f.settings[DetectorSettings.HardDrop] >> 1, isHeld || _warmth.permille[d] >= ClearPermille);
                _warmth.KeepLeast(d);
            }

            _past.StepTime(f.nowMs);
            _collapse.EndTick();
            return isNews;
        }

        protected override int ValueOf(int place)
        {
            return _drop[place];
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = DeviceOf(place);
            bool isWarm = _warmth.permille[device] >= SuspectPermille;
            alarm.deviceIndex = device;
            alarm.cellIndex = place;
            alarm.limit = features.settings[DetectorSettings.HardDrop];
            alarm.AddEvidence(Evidence.DropMicrovolts, _drop[place]);
            alarm.AddEvidence(Evidence.TempRise, _warmth.rise[device]);
            alarm.AddEvidence(Evidence.TempSlope, _warmth.slope[device] * 60);
            if (!isWarm)
            {
                // An open wire at the end of the device moves one cell alone, too.
                alarm.orCauseId = FaultCauses.SenseWireOpen;
            }

            alarm.certaintyPercent = isWarm ? 95 : 60;
        }

        /// <summary>The cell that fell most of a device with a warm probe.</summary>
        private bool LookAtCells(PackSample sample, int device, int warm)
        {
            int median = MedianOf(sample, device);
            if (median < 0)
            {
                return false;
            }

            int[] microvolts = sample.cellMicrovolts;
            byte[] quality = sample.cellQuality;
            int loaded = LoadedBy(device, median);
            int end = features.layout.firstCell[device + 1];
            int most = 0;
            int worst = -1;
            for (int i = features.layout.firstCell[device]; i < end; i++)
            {
                if (quality[i] != Quality.Good || _past.age[i] == 0)
                {
                    continue;
                }

                int off = microvolts[i] - median;
                off = off < -WindowColumns.MaxDeviationMicrovolts ? -WindowColumns.MaxDeviationMicrovolts : off;
                int drop = (_past.cell[i] >> HardReference.CellQ) - off;
                int permille = PermilleOf(drop, ThresholdOf(i, loaded));
                if (permille > most)
                {
                    most = permille;
                    worst = i;
                    _drop[i] = drop;
                }
            }

            most = most < warm ? most : warm;
            if (worst < 0 || (most <= worstPermille && most < ClearPermille && level[worst] == Quiet))
            {
                return false;
            }

            // The first sample makes a suspect, the second may raise the alarm.
            most = level[worst] == Quiet && most > 999 ? 999 : most;
            return Judge(worst, most, sample.timeMs, sample.timeMs);
        }

        /// <summary>By voltage alone.</summary>
        private bool LookByVoltage(int device)
        {
            int loaded = LoadedBy(device, features.medianMicrovolts[device]);
            bool isAny = _collapse.Step(device, loaded, _past, _drop);
            byte[] levels = level;
            byte[] falls = _collapse.falls;
            byte[] deep = _collapse.deep;
            bool isNews = false;
            int end = features.layout.firstCell[device + 1];
            for (int i = features.layout.firstCell[device]; i < end; i++)
            {
                if (levels[i] != Quiet || (isAny && (falls[i] | deep[i]) != 0))
                {
                    isNews |= JudgeAlone(device, i, ThresholdOf(i, loaded));
                }
            }

            return isNews;
        }

        private bool JudgeAlone(int device, int cell, int threshold)
        {
            int permille = 0;
            if (level[cell] != Quiet)
            {
                permille = PermilleOf(_drop[cell], threshold);
                permille = permille < _warmth.permille[device] || _collapse.IsLasting(cell) ? permille : _warmth.permille[device];
            }
            else if (!IsWire(device, cell))
            {
                permille = PermilleOf(_collapse.start[cell] - features.deviation[cell], AloneFactor * threshold);
                permille = permille > HardCollapse.BegunPermille && !_collapse.IsLasting(cell) ? HardCollapse.BegunPermille : permille;
            }

            bool isNews = Judge(cell, permille, features.nowMs, features.nowMs);
            if (level[cell] != Quiet && features.explainedBy[cell] == 0)
            {
                features.explainedBy[cell] = (byte)(causeId + 1);
            }

            return isNews;
        }

        /// <summary>A neighbour that rises by an eighth of the fall, or what another rule has found, speaks for the wire.</summary>
        private bool IsWire(int device, int cell)
        {
            int[] drop = _drop;
            int eighth = (_collapse.start[cell] - features.deviation[cell]) >> 3;
            bool isBelow = cell > features.layout.firstCell[device] && -drop[cell - 1] > eighth;
            bool isAbove = cell + 1 < features.layout.firstCell[device + 1] && -drop[cell + 1] > eighth;
            return isBelow || isAbove || features.explainedBy[cell] != 0;
        }

        /// <summary>What a load may do to the weakest cell, µV.</summary>
        private int LoadedBy(int device, int median)
        {
            int was = _past.median[device];
            int moved = was == 0 ? 0 : median - (was >> HardReference.CellQ);
            moved = (moved < 0 ? -moved : moved) - StillMicrovolts;
            return moved > 0 ? moved >> ShareShift : 0;
        }

        private int ThresholdOf(int cell, int loaded)
        {
            int noise = (_past.scatter[cell] * ScatterFactor) >> HardReference.ScatterQ;
            int drop = features.settings[DetectorSettings.HardDrop];
            return (noise > drop ? noise : drop) + loaded;
        }

        // Drops are at most 1,638,200 µV, thresholds 1,000 µV and more: permille at most 1,638,200 before the cut.
        private static int PermilleOf(int drop, int threshold)
        {
            int permille = drop <= 0 ? 0 : drop > 2000000 ? 2000000 : (int)((long)drop * 1000 / threshold);
            return permille > MaxPermille ? MaxPermille : permille;
        }

        private bool IsHeld(int from, int end)
        {
            byte[] levels = level;
            bool isHeld = false;
            for (int i = from; i < end; i++)
            {
                isHeld |= levels[i] != Quiet;
            }

            return isHeld;
        }

        private int DeviceOf(int cell)
        {
            int device = 0;
            while (features.layout.firstCell[device + 1] <= cell)
            {
                device++;
            }

            return device;
        }

        /// <summary>Lower median of a device's good cells in this sample, µV; -1: fewer than three. The window has not seen it yet.
        /// </summary>
        private int MedianOf(PackSample sample, int device)
        {
            int[] sorted = _sorted;
            int count = 0;
            int end = features.layout.firstCell[device + 1];
            for (int i = features.layout.firstCell[device]; i < end; i++)
            {
                if (sample.cellQuality[i] != Quality.Good)
                {
                    continue;
                }

                int value = sample.cellMicrovolts[i];
                int at = count++;
                for (; at > 0 && sorted[at - 1] > value; at--)
                {
                    sorted[at] = sorted[at - 1];
                }

                sorted[at] = value;
            }

            return count < WindowColumns.MinCellsForMedian ? -1 : sorted[(count - 1) >> 1];
        }
    }
}
