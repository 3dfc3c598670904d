using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// Open wires at cells: a test current that a connected wire carries away moves a pin whose wire is open.
    /// </summary>
    /// <remarks>
    /// ADBMS1818 data sheet, "Open Wire Check". Both directions of the current run in one step, a few ms apart: with samples
    /// between them the load could move the cells in the meantime. A suspect is measured again in another step in the opposite
    /// order, so that a load which comes and goes with the steps shows once as evidence and once as its opposite; and what all
    /// cells of a device do alike is taken for the load.
    /// Evidence at a wire is by how much the cell above it reads less under the current upwards than under the one downwards; at
    /// the topmost wire by how much the cell below it reads more. The sheet looks at the ends for a reading of exactly 0: that is
    /// the same evidence at its largest, and a cell that truly has 0 V gives none. Unused inputs hang on their neighbour, so the
    /// current only reaches the node harder; they are not looked at.
    /// </remarks>
    public sealed class Ltc681xWireChecks
    {
        private const int DefaultThresholdMillivolts = 400;

        private readonly Ltc681xCheckLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xModel _model;
        private readonly Ltc681xVerdict _verdict;
        private readonly PackLayout _layout;
        private readonly byte _mode;
        private readonly int _runs;
        private readonly int _thresholdMicrovolts;
        private readonly int[] _evidence;

        public Ltc681xWireChecks(Ltc681xCheckLine line, Ltc681xScan scan, Ltc681xModel model, Ltc681xVerdict verdict,
            PackLayout layout, Ltc681xConfig config, byte mode)
        {
            _line = line;
            _scan = scan;
            _model = model;
            _verdict = verdict;
            _layout = layout;
            _mode = mode;
            _runs = RunsFor(config.wireNanofarads);
            _thresholdMicrovolts = ThresholdMicrovolts(config);
            _evidence = new int[layout.cellCount + layout.deviceCount];
        }

        /// <summary>Conversions with the current on until an open pin has moved, in normal mode: table "Number of ADOW Commands
        /// Required".</summary>
        public static int RunsFor(int nanofarads)
        {
            int runs = 1 + ((nanofarads + 9) / 10);
            return runs < 2 ? 2 : runs;
        }

        /// <summary>What the configuration says, or the data sheet, µV.</summary>
        public static int ThresholdMicrovolts(AfeConfig config)
        {
            return 1000 * (config.openWireMillivolts == 0 ? DefaultThresholdMillivolts : config.openWireMillivolts);
        }

        /// <param name="again">Measures once more, for what the first time has found.</param>
        public void Measure(bool again)
        {
            int good = Run(!again);
            _line.Keep();
            good &= Run(again);
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((good & _scan.cellMask & (1 << d)) != 0 && AreUsable(d))
                {
                    Judge(d, again);
                }
            }
        }

        /// <summary>Puts the result of each sense wire.</summary>
        public void Put(int mask, AfeHealth health)
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((mask & (1 << d)) == 0)
                {
                    continue;
                }

                int last = health.FirstWireOf(d) + _layout.CellsOf(d);
                for (int wire = health.FirstWireOf(d); wire <= last; wire++)
                {
                    health.wireMicrovolts[wire] = _evidence[wire];
                    health.wireResult[wire] = _evidence[wire] > _thresholdMicrovolts ? AfeResult.Failed : AfeResult.Passed;
                }
            }
        }

        private int Run(bool up)
        {
            int good = _line.Clear(Ltc681xCommands.ClearCells, Ltc681xCommands.ReadCellsA);
            for (int i = 0; i < _runs; i++)
            {
                _line.Command(up ? Ltc681xCommands.OpenWireUp : Ltc681xCommands.OpenWireDown, _model.CellMicros(_mode));
            }

            return good & _line.ReadCells(_scan.cellGroups, _scan.cellGroups.Length);
        }

        /// <summary>Both runs have converted, and no result says that it was computed wrongly.</summary>
        private bool AreUsable(int device)
        {
            bool first = false;
            bool second = false;
            int mask = _layout.cellInputMask[device];
            for (int input = 0; input < _model.cellInputs; input++)
            {
                if (((mask >> input) & 1) == 0)
                {
                    continue;
                }

                int a = _line.KeptOf(device, input);
                int b = _line.CodeOf(device, input);
                if (Ltc681xCheckLine.IsRedundancyFault(a) || Ltc681xCheckLine.IsRedundancyFault(b))
                {
                    return false;
                }

                first |= a != Ltc681xCheckLine.Cleared;
                second |= b != Ltc681xCheckLine.Cleared;
            }

            return first && second;
        }

        private void Judge(int device, bool again)
        {
            int mask = _layout.cellInputMask[device];
            int wire = _layout.firstCell[device] + device;
            int common = CommonRise(device, again);
            int worst = int.MinValue;
            int risen = 0;
            for (int input = 0; input < _model.cellInputs; input++)
            {
                if (((mask >> input) & 1) != 0)
                {
                    risen = Rise(device, input, again) - common;
                    worst = Worse(worst, TakeEvidence(wire++, -risen, again));
                }
            }

            worst = Worse(worst, TakeEvidence(wire, risen, again));
            _verdict.Judge(device, worst > _thresholdMicrovolts, worst, _thresholdMicrovolts);
        }

        /// <summary>By how much a cell reads more under the current upwards than under the one downwards, µV.</summary>
        private int Rise(int device, int input, bool again)
        {
            int rise = (Clamped(_line.KeptOf(device, input)) - Clamped(_line.CodeOf(device, input))) * 100;
            return again ? -rise : rise;
        }

        /// <summary>What all cells of a device have risen or fallen by, at least: that is the pack's load, which moves them all
        /// one way, while an open wire moves one cell up and one down, or the one at the end alone. A single cell can't tell.
        /// </summary>
        private int CommonRise(int device, bool again)
        {
            int mask = _layout.cellInputMask[device];
            int lowest = int.MaxValue;
            int highest = int.MinValue;
            for (int input = 0; input < _model.cellInputs; input++)
            {
                if (((mask >> input) & 1) != 0)
                {
                    int rise = Rise(device, input, again);
                    lowest = rise < lowest ? rise : lowest;
                    highest = rise > highest ? rise : highest;
                }
            }

            return _layout.CellsOf(device) < 2 ? 0 : lowest > 0 ? lowest : highest < 0 ? highest : 0;
        }

        /// <summary>Of two measurements the weaker counts.</summary>
        private int TakeEvidence(int wire, int microvolts, bool again)
        {
            if (!again || microvolts < _evidence[wire])
            {
                _evidence[wire] = microvolts;
            }

            return _evidence[wire];
        }

        private static int Worse(int a, int b)
        {
            return a > b ? a : b;
        }

        /// <summary>Over full scale counts as full scale: the test current may drive a cell there.</summary>
        private static int Clamped(int code)
        {
            return code > Ltc681xCheckLine.HighestCode ? Ltc681xCheckLine.HighestCode : code;
        }
    }
}
