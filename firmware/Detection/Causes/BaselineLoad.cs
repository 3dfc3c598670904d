using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// What the whole pack does under load: its resistance, how much of the medians is polarisation, and how steep its
    /// open-circuit voltage is. One for the pack; needs a current, without one the polarisation is taken for none.
    /// </summary>
    /// <remarks>
    /// Polarisation = R (I + c J), J the current through a low pass of 128 s, R learned from steps of the medians, c from how
    /// far they relax when the current has gone. All in whole numbers: current ±5,000,000 mA, R 20..200,000 µΩ, so R I / 1,000
    /// is at most 1e9 µV and is clipped to ±524,000 µV, c 0..4,000 permille.
    /// </remarks>
    internal sealed class BaselineLoad
    {
        public const int MaxEta = 524000;

        /// <summary>Slope of the open-circuit voltage, Q8 of 10 mV per % of charge.</summary>
        public const int PlainSlope = 256;
        public const int FlatSlope = 32;
        public const int LeastSlope = 8;
        public const int MostSlope = 2047;

        private const int SlowMs = 128000;
        private const int RelaxStartMs = 8000;
        private const int RelaxEndMs = 240000;

        /// <summary>[Bins] slope from the centre of a bin to that of the next.</summary>
        public readonly short[] slope = new short[BaselineColumns.Bins];

        /// <summary>Voltage of the first bin's centre and between centres, µV.</summary>
        public readonly int lowest;
        public readonly int width;

        /// <summary>Polarisation of the medians now, µV, and its step from the tick before.</summary>
        public int eta;
        public int etaStep;
        public int resistanceMicroohms;
        public int slowPermille = 1000;

        private readonly int _capacityAh;
        private readonly int _nominal;
        private long _slowQ8;
        private long _relaxMs = -1;
        private int _relaxMedian;
        private long _relaxSlowQ8;
        private int _bin = -1;
        private long _charge;
        private int _reached;
        private int _start;
        private readonly int _plainSlope;
        private int _fast;

        public BaselineLoad(int[] settings)
        {
            int over = settings[DetectorSettings.OverVoltage];
            _capacityAh = settings[DetectorSettings.CapacityAh];
            int under = settings[DetectorSettings.UnderVoltage];
            lowest = under + (int)((over - under) * 36L / 100);
            int steps = (over - 50000 - lowest) / ((BaselineColumns.Bins - 1) * 32);
            width = steps > 62 ? steps * 32 : 62 * 32;
            _nominal = 80000 / _capacityAh;
            resistanceMicroohms = _nominal;
            _plainSlope = over < 3900000 ? FlatSlope : PlainSlope;
            for (int k = 0; k < BaselineColumns.Bins; k++)
            {
                slope[k] = (short)_plainSlope;
            }
        }

        public static int BytesFor()
        {
            return HeapSize.OfShorts(BaselineColumns.Bins) + HeapSize.OfObject(20);
        }

        /// <summary>Takes the current of a tick.</summary>
        /// <param name="median">Mean of the devices' medians, µV, and its step; 0: none.</param>
        public void Take(CauseFeatures features, int median, int medianStep, bool isCharging)
        {
            int was = eta;
            features.loadMicrovolts = 0;
            features.slowMicroohms = resistanceMicroohms + (int)((long)resistanceMicroohms * slowPermille / 1000);
            if (!features.hasCurrent)
            {
                eta = 0;
                etaStep = 0;
                _relaxMs = -1;
                _bin = -1;
                return;
            }

            int current = features.currentMilliamps;
            if (isCharging && current < 0)
            {
                // The sign was lost.
                current = -current;
            }

            int since = features.sinceLastMs;
            bool isGap = since == 0;
            long slowQ8 = _slowQ8 + ((((long)current << 8) - _slowQ8) * (isGap ? SlowMs : since) / (SlowMs + (isGap ? 0 : since)));
            _slowQ8 = slowQ8;
            if (!isGap && features.hasCurrentStep && since <= 2000 && medianStep != 0)
            {
                LearnResistance(features.currentStepMilliamps, medianStep);
            }

            long fast = (long)resistanceMicroohms * current / 1000;
            long slow = resistanceMicroohms * ((slowQ8 * slowPermille / 1000) >> 8) / 1000;
            long polarisation = fast + slow;
            eta = (int)(polarisation > MaxEta ? MaxEta : polarisation < -MaxEta ? -MaxEta : polarisation);
            etaStep = isGap ? 0 : eta - was;
            Size(features, fast < 0 ? -fast : fast, slow < 0 ? -slow : slow);
            Relax(features, current, median);
            FollowCharge(isCharging, current, since, median);
        }

        // Fast and slow may cancel, their errors do not. The fast part falls off with 32 s, as what follows it does.
        private void Size(CauseFeatures features, long fast, long slow)
        {
            fast = fast > MaxEta ? MaxEta : fast;
            int since = features.sinceLastMs;
            _fast = since == 0 || fast > _fast ? (int)fast : _fast + (int)((fast - _fast) * since / (32000 + since));
            long size = _fast + slow;
            features.loadMicrovolts = (int)(size > MaxEta ? MaxEta : size);
        }

        // The charge between the centres of two bins on the way up.
        private void FollowCharge(bool isCharging, int current, int sinceMs, int median)
        {
            int at = median - eta - lowest;
            bool isInside = isCharging && sinceMs != 0 && at >= 0 && at < width * BaselineColumns.Bins;
            int since = at - (_bin * width);
            if (!isInside || _bin < 0 || since < -width / 4 || since >= 2 * width)
            {
                if (_charge > 0 && _reached * 2 >= width)
                {
                    LearnSlope(_reached);
                }

                _bin = isInside ? at / width : -1;
                _charge = -1;
                _reached = 0;
                return;
            }

            // mA x ms: at most 5e6 x 3e5 a tick, 6e12 for a day of 100 Ah an hour.
            if (_charge >= 0)
            {
                _charge += (long)current * sinceMs;
            }

            if (since >= width)
            {
                if (_charge > 0)
                {
                    LearnSlope(at - _start);
                }

                _charge = 0;
                _bin++;
                _start = at;
            }

            _reached = at - _start;
        }

        // Share of the capacity in 100 %: charge / (Ah x 3.6e7), against 10 mV each.
        private void LearnSlope(int microvolts)
        {
            long fresh = (long)microvolts * 256 * _capacityAh * 3600 / _charge;
            fresh = fresh > MostSlope ? MostSlope : fresh < LeastSlope ? LeastSlope : fresh;
            slope[_bin] = (short)(slope[_bin] == _plainSlope ? fresh : slope[_bin] + ((fresh - slope[_bin]) / 4));
        }

        private void LearnResistance(int currentStep, int medianStep)
        {
            int size = currentStep < 0 ? -currentStep : currentStep;
            if (size < _capacityAh * 100)
            {
                return;
            }

            // Range: 6.6e6 x 1,000 = 6.6e9: long.
            long fresh = (long)medianStep * 1000 / currentStep;
            if (fresh >= _nominal / 4 && fresh <= _nominal * 16)
            {
                int step = (int)fresh - resistanceMicroohms;
                resistanceMicroohms += (step + (step < 0 ? -31 : 31)) / 32;
            }
        }

        // How much of the voltage comes back after the current has gone.
        private void Relax(CauseFeatures features, int current, int median)
        {
            int limit = _capacityAh * 5;
            bool isStill = current <= limit && current >= -limit && median != 0 && features.sinceLastMs != 0;
            if (!isStill)
            {
                _relaxMs = -1;
                return;
            }

            if (_relaxMs < 0)
            {
                _relaxMs = features.nowMs;
                _relaxMedian = 0;
                return;
            }

            long since = features.nowMs - _relaxMs;
            if (_relaxMedian == 0 && since >= RelaxStartMs)
            {
                _relaxMedian = median;
                _relaxSlowQ8 = _slowQ8;
            }
            else if (_relaxMedian > 0 && since >= RelaxEndMs)
            {
                long gone = resistanceMicroohms * ((_slowQ8 - _relaxSlowQ8) >> 8) / 1000;
                if (gone > 3000 || gone < -3000)
                {
                    long fresh = (median - _relaxMedian) * 1000L / gone;
                    fresh = fresh < 0 ? 0 : fresh > 4000 ? 4000 : fresh;
                    slowPermille += (int)((fresh - slowPermille) / 4);
                }

                _relaxMedian = -1;
            }
        }
    }
}
