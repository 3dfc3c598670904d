using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>What a block of a minute teaches.</summary>
    internal sealed partial class Baseline
    {
        private void LeaveOpen(int first, int end)
        {
            byte[] learned = _features.learned;
            byte[] reading = _features.reading;
            int[] residual = _features.residual;
            for (int i = first; i < end; i++)
            {
                learned[i] = reading[i] == CauseFeatures.NoReading ? CauseFeatures.NoBaseline : CauseFeatures.NotLearned;
                residual[i] = 0;
            }
        }

        private void Close(bool isGap)
        {
            CauseFeatures features = _features;
            PackLayout layout = features.layout;
            bool isLong = !isGap && _class >= 0 && features.nowMs - _openMs >= LeastBlockMs;
            for (int d = 0; d < layout.deviceCount; d++)
            {
                if (isLong && _ticks[d] > 0)
                {
                    Teach(d);
                }

                _ticks[d] = 0;
                _places[d] = 0;
            }

            for (int i = 0; i < layout.cellCount; i++)
            {
                _columns.sum[i] = 0;
                _columns.count[i] = 0;
            }
        }

        private void Teach(int d)
        {
            CauseFeatures features = _features;
            PackLayout layout = features.layout;
            int place = _places[d] / _ticks[d];
            int bin = place >> 8;
            int upper = (place & 255) >> 4;
            int first = layout.firstCell[d];
            int end = layout.firstCell[d + 1];
            int visitRow = (d * BaselineColumns.Bins) + bin;
            int row = (first * BaselineColumns.Bins) + bin;
            Begin(visitRow, row, end - first);
            int teach = _class == Driving ? DriveTeach : 16;
            Visit(visitRow, ((16 - upper) * teach) >> 4);
            Visit(visitRow + 1, (upper * teach) >> 4);
            long minutes = _columns.blockMs[d] == 0 ? 1 : (features.nowMs - _columns.blockMs[d]) / 60000;
            minutes = minutes < 1 ? 1 : minutes > MostMinutes ? MostMinutes : minutes;
            _columns.blockMs[d] = features.nowMs;
            int fit = _columns.fitMinutes[d] + (int)minutes;
            bool isSteady = features.settings[DetectorSettings.Balancing] == 1;
            int longest = isSteady ? BaselineColumns.LongestFit : BalancedFit;
            fit = fit > longest ? longest : fit;
            _columns.fitMinutes[d] = (short)fit;
            _random = (_random * 1664525) + 1013904223;
            int slope = _load.slope[bin];
            int dither = (int)(_random >> 8);

            // What is known of the bins, 0..256 blocks of rest; and how much the block says about charge, 0..256.
            int known = ((_columns.visits[visitRow] * (16 - upper)) + (_columns.visits[visitRow + 1] * upper)) >> 8;
            int weight = ((slope > 256 ? 256 : slope) * (known > 256 ? 256 : known) * teach) >> 12;
            BaselineKernel.Follow(features, _columns, first, end, slope, _ticks[d], (int)minutes, weight, dither);
            BaselineKernel.TeachPlaces(features, _columns, first, end, row, visitRow, upper, slope, teach, dither);
            int beyond = BaselineKernel.TeachCharges(
                features, _columns, first, end, slope, _class * layout.cellCount, (int)minutes, weight, fit,
                features.settings[DetectorSettings.SoftShort] / 2, isSteady, dither);
            Doubt(visitRow, 16 - upper);
            Doubt(visitRow + 1, upper);
            StepWander(d, first, end);
            StepApart(d, beyond, end - first);
        }

        // Mean size of the drift but of the largest; up fast, down within days.
        private void StepWander(int d, int first, int end)
        {
            short[] drift = _features.drift;
            int sum = 0;
            int largest = 0;
            for (int i = first; i < end; i++)
            {
                int size = drift[i] < 0 ? -drift[i] : drift[i];
                sum += size;
                largest = size > largest ? size : largest;
            }

            int mean = end - first < 2 ? 0 : 4 * (sum - largest) / (end - first - 1);
            int step = (mean > 16000 ? 16000 : mean) - _columns.wander[d];
            _columns.wander[d] = (short)(_columns.wander[d] + ((step + (int)((_random >> 8) & (step > 0 ? 127 : 2047))) >> (step > 0 ? 7 : 11)));
            _features.driftSpread[d] = _columns.wander[d];
        }

        // Not one cell but a good part of the device: their charge was moved, or the baseline is out of date; half of it: a
        // changed module.
        private void StepApart(int d, int beyond, int cells)
        {
            int apart = _columns.apart[d];
            if (beyond < 3 || beyond * 4 < cells)
            {
                _columns.apart[d] = (byte)(apart > 0 ? apart - 1 : 0);
                return;
            }

            _columns.apart[d] = (byte)(apart + 1);
            if (apart + 1 < ApartBlocks)
            {
                return;
            }

            _columns.apart[d] = 0;
            if (beyond * 2 >= cells)
            {
                Forget(d);
            }
            else
            {
                Fold(d);
            }
        }

        // Takes the drift for the place; but of the lowest cell, which may have a fault.
        private void Fold(int d)
        {
            short[] drift = _features.drift;
            int lowest = _features.layout.firstCell[d];
            for (int i = lowest; i < _features.layout.firstCell[d + 1]; i++)
            {
                lowest = drift[i] < drift[lowest] ? i : lowest;
            }

            for (int i = _features.layout.firstCell[d]; i < _features.layout.firstCell[d + 1]; i++)
            {
                if (i != lowest && _features.explainedBy[i] == 0)
                {
                    // Range: 131,000 + 131,068 µV in Q12 is 1.07e9.
                    int to = _columns.charge[i] + (drift[i] << 14);
                    int most = BaselineColumns.MaxMicrovolts << 12;
                    _columns.charge[i] = to > most ? most : to < -most ? -most : to;
                    drift[i] = 0;
                }
            }

            _columns.fitMinutes[d] = (short)(_columns.fitMinutes[d] > FoldedFit ? FoldedFit : _columns.fitMinutes[d]);
        }

        // A bin that is visited for the first time begins with what its neighbour knows.
        private void Begin(int visitRow, int row, int cells)
        {
            int low = _columns.visits[visitRow];
            int high = _columns.visits[visitRow + 1];
            if ((low == 0) == (high == 0))
            {
                return;
            }

            short[] offset = _columns.offset;
            for (int i = 0; i < cells; i++, row += BaselineColumns.Bins)
            {
                offset[low == 0 ? row : row + 1] = offset[low == 0 ? row + 1 : row];
            }
        }

        private void Visit(int row, int sixteenths)
        {
            int visits = _columns.visits[row] + sixteenths;
            _columns.visits[row] = (short)(visits > BaselineColumns.MaxVisits ? BaselineColumns.MaxVisits : visits);
        }

        // By a sixteenth of what the block says; a block that says more counts four times.
        private void Doubt(int row, int sixteenths)
        {
            int step = _columns.blockSize - _columns.doubt[row];
            step = step > 0 ? step * 4 : step;
            _columns.doubt[row] = (short)(_columns.doubt[row] + (((step * sixteenths) + 128) >> 8));
        }
    }
}
