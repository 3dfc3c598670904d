using System;

namespace DataBox.Core
{
    /// <summary>
    /// Decides between the two cell models from the first rows of a block that carry cells: if most cells stand, the step model;
    /// else whichever is off by less, summed over the rows after the noise model had some to learn from.
    /// </summary>
    public sealed class ModelChoice
    {
        // The first row has nothing before it, the second sets the noise model's lines; three are left to compare. Each
        // more would cost every block of moving cells a row's trial.
        private const int Rows = 5;
        private const int LearningRows = 2;

        // The largest that a header's scale byte says.
        private const int MaxMeanErrorQ8 = 31 << 15;

        private readonly int[] _index = new int[Rows];
        private readonly int[] _movedAndError = new int[2];
        private int _found;
        private int _at;
        private long _noiseErrorQ8;
        private int _stepError;
        private int _comparisons;
        private int _readings;

        /// <summary>True when enough cells move for the noise model to be worth a trial: a quarter or more. Below, most cells stand,
        /// and the step model says that in a fraction of a bit.</summary>
        public bool NeedsTrial
        {
            get { return _found == Rows && _movedAndError[0] * 4 >= _comparisons; }
        }

        /// <summary>Rows of the trial.</summary>
        public int TrialRows
        {
            get { return Rows; }
        }

        /// <summary>True when the noise model's errors are smaller by a tenth. Near a tie the step model is the safer one: cells
        /// that come to rest cost it next to nothing.</summary>
        public bool NoiseIsBetter
        {
            get { return _noiseErrorQ8 * 10 < ((long)_stepError << 8) * 9; }
        }

        /// <summary>Mean error to start the noise model with, Q8 steps, as the block's header says it: mantissa (16 + low four
        /// bits) shifted left by the high four.</summary>
        public int NoiseScale
        {
            get { return _readings == 0 ? 0 : ScaleOf((int)(_noiseErrorQ8 / _readings)); }
        }

        /// <summary>Mean error for the trial: two neighbouring differences of white noise are off by twice the noise. Not more
        /// than a header can say.</summary>
        public int TrialMeanErrorQ8
        {
            get
            {
                long mean = 16 + (((long)_stepError << 7) / (_readings == 0 ? 1 : _readings));
                return mean > MaxMeanErrorQ8 ? MaxMeanErrorQ8 : (int)mean;
            }
        }

        /// <summary>The header's byte for a mean error, rounded down.</summary>
        /// <param name="meanErrorQ8">0 or more; less than 16 counts as 16, more than 31 shifted by 15 as that.</param>
        public static int ScaleOf(int meanErrorQ8)
        {
            int shift = 0;
            while (shift < 15 && (meanErrorQ8 >> shift) > 31)
            {
                shift++;
            }

            int mantissa = meanErrorQ8 >> shift;
            mantissa = mantissa < 16 ? 16 : mantissa > 31 ? 31 : mantissa;
            return (shift << 4) | (mantissa - 16);
        }

        /// <summary>The mean error of a header's byte, Q8 steps.</summary>
        public static int MeanErrorOf(int scale)
        {
            return (16 + (scale & 15)) << (scale >> 4);
        }

        public void Reset(CellColumns cells)
        {
            _found = 0;
            _at = 0;
            _noiseErrorQ8 = 0;
            _stepError = 0;
            _comparisons = 0;
            _readings = 0;
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
            else
            {
                _readings += cells.cellCount;
            }

            _index[_found++] = _at++;

            // 288 cells that jump by volts at 1 uV a step pass 2^31 and wrap: the same on every platform, and whichever model is
            // chosen then, the block is right. Such rows are beyond both.
            _stepError = _movedAndError[1] < 0 ? int.MaxValue : _movedAndError[1];
            return _found == Rows;
        }

        /// <summary>Index of the n-th row that carries cells.</summary>
        public int TrialRow(int n)
        {
            return _index[n];
        }

        /// <summary>Takes the noise model's error in the n-th row.</summary>
        public void Tried(int n, long errorSumQ8)
        {
            if (n >= LearningRows)
            {
                _noiseErrorQ8 += errorSumQ8;
            }
        }
    }
}
