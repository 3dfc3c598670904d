namespace DataBox.Detection
{
    /// <summary>What counts as rest, and what a charge counts.</summary>
    public sealed partial class PlatingRule
    {
        private bool IsQuiet()
        {
            if (!features.hasCurrent)
            {
                return features.condition == OperatingCondition.Rest;
            }

            int limit = features.settings[DetectorSettings.CapacityAh] * features.settings[DetectorSettings.RestPermille];
            return features.currentMilliamps <= limit && -features.currentMilliamps <= limit;
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
