using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Checks that hold what a chip measures of itself against what it must be: reference, supplies, sum of cells, die
    /// temperature, voltage flags, multiplexer, and whether it answers at all.</summary>
    public sealed class Ltc681xMeterChecks
    {
        // "Power Supply Measurements": VREG 4.5 to 5.5 V, VREGD 2.7 to 3.6 V.
        private const int LowestAnalogueMicrovolts = 4500000;
        private const int HighestAnalogueMicrovolts = 5500000;
        private const int LowestDigitalMicrovolts = 2700000;
        private const int HighestDigitalMicrovolts = 3600000;

        // The parts' temperature range ends at 125 degC; they shut down at about 150. Colder than -55 is no die, but a broken
        // sensor.
        private const int HighestDieDeciC = 1250;
        private const int LowestDieDeciC = -550;

        // ADBMS1818 data sheet, table 1: sum of all cells 0.35 % in normal mode, 0.5 % in fast mode, over temperature. The wider
        // for all parts, since the sheets of the older ones were not at hand; to it comes the error of each cell.
        private const int SumPerMille = 5;

        // "Mux Decoder Check": about 400 us with the reference up.
        private const int DiagnoseMicros = 600;

        private const int MuxFail = 0x0200;

        private readonly Ltc681xCheckLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xModel _model;
        private readonly Ltc681xVerdict _verdict;
        private readonly PackLayout _layout;
        private readonly byte _mode;
        private readonly int _underCode;
        private readonly int _overCode;

        public Ltc681xMeterChecks(Ltc681xCheckLine line, Ltc681xScan scan, Ltc681xModel model, Ltc681xVerdict verdict,
            PackLayout layout, Ltc681xConfig config, byte mode)
        {
            _line = line;
            _scan = scan;
            _model = model;
            _verdict = verdict;
            _layout = layout;
            _mode = mode;
            _underCode = config.undervoltageMicrovolts / 1600 * 16;
            _overCode = config.overvoltageMicrovolts / 1600 * 16;
        }

        /// <summary>What diagnosing the multiplexers is waited for, once, µs.</summary>
        public static int MuxMicros
        {
            get { return DiagnoseMicros; }
        }

        public void Reference()
        {
            int good = _line.Clear(Ltc681xCommands.ClearAux, Ltc681xCommands.ReadAuxB);
            _line.Command(Ltc681xCommands.ReferenceOnly, Ltc681xModel.OneChannelMicros(_mode));
            good &= _line.Read(Ltc681xCommands.ReadAuxB, 3);
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int code = _line.CodeOf(d, 5);
                if ((good & (1 << d)) == 0 || code == Ltc681xCheckLine.Cleared)
                {
                    continue;
                }

                int low = _model.referenceLowCode;
                int high = _model.referenceHighCode;
                int nearest = code < (low + high) / 2 ? low : high;
                _verdict.Judge(d, code < low || code > high, code * 100, nearest * 100);
            }
        }

        /// <summary>Clears the status groups, converts all four values and reads them.</summary>
        /// <param name="convert">ADSTAT or one that fills the same registers.</param>
        /// <returns>Devices with fresh codes from StatusAt on: sum, die, analogue, digital.</returns>
        public int ReadStatus(int convert, int typicalMicros)
        {
            int good = _line.ClearStatus();
            _line.Command(convert, typicalMicros);
            good &= _line.Read(Ltc681xCommands.ReadStatusA, Ltc681xCheckLine.StatusAt);
            good &= _line.ReadStatusB();
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if (_line.CodeOf(d, Ltc681xCheckLine.StatusAt) == Ltc681xCheckLine.Cleared
                    && _line.CodeOf(d, Ltc681xCheckLine.StatusAt + 3) == Ltc681xCheckLine.Cleared)
                {
                    good &= ~(1 << d);
                }
            }

            return good;
        }

        public void Supply()
        {
            int good = ReadStatus(Ltc681xCommands.ConvertStatus(_mode), _model.StatusMicros(_mode));
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((good & (1 << d)) == 0)
                {
                    continue;
                }

                int analogue = _line.CodeOf(d, Ltc681xCheckLine.StatusAt + 2) * 100;
                int digital = _line.CodeOf(d, Ltc681xCheckLine.StatusAt + 3) * 100;
                int analogueMargin = Margin(analogue, LowestAnalogueMicrovolts, HighestAnalogueMicrovolts);
                int digitalMargin = Margin(digital, LowestDigitalMicrovolts, HighestDigitalMicrovolts);
                if (analogueMargin < digitalMargin)
                {
                    _verdict.Judge(d, analogueMargin < 0, analogue,
                        Nearest(analogue, LowestAnalogueMicrovolts, HighestAnalogueMicrovolts));
                }
                else
                {
                    _verdict.Judge(d, digitalMargin < 0, digital,
                        Nearest(digital, LowestDigitalMicrovolts, HighestDigitalMicrovolts));
                }
            }
        }

        public void DieTemperature()
        {
            int good = ReadStatus(Ltc681xCommands.ConvertStatus(_mode), _model.StatusMicros(_mode));
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int code = _line.CodeOf(d, Ltc681xCheckLine.StatusAt + 1);
                if ((good & (1 << d)) == 0)
                {
                    continue;
                }

                // Codes a degree are whole, so tenths come by ten times the code; 65,535 * 10 fits.
                int deciC = ((code * 10) / _model.dieCodesPerDegree) - (_model.dieOffsetDegrees * 10);
                bool isBad = deciC > HighestDieDeciC || deciC < LowestDieDeciC || (_line.OverheatedMask & (1 << d)) != 0;
                _verdict.Judge(d, isBad, deciC, deciC < LowestDieDeciC ? LowestDieDeciC : HighestDieDeciC);
            }
        }

        public void CellSum()
        {
            int good = _line.ClearStatus();
            good &= _line.Clear(Ltc681xCommands.ClearCells, Ltc681xCommands.ReadCellsA);
            _line.Command(Ltc681xCommands.CellsAndSum, _model.CellSumMicros(_mode));
            good &= _line.ReadCells(null, _model.cellGroups);
            good &= _line.Read(Ltc681xCommands.ReadStatusA, Ltc681xCheckLine.StatusAt);

            // What our clearing has set is no heat.
            _line.ReadStatusB();
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int code = _line.CodeOf(d, Ltc681xCheckLine.StatusAt);
                int sum = 0;
                for (int input = 0; input < _model.cellInputs; input++)
                {
                    int cell = _line.CodeOf(d, input);
                    sum = sum < 0 || cell > Ltc681xCheckLine.HighestCode ? -1 : sum + cell;
                }

                // A cell without a reading leaves nothing to compare with; the sample says why it has none.
                if ((good & (1 << d)) == 0 || sum < 0 || code > Ltc681xCheckLine.HighestCode)
                {
                    continue;
                }

                // 18 * 57,343 * 100 is 1.0e8; 57,343 * 3,000 is 1.7e8.
                int difference = (code * _model.sumMicrovoltsPerCode) - (sum * 100);
                int allowed = (sum / 10 * SumPerMille) + (_model.cellInputs * Ltc681xRedundancyChecks.CellErrorMicrovolts)
                    + _model.sumMicrovoltsPerCode;
                _verdict.Judge(d, difference > allowed || difference < -allowed, difference, allowed);
            }
        }

        public void VoltageFlags()
        {
            int good = _line.Configured();
            good &= _line.Clear(Ltc681xCommands.ClearCells, Ltc681xCommands.ReadCellsA);
            _line.Command(Ltc681xCommands.ConvertCells(_mode), _model.CellMicros(_mode));
            good &= _line.ReadCells(_scan.cellGroups, _scan.cellGroups.Length);
            good &= _line.ReadStatusB();
            if (HasFlagsAbove12)
            {
                // Into the place of status group A, which nobody reads here.
                good &= _line.Read(Ltc681xCommands.ReadAuxD, Ltc681xCheckLine.StatusAt);
            }

            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((good & _scan.cellMask & (1 << d)) != 0)
                {
                    int wrong = FirstWrongFlag(d);
                    if (wrong >= 0)
                    {
                        _verdict.Judge(d, wrong != 0, wrong, 0);
                    }
                }
            }
        }

        /// <summary>True when flags of cells above 12 are to be read: they stand in auxiliary group D.</summary>
        public bool HasFlagsAbove12
        {
            get { return _scan.cellGroups.Length != 0 && _scan.cellGroups[_scan.cellGroups.Length - 1] > 3; }
        }

        public void Mux()
        {
            int good = _line.Configured();
            _line.ClearStatus();
            int set = _line.ReadStatusB();
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((_line.CodeOf(d, Ltc681xCheckLine.StatusAt + 5) & MuxFail) == 0)
                {
                    set &= ~(1 << d);
                }
            }

            // Twice: one command may be lost on the way.
            _line.Command(Ltc681xCommands.DiagnoseMux, DiagnoseMicros);
            _line.Command(Ltc681xCommands.DiagnoseMux, DiagnoseMicros);
            good &= set & _line.ReadStatusB();
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((good & (1 << d)) != 0)
                {
                    _verdict.Judge(d, (_line.CodeOf(d, Ltc681xCheckLine.StatusAt + 5) & MuxFail) != 0, 0, 0);
                }
            }
        }

        /// <summary>Bad: silent in every try, or reached from the far end only, so that another break would lose it. A device
        /// that answers with broken frames is there, but that proves nothing.</summary>
        public void Chain()
        {
            int good = _line.Read(Ltc681xCommands.ReadConfigA, 0);
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                bool isSilent = (_line.silentMask & (1 << d)) != 0;
                if (isSilent || (good & (1 << d)) != 0)
                {
                    _verdict.Judge(d, isSilent || d >= _line.Split, 0, 0);
                }
            }
        }

        /// <summary>Input from 1 of the first used cell whose flags are not what its code says; 0: none. -1: no cell was
        /// converted.</summary>
        private int FirstWrongFlag(int device)
        {
            int at = Ltc681xCheckLine.StatusAt;
            int mask = _layout.cellInputMask[device];
            int low = _line.CodeOf(device, at + 4);
            int middle = _line.CodeOf(device, at + 5);
            int high = _line.CodeOf(device, at + 2);
            bool converted = false;
            for (int input = 0; input < _model.cellInputs; input++)
            {
                int code = _line.CodeOf(device, input);
                if (((mask >> input) & 1) == 0 || code > Ltc681xCheckLine.HighestCode)
                {
                    continue;
                }

                converted = true;

                // Two bits a cell, under and over: eight cells a word, but four in the second, whose high byte is other flags.
                int flags = input < 8 ? low >> (2 * input) : input < 12 ? middle >> (2 * (input - 8)) : high >> (2 * (input - 12));
                bool under = code < _underCode;
                bool over = code > _overCode;

                // At the threshold itself the sheets leave open which side it belongs to.
                bool wrongUnder = code != _underCode && under != ((flags & 1) != 0);
                bool wrongOver = code != _overCode && over != ((flags & 2) != 0);
                if (wrongUnder || wrongOver)
                {
                    return input + 1;
                }
            }

            return converted ? 0 : -1;
        }

        private static int Margin(int value, int low, int high)
        {
            return value - low < high - value ? value - low : high - value;
        }

        private static int Nearest(int value, int low, int high)
        {
            return value - low < high - value ? low : high;
        }
    }
}
