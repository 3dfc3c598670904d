using System;

namespace DataBox.Core
{
    /// <summary>
    /// Decides between the two cell models from the first rows of a block that carry cells: if most cells stand, the step model;
    /// else whichever is off by less, summed over the rows after the noise model had some to learn from.
    /// </summary>
    public sealed class ModelChoice
    {
        private const int Rows = 9;
        private const int LearningRows = 3;

        private readonly int[] _index = new int[Rows];
        private readonly int[] _movedAndError = new int[2];
        private int _found;
        private int _at;
        private long _noiseError;
        private int _stepError;
        private int _comparisons;

        /// <summary>True when enough cells move for the noise model to be worth a trial.</summary>
        public bool NeedsTrial
        {
            get { return _found == Rows && _movedAndError[0] * 4 >= _comparisons; }
        }

        /// <summary>Rows of the trial.</summary>
        public int TrialRows
        {
            get { return Rows; }
        }

        public bool NoiseIsBetter
        {
            get { return _noiseError < _stepError; }
        }

        public void Reset(CellColumns cells)
        {
            _found = 0;
            _at = 0;
            _noiseError = 0;
            _stepError = 0;
            _comparisons = 0;
            Array.Clear(cells.change, 0, cells.cellCount);
        }

        /// <summary>Takes the next row that carries cells.</summary>
        /// <returns>True when there is nothing more to look at.</returns>
        public bool Movement(RowBuffer rows, int[] row, int rowCount, CellColumns cells)
        {
            while (_at < rowCount && (rows.groupMask[row[_at]] & SignalGroups.Cells) == 0)
            {
                _at++;
            }

            if (_at == rowCount)
            {
                return true;
            }

            BlockScanKernel.Movement(
                cells, rows.cellMicrovolts, rows.cellQuality, row[_at] * cells.cellCount, _movedAndError);
            if (_found == 0)
            {
                _movedAndError[0] = 0;
            }
            else
            {
                _comparisons += cells.cellCount;
            }

            if (_found < LearningRows)
            {
                _movedAndError[1] = 0;
            }

            _index[_found++] = _at++;
            _stepError = _movedAndError[1];
            return _found == Rows;
        }

        /// <summary>Index of the n-th row that carries cells.</summary>
        public int TrialRow(int n)
        {
            return _index[n];
        }

        /// <summary>Takes the noise model's error in the n-th row.</summary>
        public void Tried(int n, int errorSum)
        {
            if (n >= LearningRows)
            {
                _noiseError += errorSum;
            }
        }
    }
}
