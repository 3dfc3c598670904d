using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// A bad joint in a cell's loop: its deviation follows the load, both ways, more than it did before. Looks only at steps of
    /// the load, in ratios to the median cell; knows ohms where there is a current sensor.
    /// </summary>
    public sealed class ContactRule : CauseRule
    {
        /// <summary>A step over a longer time is mostly the open-circuit voltage's, ms.</summary>
        public const int MaxStepMs = 35000;

        // Resistance of an ordinary cell, micro-ohm x Ah, where no current tells it.
        private const int OrdinaryMicroohmAh = 75000;

        // Without a current a step tells less: the threshold is 1.35 times that.
        private const int BlindPermille = 1350;

        // Steps of the load, permille of C: the least; with more weight; with most.
        private const int SmallStep = 200;
        private const int MiddleStep = 400;
        private const int LargeStep = 750;

        // Threshold: not below 5 % of the cell's resistance, nor below so many times what the device's other cells moved, nor below
        // twice what the probes' spread (1 K at least) explains: 3.5 %/K in the cold, 1.2 %/K otherwise.
        private const int LeastPermille = 50;
        private const int PeerScales = 6;
        private const int ColdDeciC = 100;
        private const int ColdPermillePerKelvin = 100;
        private const int WarmPermillePerKelvin = 25;
        private const int LeastSpreadDeciC = 10;

        // A wrong gain, or a share of a neighbour's voltage, sets a cell off by 3 V or more for a ratio of 1; a joint by what the
        // load drops in a cell, and that is less than 1 V. Besides, a sound cell may be 30 mV off.
        private const int MicrovoltsPerRatio = 1250000;
        private const int SoundDeviation = 30000;
        private const int MaxDeviation = WindowColumns.MaxDeviationMicrovolts;

        // Beyond 10 mV a cell has another charge than the median: 1 mV widens the threshold by 2 permille, 16 units.
        private const int FreeDeviation = 10000;
        private const int MicrovoltsPerUnit = 62;

        // Learning goes on by the hours in which the load stepped: an eighth of what is left in each of the first ones, then
        // a quarter permille an hour at most.
        private const int HourMs = 3600000;
        private const int HourSteps = 16;
        private const int LearnHours = 32;
        private const int HourShift = 3;
        private const int FirmHours = 8;
        private const int CreepQ = 2;

        // Zones by the open-circuit voltage below the over-voltage limit, uV: 4.04, 3.57 and 3.45 V of an NMC cell, 89, 32 and 18 % of
        // its charge. Below the last one a cell's resistance follows its charge too steeply.
        private const int HighZone = 210000;
        private const int MiddleZone = 680000;
        private const int LowZone = 800000;
        private const int ZoneShift = 5;

        private readonly ContactColumns _columns;

        // [deviceCount] resistance of the median cell, micro-ohm in Q4, 0: not known; steps in this hour; threshold of the last step
        // in ratio units.
        private readonly int[] _ohmsQ4;
        private readonly short[] _hourSteps;
        private readonly int[] _threshold;
        private readonly byte[] _zone;
        private readonly int[] _slowQ4;
        private long _hourMs;
        private int _loud;

        public ContactRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.HvConnection, features, book, features.layout.cellCount)
        {
            _columns = new ContactColumns(features.layout.cellCount);
            _ohmsQ4 = new int[features.layout.deviceCount];
            _hourSteps = new short[features.layout.deviceCount];
            _threshold = new int[features.layout.deviceCount];
            _zone = new byte[features.layout.deviceCount];
            _slowQ4 = new int[features.layout.deviceCount];
        }

        public static int BytesFor(PackLayout layout)
        {
            return BaseBytes(layout.cellCount) + ContactColumns.BytesFor(layout.cellCount)
                + (3 * HeapSize.OfInts(layout.deviceCount)) + HeapSize.OfShorts(layout.deviceCount)
                + HeapSize.OfBytes(layout.deviceCount) + (9 * HeapSize.BlockBytes);
        }

        /// <summary>For tests and telemetry, not to be written.</summary>
        public ContactColumns Columns
        {
            get { return _columns; }
        }

        protected override int ClearMs
        {
            get { return 1800000; }
        }

        /// <summary>Resistance of a device's median cell against a step of the load, micro-ohm; 0: not known.</summary>
        public int MedianMicroohms(int device)
        {
            return _ohmsQ4[device] >> 4;
        }

        /// <summary>Zone of a device's voltage, 0..ContactColumns.Zones; that last one is not looked at.</summary>
        public int ZoneOf(int device)
        {
            return _zone[device];
        }

        public override bool OnTick()
        {
            bool isNews = false;
            CauseFeatures now = features;
            if (now.sinceLastMs > 0 && now.sinceLastMs <= MaxStepMs)
            {
                PackLayout layout = now.layout;
                for (int d = 0; d < layout.deviceCount; d++)
                {
                    FollowZone(d);
                    int shift = _zone[d] >= ContactColumns.Zones ? 0 : ShiftOf(d);
                    if (shift == 0)
                    {
                        continue;
                    }

                    ContactKernel.Step(
                        _columns, now.deviationStep, now.reading, now.explainedBy, layout.firstCell[d], layout.firstCell[d + 1],
                        _zone[d], now.medianStep[d], shift);
                    _hourSteps[d] = _hourSteps[d] < 32000 ? (short)(_hourSteps[d] + 1) : _hourSteps[d];
                    isNews |= LookAt(d);
                }
            }

            if (now.nowMs - _hourMs >= HourMs || now.nowMs < _hourMs)
            {
                _hourMs = now.nowMs;
                LearnHour();
            }

            if (_loud > 0)
            {
                Explain();
            }

            return isNews;
        }

        // The device's open-circuit voltage, roughly: what the load drops is taken off where it is known, and half a minute of the
        // rest averaged out.
        private void FollowZone(int device)
        {
            int median = features.medianMicrovolts[device];
            if (median == 0)
            {
                return;
            }

            // Up to 100,000 micro-ohm x 2,000 A = 200 V needs long; then 0..6.55 V again.
            long drop = features.hasCurrent ? (long)features.currentMilliamps * (_ohmsQ4[device] >> 4) / 1000 : 0;
            long open = median - drop;
            int at = open < 0 ? 0 : open > 6553500 ? 6553500 : (int)open;
            int q4 = _slowQ4[device];
            q4 = q4 == 0 ? at << 4 : EwmaKernel.Step(q4, at, 4, ZoneShift);
            _slowQ4[device] = q4;
            int below = features.settings[DetectorSettings.OverVoltage] - (q4 >> 4);
            byte zone = (byte)(below < HighZone ? 2 : below < MiddleZone ? 1 : below < LowZone ? 0 : ContactColumns.Zones);
            if (zone != _zone[device])
            {
                _zone[device] = zone;
                ChangeZone(device);
            }
        }

        // What was left over in one zone is only half believed in another.
        private void ChangeZone(int device)
        {
            for (int i = features.layout.firstCell[device]; i < features.layout.firstCell[device + 1]; i++)
            {
                if (level[i] == Quiet)
                {
                    _columns.up[i] >>= 1;
                    _columns.down[i] >>= 1;
                }
            }
        }

        /// <summary>Whether this tick is a step of the load at a device, and its weight 1/2^shift; 0: none.</summary>
        private int ShiftOf(int device)
        {
            CauseFeatures now = features;
            int[] settings = now.settings;
            int medianStep = now.medianStep[device];
            int size = medianStep < 0 ? -medianStep : medianStep;
            if (size < ContactKernel.LeastStep)
            {
                return 0;
            }

            int capacity = settings[DetectorSettings.CapacityAh];
            int permille;
            if (now.hasCurrent)
            {
                int current = now.currentStepMilliamps;
                permille = (current < 0 ? -current : current) / capacity;
                if (!now.hasCurrentStep || permille < SmallStep || (current > 0) != (medianStep > 0)
                    || !FollowOhms(device, size, current < 0 ? -current : current))
                {
                    return 0;
                }
            }
            else
            {
                permille = (int)((long)size * 1000 / OrdinaryMicroohmAh);
            }

            return permille >= LargeStep ? 2 : permille >= MiddleStep ? 3 : permille >= SmallStep ? 4 : 0;
        }

        /// <summary>Follows the median cell's resistance, 1/16 a step.</summary>
        /// <returns>False where voltage and current don't belong together: less than half or more than twice of what it was.</returns>
        private bool FollowOhms(int device, int microvolts, int milliamps)
        {
            // Up to 6,553,500 x 1,000 needs long; below 100 milliohm, so that Q4 fits int by far.
            long seen = (long)microvolts * 1000 / milliamps;
            int ohms = seen > 100000 ? 100000 : (int)seen;
            int q4 = _ohmsQ4[device];
            if (q4 == 0)
            {
                _ohmsQ4[device] = ohms << 4;
                return true;
            }

            _ohmsQ4[device] = EwmaKernel.Step(q4, ohms, 4, 4);
            int known = q4 >> 4;
            return 2 * ohms > known && ohms < 2 * known;
        }

        private bool LookAt(int device)
        {
            int first = features.layout.firstCell[device];
            int end = features.layout.firstCell[device + 1];
            int shelf = _zone[device] * level.Length;
            byte[] progress = _columns.progress;
            byte[] explainedBy = features.explainedBy;
            int sum = 0;
            int count = 0;
            int most = 0;
            int place = -1;
            for (int i = first; i < end; i++)
            {
                if (explainedBy[i] != 0)
                {
                    continue;
                }

                int excess = ContactKernel.Excess(_columns, i, _zone[device]);
                if (excess > most)
                {
                    most = excess;
                    place = i;
                }

                if (progress[shelf + i] >= ContactKernel.LearnSteps)
                {
                    sum += excess < 0 ? -excess : excess;
                    count++;
                }
            }

            int peers = count > 1 ? (sum - most) / (count - 1) : 0;
            int threshold = ThresholdOf(device, peers < 0 ? 0 : peers);
            _threshold[device] = threshold;
            if (place >= 0 && (most * 2 >= threshold || _loud > 0))
            {
                return JudgeAll(device);
            }

            if (place >= 0)
            {
                int permille = PermilleOf(device, place);
                if (permille > worstPermille)
                {
                    worstPermille = permille;
                    worstPlace = place;
                }
            }

            return false;
        }

        /// <summary>In ratio units.</summary>
        private int ThresholdOf(int device, int peers)
        {
            int microohms = features.settings[DetectorSettings.Contact];
            int known = _ohmsQ4[device] >> 4;
            int permille = features.hasCurrent && known > 0
                ? microohms * 1000 / known
                : (int)((long)microohms * features.settings[DetectorSettings.CapacityAh] * BlindPermille / OrdinaryMicroohmAh);
            permille = permille < LeastPermille ? LeastPermille : permille;
            int byTemp = ByTemperature(device);
            permille = permille < byTemp ? byTemp : permille;
            permille = permille > 4000 ? 4000 : permille;
            int threshold = permille << ContactColumns.Q;
            return threshold < PeerScales * peers ? PeerScales * peers : threshold;
        }

        private int ByTemperature(int device)
        {
            WindowColumns window = features.window;
            int low = int.MaxValue;
            int high = int.MinValue;
            for (int p = features.layout.firstProbe[device]; p < features.layout.firstProbe[device + 1]; p++)
            {
                if (window.tempCount[p] != 0)
                {
                    low = window.meanTemp[p] < low ? window.meanTemp[p] : low;
                    high = window.meanTemp[p] > high ? window.meanTemp[p] : high;
                }
            }

            if (high < low)
            {
                return WarmPermillePerKelvin;
            }

            int spread = high - low < LeastSpreadDeciC ? LeastSpreadDeciC : high - low;
            return (low < ColdDeciC ? ColdPermillePerKelvin : WarmPermillePerKelvin) * spread / 10;
        }

        private int PermilleOf(int device, int cell)
        {
            int excess = ContactKernel.Excess(_columns, cell, _zone[device]);
            int off = OpenDeviation(device, cell);
            if (excess <= 0 || off > ((long)MicrovoltsPerRatio * excess / 8000) + SoundDeviation)
            {
                return 0;
            }

            // Another charge than the median's, another resistance; and what is learned from few hours holds only roughly.
            int threshold = _threshold[device];
            threshold = _columns.scatter[cell] > threshold ? _columns.scatter[cell] : threshold;
            threshold += off > FreeDeviation ? (off - FreeDeviation) / MicrovoltsPerUnit : 0;
            int hours = _columns.progress[(ContactColumns.MiddleZone * level.Length) + cell] - ContactKernel.LearnSteps;
            bool isBorrowed = _columns.progress[(_zone[device] * level.Length) + cell] < ContactKernel.LearnSteps;
            threshold += hours < FirmHours || isBorrowed ? threshold : _zone[device] == 0 || hours < 2 * FirmHours ? threshold >> 1 : 0;

            long permille = (long)excess * 1000 / threshold;
            return permille > MaxPermille ? MaxPermille : (int)permille;
        }

        /// <summary>Size of a cell's deviation without what the load drops in it, uV.</summary>
        private int OpenDeviation(int device, int cell)
        {
            int off = features.deviation[cell];
            if (features.hasCurrent)
            {
                // Ratio up to 12,000 permille x 200 V needs long; the result is clipped again.
                int at = (_zone[device] * level.Length) + cell;
                int ratio = _columns.learned[at] + ((_columns.up[cell] + _columns.down[cell]) >> 1);
                long drop = (long)features.currentMilliamps * (_ohmsQ4[device] >> 4) / 1000 * ratio / 8000;
                long open = off - drop;
                off = open > MaxDeviation ? MaxDeviation : open < -MaxDeviation ? -MaxDeviation : (int)open;
            }

            return off < 0 ? -off : off;
        }

        private bool JudgeAll(int device)
        {
            bool isNews = false;
            int end = features.layout.firstCell[device + 1];
            for (int i = features.layout.firstCell[device]; i < end; i++)
            {
                int permille = features.explainedBy[i] != 0 ? 0 : PermilleOf(device, i);
                bool isHigh = permille >= ClearPermille;
                _columns.steps[i] = (byte)(!isHigh ? 0 : _columns.steps[i] < 255 ? _columns.steps[i] + 1 : 255);
                if (permille > worstPermille || isHigh || level[i] != Quiet)
                {
                    isNews |= Judge(i, permille, features.nowMs, features.nowMs);
                }
            }

            _loud = 0;
            for (int i = 0; i < level.Length; i++)
            {
                _loud += level[i] != Quiet ? 1 : 0;
            }

            return isNews;
        }

        private void Explain()
        {
            byte[] explainedBy = features.explainedBy;
            for (int i = 0; i < level.Length; i++)
            {
                if (level[i] != Quiet && explainedBy[i] == 0)
                {
                    explainedBy[i] = (byte)(causeId + 1);
                }
            }
        }

        private void LearnHour()
        {
            for (int d = 0; d < features.layout.deviceCount; d++)
            {
                bool isUsed = _hourSteps[d] >= HourSteps && _zone[d] < ContactColumns.Zones;
                _hourSteps[d] = 0;
                int end = features.layout.firstCell[d + 1];
                for (int i = features.layout.firstCell[d]; isUsed && i < end; i++)
                {
                    if (level[i] == Quiet)
                    {
                        LearnHour(i, (_zone[d] * level.Length) + i, _threshold[d] >> 1);
                    }
                }
            }
        }

        private void LearnHour(int cell, int at, int most)
        {
            int progress = _columns.progress[at];
            if (progress < ContactKernel.LearnSteps)
            {
                return;
            }

            int off = (_columns.up[cell] + _columns.down[cell]) >> 1;
            if (progress < ContactKernel.LearnSteps + LearnHours)
            {
                off >>= HourShift;
                _columns.progress[at]++;
            }
            else
            {
                off = off > most ? 0 : off > CreepQ ? CreepQ : off < -CreepQ ? -CreepQ : off;
            }

            _columns.learned[at] = (short)(_columns.learned[at] + off);
            _columns.up[cell] = (short)(_columns.up[cell] - off);
            _columns.down[cell] = (short)(_columns.down[cell] - off);
        }

        /// <inheritdoc/>
        public override void Relearn(int cell)
        {
            for (int i = 0; i < level.Length; i++)
            {
                if (cell < 0 || i == cell)
                {
                    _columns.Forget(i);
                }
            }
        }

        public override int LearnedBytes
        {
            get { return 3 * _columns.learned.Length; }
        }

        public override void WriteLearned(byte[] target, int at)
        {
            for (int k = 0; k < _columns.learned.Length; k++)
            {
                target[at++] = (byte)_columns.learned[k];
                target[at++] = (byte)(_columns.learned[k] >> 8);
                target[at++] = _columns.progress[k];
            }
        }

        public override void ReadLearned(byte[] source, int at)
        {
            for (int k = 0; k < _columns.learned.Length; k++)
            {
                int ratio = (short)(source[at] | (source[at + 1] << 8));
                bool isSound = ratio <= ContactColumns.MaxRatio && -ratio <= ContactColumns.MaxRatio
                    && source[at + 2] <= ContactKernel.LearnSteps + LearnHours;
                _columns.learned[k] = isSound ? (short)ratio : (short)0;
                _columns.progress[k] = isSound ? source[at + 2] : (byte)0;
                at += 3;
            }
        }

        protected override int ValueOf(int place)
        {
            int excess = ContactKernel.Excess(_columns, place, _zone[DeviceOf(place)]);
            int microohms = _ohmsQ4[DeviceOf(place)] >> 4;
            return microohms > 0 ? (int)((long)excess * microohms / 8000) : excess >> ContactColumns.Q;
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = DeviceOf(place);
            int microohms = _ohmsQ4[device] >> 4;
            alarm.deviceIndex = device;
            alarm.cellIndex = place;
            int permille = ContactKernel.Excess(_columns, place, _zone[DeviceOf(place)]) >> ContactColumns.Q;
            int limit = _threshold[device] >> ContactColumns.Q;
            if (microohms > 0)
            {
                alarm.limit = (int)((long)limit * microohms / 1000);
                alarm.AddEvidence(Evidence.ResistanceMicroohms, ValueOf(place));
            }
            else
            {
                alarm.unit = "permille";
                alarm.limit = limit;
            }

            alarm.AddEvidence(Evidence.ResistancePermille, permille);
            alarm.AddEvidence(Evidence.Steps, _columns.steps[place]);
            for (int p = features.layout.firstProbe[device]; p < features.layout.firstProbe[device + 1]; p++)
            {
                if (features.window != null && features.window.tempCount[p] != 0)
                {
                    alarm.AddEvidence(Evidence.Temp, features.window.meanTemp[p]);
                    break;
                }
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
    }
}
