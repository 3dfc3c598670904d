namespace DataBox.Detection
{
    /// <summary>What is a step of the load, the device's resistance and its zone; and the thresholds.</summary>
    public sealed partial class ContactRule
    {
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

            return permille >= LargeStep ? 1 : permille >= MiddleStep ? 3 : permille >= SmallStep ? 4 : 0;
        }

        /// <summary>Follows the median cell's resistance, 1/16 a step.</summary>
        /// <returns>False where voltage and current don't belong together: less than half or more than twice of what it
        /// was.</returns>
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
            int excess = _columns.left[cell];
            int off = OpenDeviation(device, cell);
            if (excess <= 0 || off > ((long)MicrovoltsPerRatio * excess / 8000) + SoundDeviation)
            {
                return 0;
            }

            // Another charge than the median's, another resistance; and one that differs much from it doesn't keep its ratio.
            int at = (_zone[device] * level.Length) + cell;
            bool isBorrowed = _columns.progress[at] < ContactKernel.LearnSteps;
            int learned = _columns.learned[isBorrowed ? (ContactColumns.MiddleZone * level.Length) + cell : at];
            int threshold = _threshold[device];
            threshold = _columns.scatter[cell] > threshold ? _columns.scatter[cell] : threshold;
            threshold += off > FreeDeviation ? (off - FreeDeviation) / MicrovoltsPerUnit : 0;
            threshold += (learned < 0 ? -learned : learned) >> 2;

            // What is learned from few hours holds only roughly.
            int hours = _columns.progress[(ContactColumns.MiddleZone * level.Length) + cell] - ContactKernel.LearnSteps;
            threshold += hours < FirmHours ? threshold + (threshold >> 1) : isBorrowed ? threshold
                : hours < 2 * FirmHours ? threshold >> 1 : _zone[device] == 0 ? threshold >> 2 : 0;
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
    }
}
