using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>What one sample says.</summary>
    public sealed partial class SenseWireRule
    {
        private bool LookAt(PackSample sample, int device, int spread)
        {
            int first = features.layout.firstCell[device];
            int end = features.layout.firstCell[device + 1];
            int deepest = end - first >= LeastCells ? TakeMoves(sample, first, end) : -1;
            int size = deepest < 0 ? 0 : -_moves[deepest - first];
            int threshold = deepest < 0 ? 0 : SampleThreshold(device, deepest, first, end);
            bool goesOn = deepest >= 0 && _run[device] != 0 && _cell[device] == deepest;
            if (deepest < 0 || size < threshold || !IsPair(deepest - first, end - first)
                || (!goesOn && level[deepest] == Quiet && (2 * -features.moves.move[deepest] > size || !IsSudden(sample, deepest, first, end))))
            {
                _run[device] = 0;
                if (deepest >= 0 && (deepest == first || deepest == end - 1) && 5L * size >= 2L * _median)
                {
                    return JudgeEnd(sample, device, deepest, size);
                }

                _endMs[device] = 0;
                _sound[device] = spread + LookMicrovolts > _sound[device] ? spread + LookMicrovolts : _sound[device];
                return false;
            }

            // What was on its way already in the tick before is no wire's.
            _run[device] = goesOn ? (byte)2 : (byte)1;
            _cell[device] = (short)deepest;
            Keep(deepest, size, deepest > first ? _moves[deepest - 1 - first] : 0, deepest + 1 < end ? _moves[deepest + 1 - first] : 0);
            return Tell(deepest, first, end, _run[device] > 1 ? 1000L * size / threshold : SuspectPermille, sample.timeMs);
        }

        private int SampleThreshold(int device, int cell, int first, int end)
        {
            return Threshold(
                features.settings[DetectorSettings.SenseWire], ScaleOf(end - first), PeersMost(_moves, 0, end - first, cell - first),
                _median - features.moves.MedianOf(cell, device));
        }

        // Since the last tick: the cell fell by three quarters of the whole, a neighbour rose with it, and no cell that does not share a
        // wire with it moved by half as much.
        private bool IsSudden(PackSample sample, int cell, int first, int end)
        {
            int fall = -StepOf(sample, cell);
            if (4L * fall < -3L * _moves[cell - first]
                || !IsPair(fall, cell > first ? StepOf(sample, cell - 1) : 0, cell + 1 < end ? StepOf(sample, cell + 1) : 0))
            {
                return false;
            }

            for (int i = first; i < end; i++)
            {
                int step = i < cell - 1 || i > cell + 1 ? StepOf(sample, i) : 0;
                if (2 * step > fall || -2 * step > fall)
                {
                    return false;
                }
            }

            return true;
        }

        private int StepOf(PackSample sample, int cell)
        {
            bool hasStep = (sample.cellQuality[cell] == Quality.Good || sample.cellQuality[cell] == Quality.Implausible)
                && features.moves.state[cell] != CellMoves.None;
            return hasStep ? sample.cellMicrovolts[cell] - _median - features.deviation[cell] : 0;
        }

        private bool JudgeEnd(PackSample sample, int device, int cell, int size)
        {
            int warmest = short.MinValue;
            for (int p = features.layout.firstProbe[device]; p < features.layout.firstProbe[device + 1]; p++)
            {
                warmest = sample.tempQuality[p] == Quality.Good && sample.tempDeciC[p] > warmest ? sample.tempDeciC[p] : warmest;
            }

            if (_endMs[device] == 0)
            {
                _endMs[device] = sample.timeMs == 0 ? 1 : sample.timeMs;
                _endTemp[device] = (short)warmest;
            }

            if (sample.timeMs - _endMs[device] < EndMs || warmest - _endTemp[device] >= EndDeciC)
            {
                return false;
            }

            Keep(cell, size, 0, 0);
            return Tell(cell, cell, cell + 1, 1000, sample.timeMs);
        }

        // Moves of all cells against the references, from one sample. Returns the deepest, -1: too few.
        private int TakeMoves(PackSample sample, int first, int end)
        {
            int good = 0;
            byte[] quality = sample.cellQuality;
            int[] microvolts = sample.cellMicrovolts;
            int[] keys = features.window.sortedKeys;
            for (int k = first; k < end; k++)
            {
                int i = first + (keys[k] & ((1 << WindowColumns.CellBits) - 1));
                if (quality[i] == Quality.Good)
                {
                    int value = microvolts[i];
                    int to = good;
                    while (to > 0 && _order[to - 1] > value)
                    {
                        _order[to] = _order[to - 1];
                        to--;
                    }

                    _order[to] = value;
                    good++;
                }
            }

            if (good < WindowColumns.MinCellsForMedian)
            {
                return -1;
            }

            int median = _order[(good - 1) >> 1];
            _median = median;
            int deepest = -1;
            for (int i = first; i < end; i++)
            {
                // A reading that is no cell's any more still says where its wire went.
                bool hasMove = (quality[i] == Quality.Good || quality[i] == Quality.Implausible)
                    && features.moves.state[i] != CellMoves.None;
                _moves[i - first] = hasMove ? microvolts[i] - median - features.moves.reference[i] : 0;
                if (deepest < 0 || _moves[i - first] < _moves[deepest - first])
                {
                    deepest = i;
                }
            }

            return deepest;
        }

        // Mean size of the moves without the three greatest.
        private int ScaleOf(int cells)
        {
            int sum = 0;
            int most = 0;
            int second = 0;
            int third = 0;
            for (int k = 0; k < cells; k++)
            {
                int size = _moves[k] < 0 ? -_moves[k] : _moves[k];
                sum += size;
                if (size > third)
                {
                    third = size > second ? second : size;
                    second = size > second ? (size > most ? most : size) : second;
                    most = size > most ? size : most;
                }
            }

            return (sum - most - second - third) / (cells - 3);
        }

        // The greatest move among the cells that share no wire with this one.
        private static int PeersMost(int[] moves, int first, int end, int cell)
        {
            int most = 0;
            for (int i = first; i < end; i++)
            {
                if (i < cell - 1 || i > cell + 1)
                {
                    int size = moves[i] < 0 ? -moves[i] : moves[i];
                    most = size > most ? size : most;
                }
            }

            return most;
        }

        private static int Threshold(int floor, int scale, int peersMost, int medianMove)
        {
            int threshold = floor;
            medianMove = medianMove < 0 ? -medianMove : medianMove;
            threshold = PeerScales * scale > threshold ? PeerScales * scale : threshold;
            threshold = PeerMosts * peersMost > threshold ? PeerMosts * peersMost : threshold;
            return medianMove > threshold ? medianMove : threshold;
        }

        private bool IsPair(int k, int cells)
        {
            int fall = -_moves[k];
            int below = k > 0 ? _moves[k - 1] : 0;
            int above = k + 1 < cells ? _moves[k + 1] : 0;
            return IsPair(fall, below, above);
        }

        private static bool IsPair(int fall, int below, int above)
        {
            int most = below > above ? below : above;
            int rise = (below > 0 ? below : 0) + (above > 0 ? above : 0);
            return LeastShare * most >= fall && rise <= (long)MostShare * fall;
        }
    }
}
