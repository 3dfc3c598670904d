namespace DataBox.Detection
{
    /// <summary>
    /// A cell that stands apart from its device's median: suspect and alarm by counting votes of windows. Says nothing about
    /// why; a later cause that can explain the deviation takes its place.
    /// </summary>
    public sealed class DeviationRule
    {
        private const int FarFactor = 3;
        private const int SpreadFactor = 6;
        private const int LoadShare = 2;

        private readonly int[] _settings;
        private readonly DetectorColumns _columns;
        private readonly AlarmBook _book;

        /// <summary>The causes, and what they know of each cell at this tick; null where there are none.</summary>
        public CauseSet causes;

        /// <param name="settings">[DetectorSettings.Count].</param>
        public DeviationRule(int[] settings, DetectorColumns columns, AlarmBook book)
        {
            _settings = settings;
            _columns = columns;
            _book = book;
        }

        /// <summary>Steps a cell that the deviation kernel listed.</summary>
        /// <returns>True when it became suspect or its alarm was raised.</returns>
        public bool Step(int cell, SampleWindow window)
        {
            DetectorColumns columns = _columns;
            int count = 0;
            for (int bits = columns.votes[cell]; bits != 0; bits &= bits - 1)
            {
                count++;
            }

            if (count == 0)
            {
                columns.isVoting[cell] = 0;
                columns.isSuspect[cell] = 0;
                Clear(cell, window);
                return false;
            }

            if (columns.isVoting[cell] == 0)
            {
                columns.isVoting[cell] = 1;
                columns.voteSinceMs[cell] = window.openMs;
            }

            if (columns.deviationAlarm[cell] != 0 && causes != null && causes.IsNamed(cell))
            {
                // One fault is told once: now it has a name.
                int alarm = columns.deviationAlarm[cell];
                columns.deviationAlarm[cell] = _book.Clear(alarm, window.lastMs, window.columns.meanDeviation[cell]) ? 0 : alarm;
                return false;
            }

            bool isNews = false;
            if (count >= _settings[DetectorSettings.SuspectVotes] && columns.isSuspect[cell] == 0 && MaySpeak(cell))
            {
                columns.isSuspect[cell] = 1;
                isNews = true;
            }

            if (count >= _settings[DetectorSettings.DeviationVotes] && columns.deviationAlarm[cell] == 0 && MaySpeak(cell)
                && (causes == null || !causes.IsGathering(cell)))
            {
                isNews |= Raise(cell, window);
            }

            return isNews;
        }

        // Only while the last window votes, too. Not where a cause explains the cell, and not in a drive, where each cell drops by its
        // own share. Where a baseline is learned, by what is beyond that, beyond what the cell usually is apart, and beyond half of what
        // the load does to all. Before, only what went there at rest before the box's eyes, or is so far below that no balance
        // explains it: cells that are emptier or fuller than others stand apart at the ends of the curve.
        private bool MaySpeak(int cell)
        {
            if (causes == null)
            {
                return true;
            }

            CauseFeatures features = causes.features;
            if (features.explainedBy[cell] != 0 || (_columns.votes[cell] & 1) == 0)
            {
                return false;
            }

            if (features.learned[cell] == CauseFeatures.Learned)
            {
                int residual = features.residual[cell] < 0 ? -features.residual[cell] : features.residual[cell];
                return residual > _settings[DetectorSettings.Deviation] && residual > SpreadFactor * features.spread[cell]
                    && LoadShare * residual > features.loadMicrovolts
                    && features.condition != OperatingCondition.Drive && features.condition != OperatingCondition.Regeneration;
            }

            if (features.condition == OperatingCondition.Drive || features.condition == OperatingCondition.Regeneration)
            {
                return false;
            }

            int move = features.moves.state[cell] == CellMoves.Away ? features.moves.move[cell] : 0;
            bool isAtRest = features.condition == OperatingCondition.Rest || features.condition == OperatingCondition.Unknown;
            return (isAtRest && (move < 0 ? -move : move) > _settings[DetectorSettings.Deviation])
                || features.deviation[cell] < -FarFactor * _settings[DetectorSettings.Deviation];
        }

        private bool Raise(int cell, SampleWindow window)
        {
            int device = _columns.deviceOfElement[cell];
            int byScale = (window.columns.meanScale[device] * _settings[DetectorSettings.DeviationScales16]) >> 4;
            int floor = _settings[DetectorSettings.Deviation];
            int id = _book.Raise(
                FaultCauses.CellDeviation, window.lastMs, _columns.voteSinceMs[cell], device, cell, -1,
                window.columns.meanDeviation[cell], byScale > floor ? byScale : floor);
            _columns.deviationAlarm[cell] = id;
            return id != 0;
        }

        /// <summary>The alarm ends when none of the voting windows speaks for it and the slow deviation is back under three
        /// quarters of the floor.</summary>
        private void Clear(int cell, SampleWindow window)
        {
            int slow = _columns.slowDeviationQ8[cell] >> DeviationKernel.SlowQ;
            int size = slow < 0 ? -slow : slow;
            if (_columns.deviationAlarm[cell] != 0 && size * 4 < _settings[DetectorSettings.Deviation] * 3
                && _book.Clear(_columns.deviationAlarm[cell], window.lastMs, window.columns.meanDeviation[cell]))
            {
                _columns.deviationAlarm[cell] = 0;
            }
        }
    }
}
