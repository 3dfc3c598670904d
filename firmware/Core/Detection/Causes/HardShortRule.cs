using DataBox.Ports;

namespace DataBox.Core
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
        private const int ShareShift = 1;
        private const int StillMicrovolts = 5000;

        // By voltage alone: four times the threshold, and every half minute goes further down, by so much and by four times its
        // scatter at least. 1.5 mV in half a minute is a discharge of about a third of the capacity an hour.
        private const int AloneFactor = 4;
        private const int MarkMs = 30000;
        private const int SettledMs = 300000;
        private const int LeastFall = 1500;
        private const int OnceFallingPermille = 650;

        // Or it collapses by twenty times the threshold within half a minute, and stays down for so long. A wire that has come
        // off passes on to nothing meanwhile: a reading at the clip of the deviation says nothing here.
        private const int DeepFactor = 20;
        private const int DeepSeconds = 12;
        private const int DeepestMicrovolts = 800000;
        private const int DeepPermille = 650;

        private const int MaxCells = 18;

        private readonly HardReference _past;

        // [cellCount] drop of the last look, µV; deviation at the last mark and where it began to fall, µV; marks in a row
        // between which it fell.
        private readonly int[] _drop;
        private readonly int[] _mark;
        private readonly int[] _start;
        private readonly byte[] _falls;

        // [cellCount] seconds since it collapsed.
        private readonly byte[] _deep;

        // [deviceCount] median at the last mark, µV.
        private readonly int[] _medianMark;

        // [deviceCount] of the last sample: evidence of the probes, permille; rise 0.1 °C and slope 0.1 °C/s of the warmest.
        private readonly int[] _warm;
        private readonly short[] _rise;
        private readonly int[] _slope;
        private readonly int[] _sorted = new int[MaxCells];
        private int _leastOfPack;
        private int _currentMark;
        private long _markMs = long.MinValue / 2;

        public HardShortRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.HardShort, features, book, features.layout.cellCount)
        {
            PackLayout layout = features.layout;
            _past = new HardReference(layout);
            _drop = new int[layout.cellCount];
            _mark = new int[layout.cellCount];
            _start = new int[layout.cellCount];
            _falls = new byte[layout.cellCount];
            _deep = new byte[layout.cellCount];
            _medianMark = new int[layout.deviceCount];
            _warm = new int[layout.deviceCount];
            _rise = new short[layout.deviceCount];
            _slope = new int[layout.deviceCount];
        }

        /// <summary>A short that has burnt out stays told for an hour.</summary>
        protected override int ClearMs
        {
            get { return 3600000; }
        }

        public static int BytesFor(PackLayout layout)
        {
            int cells = layout.cellCount;
            int devices = layout.deviceCount;
            return BaseBytes(cells) + HardReference.BytesFor(layout) + (3 * HeapSize.OfInts(cells)) + (2 * HeapSize.OfBytes(cells))
                + (3 * HeapSize.OfInts(devices)) + HeapSize.OfShorts(devices) + HeapSize.OfInts(MaxCells) + HeapSize.OfObject(14);
        }

        public override void Relearn(int cell)
        {
            _past.Forget(cell);
        }

        public override bool OnSample(PackSample sample)
        {
            bool isNews = false;
            int devices = _warm.Length;
            for (int d = 0; d < devices; d++)
            {
                int warm = WarmthOf(sample, d);
                _warm[d] = warm;
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
            bool isMark = f.nowMs - _markMs >= MarkMs || f.nowMs < _markMs;
            bool isNews = false;
            _leastOfPack = int.MaxValue;
            for (int d = 0; d < _warm.Length; d++)
            {
                bool isHeld = IsHeld(firstCell[d], firstCell[d + 1]);
                isNews |= LookAtRest(d, isMark);
                _past.StepProbes(f, d, isHeld);
                _past.StepCells(f, d, f.settings[DetectorSettings.HardDrop] >> 1, isHeld || _warm[d] >= ClearPermille);
                KeepLeast(d);
                _medianMark[d] = isMark ? f.medianMicrovolts[d] : _medianMark[d];
            }

            _past.StepTime(f.nowMs);
            _currentMark = isMark ? f.currentMilliamps : _currentMark;
            _markMs = isMark ? f.nowMs : _markMs;
            return isNews;
        }

        protected override int ValueOf(int place)
        {
            return _drop[place];
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = DeviceOf(place);
            bool isWarm = _warm[device] >= SuspectPermille;
            alarm.deviceIndex = device;
            alarm.cellIndex = place;
            alarm.limit = features.settings[DetectorSettings.HardDrop];
            alarm.AddEvidence(Evidence.DropMicrovolts, _drop[place]);
            alarm.AddEvidence(Evidence.TempRise, _rise[device]);
            alarm.AddEvidence(Evidence.TempSlope, _slope[device] * 60);
            if (!isWarm)
            {
                // An open wire at the end of the device moves one cell alone, too.
                alarm.orCauseId = FaultCauses.SenseWireOpen;
            }

            alarm.certaintyPercent = isWarm ? 95 : 60;
        }

        /// <summary>How far the warmest probe of a device is above what its past and the others explain.</summary>
        /// <returns>Permille of the threshold, 0..MaxPermille.</returns>
        private int WarmthOf(PackSample sample, int device)
        {
            int[] reference = _past.temp;
            byte[] age = _past.tempAge;
            short[] deciC = sample.tempDeciC;
            byte[] quality = sample.tempQuality;
            int end = features.layout.firstProbe[device + 1];
            int most = int.MinValue;
            int least = int.MaxValue;
            int warmest = -1;
            int count = 0;
            for (int p = features.layout.firstProbe[device]; p < end; p++)
            {
                if (quality[p] != Quality.Good || age[p] == 0)
                {
                    continue;
                }

                int rise = deciC[p] - ((reference[p] + 32768) >> HardReference.TempQ);
                least = rise < least ? rise : least;
                warmest = rise > most ? p : warmest;
                most = rise > most ? rise : most;
                count++;
            }

            int risePermille = features.settings[DetectorSettings.HardRise];
            if (most <= risePermille >> 2)
            {
                // Hardly any rise, or no probe: nothing to compare.
                _rise[device] = 0;
                _slope[device] = 0;
                return 0;
            }

            // A lone probe is held against the other devices'; the only one of a pack has half its rise from the load, where
            // there is one.
            least = count > 1 ? least : features.layout.probeCount > 1 ? _leastOfPack
                : features.condition == OperatingCondition.Rest ? 0 : most >> 1;
            int explained = (least < 0 ? -least : least) >> ShareShift;
            int apart = most - (least > 0 ? least : 0);
            int slope = _past.SlopeOf(warmest, deciC[warmest], sample.timeMs);
            _rise[device] = (short)apart;
            _slope[device] = slope;

            // Rises and slopes are at most 2,500 a time of 3 s: in int.
            int permille = apart * 1000 / (risePermille + explained);
            int bySlope = apart * 2 >= risePermille ? slope * 1000 / features.settings[DetectorSettings.HardSlope] : 0;
            permille = permille < bySlope ? bySlope : permille;
            return permille < 0 ? 0 : permille > MaxPermille ? MaxPermille : permille;
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
        private bool LookAtRest(int device, bool isMark)
        {
            CauseFeatures f = features;
            int[] deviation = f.deviation;
            int[] reference = _past.cell;
            int[] scatter = _past.scatter;
            byte[] falls = _falls;
            byte[] deep = _deep;
            int drop = f.settings[DetectorSettings.HardDrop];
            int median = f.medianMicrovolts[device];
            int loaded = LoadedBy(device, median);
            bool isStill = IsStill(device, median);
            bool isQuiet = isStill && f.nowMs - f.conditionSinceMs >= SettledMs
                && (f.condition == OperatingCondition.Rest ? loaded == 0 : IsSteady());
            bool isNews = false;
            int end = f.layout.firstCell[device + 1];
            for (int i = f.layout.firstCell[device]; i < end; i++)
            {
                if (f.reading[i] == CauseFeatures.NoReading || _past.age[i] == 0)
                {
                    continue;
                }

                int now = deviation[i];
                _drop[i] = (reference[i] >> HardReference.CellQ) - now;
                if (isMark && deep[i] == 0)
                {
                    int least = scatter[i] >> (HardReference.ScatterQ - 2);
                    int was = _mark[i];
                    bool fell = isQuiet && was - now >= (least > LeastFall ? least : LeastFall);
                    _start[i] = falls[i] == 0 ? was : _start[i];
                    falls[i] = (byte)(!fell ? 0 : falls[i] < 100 ? falls[i] + 1 : 100);
                    _mark[i] = now;
                }

                if (deep[i] != 0 || (isStill && _mark[i] - now >= DeepFactor * drop))
                {
                    StepDeep(i, now, isStill);
                }

                if (level[i] != Quiet || falls[i] != 0 || deep[i] != 0)
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
                permille = permille < _warm[device] || _falls[cell] > 1 || _deep[cell] != 0 ? permille : _warm[device];
            }
            else if (!IsWire(device, cell))
            {
                permille = PermilleOf(_start[cell] - features.deviation[cell], AloneFactor * threshold);
                int cap = _deep[cell] != 0 ? (_deep[cell] < DeepSeconds ? DeepPermille : MaxPermille)
                    : _falls[cell] < 2 ? OnceFallingPermille : MaxPermille;
                permille = permille > cap ? cap : permille;
            }

            bool isNews = Judge(cell, permille, features.nowMs, features.nowMs);
            if (level[cell] != Quiet && features.explainedBy[cell] == 0)
            {
                features.explainedBy[cell] = (byte)(causeId + 1);
            }

            return isNews;
        }

        /// <summary>The median has hardly moved since the last mark, and no load comes and goes.</summary>
        private bool IsStill(int device, int median)
        {
            int moved = median - _medianMark[device];
            byte condition = features.condition;
            return median != 0 && moved <= StillMicrovolts && -moved <= StillMicrovolts
                && (condition == OperatingCondition.Rest || condition == OperatingCondition.Charge
                    || condition == OperatingCondition.FastCharge);
        }

        /// <summary>A constant current: where it fades, the cells that had more of it in them fall.</summary>
        private bool IsSteady()
        {
            int moved = features.currentMilliamps - _currentMark;
            int limit = features.settings[DetectorSettings.CapacityAh] * features.settings[DetectorSettings.RestPermille] >> 2;
            return features.hasCurrent && moved <= limit && -moved <= limit;
        }

        private void StepDeep(int cell, int now, bool isStill)
        {
            if (_deep[cell] == 0)
            {
                _start[cell] = _mark[cell];
                _falls[cell] = 0;
            }

            int fall = _start[cell] - now;
            int least = (DeepFactor / 2) * features.settings[DetectorSettings.HardDrop];
            int seconds = _deep[cell] + (features.sinceLastMs < 1000 ? 1 : features.sinceLastMs / 1000);
            bool isOver = !isStill || fall < least || now < -DeepestMicrovolts;
            _deep[cell] = (byte)(isOver ? 0 : seconds < 255 ? seconds : 255);
            _mark[cell] = now;
        }

        /// <summary>A neighbour that rises by an eighth of the fall, or what another rule has found, speaks for the wire.</summary>
        private bool IsWire(int device, int cell)
        {
            int[] deviation = features.deviation;
            int fall = _start[cell] - deviation[cell];
            bool isBelow = cell > features.layout.firstCell[device] && -_drop[cell - 1] > fall >> 3;
            bool isAbove = cell + 1 < features.layout.firstCell[device + 1]
                && deviation[cell + 1] - (_past.cell[cell + 1] >> HardReference.CellQ) > fall >> 3;
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

        private void KeepLeast(int device)
        {
            for (int p = features.layout.firstProbe[device]; p < features.layout.firstProbe[device + 1]; p++)
            {
                int rise = _past.temp1[p] - ((_past.temp[p] + 32768) >> HardReference.TempQ);
                _leastOfPack = _past.tempAge[p] != 0 && rise < _leastOfPack ? rise : _leastOfPack;
            }
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
