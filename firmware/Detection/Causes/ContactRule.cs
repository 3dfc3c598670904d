using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// A bad joint in a cell's loop: its deviation follows the load, both ways, more than it did before. Looks only at steps of
    /// the load, in ratios to the median cell; knows ohms where there is a current sensor.
    /// </summary>
    public sealed partial class ContactRule : CauseRule
    {
        /// <summary>A step over a longer time is mostly the open-circuit voltage's, ms.</summary>
        public const int MaxStepMs = 35000;

        // Resistance of an ordinary cell, micro-ohm x Ah, where no current tells it.
        private const int OrdinaryMicroohmAh = 75000;

        // Without a current a step tells less: the threshold is 1.5 times that.
        private const int BlindPermille = 1500;

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

        // Zones by the open-circuit voltage below the over-voltage limit, uV: 4.04, 3.57 and 3.45 V of an NMC cell, 89, 32
        // and 18 % of its charge. Below the last one a cell's resistance follows its charge too steeply.
        private const int HighZone = 210000;
        private const int MiddleZone = 680000;
        private const int LowZone = 800000;
        private const int ZoneShift = 5;

        // So many steps speak for an alarm that is below twice its threshold, and so many against one that stands.
        private const int AlarmSteps = 4;
        private const int SureOfPermille = 2000;
        private const int ClearSteps = 16;

        private readonly ContactColumns _columns;

        // [deviceCount] resistance of the median cell, micro-ohm in Q4, 0: not known; steps in this hour; threshold of the last
        // step in ratio units.
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

        private bool LookAt(int device)
        {
            int first = features.layout.firstCell[device];
            int end = features.layout.firstCell[device + 1];
            byte[] explainedBy = features.explainedBy;
            int peers = ContactKernel.LeftOver(_columns, explainedBy, first, end, _zone[device]);
            short[] left = _columns.left;
            int most = 0;
            int place = -1;
            for (int i = first; i < end; i++)
            {
                if (left[i] > most && explainedBy[i] == 0)
                {
                    most = left[i];
                    place = i;
                }
            }

            int threshold = ThresholdOf(device, peers);
            _threshold[device] = threshold;
            if (_loud > 0 || most * 2 >= threshold)
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

        private bool JudgeAll(int device)
        {
            bool isNews = false;
            int end = features.layout.firstCell[device + 1];
            byte[] steps = _columns.steps;
            for (int i = features.layout.firstCell[device]; i < end; i++)
            {
                int permille = features.explainedBy[i] != 0 ? 0 : PermilleOf(device, i);
                int seen = steps[i];
                seen = permille >= ClearPermille ? seen + 1 : seen > ClearSteps ? ClearSteps : seen - 1;
                steps[i] = (byte)(seen < 0 ? 0 : seen > 255 ? 255 : seen);
                if (permille >= 1000 && permille < SureOfPermille && seen < AlarmSteps)
                {
                    permille = 999;
                }
                else if (seen > 0 && level[i] != Quiet && permille < ClearPermille)
                {
                    permille = ClearPermille;
                }

                byte was = level[i];
                if (permille > worstPermille || permille >= ClearPermille || was != Quiet)
                {
                    isNews |= Judge(i, permille, features.nowMs, features.nowMs);
                    _loud += level[i] == was ? 0 : was == Quiet ? 1 : level[i] == Quiet ? -1 : 0;
                }
            }

            return isNews;
        }

        /// <inheritdoc/>
        protected override void OnPlaceChanged(int place)
        {
            // Not by a step: of an earlier boot, or after a service.
            _columns.steps[place] = (byte)(level[place] == Quiet ? 0 : ClearSteps);
            _loud = 0;
            for (int i = 0; i < level.Length; i++)
            {
                _loud += level[i] != Quiet ? 1 : 0;
            }
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

        protected override int ValueOf(int place)
        {
            int excess = _columns.left[place];
            int microohms = _ohmsQ4[DeviceOf(place)] >> 4;
            return microohms > 0 ? (int)((long)excess * microohms / 8000) : excess >> ContactColumns.Q;
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = DeviceOf(place);
            int microohms = _ohmsQ4[device] >> 4;
            alarm.deviceIndex = device;
            alarm.cellIndex = place;
            int permille = _columns.left[place] >> ContactColumns.Q;
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
