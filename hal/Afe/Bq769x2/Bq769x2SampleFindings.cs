using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>What the chip's other measurements say of its readings: stack, die, probes, voltage flags.</summary>
    public sealed class Bq769x2SampleFindings
    {
        private const int DieHighDeciC = 1000;
        private const int DieLowDeciC = -450;
        private const int FreezingDeciK = 2731;

        // Stack against sum: 10 mV a cell, 10 mV of resolution, and 1 % of the divider that the stack is measured through.
        private const int SumMillivoltsPerCell = 10;

        // How far beyond a threshold a cell must be for the chip's flag to have to agree, mV.
        private const int ThresholdMarginMillivolts = 60;

        private readonly Bq769x2Line _line;
        private readonly Bq769x2PairReader _pairs;
        private readonly Bq769x2Transfer _transfer;
        private readonly Bq769x2SetUp _setUp;
        private readonly Bq769x2Sampler _sampler;
        private readonly Bq769x2Verdict _verdict;
        private readonly int _cellMask;
        private readonly byte[] _pairAddress;
        private readonly byte[] _pairState;
        private readonly short[] _pairValue;
        private readonly byte[] _pairReplies;

        /// <summary>[probeCount] <see cref="AfeResult"/> of each probe in the last measurement.</summary>
        public readonly byte[] probeResult;

        public Bq769x2SampleFindings(Bq769x2Line line, Bq769x2Transfer transfer, Bq769x2SetUp setUp, Bq769x2Sampler sampler,
            PackLayout layout, Bq769x2Verdict verdict)
        {
            _line = line;
            _pairs = new Bq769x2PairReader(line);
            _transfer = transfer;
            _setUp = setUp;
            _sampler = sampler;
            _verdict = verdict;
            _cellMask = layout.cellInputMask[0];
            _pairAddress = new byte[1];
            _pairState = new byte[1];
            _pairValue = new short[1];
            _pairReplies = new byte[Bq769x2PairKernel.ReplyBytes];
            probeResult = new byte[layout.probeCount];
        }

        /// <summary>Measures what a check asks for.</summary>
        /// <returns><see cref="Bq769x2Line"/> state; not Good: nothing was found out.</returns>
        public byte Measure(int check)
        {
            switch (check)
            {
                case AfeCheck.CellSum:
                    return CellSum();
                case AfeCheck.DieTemperature:
                    return DieTemperature();
                case AfeCheck.ProbeWires:
                    return ProbeWires();
                default:
                    return VoltageFlags();
            }
        }

        private byte CellSum()
        {
            byte state = TakeCells();
            if (state == Bq769x2Line.Good)
            {
                state = TakePair(Bq769x2Registers.Stack);
            }

            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            int sum = 0;
            for (int i = 0; i < _sampler.cellCount; i++)
            {
                sum += _sampler.value[i];
            }

            int stack = _setUp.settings.stackInCentivolts ? _pairValue[0] * 10 : _pairValue[0];
            int difference = stack - sum;
            difference = difference < 0 ? -difference : difference;
            int bound = (SumMillivoltsPerCell * (_sampler.cellCount + 1)) + (sum < 0 ? 0 : sum / 100);
            _verdict.Conclude(difference <= bound, difference * 1000, bound * 1000);
            return Bq769x2Line.Good;
        }

        private byte DieTemperature()
        {
            byte state = TakePair(Bq769x2Registers.InternalTemperature);
            if (state == Bq769x2Line.Good)
            {
                int deci = _pairValue[0] - FreezingDeciK;
                _verdict.Conclude(deci <= DieHighDeciC && deci >= DieLowDeciC, deci, DieHighDeciC);
            }

            return state;
        }

        private byte ProbeWires()
        {
            _sampler.Take(false);
            byte state = StateOfTake();
            if (state != Bq769x2Line.Good || !_sampler.ProbesAreFresh())
            {
                return state != Bq769x2Line.Good ? state : Bq769x2Line.Torn;
            }

            bool sound = true;
            for (int i = 0; i < probeResult.Length; i++)
            {
                int at = _sampler.cellCount + i;
                if (_sampler.state[at] != Bq769x2Line.Good)
                {
                    return _sampler.state[at];
                }

                int deci = _sampler.value[at] - FreezingDeciK;
                bool open = deci < Bq769x2ValueKernel.OpenDeciC || deci > Bq769x2ValueKernel.ShortedDeciC;
                probeResult[i] = open ? AfeResult.Failed : AfeResult.Passed;
                sound &= !open;
            }

            _verdict.Conclude(sound, 0, 0);
            return Bq769x2Line.Good;
        }

        private byte VoltageFlags()
        {
            byte state = _transfer.ReadBlock(Bq769x2Registers.EnabledProtectionsA, 32);
            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            int enabled = _transfer.block[0];

            // Thresholds are in 50.6 mV.
            int under = _transfer.block[Bq769x2Registers.UndervoltageThreshold - Bq769x2Registers.EnabledProtectionsA] * 506 / 10;
            int over = _transfer.block[Bq769x2Registers.OvervoltageThreshold - Bq769x2Registers.EnabledProtectionsA] * 506 / 10;
            state = TakeCells();
            if (state == Bq769x2Line.Good)
            {
                state = _line.Read(Bq769x2Registers.SafetyAlertA);
            }

            int alerts = _line.data;
            if (state == Bq769x2Line.Good)
            {
                state = _line.Read(Bq769x2Registers.SafetyStatusA);
            }

            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            Compare(enabled, alerts, alerts | _line.data, under, over);
            return Bq769x2Line.Good;
        }

        /// <summary>The chip tells of any cell, not of which; and only where the protection is enabled. Not run with none.
        /// </summary>
        private void Compare(int enabled, int alerts, int flags, int under, int over)
        {
            int lowest = 0;
            int highest = 0;
            for (int i = 1; i < _sampler.cellCount; i++)
            {
                lowest = _sampler.value[i] < _sampler.value[lowest] ? i : lowest;
                highest = _sampler.value[i] > _sampler.value[highest] ? i : highest;
            }

            int low = _sampler.value[lowest];
            int high = _sampler.value[highest];
            bool hasUnder = (enabled & Bq769x2Registers.CellUndervoltage) != 0;
            bool hasOver = (enabled & Bq769x2Registers.CellOvervoltage) != 0;
            if (!hasUnder && !hasOver)
            {
                return;
            }

            int wrong = 0;
            if (hasUnder && ((low < under - ThresholdMarginMillivolts && (flags & Bq769x2Registers.CellUndervoltage) == 0)
                || (low > under + ThresholdMarginMillivolts && (alerts & Bq769x2Registers.CellUndervoltage) != 0)))
            {
                wrong = InputOf(lowest);
            }

            if (hasOver && ((high > over + ThresholdMarginMillivolts && (flags & Bq769x2Registers.CellOvervoltage) == 0)
                || (high < over - ThresholdMarginMillivolts && (alerts & Bq769x2Registers.CellOvervoltage) != 0)))
            {
                wrong = InputOf(highest);
            }

            _verdict.Conclude(wrong == 0, wrong, 0);
        }

        private int InputOf(int cell)
        {
            int seen = -1;
            for (int input = 0; input < 16; input++)
            {
                seen += (_cellMask >> input) & 1;
                if (seen == cell)
                {
                    return input + 1;
                }
            }

            return 0;
        }

        private byte TakeCells()
        {
            _sampler.Take(false);
            byte state = StateOfTake();
            for (int i = 0; i < _sampler.cellCount && state == Bq769x2Line.Good; i++)
            {
                state = _sampler.state[i];
            }

            return state;
        }

        private byte StateOfTake()
        {
            return _sampler.trouble != Bq769x2Line.Good ? _sampler.trouble
                : _sampler.proven ? Bq769x2Line.Good : Bq769x2Line.Torn;
        }

        private byte TakePair(int address)
        {
            _pairAddress[0] = (byte)address;
            return _pairs.Take(_pairAddress, _pairState, _pairValue, 1, _pairReplies) ? Bq769x2Line.Good : _pairState[0];
        }
    }
}
