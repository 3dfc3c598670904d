using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// The small signals of a row beside the cells: time, quality, current, pack voltage, vehicle state. A handful of decisions a
    /// row, so plain calls.
    /// </summary>
    public sealed class SideCoder
    {
        private const int Distances = 4;

        /// <summary>Distances from here on (12 days of 1 ms steps) follow in 48 bits as they are.</summary>
        private const int Escape = (1 << 30) - 1;

        /// <summary>Known distances between rows, in time steps, the latest first; 1, 2, 3, 4 at the start: a
        /// regular period is seldom more of its own step.</summary>
        private readonly long[] _distance = new long[Distances];

        private readonly RangeCoder _coder;
        private readonly ScalarTrack _current = new ScalarTrack();
        private readonly ScalarTrack _packVoltage = new ScalarTrack();
        private byte _currentQuality;
        private byte _packQuality;
        private byte _stateQuality;
        private int _state;
        private int _groups;
        private int _index;

        public SideCoder(RangeCoder coder)
        {
            _coder = coder;
        }

        /// <summary>Forgets the last block.</summary>
        /// <param name="groups">Those of the block, which the first row is expected to carry.</param>
        public void Reset(int groups)
        {
            _groups = groups;
            _index = -1;
            for (int i = 0; i < Distances; i++)
            {
                _distance[i] = i + 1;
            }

            _current.Reset();
            _packVoltage.Reset();
            _currentQuality = Quality.Good;
            _packQuality = Quality.Missing;
            _stateQuality = Quality.Missing;
            _state = 0;
        }

        /// <summary>True where the row is the next sample's and its groups, distance and pack qualities are as in the row before.
        /// </summary>
        /// <param name="row">Index of the row among the samples, 0..59.</param>
        /// <param name="distance">In time steps; the last one for the first row of a block.</param>
        public bool IsUsual(RowBuffer rows, int row, int groups, long distance)
        {
            _index++;
            return row == _index && groups == _groups && distance == _distance[0]
                && ((groups & SignalGroups.Pack) == 0
                    || (rows.currentQuality[row] == _currentQuality && rows.packQuality[row] == _packQuality
                        && rows.vehicleStateQuality[row] == _stateQuality));
        }

        /// <summary>Index of a row among the samples, where it is not the next.</summary>
        public void Index(int row)
        {
            _coder.Bit(BlockContexts.IndexSkips, row != _index ? 1 : 0);
            if (row != _index)
            {
                _coder.Raw(row, 6);
                _index = row;
            }
        }

        /// <summary>Groups that a row carries.</summary>
        public void Groups(int groups)
        {
            _coder.Bit(BlockContexts.GroupsChanged, groups != _groups ? 1 : 0);
            if (groups != _groups)
            {
                _coder.Raw(groups, 3);
                _groups = groups;
            }
        }

        /// <summary>Time of a row after the first: one of the four distances seen last, or a new one.</summary>
        /// <param name="distance">To the row before, in time steps, 0 or more.</param>
        public void Time(long distance)
        {
            int index = 0;
            while (index < Distances && _distance[index] != distance)
            {
                _coder.Bit(BlockContexts.TimeIndex + index, 1);
                index++;
            }

            if (index < Distances)
            {
                _coder.Bit(BlockContexts.TimeIndex + index, 0);
            }
            else
            {
                index = Distances - 1;
                if (distance < Escape)
                {
                    _coder.Number(BlockContexts.TimeNumber, (int)distance);
                }
                else
                {
                    _coder.Number(BlockContexts.TimeNumber, Escape);
                    _coder.Raw((int)(distance >> 32) & 0xFFFF, 16);
                    _coder.Raw((int)(distance >> 16) & 0xFFFF, 16);
                    _coder.Raw((int)distance & 0xFFFF, 16);
                }
            }

            for (int i = index; i > 0; i--)
            {
                _distance[i] = _distance[i - 1];
            }

            _distance[0] = distance;
        }

        /// <summary>Last known distance between rows, time steps.</summary>
        public long Distance
        {
            get { return _distance[0]; }
        }

        /// <summary>Qualities of the pack group.</summary>
        public void PackQualities(RowBuffer rows, int row)
        {
            byte currentQuality = rows.currentQuality[row];
            byte packQuality = rows.packQuality[row];
            byte stateQuality = rows.vehicleStateQuality[row];
            bool changed = currentQuality != _currentQuality || packQuality != _packQuality || stateQuality != _stateQuality;
            _coder.Bit(BlockContexts.PackQuality, changed ? 1 : 0);
            if (changed)
            {
                _coder.Raw((currentQuality << 8) | (packQuality << 4) | stateQuality, 12);
                _currentQuality = currentQuality;
                _packQuality = packQuality;
                _stateQuality = stateQuality;
            }
        }

        /// <summary>Values of the pack group, those that are there.</summary>
        public void Pack(RowBuffer rows, int row, int currentStep, int packStep)
        {
            if (Quality.HasValue(_currentQuality))
            {
                Scalar(_current, BlockContexts.Current, rows.currentMilliamps[row] / currentStep);
            }

            if (Quality.HasValue(_packQuality))
            {
                Scalar(_packVoltage, BlockContexts.PackVoltage, rows.packMillivolts[row] / packStep);
            }

            if (Quality.HasValue(_stateQuality))
            {
                int state = rows.vehicleState[row] & 0xFF;
                _coder.Bit(BlockContexts.StateChanged, state != _state ? 1 : 0);
                if (state != _state)
                {
                    _coder.Raw(state, 8);
                    _state = state;
                }
            }
        }

        /// <summary>True where the qualities of a row of cells or probes differ from the last known.</summary>
        public static bool Differ(byte[] quality, int from, byte[] known, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (quality[from + i] != known[i])
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Qualities of a row of cells or probes: one decision whether any changed, then one an entry and four bits where
        /// it did.</summary>
        /// <param name="known">Those of the last row; updated.</param>
        public void Qualities(int context, byte[] quality, int from, byte[] known, int count, bool differ)
        {
            _coder.Bit(context, differ ? 1 : 0);
            if (!differ)
            {
                return;
            }

            int below = 0;
            for (int i = 0; i < count; i++)
            {
                byte q = quality[from + i];
                int differs = q != known[i] ? 1 : 0;
                _coder.Bit(context + 1 + below, differs);
                if (differs != 0)
                {
                    _coder.Raw(q, 4);
                    known[i] = q;
                }

                below = differs;
            }
        }

        /// <summary>One slow signal: the better of two predictions (stands, goes on), its error as sign and size.</summary>
        private void Scalar(ScalarTrack track, int context, int value)
        {
            int onward = track.last + track.change;
            int predicted = track.onwardError < track.standError ? onward : track.last;
            int error = value - predicted;
            int set = track.sizeClass < 3 ? 0 : track.sizeClass < 6 ? 1 : 2;
            int size = error < 0 ? -error : error;
            int length = 0;
            while (size >> length != 0)
            {
                length++;
            }

            // Length of the size, then the bits below its first with the sign behind them.
            _coder.Tree(context + (set * BlockContexts.TreeSize), length < 15 ? length : 15);
            if (length >= 15)
            {
                _coder.Raw(length, 5);
                _coder.Raw(size >> 14, length - 14);
                _coder.Raw(((size & 0x3FFF) << 1) | (error < 0 ? 1 : 0), 15);
            }
            else if (length > 0)
            {
                _coder.Raw(((size & ((1 << (length - 1)) - 1)) << 1) | (error < 0 ? 1 : 0), length);
            }

            track.Learn(value, length);
        }
    }
}
