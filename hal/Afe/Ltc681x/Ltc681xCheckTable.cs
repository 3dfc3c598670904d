using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// The steps of all checks, and how long each takes. A check is measured part by part; after each part comes the step that
    /// measures it once more where something was found, and is over at once where nothing was.
    /// </summary>
    public sealed class Ltc681xCheckTable
    {
        private readonly Ltc681xModel _model;
        private readonly int _cellGroups;
        private readonly bool _readsUpperFlags;
        private readonly byte _cellMode;
        private readonly byte _auxMode;
        private readonly byte _mode;
        private readonly int _wireRuns;
        private readonly int _commandMicros;
        private readonly int _transferMicros;
        private readonly int _wakeMicros;

        // A step: check * 32 + part * 2 + 1 when it measures again.
        private readonly short[] _steps;

        /// <param name="mode">Of what checks convert, but for self tests.</param>
        /// <param name="ends">1, or 2 with a second bridge: a broken chain then takes each transfer at both ends.</param>
        public Ltc681xCheckTable(PackLayout layout, Ltc681xScan scan, Ltc681xModel model, Ltc681xConfig config, byte mode,
            bool readsUpperFlags, int clockHz, int ends)
        {
            _model = model;
            _cellGroups = scan.cellGroups.Length;
            _readsUpperFlags = readsUpperFlags;
            _cellMode = config.adcMode;
            _auxMode = config.auxMode;
            _mode = mode;
            _wireRuns = Ltc681xWireChecks.RunsFor(config.wireNanofarads);
            int devices = scan.deviceCount;
            int overhead = config.transferOverheadMicros;
            _commandMicros = ends * (Ltc681xLine.TransferMicros(Ltc681xLine.CommandBytes, clockHz) + overhead);
            _transferMicros = _commandMicros + Ltc681xLine.TransferMicros(devices * Ltc681xLine.GroupBytes, clockHz);
            _wakeMicros = Ltc681xLine.IdleWakeMicros(devices) + (devices * overhead);
            _steps = new short[CountSteps(layout, model, config)];
            int at = 0;
            for (int check = 0; check < AfeCheck.Count; check++)
            {
                int parts = PartsOf(check, layout, model, config);
                for (int i = 0; i < 2 * parts; i++)
                {
                    _steps[at++] = (short)((check * 32) + i);
                }
            }
        }

        public int StepCount
        {
            get { return _steps.Length; }
        }

        public int CheckOf(int step)
        {
            return _steps[step] >> 5;
        }

        public int PartOf(int step)
        {
            return (_steps[step] & 31) >> 1;
        }

        public bool IsAgain(int step)
        {
            return (_steps[step] & 1) != 0;
        }

        public bool IsFirst(int step)
        {
            return (_steps[step] & 31) == 0;
        }

        public bool IsLast(int step)
        {
            return step == _steps.Length - 1 || CheckOf(step + 1) != CheckOf(step);
        }

        /// <summary>Steps of one round.</summary>
        public static int CountSteps(PackLayout layout, Ltc681xModel model, AfeConfig config)
        {
            int count = 0;
            for (int check = 0; check < AfeCheck.Count; check++)
            {
                count += 2 * PartsOf(check, layout, model, config);
            }

            return count;
        }

        /// <summary>The longest time of a step when nothing is repeated, µs: waits, transfers, and waking the port at the start
        /// and after each wait that lets it go idle.</summary>
        public int MicrosOf(int step)
        {
            int part = PartOf(step);
            int micros;
            switch (CheckOf(step))
            {
                case AfeCheck.CellWires:
                    micros = 2 * (Bus(1, 1 + _cellGroups) + (_wireRuns * (Bus(1, 0) + Wait(_model.CellMicros(_mode)))));
                    break;
                case AfeCheck.ProbeWires:
                    micros = 2 * (Bus(1, 1 + _model.auxGroups) + (_wireRuns * (Bus(1, 0) + Wait(_model.AuxMicros(_mode)))));
                    break;
                case AfeCheck.Redundancy:
                    micros = part == 0 ? Bus(2, _model.cellInputs > 12 ? 3 : 2) + Wait(Ltc681xModel.OverlapMicros(_mode))
                        : part == 1 ? AuxMicros : StatusMicros;
                    break;
                case AfeCheck.RedundancyProof:
                    micros = Bus(0, 4) + (part == 0 ? StatusMicros : part == 1 ? AuxMicros
                        : Bus(2, 1 + _model.cellGroups) + Wait(_model.CellMicros(_mode)));
                    break;
                case AfeCheck.Reference:
                    micros = Bus(2, 2) + Wait(Ltc681xModel.OneChannelMicros(_mode));
                    break;
                case AfeCheck.CellSum:
                    micros = Bus(3, 5 + _model.cellGroups) + Wait(_model.CellSumMicros(_mode));
                    break;
                case AfeCheck.VoltageFlags:
                    micros = Bus(2, 3 + _cellGroups + (_readsUpperFlags ? 1 : 0)) + Wait(_model.CellMicros(_mode));
                    break;
                case AfeCheck.Mux:
                    micros = Bus(3, 5) + (2 * Wait(Ltc681xMeterChecks.MuxMicros));
                    break;
                case AfeCheck.AdcSelfTest:
                    micros = Bus(0, 1) + (part < 2 ? Bus(2, 1 + _model.cellGroups) + Wait(_model.CellMicros(_cellMode))
                        : part < 4 ? Bus(2, 1 + _model.auxGroups) + Wait(_model.AuxMicros(_auxMode))
                        : Bus(2, 4) + Wait(_model.StatusMicros(_auxMode)));
                    break;
                case AfeCheck.Registers:
                    micros = part == 0 ? Bus(3, _model.cellGroups) + Wait(_model.CellMicros(_cellMode))
                        : part == 1 ? Bus(3, _model.auxGroups) + Wait(_model.AuxMicros(_auxMode))
                        : Bus(3, _model.cellInputs > 12 ? 5 : 4) + Wait(_model.StatusMicros(_auxMode));
                    break;
                case AfeCheck.Chain:
                    micros = Bus(0, 1);
                    break;
                default:
                    micros = StatusMicros;
                    break;
            }

            return _wakeMicros + micros;
        }

        private int StatusMicros
        {
            get { return Bus(2, 4) + Wait(_model.StatusMicros(_mode)); }
        }

        private int AuxMicros
        {
            get { return Bus(2, 1 + _model.auxGroups) + Wait(_model.AuxMicros(_mode)); }
        }

        /// <summary>Parts of a check; 0: it is not run with this chip and layout.</summary>
        private static int PartsOf(int check, PackLayout layout, Ltc681xModel model, AfeConfig config)
        {
            switch (check)
            {
                case AfeCheck.ChipFlags:
                    return 0;
                case AfeCheck.ProbeWires:
                    return layout.probeCount != 0 && config.pullUpOhms <= Ltc681xProbeChecks.LargestPullUpOhms ? 1 : 0;
                case AfeCheck.Redundancy:
                    return Ltc681xRedundancyChecks.CompareParts;
                case AfeCheck.RedundancyProof:
                    return model.hasConfigB ? Ltc681xRedundancyChecks.ProofParts : 0;
                case AfeCheck.AdcSelfTest:
                    return Ltc681xSelfTests.TestParts;
                case AfeCheck.Registers:
                    return Ltc681xSelfTests.ClearParts;
                default:
                    return 1;
            }
        }

        private int Bus(int commands, int transfers)
        {
            return (commands * _commandMicros) + (transfers * _transferMicros);
        }

        private int Wait(int typicalMicros)
        {
            int micros = Ltc681xModel.WaitMicros(typicalMicros);
            return micros + (Ltc681xLine.IdlesAfter(micros) ? _wakeMicros : 0);
        }
    }
}
