using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Checks by a second measurement: cells that two converters reach, results that two digital filters compute, and
    /// the proof that the comparison of those can fail.</summary>
    public sealed class Ltc681xRedundancyChecks
    {
        /// <summary>Parts of Redundancy: overlap, auxiliary, status.</summary>
        public const int CompareParts = 3;

        /// <summary>Parts of RedundancyProof: status, auxiliary, cells.</summary>
        public const int ProofParts = 3;

        /// <summary>Total measurement error of a cell in normal mode over temperature, µV: ADBMS1818 data sheet, table 1, at
        /// 4.2 V, the largest that is guaranteed. The LTC parts are no worse.</summary>
        public const int CellErrorMicrovolts = 4800;

        /// <summary>Two converters that measure one cell may differ by the errors of both.</summary>
        public const int OverlapMicrovolts = 2 * CellErrorMicrovolts;

        /// <summary>How often to write and look again until the forced failure is off everywhere.</summary>
        private const int RestoreTries = 10;

        private readonly Ltc681xCheckLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xModel _model;
        private readonly Ltc681xVerdict _verdict;
        private readonly Ltc681xMeterChecks _meter;
        private readonly Ltc681xSetUp _setUp;
        private readonly Ltc681xFindings _found;
        private readonly PackLayout _layout;
        private readonly byte _mode;
        private readonly int _pairs;
        private readonly int[] _difference;
        private readonly byte[] _result;

        private int _forcedMask;

        public Ltc681xRedundancyChecks(Ltc681xCheckLine line, Ltc681xScan scan, Ltc681xModel model, Ltc681xVerdict verdict,
            Ltc681xMeterChecks meter, Ltc681xSetUp setUp, Ltc681xFindings found, PackLayout layout, byte mode)
        {
            _line = line;
            _scan = scan;
            _model = model;
            _verdict = verdict;
            _meter = meter;
            _setUp = setUp;
            _found = found;
            _layout = layout;
            _mode = mode;
            _pairs = model.cellInputs > 12 ? 2 : 1;
            _difference = new int[_pairs * scan.deviceCount];
            _result = new byte[_pairs * scan.deviceCount];
        }

        /// <summary>One part of Redundancy.</summary>
        /// <param name="part">0..CompareParts-1.</param>
        /// <param name="again">Measures once more, for what the first time has found.</param>
        public void Compare(int part, bool again)
        {
            if (part == 0)
            {
                Overlap(again);
            }
            else if (part == 1)
            {
                int good = ReadAuxRedundant();
                JudgeRedundancy(good, 0, _model.gpios + 1);
            }
            else
            {
                int good = _meter.ReadStatus(Ltc681xCommands.StatusRedundant, _model.StatusMicros(_mode));
                JudgeRedundancy(good, Ltc681xCheckLine.StatusAt, 4);
            }
        }

        /// <summary>Puts the difference at each cell that was measured twice.</summary>
        /// <param name="mask">Devices whose check is complete.</param>
        public void Put(int mask, AfeHealth health)
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                for (int pair = 0; pair < _pairs; pair++)
                {
                    int input = InputOf(pair);
                    if ((mask & (1 << d)) == 0 || ((_layout.cellInputMask[d] >> input) & 1) == 0)
                    {
                        continue;
                    }

                    int cell = _layout.firstCell[d];
                    for (int below = 0; below < input; below++)
                    {
                        cell += (_layout.cellInputMask[d] >> below) & 1;
                    }

                    health.redundantMicrovolts[cell] = _difference[(d * _pairs) + pair];
                    health.redundantResult[cell] = _result[(d * _pairs) + pair];
                }
            }
        }

        /// <summary>One part of RedundancyProof: with the failure forced, every result that has a second filter must say that the
        /// two disagree.</summary>
        /// <param name="part">0..ProofParts-1.</param>
        public void Prove(int part)
        {
            int good = Force();
            if (part == 0)
            {
                good &= _meter.ReadStatus(Ltc681xCommands.StatusRedundant, _model.StatusMicros(_mode));
                JudgeForced(good, Ltc681xCheckLine.StatusAt, 4, false);
            }
            else if (part == 1)
            {
                good &= ReadAuxRedundant();
                JudgeForced(good, 0, _model.gpios + 1, false);
            }
            else
            {
                good &= _line.Clear(Ltc681xCommands.ClearCells, Ltc681xCommands.ReadCellsA);
                _line.Command(Ltc681xCommands.ConvertCells(_mode), _model.CellMicros(_mode));
                good &= _line.ReadCells(null, _model.cellGroups);
                JudgeForced(good, 0, _model.cellInputs, true);
            }

            Restore(RestoreTries);
        }

        /// <summary>A device that an earlier step could not reach may still have the failure forced: one more try.</summary>
        public void RestoreRest()
        {
            if ((_forcedMask & ~_found.deadMask) != 0)
            {
                Restore(1);
            }
        }

        private void Restore(int tries)
        {
            for (int i = 0; i < tries && (_forcedMask & ~_line.silentMask) != 0; i++)
            {
                _forcedMask &= ~_setUp.WriteForced(false);
                if (i > 0)
                {
                    _line.repeats++;
                }
            }
        }

        private int Force()
        {
            int shown = 0;
            int tries = 0;
            do
            {
                shown |= _setUp.WriteForced(true);

                // A device may have taken it whose answer was lost; a silent one most likely has not.
                _forcedMask = _scan.allMask & ~_found.deadMask;
            }
            while (_line.MayRepeat(_scan.allMask & ~shown, ref tries));

            return shown;
        }

        private int ReadAuxRedundant()
        {
            int good = _line.Clear(Ltc681xCommands.ClearAux, Ltc681xCommands.ReadAuxA);
            _line.Command(Ltc681xCommands.AuxRedundant, _model.AuxMicros(_mode));
            return good & _line.ReadAux(_model.auxGroups);
        }

        // "Overlap Cell Measurement": the converter that owns the cell puts its result where the cell's own stands, at 7 and
        // 13, the one below it into the next place. The 6812's converters meet at cells 6 and 11.
        private void Overlap(bool again)
        {
            int good = _line.Clear(Ltc681xCommands.ClearCells, Ltc681xCommands.ReadCellsC);
            _line.Command(Ltc681xCommands.OverlapCells, Ltc681xModel.OverlapMicros(_mode));
            good &= _line.Read(Ltc681xCommands.ReadCellsC, 6);
            if (_pairs > 1)
            {
                good &= _line.Read(Ltc681xCommands.ReadCellsE, 12);
            }

            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((good & (1 << d)) == 0)
                {
                    continue;
                }

                int worst = 0;
                bool isBad = false;
                bool isJudged = false;
                for (int pair = 0; pair < _pairs; pair++)
                {
                    int first = _line.CodeOf(d, 6 + (6 * pair));
                    int second = _line.CodeOf(d, 7 + (6 * pair));
                    int at = (d * _pairs) + pair;
                    bool wasBad = _result[at] == AfeResult.Failed;
                    _result[at] = AfeResult.NotRun;
                    _difference[at] = 0;
                    if (first == Ltc681xCheckLine.Cleared && second == Ltc681xCheckLine.Cleared)
                    {
                        continue;
                    }

                    isJudged = true;
                    int difference = (second - first) * 100;
                    int size = difference < 0 ? -difference : difference;
                    _difference[at] = difference;
                    bool isPairBad = (!again || wasBad) && (size > OverlapMicrovolts || first > Ltc681xCheckLine.HighestCode
                        || second > Ltc681xCheckLine.HighestCode);
                    _result[at] = isPairBad ? AfeResult.Failed : AfeResult.Passed;
                    isBad |= isPairBad;
                    worst = size > worst ? size : worst;
                }

                if (isJudged)
                {
                    _verdict.Judge(d, isBad, worst, OverlapMicrovolts);
                }
            }
        }

        /// <summary>Bad: a result says that its two filters disagree. Measured: that code as µV.</summary>
        private void JudgeRedundancy(int good, int first, int count)
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((good & (1 << d)) == 0 || !IsConverted(d, first, count))
                {
                    continue;
                }

                int wrong = 0;
                for (int i = count - 1; i >= 0; i--)
                {
                    int code = _line.CodeOf(d, first + i);
                    wrong = Ltc681xCheckLine.IsRedundancyFault(code) ? code : wrong;
                }

                _verdict.Judge(d, wrong != 0, wrong * 100, OverlapMicrovolts);
            }
        }

        private void JudgeForced(int good, int first, int count, bool onlySelected)
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((good & (1 << d)) == 0 || !IsConverted(d, first, count))
                {
                    continue;
                }

                bool isBad = false;
                for (int i = 0; i < count; i++)
                {
                    isBad |= (!onlySelected || HasSecondFilter(i)) && !Ltc681xCheckLine.IsRedundancyFault(_line.CodeOf(d, first + i));
                }

                _verdict.Judge(d, isBad, 0, 0);
            }
        }

        // Table "ADC Path Redundancy Selection", PS = 00: the one redundant filter goes round the converters, so of the cells
        // that are measured together it follows the first converter's, then the second's, then the third's.
        private bool HasSecondFilter(int input)
        {
            int channels = _model.cellInputs / 3;
            return (input % channels) % 3 == input / channels;
        }

        private bool IsConverted(int device, int first, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (_line.CodeOf(device, first + i) != Ltc681xCheckLine.Cleared)
                {
                    return true;
                }
            }

            return false;
        }

        private int InputOf(int pair)
        {
            return _model.cellInputs == 15 ? 5 + (5 * pair) : 6 + (6 * pair);
        }
    }
}
