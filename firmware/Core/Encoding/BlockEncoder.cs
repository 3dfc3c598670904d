using System;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Turns the rows of one <see cref="RowBuffer"/> into one block of docs/wire-contract.md, "Block", a row a call: it looks at
    /// each row once, chooses steps and cell model, then codes each row. Integers only; allocates nothing but the finished block.
    /// </summary>
    /// <remarks>
    /// Begin, then EncodeNextRow until true, then Finish; the rows must not change meanwhile. The output holds any block: when
    /// values are wild enough to outgrow it, the block is coded again with plain cells (23 bits each), which always fit.
    /// </remarks>
    public sealed class BlockEncoder
    {
        private const int PhaseScan = 0;
        private const int PhaseMovement = 1;
        private const int PhaseTrial = 2;
        private const int PhaseCode = 3;
        private const int PhaseDone = 4;
        private const int ArrayHeaderBytes = 20;

        private readonly BlockHeader _header;
        private readonly RangeCoder _coder;
        private readonly SideCoder _side;
        private readonly CellColumns _cells;
        private readonly CellCoder _cellCoder;
        private readonly TempColumns _temps;
        private readonly ModelChoice _choice = new ModelChoice();
        private readonly BlockSteps _steps = new BlockSteps();

        // The rows of this block that carry one of its groups, in order: row number, and what the scan
        // said of its cells and probes.
        private readonly int[] _row = new int[RowBuffer.MaxRows];
        private readonly byte[] _cellState = new byte[RowBuffer.MaxRows];
        private readonly byte[] _tempState = new byte[RowBuffer.MaxRows];

        private RowBuffer _rows;
        private uint _seq;
        private int _flags;
        private int _groups;
        private int _rowCount;
        private int _phase;
        private int _next;
        private int _headerBytes;
        private int _timeStep;
        private int _currentStep;
        private int _packStep;
        private bool _noise;
        private bool _plain;
        private bool _firstTemps;
        private int _knownCellState;
        private int _knownTempState;

        /// <param name="layout">At most 16 devices, 288 cells, 144 probes.</param>
        /// <param name="boxId">1 to 32 characters of [a-z0-9-].</param>
        /// <param name="bootNumber">Of this life of the box, 0 or more.</param>
        /// <exception cref="ArgumentException">Box id or boot number is out of bounds; says which.</exception>
        public BlockEncoder(PackLayout layout, string boxId, int bootNumber)
        {
            _header = new BlockHeader(layout, boxId, bootNumber);
            _coder = new RangeCoder(MaxBytesFor(layout), QueueEntriesFor(layout));
            _side = new SideCoder(_coder);
            _cells = new CellColumns(layout);
            _cellCoder = new CellCoder(_cells, _coder);
            _temps = new TempColumns(layout);
            _phase = PhaseDone;
        }

        /// <summary>The longest block that a layout can give, bytes: header, CRC, and for every row 40 bytes of time and pack
        /// group, 4 a cell (plain: 23 bits and 6 of quality), 5 a probe.</summary>
        public static int MaxBytesFor(PackLayout layout)
        {
            return BlockHeader.MaxBytes + 8 + (RowBuffer.MaxRows * (40 + (4 * layout.cellCount) + (5 * layout.probeCount)));
        }

        /// <summary>Bytes of the encoder's arrays on the device's heap, headers and the static table included.</summary>
        public static int BytesFor(PackLayout layout)
        {
            int tables = (4 * QueueEntriesFor(layout)) + (4 * BlockContexts.Count) + (2 * NormalTable.Length) + (6 * RowBuffer.MaxRows);
            return MaxBytesFor(layout) + tables + BlockHeader.MaxBytes + (9 * ArrayHeaderBytes) + CellColumns.BytesFor(layout)
                + TempColumns.BytesFor(layout);
        }

        /// <summary>Starts a block of all groups that the rows carry.</summary>
        /// <param name="rows">At least one row; unchanged until Finish.</param>
        /// <param name="flags">Bits of <see cref="BlockFlags"/>.</param>
        public void Begin(RowBuffer rows, int flags)
        {
            Begin(rows, flags, SignalGroups.All, rows.seq);
        }

        /// <summary>Starts a block of some groups only; rows that carry none of them are left out.</summary>
        /// <param name="groups">Bits of <see cref="SignalGroups"/>.</param>
        /// <param name="seq">The block's number; the one after the rows' own marks it as the companion of the block before.</param>
        /// <exception cref="InvalidOperationException">No row carries one of these groups; nothing was started.</exception>
        public void Begin(RowBuffer rows, int flags, int groups, uint seq)
        {
            int found = 0;
            int count = 0;
            for (int r = 0; r < rows.rowCount; r++)
            {
                int carried = rows.groupMask[r] & groups;
                if (carried != 0)
                {
                    _row[count++] = r;
                    found |= carried;
                }
            }

            if (count == 0)
            {
                throw new InvalidOperationException("no row to encode");
            }

            _rows = rows;
            _seq = seq;
            _flags = flags & BlockFlags.Mask;
            _groups = found;
            _rowCount = count;
            _steps.Reset();
            _noise = false;
            _plain = false;
            _phase = PhaseScan;
            _next = 0;
        }

        /// <summary>Does one row's work: looks at it, tries a model on it, or codes it. The work of a call is bounded by the
        /// row.</summary>
        /// <returns>True when the block is complete.</returns>
        public bool EncodeNextRow()
        {
            switch (_phase)
            {
                case PhaseScan:
                    Scan(_next);
                    Advance(_rowCount);
                    break;
                case PhaseMovement:
                    if (_choice.Movement(_rows, _row, _rowCount, _cells))
                    {
                        _phase = _choice.NeedsTrial ? PhaseTrial : PhaseCode;
                    }

                    break;
                case PhaseTrial:
                    Try();
                    break;
                case PhaseCode:
                    if (_next == 0)
                    {
                        StartCoding();
                    }

                    Code(_next);
                    Advance(_rowCount);
                    if (_phase == PhaseDone)
                    {
                        _coder.Stop(_headerBytes);
                    }

                    CheckRoom();
                    break;
            }

            return _phase == PhaseDone;
        }

        /// <summary>The block, a new array of exactly its bytes, CRC included. Only after EncodeNextRow has said true.</summary>
        public byte[] Finish()
        {
            if (_phase != PhaseDone || _rows == null)
            {
                throw new InvalidOperationException("the block is not complete");
            }

            int length = _coder.length;
            byte[] block = new byte[length + 4];
            Array.Copy(_coder.output, 0, block, 0, length);
            uint crc = Crc32.Compute(block, 0, length);
            block[length] = (byte)crc;
            block[length + 1] = (byte)(crc >> 8);
            block[length + 2] = (byte)(crc >> 16);
            block[length + 3] = (byte)(crc >> 24);
            _rows = null;
            return block;
        }

        private static int QueueEntriesFor(PackLayout layout)
        {
            // A cell takes at most 36 decisions (step model: 4, 25 of length, 3 of bits; quality 2), a probe 24, the rest of a row 200.
            return 200 + (36 * layout.cellCount) + (24 * layout.probeCount);
        }

        private void Advance(int rowCount)
        {
            _next++;
            if (_next < rowCount)
            {
                return;
            }

            _next = 0;
            if (_phase == PhaseCode)
            {
                _phase = PhaseDone;
                return;
            }

            ChooseSteps();
            if ((_groups & SignalGroups.Cells) == 0)
            {
                _phase = PhaseCode;
                return;
            }

            _choice.Reset(_cells);
            _phase = PhaseMovement;
        }

        private void Scan(int index)
        {
            int row = _row[index];
            int groups = _rows.groupMask[row] & _groups;
            if (index > 0)
            {
                long distance = _rows.timeMs[row] - _rows.timeMs[_row[index - 1]];
                _steps.Time(distance);
            }

            if ((groups & SignalGroups.Cells) != 0)
            {
                int cellCount = _cells.cellCount;
                _cellState[index] = BlockScanKernel.Cells(
                    _steps, _rows.cellMicrovolts, _rows.cellQuality, row * cellCount, cellCount);
            }

            if ((groups & SignalGroups.Temperatures) != 0)
            {
                int probeCount = _temps.probeCount;
                _tempState[index] = BlockScanKernel.Temperatures(
                    _steps, _rows.tempDeciC, _rows.tempQuality, row * probeCount, probeCount);
            }

            if ((groups & SignalGroups.Pack) != 0)
            {
                if (Quality.HasValue(_rows.currentQuality[row]))
                {
                    _steps.Current(_rows.currentMilliamps[row]);
                }

                if (Quality.HasValue(_rows.packQuality[row]))
                {
                    _steps.Pack(_rows.packMillivolts[row]);
                }
            }
        }

        private void ChooseSteps()
        {
            _timeStep = BlockSteps.Of(BlockSteps.IndexOf(_steps.timeDivisor));
            _cells.stepMicrovolts = BlockSteps.Of(BlockSteps.IndexOf(_steps.cellDivisor));
            int bits = 0;
            while ((6553500 / _cells.stepMicrovolts) >> bits != 0)
            {
                bits++;
            }

            _cells.valueBits = bits;
            _temps.stepDeciC = BlockSteps.Of(BlockSteps.IndexOf(_steps.tempDivisor));
            _currentStep = BlockSteps.Of(BlockSteps.IndexOf(_steps.currentDivisor));
            _packStep = BlockSteps.Of(BlockSteps.IndexOf(_steps.packDivisor));
        }

        /// <summary>One row of the noise model's trial; the decisions are thrown away, only the errors count.</summary>
        private void Try()
        {
            if (_next == 0)
            {
                Forget();
                _coder.Start(0);
                _cellCoder.Use(CellCoder.Noise, _choice.TrialMeanErrorQ8, _currentStep);
            }

            _coder.Discard();
            int index = _choice.TrialRow(_next);
            int row = _row[index];
            if ((_rows.groupMask[row] & _groups & SignalGroups.Pack) != 0)
            {
                _cellCoder.FollowCurrent(_rows, row);
            }

            _cellCoder.Queue(_rows, row, _cellState[index]);
            _choice.Tried(_next, (long)_cells.rowErrorSumQ8 << _cells.coarseBits);
            _next++;
            if (_next == _choice.TrialRows)
            {
                _next = 0;
                _noise = _choice.NoiseIsBetter;
                _phase = PhaseCode;
            }
        }

        private void StartCoding()
        {
            int steps = BlockSteps.IndexOf(_steps.timeDivisor);
            int count = 1;
            if ((_groups & SignalGroups.Cells) != 0)
            {
                steps |= BlockSteps.IndexOf(_steps.cellDivisor) << 4;
                count++;
            }

            if ((_groups & SignalGroups.Temperatures) != 0)
            {
                steps |= BlockSteps.IndexOf(_steps.tempDivisor) << (4 * count);
                count++;
            }

            if ((_groups & SignalGroups.Pack) != 0)
            {
                steps |= BlockSteps.IndexOf(_steps.currentDivisor) << (4 * count);
                steps |= BlockSteps.IndexOf(_steps.packDivisor) << (4 * (count + 1));
                count += 2;
            }

            _headerBytes = _header.Write(
                _coder.output,
                _flags | (_noise ? BlockFlags.NoiseModel : 0) | _groups,
                _rowCount | (_plain ? BlockFlags.PlainCells : 0) | (_seq == _rows.seq + 1 ? BlockFlags.Companion : 0),
                _seq,
                _rows.timeMs[_row[0]],
                steps,
                count,
                _choice.NoiseScale);
            _coder.Start(_headerBytes);
            _side.Reset(_groups);
            Forget();
            _cellCoder.Use(
                _plain ? CellCoder.Plain : _noise ? CellCoder.Noise : CellCoder.Step,
                ModelChoice.MeanErrorOf(_choice.NoiseScale),
                _currentStep);
        }

        /// <summary>All models as at the start of a block.</summary>
        private void Forget()
        {
            _firstTemps = true;
            _knownCellState = BlockScanKernel.AllGood;
            _knownTempState = BlockScanKernel.AllGood;
            Array.Clear(_temps.quality, 0, _temps.probeCount);
        }

        private void Code(int index)
        {
            int row = _row[index];
            int groups = _rows.groupMask[row] & _groups;
            int cellCount = _cells.cellCount;
            int probeCount = _temps.probeCount;
            long distance = index > 0 ? (_rows.timeMs[row] - _rows.timeMs[_row[index - 1]]) / _timeStep : _side.Distance;
            bool hasCells = (groups & SignalGroups.Cells) != 0;
            bool hasTemps = (groups & SignalGroups.Temperatures) != 0;

            // Rows without a bad reading after rows without one need no look at each quality.
            bool cellsDiffer = hasCells && _cellState[index] + _knownCellState != 0
                && SideCoder.Differ(_rows.cellQuality, row * cellCount, _cells.quality, cellCount);
            bool tempsDiffer = hasTemps && _tempState[index] + _knownTempState != 0
                && SideCoder.Differ(_rows.tempQuality, row * probeCount, _temps.quality, probeCount);
            bool usual = _side.IsUsual(_rows, row, groups, distance);
            bool unusual = cellsDiffer || tempsDiffer || !usual;
            _coder.Bit(BlockContexts.RowUnusual, unusual ? 1 : 0);
            if (unusual)
            {
                CodeUnusual(index, groups, distance, cellsDiffer, tempsDiffer);
            }

            if ((groups & SignalGroups.Pack) != 0)
            {
                _side.Pack(_rows, row, _currentStep, _packStep);
                _cellCoder.FollowCurrent(_rows, row);
            }

            if (hasCells)
            {
                _knownCellState = _cellState[index];
                _cellCoder.Queue(_rows, row, _cellState[index]);
            }

            if (hasTemps)
            {
                _knownTempState = _tempState[index];
                TempKernel.Queue(_temps, _coder, _rows.tempDeciC, _rows.tempQuality, row * probeCount, _firstTemps);
                _firstTemps = false;
            }

            RangeKernel.Code(_coder);
        }

        private void CodeUnusual(int index, int groups, long distance, bool cellsDiffer, bool tempsDiffer)
        {
            int row = _row[index];
            _side.Index(row);
            _side.Groups(groups);
            if (index > 0)
            {
                _side.Time(distance);
            }

            if ((groups & SignalGroups.Pack) != 0)
            {
                _side.PackQualities(_rows, row);
            }

            if ((groups & SignalGroups.Cells) != 0)
            {
                int cellCount = _cells.cellCount;
                _side.Qualities(
                    BlockContexts.CellQuality, _rows.cellQuality, row * cellCount, _cells.quality, cellCount, cellsDiffer);
            }

            if ((groups & SignalGroups.Temperatures) != 0)
            {
                int probeCount = _temps.probeCount;
                _side.Qualities(
                    BlockContexts.TempQuality, _rows.tempQuality, row * probeCount, _temps.quality, probeCount, tempsDiffer);
            }
        }

        private void CheckRoom()
        {
            if (!_coder.overflowed)
            {
                return;
            }

            if (_plain)
            {
                throw new InvalidOperationException("a block outgrew its proven bound");
            }

            _plain = true;
            _noise = false;
            _phase = PhaseCode;
            _next = 0;
        }
    }
}
