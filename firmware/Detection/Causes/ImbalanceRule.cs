using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// A cell that holds another share of its charge than the others: its deviation at a relaxed rest, over the slope of the
    /// open-circuit voltage there. docs/diagnosis.md, "Imbalance".
    /// </summary>
    /// <remarks>
    /// The slope is taken for as steep as such cells have it anywhere in that range, so that the charge is rather too small than
    /// too great. On the plateau of LFP a deviation says nothing about charge, and none is stated. Ranges: deviation ±819,100 µV
    /// over 1,200 µV or more a permille: ±682 permille.
    /// </remarks>
    public sealed class ImbalanceRule : CauseRule
    {
        private const int StepMs = 60000;

        // NMC and alike: up to 12 mV a percent from 3.5 V on, 40 below, where it ends in a cliff that is left to the limits.
        private const int UpperMicrovolts = 3500000;
        private const int LowerMicrovolts = 3300000;
        private const int UpperSlope = 1200;
        private const int LowerSlope = 4000;

        // Cells that may be charged beyond this are not LFP.
        private const int FlatOverVoltage = 3900000;

        // [cellCount] share of the capacity that the cell has more than the median, permille, at its last look.
        private readonly short[] _more;
        private long _lastMs = long.MinValue / 2;

        public ImbalanceRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.Imbalance, features, book, features.layout.cellCount)
        {
            _more = new short[features.layout.cellCount];
        }

        public static int BytesFor(PackLayout layout)
        {
            return BaseBytes(layout.cellCount) + HeapSize.OfShorts(layout.cellCount) + HeapSize.OfObject(2);
        }

        /// <summary>Only a rest tells that it is over: a day of rests without it.</summary>
        protected override int ClearMs
        {
            get { return 86400000; }
        }

        public override bool OnTick()
        {
            CauseFeatures f = features;
            Explain();
            long sinceMs = f.nowMs - _lastMs;
            if (!f.isRelaxed || (sinceMs >= 0 && sinceMs < StepMs))
            {
                return false;
            }

            _lastMs = f.nowMs;
            bool isNews = false;
            for (int d = 0; d < f.layout.deviceCount; d++)
            {
                int slope = SlopeAt(f.medianMicrovolts[d]);
                if (slope != 0)
                {
                    isNews |= Look(d, slope);
                }
            }

            return isNews;
        }

        protected override int ValueOf(int place)
        {
            return _more[place];
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = 0;
            while (features.layout.firstCell[device + 1] <= place)
            {
                device++;
            }

            int more = _more[place];
            alarm.deviceIndex = device;
            alarm.cellIndex = place;
            alarm.limit = features.settings[DetectorSettings.ImbalancePermille];
            alarm.AddEvidence(Evidence.Deviation, features.deviation[place]);
            alarm.AddEvidence(Evidence.MissingPermille, -more);

            // A leak that nobody saw begin ends like this, too.
            alarm.orCauseId = more < 0 ? FaultCauses.SoftShort : -1;
            alarm.certaintyPercent = more < 0 ? 70 : 80;
        }

        /// <returns>µV a permille of the capacity; 0: nothing can be said here.</returns>
        private int SlopeAt(int medianMicrovolts)
        {
            return features.settings[DetectorSettings.OverVoltage] < FlatOverVoltage || medianMicrovolts < LowerMicrovolts ? 0
                : medianMicrovolts < UpperMicrovolts ? LowerSlope : UpperSlope;
        }

        private bool Look(int device, int slope)
        {
            CauseFeatures f = features;
            int limit = f.settings[DetectorSettings.ImbalancePermille];
            bool isNews = false;
            int end = f.layout.firstCell[device + 1];
            for (int i = f.layout.firstCell[device]; i < end; i++)
            {
                if (f.reading[i] == CauseFeatures.NoReading || (f.explainedBy[i] != 0 && f.explainedBy[i] != causeId + 1))
                {
                    continue;
                }

                int more = f.deviation[i] / slope;
                _more[i] = (short)more;
                int permille = (more < 0 ? -more : more) * 1000 / limit;
                if (permille >= ClearPermille || level[i] != Quiet || permille > worstPermille)
                {
                    isNews |= Judge(i, permille, f.nowMs, f.nowMs);
                }
            }

            return isNews;
        }

        /// <summary>What is known of a cell explains it between the rests.</summary>
        private void Explain()
        {
            byte[] explainedBy = features.explainedBy;
            byte[] levels = level;
            for (int i = 0; i < levels.Length; i++)
            {
                if (levels[i] != Quiet && explainedBy[i] == 0)
                {
                    explainedBy[i] = FaultCauses.Imbalance + 1;
                }
            }
        }
    }
}
