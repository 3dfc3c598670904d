namespace DataBox.Detection
{
    /// <summary>How deep a drop is against what the others do, and what it does next.</summary>
    public sealed partial class TransientShortRule
    {
        // Loaded by its short, a cell sinks on after the step; a wrong reading stands.
        private bool Deepens(int device, int cell)
        {
            CellMoves moves = features.moves;
            if ((_flags[cell] & (Wire | Told)) != 0 || features.window.goodCount[cell] < FastSamples
                || moves.state[cell] != CellMoves.Away || moves.move[cell] > 0 || _depth[cell] > MostMicrovolts
                || (moves.onset[cell] & CellMoves.Complete) == 0)
            {
                return false;
            }

            // Under a moving load only what is far from all that the others do, and does not go with it.
            bool isApart = (moves.onset[cell] & CellMoves.Apart) != 0 && -moves.move[cell] > ApartScales * moves.scale[device]
                && -moves.move[cell] > 2 * features.settings[DetectorSettings.TransientDrop];
            if ((_flags[cell] & Steady) == 0 && !isApart)
            {
                return false;
            }

            int deeper = moves.firstMove[cell] - moves.move[cell];
            return deeper > (-moves.firstMove[cell] >> DeepenShift) + (DeepenScales * moves.scale[device])
                && 2 * deeper < -moves.firstMove[cell];
        }

        // By what the device's other cells did in this tick: five times their mean without the one that did most, twice that one.
        private int Threshold(int cell, int first, int end)
        {
            if (_cells == 0)
            {
                TakePeers(first, end);
            }

            // Where the cell that falls was the median, all the others seem to rise.
            CauseFeatures now = features;
            bool isRead = now.reading[cell] != CauseFeatures.NoReading && now.moves.isPinned[cell] == 0;
            int low = isRead ? now.moves.reference[cell] - now.window.minDeviation[cell] : 0;
            int rise = isRead ? now.window.maxDeviation[cell] - now.moves.reference[cell] - low : 0;
            low = low < 0 ? -low : low;
            int others = isRead ? _cells - 1 : _cells;
            int most = isRead && low == _most ? _second : _most;
            int rises = _rises - rise;
            _peersRise = others <= 0 || rises < 0 ? 0 : rises / others;
            int floor = now.settings[DetectorSettings.TransientDrop];
            int byPeers = others < 2 ? floor : PeerScales * ((_sum - low - most) / (others - 1));
            byPeers = others > 0 && PeerMosts * most > byPeers ? PeerMosts * most : byPeers;
            return byPeers > floor ? byPeers : floor;
        }

        private void TakePeers(int first, int end)
        {
            byte[] reading = features.reading;
            int[] reference = features.moves.reference;
            int[] least = features.window.minDeviation;
            int[] greatest = features.window.maxDeviation;
            byte[] pinned = features.moves.isPinned;
            int sum = 0;
            int most = 0;
            int second = 0;
            int rises = 0;
            int cells = end - first;
            for (int i = first; i < end; i++)
            {
                if (reading[i] == CauseFeatures.NoReading || pinned[i] != 0)
                {
                    cells--;
                    continue;
                }

                int from = reference[i];
                int low = from - least[i];
                rises += greatest[i] - from - low;
                low = low < 0 ? -low : low;
                sum += low;
                if (low > second)
                {
                    second = low > most ? most : low;
                    most = low > most ? low : most;
                }
            }

            _sum = sum;
            _most = most;
            _second = second;
            _rises = rises;
            _cells = cells;
        }

        private bool HasRise(int cell, int first, int end, int low)
        {
            int[] reference = features.moves.reference;
            int[] most = features.window.maxDeviation;
            return (cell > first && NeighbourShare * (most[cell - 1] - reference[cell - 1] - _peersRise) >= low)
                || (cell + 1 < end && NeighbourShare * (most[cell + 1] - reference[cell + 1] - _peersRise) >= low);
        }

        // A drop is over: two samples or more of it, or a single one.
        private bool End(int cell, int threshold)
        {
            if (features.window.goodCount[cell] >= FastSamples)
            {
                return 2L * _area[cell] >= 3L * _depth[cell] && JudgeEvent(cell, _depth[cell], threshold);
            }

            if (_depth[cell] < threshold)
            {
                return false;
            }

            int seconds = (int)(features.nowMs / 1000);
            bool isRecent = seconds - _singleSeconds[cell] < MemorySeconds;
            _singles[cell] = (byte)(!isRecent ? 1 : _singles[cell] < 255 ? _singles[cell] + 1 : 255);
            _singleSeconds[cell] = seconds;
            int needed = 1 + features.settings[DetectorSettings.TransientEvents];
            int depth = _depth[cell] > threshold ? threshold : _depth[cell];
            return JudgeEvent(cell, _singles[cell] >= needed ? _depth[cell] : depth * _singles[cell] / needed, threshold);
        }
    }
}
