namespace DataBox.Afe
{
    /// <summary>Checks of the digital side: test patterns through the filters into every result register, and clearing what they
    /// left.</summary>
    /// <remarks>ADBMS1818 data sheet, "Digital Filter Check", table "Self Test Command Summary", "ADC Clear Commands".</remarks>
    public sealed class Ltc681xSelfTests
    {
        /// <summary>Parts of AdcSelfTest: cells, auxiliary and status registers, each with pattern 1 and 2.</summary>
        public const int TestParts = 6;

        /// <summary>Parts of Registers: cells, auxiliary, status.</summary>
        public const int ClearParts = 3;

        private const int StatusFlags = 0x0300;

        private readonly Ltc681xCheckLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xModel _model;
        private readonly Ltc681xVerdict _verdict;
        private readonly byte _cellMode;
        private readonly byte _auxMode;

        public Ltc681xSelfTests(Ltc681xCheckLine line, Ltc681xScan scan, Ltc681xModel model, Ltc681xVerdict verdict,
            Ltc681xConfig config)
        {
            _line = line;
            _scan = scan;
            _model = model;
            _verdict = verdict;
            _cellMode = config.adcMode;
            _auxMode = config.auxMode;
        }

        /// <summary>The code that a sound filter makes of a test pattern.</summary>
        /// <param name="pattern">1 or 2.</param>
        public static int Expected(byte mode, int pattern)
        {
            return mode == AdcMode.Khz27 ? (pattern == 1 ? 0x9565 : 0x6A9A)
                : mode == AdcMode.Khz14 ? (pattern == 1 ? 0x9553 : 0x6AAC)
                : pattern == 1 ? 0x9555 : 0x6AAA;
        }

        /// <summary>One part of AdcSelfTest, in the modes that samples use.</summary>
        /// <param name="part">0..TestParts-1.</param>
        public void Test(int part)
        {
            int pattern = (part & 1) + 1;
            int good = _line.Configured();
            if (part < 2)
            {
                good &= _line.Clear(Ltc681xCommands.ClearCells, Ltc681xCommands.ReadCellsA);
                _line.Command(Ltc681xCommands.TestCells(_cellMode, pattern), _model.CellMicros(_cellMode));
                good &= _line.ReadCells(null, _model.cellGroups);
                Compare(good, Expected(_cellMode, pattern), 0, _model.cellInputs, -1);
            }
            else if (part < 4)
            {
                good &= _line.Clear(Ltc681xCommands.ClearAux, Ltc681xCommands.ReadAuxA);
                _line.Command(Ltc681xCommands.TestAux(_auxMode, pattern), _model.AuxMicros(_auxMode));
                good &= _line.ReadAux(_model.auxGroups);
                Compare(good, Expected(_auxMode, pattern), 0, _model.gpios + 1, -1);
            }
            else
            {
                good &= _line.ClearStatus();
                _line.Command(Ltc681xCommands.TestStatus(_auxMode, pattern), _model.StatusMicros(_auxMode));
                good &= _line.Read(Ltc681xCommands.ReadStatusA, Ltc681xCheckLine.StatusAt);
                good &= _line.ReadStatusB();
                Compare(good, Expected(_auxMode, pattern), Ltc681xCheckLine.StatusAt, 4, -1);
            }
        }

        /// <summary>One part of Registers: fills them with a test pattern and clears them. Clears twice, since one command may
        /// be lost.</summary>
        /// <param name="part">0..ClearParts-1.</param>
        public void Clear(int part)
        {
            if (part == 0)
            {
                _line.Command(Ltc681xCommands.TestCells(_cellMode, 1), _model.CellMicros(_cellMode));
                _line.Command(Ltc681xCommands.ClearCells, 0);
                _line.Command(Ltc681xCommands.ClearCells, 0);
                Compare(_line.ReadCells(null, _model.cellGroups), Ltc681xCheckLine.Cleared, 0, _model.cellInputs, 0);
            }
            else if (part == 1)
            {
                _line.Command(Ltc681xCommands.TestAux(_auxMode, 1), _model.AuxMicros(_auxMode));
                _line.Command(Ltc681xCommands.ClearAux, 0);
                _line.Command(Ltc681xCommands.ClearAux, 0);
                Compare(_line.ReadAux(_model.auxGroups), Ltc681xCheckLine.Cleared, 0, _model.gpios + 1, 0);
            }
            else
            {
                ClearStatus();
            }
        }

        private void ClearStatus()
        {
            _line.Command(Ltc681xCommands.TestStatus(_auxMode, 1), _model.StatusMicros(_auxMode));
            _line.ClearStatus();
            _line.Command(Ltc681xCommands.ClearStatus, 0);
            int good = _line.Read(Ltc681xCommands.ReadStatusA, Ltc681xCheckLine.StatusAt);
            int upperFlags = 0;
            if (_model.cellInputs > 12)
            {
                good &= _line.Read(Ltc681xCommands.ReadAuxD, 0);
                upperFlags = (1 << (2 * (_model.cellInputs - 12))) - 1;
            }

            good &= _line.ReadStatusB();
            Compare(good, Ltc681xCheckLine.Cleared, Ltc681xCheckLine.StatusAt, 4, 0);

            // Every flag is set: over and under of each cell, MUXFAIL, THSD.
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int last = _line.CodeOf(d, Ltc681xCheckLine.StatusAt + 5);
                bool isSet = _line.CodeOf(d, Ltc681xCheckLine.StatusAt + 4) == 0xFFFF && (last & 0xFF) == 0xFF
                    && (last & StatusFlags) == StatusFlags && (_line.CodeOf(d, 2) & upperFlags) == upperFlags;
                if (!isSet)
                {
                    _verdict.badMask |= _verdict.judgedMask & (1 << d);
                }
            }
        }

        /// <summary>Judges devices by whether registers hold a code; the first that does not is the measured value.</summary>
        /// <param name="value">What to report as measured where all is well or only flags are wrong: -1 stands for 0 and a
        /// device all of whose registers are cleared then has no verdict, since it did not convert.</param>
        private void Compare(int good, int expected, int first, int count, int value)
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((good & (1 << d)) == 0)
                {
                    continue;
                }

                int wrong = -1;
                bool isConverted = false;
                for (int i = 0; i < count; i++)
                {
                    int code = _line.CodeOf(d, first + i);
                    isConverted |= code != Ltc681xCheckLine.Cleared;
                    if (wrong < 0 && code != expected)
                    {
                        wrong = code;
                    }
                }

                if (isConverted || value == 0)
                {
                    _verdict.Judge(d, wrong >= 0, wrong < 0 ? 0 : wrong, value == 0 ? 0 : expected);
                }
            }
        }
    }
}
