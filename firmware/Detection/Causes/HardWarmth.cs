using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>How warm each device's warmest probe is, sample by sample, against its own past and the other probes.</summary>
    public sealed class HardWarmth
    {
        /// <summary>[deviceCount] of the last sample: evidence in permille of the threshold; rise of the warmest probe, 0.1 °C; its
        /// slope, 0.1 °C/s.</summary>
        public readonly int[] permille;
        public readonly short[] rise;
        public readonly int[] slope;

        private readonly CauseFeatures _features;
        private readonly HardReference _past;
        private int _leastOfPack;

        public HardWarmth(CauseFeatures features, HardReference past)
        {
            _features = features;
            _past = past;
            permille = new int[features.layout.deviceCount];
            rise = new short[features.layout.deviceCount];
            slope = new int[features.layout.deviceCount];
        }

        public static int BytesFor(PackLayout layout)
        {
            return (2 * HeapSize.OfInts(layout.deviceCount)) + HeapSize.OfShorts(layout.deviceCount) + HeapSize.OfObject(6);
        }

        public void BeginTick()
        {
            _leastOfPack = int.MaxValue;
        }

        /// <summary>How far the warmest probe of a device is above what its past and the others explain.</summary>
        /// <returns>Permille of the threshold, 0..MaxPermille.</returns>
        public int Step(PackSample sample, int device)
        {
            int[] reference = _past.temp;
            byte[] age = _past.tempAge;
            short[] deciC = sample.tempDeciC;
            byte[] quality = sample.tempQuality;
            int end = _features.layout.firstProbe[device + 1];
            int most = int.MinValue;
            int least = int.MaxValue;
            int warmest = -1;
            int count = 0;
            for (int p = _features.layout.firstProbe[device]; p < end; p++)
            {
                if (quality[p] != Quality.Good || age[p] == 0)
                {
                    continue;
                }

                int apartFromPast = deciC[p] - ((reference[p] + 32768) >> HardReference.TempQ);
                least = apartFromPast < least ? apartFromPast : least;
                warmest = apartFromPast > most ? p : warmest;
                most = apartFromPast > most ? apartFromPast : most;
                count++;
            }

            int hardRise = _features.settings[DetectorSettings.HardRise];
            if (most <= hardRise >> 2)
            {
                // Hardly any rise, or no probe: nothing to compare.
                rise[device] = 0;
                slope[device] = 0;
                permille[device] = 0;
                return 0;
            }

            // A lone probe is held against the other devices'; the only one of a pack has half its rise from the load, where
            // there is one.
            least = count > 1 ? least : _features.layout.probeCount > 1 ? _leastOfPack
                : _features.condition == OperatingCondition.Rest ? 0 : most >> 1;
            int explained = (least < 0 ? -least : least) >> HardShortRule.ShareShift;
            int apart = most - (least > 0 ? least : 0);
            int risesBy = _past.SlopeOf(warmest, deciC[warmest], sample.timeMs);
            rise[device] = (short)apart;
            slope[device] = risesBy;

            // Rises and slopes are at most 2,500 a time of 3 s: in int.
            // Under load a weak cell falls and warms up without a short, over many minutes, and stays warm after it: until the
            // probes' references have followed, a rise alone counts four times less.
            bool isSettled = _features.condition == OperatingCondition.Rest
                && _features.nowMs - _features.conditionSinceMs >= HardReference.TempTauMs;
            int needed = isSettled ? hardRise : 4 * hardRise;
            int warm = apart * 1000 / (needed + explained);
            int bySlope = apart * 2 >= hardRise ? risesBy * 1000 / _features.settings[DetectorSettings.HardSlope] : 0;
            warm = warm < bySlope ? bySlope : warm;
            warm = warm < 0 ? 0 : warm > CauseRule.MaxPermille ? CauseRule.MaxPermille : warm;
            permille[device] = warm;
            return warm;
        }

        /// <summary>After the probes' references were moved.</summary>
        public void KeepLeast(int device)
        {
            for (int p = _features.layout.firstProbe[device]; p < _features.layout.firstProbe[device + 1]; p++)
            {
                int rise = _past.temp1[p] - ((_past.temp[p] + 32768) >> HardReference.TempQ);
                _leastOfPack = _past.tempAge[p] != 0 && rise < _leastOfPack ? rise : _leastOfPack;
            }
        }
    }
}
