namespace DataBox.Detection
{
    /// <summary>What is learned over hours and kept over restarts.</summary>
    public sealed partial class ContactRule
    {
        private void LearnHour()
        {
            for (int d = 0; d < features.layout.deviceCount; d++)
            {
                bool isUsed = _hourSteps[d] >= HourSteps && _zone[d] < ContactColumns.Zones;
                _hourSteps[d] = 0;
                int end = features.layout.firstCell[d + 1];
                for (int i = features.layout.firstCell[d]; isUsed && i < end; i++)
                {
                    if (level[i] == Quiet)
                    {
                        _columns.steps[i] >>= 1;
                        LearnHour(i, (_zone[d] * level.Length) + i, _threshold[d] >> 1);
                    }
                }
            }
        }

        private void LearnHour(int cell, int at, int most)
        {
            int progress = _columns.progress[at];
            if (progress < ContactKernel.LearnSteps)
            {
                return;
            }

            int off = (_columns.up[cell] + _columns.down[cell]) >> 1;
            if (progress < ContactKernel.LearnSteps + LearnHours)
            {
                off >>= HourShift;
                _columns.progress[at]++;
            }
            else
            {
                off = off > most ? 0 : off > CreepQ ? CreepQ : off < -CreepQ ? -CreepQ : off;
            }

            _columns.learned[at] = (short)(_columns.learned[at] + off);
            _columns.up[cell] = (short)(_columns.up[cell] - off);
            _columns.down[cell] = (short)(_columns.down[cell] - off);
        }

        /// <inheritdoc/>
        public override void Relearn(int cell)
        {
            for (int i = 0; i < level.Length; i++)
            {
                if (cell < 0 || i == cell)
                {
                    _columns.Forget(i);
                }
            }
        }

        public override int LearnedBytes
        {
            get { return 3 * _columns.learned.Length; }
        }

        public override void WriteLearned(byte[] target, int at)
        {
            for (int k = 0; k < _columns.learned.Length; k++)
            {
                target[at++] = (byte)_columns.learned[k];
                target[at++] = (byte)(_columns.learned[k] >> 8);
                target[at++] = _columns.progress[k];
            }
        }

        public override void ReadLearned(byte[] source, int at)
        {
            for (int k = 0; k < _columns.learned.Length; k++)
            {
                int ratio = (short)(source[at] | (source[at + 1] << 8));
                bool isSound = ratio <= ContactColumns.MaxRatio && -ratio <= ContactColumns.MaxRatio
                    && source[at + 2] <= ContactKernel.LearnSteps + LearnHours;
                _columns.learned[k] = isSound ? (short)ratio : (short)0;
                _columns.progress[k] = isSound ? source[at + 2] : (byte)0;
                at += 3;
            }
        }
    }
}
