using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// The chip's checks as steps. Most are measure, wait three loops, measure again; only a finding makes the last four do
    /// anything, and only one that was there both times is put.
    /// </summary>
    public sealed class Bq769x2Checks
    {
        // Parts of a check.
        private const byte Measure = 0;
        private const byte Wait = 1;
        private const byte Confirm = 2;

        // What the chip may be busy with when it is asked, once or twice a step.
        private const int BusyMicros = 1000;

        private readonly IClock _clock;
        private readonly Bq769x2Verdict _verdict;
        private readonly Bq769x2Findings _findings;
        private readonly Bq769x2SampleFindings _sampleFindings;
        private readonly Bq769x2WireCheck _wires;
        private readonly byte[] _partOfStep;
        private readonly int _waitMicros;
        private readonly int _frameMicros;
        private readonly int _takeMicros;

        // Of the check under way.
        private int _lastStep;
        private bool _underWay;
        private bool _found;

        public readonly int stepCount;

        /// <summary>[stepCount] <see cref="AfeCheck"/> of each step.</summary>
        public readonly byte[] checkOfStep;

        public Bq769x2Checks(Bq769x2Line line, Bq769x2Transfer transfer, IClock clock, Bq769x2SetUp setUp,
            Bq769x2Sampler sampler, PackLayout layout, Bq769x2Config config, int frameMicros)
        {
            _clock = clock;
            _verdict = new Bq769x2Verdict();
            _findings = new Bq769x2Findings(line, transfer, setUp, _verdict);
            _sampleFindings = new Bq769x2SampleFindings(line, transfer, setUp, sampler, layout, _verdict);
            _wires = new Bq769x2WireCheck(clock, setUp, sampler, layout, config);
            int power = config.isFast ? Bq769x2Registers.FastAdc : 0;
            _waitMicros = Bq769x2Timing.LoopMicros(layout.probeCount, power);
            _frameMicros = frameMicros;
            _takeMicros = Bq769x2Timing.TakeMicros(layout.cellCount + layout.probeCount, power, frameMicros);
            int wireWaits = WireWaits(layout.probeCount, config.isFast);
            stepCount = StepsFor(layout.probeCount, config.isFast);
            checkOfStep = new byte[stepCount];
            _partOfStep = new byte[stepCount];
            int at = Add(0, AfeCheck.CellWires, wireWaits);
            at = Add(at, AfeCheck.Chain, 0);
            at = Add(at, AfeCheck.Registers, 0);
            at = Add(at, AfeCheck.ChipFlags, 0);
            at = Add(at, AfeCheck.Supply, Bq769x2Timing.LoopsOfFullScan);
            at = Add(at, AfeCheck.Reference, Bq769x2Timing.LoopsOfFullScan);
            at = Add(at, AfeCheck.Mux, Bq769x2Timing.LoopsOfFullScan);
            at = Add(at, AfeCheck.CellSum, Bq769x2Timing.LoopsOfFullScan);
            at = Add(at, AfeCheck.DieTemperature, Bq769x2Timing.LoopsOfFullScan);
            at = Add(at, AfeCheck.VoltageFlags, Bq769x2Timing.LoopsOfFullScan);
            if (layout.probeCount != 0)
            {
                Add(at, AfeCheck.ProbeWires, Bq769x2Timing.LoopsOfFullScan);
            }
        }

        /// <summary>Steps of one round.</summary>
        public static int StepsFor(int probes, bool isFast)
        {
            int measured = probes != 0 ? 7 : 6;
            return 4 + WireWaits(probes, isFast) + (3 * 2) + (measured * (2 + Bq769x2Timing.LoopsOfFullScan));
        }

        /// <summary>The longest time a step takes, nothing repeated, µs.</summary>
        public int StepMicros(int step)
        {
            int check = checkOfStep[step];
            if (_partOfStep[step] == Wait && check != AfeCheck.CellSum)
            {
                return _waitMicros;
            }

            return BusyMicros + MicrosOf(check);
        }

        private int MicrosOf(int check)
        {
            switch (check)
            {
                case AfeCheck.CellWires:
                case AfeCheck.ProbeWires:
                    return _takeMicros;
                case AfeCheck.CellSum:
                    return _takeMicros + (4 * _frameMicros);
                case AfeCheck.VoltageFlags:
                    return _takeMicros + Bq769x2Timing.BlockMicros(_frameMicros) + (4 * _frameMicros);
                case AfeCheck.Registers:
                    return 3 * Bq769x2Timing.BlockMicros(_frameMicros);
                case AfeCheck.ChipFlags:
                    return 8 * _frameMicros;
                case AfeCheck.DieTemperature:
                    return 4 * _frameMicros;
                default:
                    return Bq769x2Timing.BlockMicros(_frameMicros);
            }
        }

        /// <summary>Runs a step.</summary>
        /// <returns><see cref="AfeStatus"/>.</returns>
        public byte Run(int step, PackSample sample)
        {
            int check = checkOfStep[step];
            bool isFirst = step == 0 || checkOfStep[step - 1] != check;
            bool isLast = step == stepCount - 1 || checkOfStep[step + 1] != check;
            if (isFirst)
            {
                _underWay = true;
                _found = false;
            }
            else if (!_underWay || step != _lastStep + 1)
            {
                _underWay = false;
                return AfeStatus.Ok;
            }

            _lastStep = step;
            byte state = check == AfeCheck.CellWires
                ? RunWires(step, isFirst, isLast)
                : RunMeasured(check, _partOfStep[step]);
            if (state != Bq769x2Line.Good)
            {
                // Nothing is put: the old result stays, with its age.
                _underWay = false;
                return Bq769x2SetUp.StatusOf(state);
            }

            if (isLast)
            {
                _underWay = false;
                if (check == AfeCheck.CellWires)
                {
                    _wires.Put(sample);
                }
                else
                {
                    Put(check, sample);
                    if (check == AfeCheck.Chain && _verdict.result == AfeResult.Failed)
                    {
                        return AfeStatus.NoReply;
                    }
                }
            }

            return AfeStatus.Ok;
        }

        private byte RunMeasured(int check, byte part)
        {
            if (part == Measure)
            {
                byte state = MeasureOnce(check);
                _found = _verdict.result == AfeResult.Failed;
                return state;
            }

            if (!_found)
            {
                return Bq769x2Line.Good;
            }

            // Stack and cells are not measured at one time: under a load that comes and goes one agreement in all looks will do.
            if (part == Wait && check != AfeCheck.CellSum)
            {
                _clock.DelayMicros(_waitMicros);
                return Bq769x2Line.Good;
            }

            byte again = MeasureOnce(check);
            _found = _verdict.result == AfeResult.Failed;
            return again;
        }

        private byte MeasureOnce(int check)
        {
            _verdict.Clear();
            switch (check)
            {
                case AfeCheck.CellSum:
                case AfeCheck.DieTemperature:
                case AfeCheck.ProbeWires:
                case AfeCheck.VoltageFlags:
                    return _sampleFindings.Measure(check);
                default:
                    return _findings.Measure(check);
            }
        }

        private void Put(int check, PackSample sample)
        {
            if (_verdict.result == AfeResult.NotRun)
            {
                return;
            }

            if (check == AfeCheck.ProbeWires)
            {
                byte[] probes = _sampleFindings.probeResult;
                System.Array.Copy(probes, 0, sample.health.probeWireResult, 0, probes.Length);
            }

            sample.health.Put(check, 0, _verdict.result, _verdict.value, _verdict.limit, sample.timeMs);
        }

        private byte RunWires(int step, bool isFirst, bool isLast)
        {
            if (_partOfStep[step] == Measure)
            {
                return _wires.TakeBase(isFirst);
            }

            if (_partOfStep[step] == Wait)
            {
                int left = _wires.LeftMicros();
                if (left > 0)
                {
                    _clock.DelayMicros(left < _waitMicros ? left : _waitMicros);
                }

                return Bq769x2Line.Good;
            }

            if (!isLast)
            {
                byte state = _wires.Look();
                _found = _wires.found;
                return state;
            }

            return _found ? _wires.LookAgain() : Bq769x2Line.Good;
        }

        private static int WireWaits(int probes, bool isFast)
        {
            int loop = Bq769x2Timing.LoopMicros(probes, isFast ? Bq769x2Registers.FastAdc : 0);
            return (Bq769x2WireCheck.PulseMicros(Bq769x2Settings.OpenWireSeconds, loop) / loop) + 1;
        }

        /// <summary>Adds a check's steps. Open wires have two more: two bases, waits, look, look again.</summary>
        private int Add(int at, int check, int waits)
        {
            int first = at;
            int measures = check == AfeCheck.CellWires ? 2 : 1;
            int steps = waits + (2 * measures);
            for (int i = 0; i < steps; i++, at++)
            {
                checkOfStep[at] = (byte)check;
                _partOfStep[at] = i < measures ? Measure : i < measures + waits ? Wait : Confirm;
            }

            return first + steps;
        }
    }
}
