using System;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Codes the cells of a block's rows by the chosen model, and keeps the current that the noise model asks for.</summary>
    public sealed class CellCoder
    {
        /// <summary>Models: <see cref="CellStepKernel"/>, <see cref="CellNoiseKernel"/>, or every value as it is.</summary>
        public const byte Step = 0;
        public const byte Noise = 1;
        public const byte Plain = 2;

        private readonly CellColumns _columns;
        private readonly RangeCoder _coder;
        private byte _model;
        private int _startErrorQ8;
        private int _currentStep;
        private bool _isFirst;

        // The last current with a reading, in steps: now, and at the last row with cells.
        private int _current;
        private bool _hasCurrent;
        private int _cellCurrent;
        private bool _hasCellCurrent;

        public CellCoder(CellColumns columns, RangeCoder coder)
        {
            _columns = columns;
            _coder = coder;
        }

        /// <summary>Forgets the last block and takes up a model.</summary>
        /// <param name="startErrorQ8">Mean error that the noise model starts with, Q8 steps.</param>
        /// <param name="currentStep">The block's current LSB, mA.</param>
        public void Use(byte model, int startErrorQ8, int currentStep)
        {
            _model = model;
            _startErrorQ8 = startErrorQ8;
            _currentStep = currentStep;
            _isFirst = true;
            _current = 0;
            _hasCurrent = false;
            _cellCurrent = 0;
            _hasCellCurrent = false;
            Array.Clear(_columns.change, 0, _columns.cellCount);
            Array.Clear(_columns.quality, 0, _columns.cellCount);
            Array.Clear(_columns.deviceChanged, 0, _columns.deviceCount);
        }

        /// <summary>Takes the current of a row that carries the pack group, before the row's cells.</summary>
        public void FollowCurrent(RowBuffer rows, int row)
        {
            byte quality = rows.currentQuality[row];
            if (quality == Quality.Good || Quality.HasValue(quality))
            {
                _current = rows.currentMilliamps[row] / _currentStep;
                _hasCurrent = true;
            }
        }

        /// <summary>Queues or codes the cells of one row.</summary>
        /// <param name="state">What <see cref="BlockScanKernel"/> said of the row.</param>
        public void Queue(RowBuffer rows, int row, byte state)
        {
            int[] microvolts = rows.cellMicrovolts;
            byte[] quality = rows.cellQuality;
            int from = row * _columns.cellCount;
            if (_model == Plain)
            {
                QueuePlain(microvolts, quality, from);
                return;
            }

            _columns.currentChange = _hasCellCurrent ? _current - _cellCurrent : 0;
            _cellCurrent = _current;
            _hasCellCurrent = _hasCurrent;
            bool gaps = state == BlockScanKernel.SomeGaps;
            if (_isFirst)
            {
                _isFirst = false;
                CellFirstRowKernel.Queue(_columns, _coder, microvolts, quality, from);
                if (_model == Noise)
                {
                    CellNoiseKernel.Start(_columns, _startErrorQ8);
                }
            }
            else if (_model == Noise)
            {
                RangeKernel.Code(_coder);
                CellNoiseKernel.Code(_columns, _coder, microvolts, quality, from, gaps);
                if (_columns.coarseBits != 0)
                {
                    CellNoiseKernel.QueueCoarseBits(_columns, _coder, microvolts, quality, from);
                }
            }
            else
            {
                CellStepKernel.Queue(_columns, _coder, microvolts, quality, from, gaps);
            }
        }

        private void QueuePlain(int[] microvolts, byte[] quality, int from)
        {
            int bits = _columns.valueBits;
            for (int i = 0; i < _columns.cellCount; i++)
            {
                if (Quality.HasValue(quality[from + i]))
                {
                    int value = microvolts[from + i] / _columns.stepMicrovolts;
                    if (bits > 16)
                    {
                        _coder.Raw(value >> 16, bits - 16);
                        _coder.Raw(value & 0xFFFF, 16);
                    }
                    else
                    {
                        _coder.Raw(value, bits);
                    }
                }
            }
        }
    }
}
