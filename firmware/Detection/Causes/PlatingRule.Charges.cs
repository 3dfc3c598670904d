namespace DataBox.Detection
{
    /// <summary>What counts as rest, and what a charge counts.</summary>
    public sealed partial class PlatingRule
    {
        // uV; the median's noise is 0.5 mV in a pack with 1 mV.
        private const int StillRisesBy = 2000;
        private const int StopsWith = 4000;

        private bool IsQuiet()
        {
            if (!features.hasCurrent)
            {
                return features.condition == OperatingCondition.Rest;
            }

            int limit = features.settings[DetectorSettings.CapacityAh] * features.settings[DetectorSettings.RestPermille];
            return features.currentMilliamps <= limit && -features.currentMilliamps <= limit;
        }

        /// <summary>Without a current the end of a charge, at a steady voltage, looks like rest: but the median rises on, or falls
        /// at once when the charger stops.</summary>
        private bool IsStillCharging()
        {
            CauseFeatures now = features;
            for (int d = 0; !now.hasCurrent && d < _restMedian.Length; d++)
            {
                int median = now.medianMicrovolts[d];
                if (median != 0 && _restMedian[d] != 0
                    && (median > _restMedian[d] + StillRisesBy || now.medianStep[d] < -StopsWith))
                {
                    return true;
                }
            }

            return false;
        }

        /// <inheritdoc/>
        public override void Relearn(int cell)
        {
            for (int i = 0; i < _score.Length; i++)
            {
                if (cell < 0 || i == cell)
                {
                    _score[i] = 0;
                    _charges[i] = 0;
                }
            }
        }

        private void Count(int cell, int charges)
        {
            int more = 2 * (_best[cell] - LeastPermille);
            bool isOne = more > 0;
            more = more > 1000 ? 1000 : more;
            int score = isOne ? _score[cell] + ((more + charges - 1) / charges) : _score[cell] - (_score[cell] >> 2);
            _charges[cell] = (byte)(!isOne ? _charges[cell] >> 1 : _charges[cell] < 255 ? _charges[cell] + 1 : 255);
            _score[cell] = (short)(score > MaxScore ? MaxScore : score);
        }
    }
}
