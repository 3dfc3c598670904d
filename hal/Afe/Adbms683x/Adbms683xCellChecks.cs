using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Checks of what measures cells: the two converters, the flags, the registers.</summary>
    public sealed class Adbms683xCellChecks
    {
        /// <summary>The two converters of a cell may differ by this, µV: several times the accuracy of both, and a little more
        /// than the chip's own comparison allows (8.1 mV).</summary>
        public const int DifferenceMicrovolts = 10000;

        private const int AllRegisters = Adbms683xScan.CellInputs;

        /// <summary>How often registers are cleared and looked at before one is held to be stuck.</summary>
        public const int ClearTries = 6;

        private readonly Adbms683xCheckLine _line;
        private readonly Adbms683xScan _scan;
        private readonly Adbms683xSetUp _setUp;
        private readonly PackLayout _layout;
        private readonly int _underMicrovolts;
        private readonly int _overMicrovolts;

        // [cellCount] codes of the last measurement, from 0 V on: by the first converter, and by the second.
        private readonly int[] _firstCodes;
        private readonly int[] _second;

        /// <summary>[cellCount] what a cell's check has found, µV.</summary>
        public readonly int[] evidence;

        /// <summary>[cellCount] of the redundancy check: 1 where the second converter reads too much, 2 too little, 0 neither.
        /// </summary>
        public readonly byte[] isOff;

        /// <summary>[deviceCount] the worst evidence, or what the check calls its value.</summary>
        public readonly int[] value;

        public Adbms683xCellChecks(Adbms683xCheckLine line, Adbms683xScan scan, Adbms683xSetUp setUp, PackLayout layout,
            Adbms683xConfig config)
        {
            _line = line;
            _scan = scan;
            _setUp = setUp;
            _layout = layout;
            _underMicrovolts = Adbms683xRegisters.ThresholdMicrovolts(
                Adbms683xRegisters.ThresholdCode(config.undervoltageMicrovolts));
            _overMicrovolts = Adbms683xRegisters.ThresholdMicrovolts(
                Adbms683xRegisters.ThresholdCode(config.overvoltageMicrovolts));
            _firstCodes = new int[layout.cellCount];
            _second = new int[layout.cellCount];
            evidence = new int[layout.cellCount];
            isOff = new byte[layout.cellCount];
            value = new int[layout.deviceCount];
        }

        /// <summary>Compares both converters of every cell, over the same 8 ms, and asks the chip's own comparison.</summary>
        /// <param name="isFirst">Clears the chip's flags, so that the second time they are new.</param>
        /// <returns>Devices with a cell that differs.</returns>
        public int MeasureRedundancy(bool isFirst)
        {
            _line.Wait(Adbms683xTiming.RedundantMicros);
            _line.Command(Adbms683xCommands.Snap);
            _line.ReadAll(Adbms683xCommands.ReadAllAveraged);
            _line.TakeCells(_layout, _firstCodes, _firstCodes, 0);
            _line.ReadAll(Adbms683xCommands.ReadAllRedundant);
            _line.TakeCells(_layout, _second, _second, 0);
            _line.Read(Adbms683xCommands.ReadStatusC);
            _line.Command(Adbms683xCommands.Unsnap);
            int failed = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int flags = _line.data[d * Adbms683xLine.GroupBytes] | (_line.data[(d * Adbms683xLine.GroupBytes) + 1] << 8);
                int worst = 0;
                int c = _layout.firstCell[d];
                for (int input = 0; input < AllRegisters; input++)
                {
                    if (((_layout.cellInputMask[d] >> input) & 1) == 0)
                    {
                        continue;
                    }

                    int difference = (_second[c] - _firstCodes[c]) * 150;
                    int size = difference < 0 ? -difference : difference;
                    bool differs = size > DifferenceMicrovolts || ((flags >> input) & 1) != 0;
                    evidence[c] = difference;
                    isOff[c++] = (byte)(!differs ? 0 : difference < 0 ? 2 : 1);
                    worst = size > worst ? size : worst;
                    failed |= differs ? 1 << d : 0;
                }

                value[d] = worst;
            }

            if (isFirst && failed != 0)
            {
                _line.ClearFlags();
            }

            return failed;
        }

        /// <summary>Holds the chip's over- and undervoltage flags against the readings of the same snapshot. A reading within
        /// 10 mV of a threshold may be on either side.</summary>
        /// <returns>Devices whose flags contradict; value is the first cell input, from 1.</returns>
        /// <remarks>A flag that a cell in its range still bears may be an old one, so it is cleared and asked again.</remarks>
        public int MeasureVoltageFlags(bool isFirst)
        {
            _line.Command(Adbms683xCommands.Snap);
            _line.ReadAll(Adbms683xCommands.ReadAllRaw);
            _line.TakeCells(_layout, _firstCodes, _firstCodes, 0);
            _line.Read(Adbms683xCommands.ReadStatusD);
            _line.Command(Adbms683xCommands.Unsnap);
            int failed = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                value[d] = FirstContradiction(d);
                failed |= value[d] != 0 ? 1 << d : 0;
            }

            if (isFirst && failed != 0)
            {
                _line.ClearVoltageFlags();
                _line.Wait(2 * Adbms683xTiming.LookGapMicros);
            }

            return failed;
        }

        /// <summary>The configuration is ours, and a cleared cell register reads as cleared.</summary>
        /// <returns>Devices of which either is not so in any try.</returns>
        /// <remarks>The chips go on converting, so a clear is overtaken where a round ends before the read. The tries are spread
        /// evenly over the round, so of those that read within half a round some are not. Where a read came later than that, on
        /// a slow board or repeated, a device that was never seen cleared has no result.</remarks>
        public int MeasureRegisters()
        {
            int seen = 0;
            int ours = 0;
            for (int i = 0; i < 3 && ours != _scan.allMask; i++)
            {
                _setUp.LookForConfiguration();
                int good = _scan.goodMask;
                int right = good & ~_scan.oddMask;
                _setUp.LookForThresholds();
                seen |= good & _scan.goodMask;
                ours |= right & _scan.goodMask & ~_scan.oddMask;
            }

            _line.NoteRead(seen);
            int uncleared = _line.validMask & _scan.cellMask;
            bool isLate = false;
            long begunMicros = 0;
            for (int i = 0; i < ClearTries && (uncleared & _line.validMask) != 0; i++)
            {
                if (i != 0)
                {
                    _line.WaitForPhase(begunMicros, i * Adbms683xTiming.RoundMicros / ClearTries);
                }

                _line.Command(Adbms683xCommands.ClearCells);
                long clearedMicros = _line.StartMicros;
                begunMicros = i == 0 ? clearedMicros : begunMicros;
                _line.ReadAll(Adbms683xCommands.ReadAllRaw);
                isLate |= _line.StartMicros - clearedMicros > Adbms683xTiming.RoundMicros / 2;
                for (int d = 0; d < _scan.deviceCount; d++)
                {
                    uncleared &= IsCleared(d) ? ~(1 << d) : -1;
                }
            }

            if (isLate)
            {
                _line.validMask &= ~uncleared;
            }

            _line.GiveBackCells();
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                value[d] = 0;
            }

            return (seen & ~ours) | uncleared;
        }

        private bool IsCleared(int d)
        {
            for (int input = 0; input < AllRegisters; input++)
            {
                if (((_layout.cellInputMask[d] >> input) & 1) != 0 && _line.CodeOf(d, input, AllRegisters) != -22768)
                {
                    return false;
                }
            }

            return true;
        }

        private int FirstContradiction(int d)
        {
            int at = d * Adbms683xLine.GroupBytes;
            int c = _layout.firstCell[d];
            for (int input = 0; input < AllRegisters; input++)
            {
                if (((_layout.cellInputMask[d] >> input) & 1) == 0)
                {
                    continue;
                }

                int microvolts = _firstCodes[c++] * 150;
                int flags = _line.data[at + (input >> 2)] >> ((input & 3) * 2);
                bool isUnder = (flags & 1) != 0;
                bool isOver = (flags & 2) != 0;
                if ((isUnder && microvolts > _underMicrovolts + DifferenceMicrovolts)
                    || (!isUnder && microvolts < _underMicrovolts - DifferenceMicrovolts)
                    || (isOver && microvolts < _overMicrovolts - DifferenceMicrovolts)
                    || (!isOver && microvolts > _overMicrovolts + DifferenceMicrovolts))
                {
                    return input + 1;
                }
            }

            return 0;
        }
    }
}
