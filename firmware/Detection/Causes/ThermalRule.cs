using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// A place that is warmer than it used to be under such a load: each probe against the other probes of its device, less what
    /// was learned of it at rest and for each unit of heating current. docs/diagnosis.md, "Thermal anomaly". Places are probes.
    /// </summary>
    /// <remarks>
    /// Looked at every ten seconds. Temperatures are Q8 of 0.1 °C: ±1250 x 256, a difference twice that: 6.4e5. Heat is the mean
    /// square of the current as permille of the capacity's square, weight 10 s of 1500 s, cut at 20,000: with Q4 3.2e5. The
    /// gain is Q16 of 0.1 °C a unit of heat, ±32,000; times heat 6.4e8.
    /// </remarks>
    public sealed class ThermalRule : CauseRule
    {
        private const int StepMs = 10000;
        private const int HeatTauSteps = 150;
        private const int MostHeat = 20000;
        private const int HeatQ = 4;

        // Temperatures are smoothed over twelve steps: probes lag by up to a minute, each by its own.
        private const int SmoothShift = 3;
        private const int Q = 8;

        // Five times the mean size of what it usually is apart is nothing.
        private const int SpreadFactor = 5;
        private const int ColdBelow = 100;

        private readonly ThermalMemory _learned;

        // [probeCount] smoothed, Q8, int.MinValue: none yet; what is left of the last look, Q8 and 0.1 °C; its threshold.
        private readonly int[] _smooth;
        private readonly short[] _apart;
        private readonly short[] _limit;
        private readonly byte[] _isFresh;
        private readonly int[] _rest;
        private int _heatQ4;
        private long _lastMs = long.MinValue / 2;

        public ThermalRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.ThermalAnomaly, features, book, features.layout.probeCount)
        {
            int probes = features.layout.probeCount;
            _smooth = new int[probes];
            _apart = new short[probes];
            _limit = new short[probes];
            _isFresh = new byte[probes];
            _rest = new int[probes];
            _learned = new ThermalMemory(probes);
            Relearn(-1);
        }

        /// <summary>It is warm while it is driven: a night's rest doesn't clear it.</summary>
        protected override int ClearMs
        {
            get { return 86400000; }
        }

        public static int BytesFor(PackLayout layout)
        {
            int probes = layout.probeCount;
            return BaseBytes(probes) + (2 * HeapSize.OfInts(probes)) + (2 * HeapSize.OfShorts(probes)) + HeapSize.OfBytes(probes)
                + ThermalMemory.BytesFor(probes) + HeapSize.OfObject(8);
        }

        public override int LearnedBytes
        {
            get { return _learned.Bytes; }
        }

        /// <summary>A cell's number says nothing about a probe: only a whole pack is forgotten.</summary>
        public override void Relearn(int cell)
        {
            for (int p = 0; p < _rest.Length && cell < 0; p++)
            {
                _smooth[p] = int.MinValue;
                _learned.Forget(p);
            }
        }

        public override void WriteLearned(byte[] target, int at)
        {
            _learned.Write(target, at);
        }

        public override void ReadLearned(byte[] source, int at)
        {
            _learned.Read(source, at);
        }

        public override bool OnTick()
        {
            long sinceMs = features.nowMs - _lastMs;
            if (_rest.Length == 0 || (sinceMs >= 0 && sinceMs < StepMs))
            {
                return false;
            }

            bool isGap = sinceMs < 0 || sinceMs > CauseFeatures.MaxGapMs;
            int steps = isGap ? 1 : (int)(sinceMs / StepMs);
            _lastMs = features.nowMs;
            StepHeat(steps);
            bool isNews = false;
            int[] first = features.layout.firstProbe;
            for (int d = 0; d < features.layout.deviceCount; d++)
            {
                int sum = 0;
                int count = 0;
                for (int p = first[d]; p < first[d + 1]; p++)
                {
                    if (Smooth(p, isGap))
                    {
                        sum += _smooth[p];
                        count++;
                    }
                }

                isNews |= count > 1 && LookAt(d, sum, count);
            }

            return isNews;
        }

        protected override int PlaceOf(Alarm alarm)
        {
            return alarm.probeIndex;
        }

        protected override int ValueOf(int place)
        {
            return _apart[place];
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = 0;
            while (features.layout.firstProbe[device + 1] <= place)
            {
                device++;
            }

            alarm.deviceIndex = device;
            alarm.probeIndex = place;
            alarm.isOfProbes = true;
            alarm.limit = _limit[place];
            alarm.AddEvidence(Evidence.TempRise, _apart[place]);
            alarm.AddEvidence(Evidence.Temp, _smooth[place] >> Q);

            // A probe that reads a little too much since some day looks the same at rest.
            bool isHeated = (_heatQ4 >> HeatQ) >= ThermalMemory.LeastHeat;
            alarm.orCauseId = isHeated ? -1 : FaultCauses.SensorDrift;
            alarm.certaintyPercent = isHeated ? 80 : 60;
        }

        /// <summary>Without a current nothing is known of the heat: rest and load are then learned as one.</summary>
        private void StepHeat(int steps)
        {
            int capacity = features.settings[DetectorSettings.CapacityAh];
            long rate = features.currentMilliamps / capacity;
            long square = rate * rate / 1000;
            int heat = square > MostHeat ? MostHeat : (int)square;
            int weight = HeatTauSteps / steps;
            _heatQ4 += ((heat << HeatQ) - _heatQ4) / (weight < 1 ? 1 : weight);
        }

        private bool Smooth(int probe, bool isGap)
        {
            WindowColumns window = features.window;
            bool isFresh = window.tempCount[probe] != 0;
            _isFresh[probe] = isFresh ? (byte)1 : (byte)0;
            if (isFresh)
            {
                int now = window.meanTemp[probe] << Q;
                int was = _smooth[probe];
                _smooth[probe] = was == int.MinValue || isGap ? now : was + ((now - was + (1 << (SmoothShift - 1))) >> SmoothShift);
            }

            return isFresh;
        }

        /// <param name="sum">Of the device's good probes, Q8.</param>
        private bool LookAt(int device, int sum, int count)
        {
            int first = features.layout.firstProbe[device];
            int end = features.layout.firstProbe[device + 1];
            int heat = _heatQ4 >> HeatQ;
            bool isCalm = true;
            for (int p = first; p < end; p++)
            {
                if (_isFresh[p] != 0)
                {
                    int relative = _smooth[p] - ((sum - _smooth[p]) / (count - 1));
                    isCalm &= Compare(p, relative, heat);
                }
            }

            bool isNews = false;
            for (int p = first; p < end; p++)
            {
                if (_isFresh[p] == 0)
                {
                    continue;
                }

                // One that is warm makes the others seem cold: nobody learns from that.
                bool isLearned = _learned.IsEnough(p, features.hasCurrent);
                if (isCalm || !isLearned)
                {
                    _learned.Learn(p, _rest[p], heat);
                }

                int permille = !isLearned || _apart[p] < 0 ? 0 : _apart[p] * 1000 / _limit[p];
                if (permille >= ClearPermille || level[p] != Quiet || permille > worstPermille)
                {
                    isNews |= Judge(p, permille, features.nowMs, features.nowMs);
                }
            }

            return isNews;
        }

        /// <param name="relative">Against the others, Q8.</param>
        /// <returns>True where it is as it usually is.</returns>
        private bool Compare(int probe, int relative, int heat)
        {
            int rest = relative - _learned.ExplainedBy(probe, heat);
            int usual = (_learned.spread[probe] * SpreadFactor) >> Q;
            int limit = features.settings[DetectorSettings.ThermalRise];
            limit = usual > limit ? usual : limit;
            limit = heat >= ThermalMemory.LeastHeat ? limit : 2 * limit;

            // Below 10 °C resistance, and what its spread heats, doubles about every 20 K; the limit keeps ahead of it.
            int cold = ColdBelow - (_smooth[probe] >> Q);
            limit += cold > 0 ? limit * cold / ColdBelow : 0;
            _rest[probe] = rest;
            _apart[probe] = (short)((rest + (1 << (Q - 1))) >> Q);
            _limit[probe] = (short)limit;
            int size = rest < 0 ? -rest : rest;
            return level[probe] == Quiet && (2 * size < limit << Q || !_learned.IsEnough(probe, features.hasCurrent));
        }
    }
}
