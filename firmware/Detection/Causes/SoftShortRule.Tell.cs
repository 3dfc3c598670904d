using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>What a soft short says about itself, and what service forgets of it.</summary>
    public sealed partial class SoftShortRule
    {
        /// <summary>Stays until somebody has looked: a short that is silent for a while is none the less one.</summary>
        protected override int ClearMs
        {
            get { return 600000; }
        }

        public override void Relearn(int cell)
        {
            for (int i = 0; i < _fall.Length; i++)
            {
                if (cell < 0 || i == cell)
                {
                    _fall[i] = 0;
                    _firstSeconds[i] = 0;
                    _anchor[i] = NoAnchor;
                    _released[i] = 1;
                }
            }
        }

        /// <summary>Leakage, mA.</summary>
        protected override int ValueOf(int place)
        {
            int seconds = (int)((features.nowMs - _baseMs) / 1000) - _firstSeconds[place];
            int fall = _fall[place];
            int growth = fall - (_first[place] * 4);
            if (_firstSeconds[place] == 0 || fall <= 0)
            {
                return 0;
            }

            // First the fall stands for the voltage that the leak takes inside the cell, then its growth for the charge:
            // Ah x 10 x (growth / (10 mV x slope)) an hour. Range: 1,000 x 120,000 x 9,216 = 1.1e12.
            int capacity = features.settings[DetectorSettings.CapacityAh];
            int slope = features.ocvSlope[DeviceOf(place)];
            slope = slope < BaselineLoad.LeastSlope ? BaselineLoad.PlainSlope : slope;
            long ohmic = features.slowMicroohms == 0 ? MaxLeak : (long)fall * 1000 / features.slowMicroohms;
            long drawn = seconds < 60 || growth < 0 ? ohmic : (long)capacity * growth * 9216 / (10L * slope * seconds);
            long leak = drawn < ohmic ? drawn : ohmic;
            return (int)(leak < 1 ? 1 : leak > MaxLeak ? MaxLeak : leak);
        }

        protected override void Describe(Alarm alarm, int place)
        {
            int device = DeviceOf(place);
            int capacity = features.settings[DetectorSettings.CapacityAh];
            int leak = ValueOf(place);
            alarm.deviceIndex = device;
            alarm.cellIndex = place;

            // The leakage that would empty the cell in a month.
            alarm.limit = capacity * 1000 / 720;
            if (leak > 0)
            {
                alarm.AddEvidence(Evidence.LeakMilliamps, leak);
                alarm.AddEvidence(Evidence.LeakPpmPerHour, (int)((long)leak * 1000 / capacity));
                int cell = (features.medianMicrovolts[device] + features.deviation[place]) / leak;
                alarm.AddEvidence(Evidence.LeakMilliohms, cell);
            }

            alarm.AddEvidence(Evidence.Residual, features.residual[place]);
            alarm.AddEvidence(Evidence.Spread, features.spread[place]);

            // A reading that creeps by a few mV a day looks the same, and so does one that jumped, until a leak would have taken
            // half as much again.
            bool isSlow = (long)leak * 100 < (long)capacity * 1000 / 24;
            bool isFlat = _fall[place] - (_first[place] * 4) < _first[place] * 2;
            alarm.orCauseId = isSlow || isFlat ? FaultCauses.SensorDrift : -1;
            alarm.certaintyPercent = isSlow || isFlat ? 60 : features.settings[DetectorSettings.Balancing] == 1 ? 90 : 75;
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
