using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// Runs the steps of <see cref="Ltc681xCheckTable"/> and puts what they find. A finding must be found twice, in two steps, in
    /// all of which the device answered with right frames and fresh registers; a device that did not keeps what is known of it.
    /// </summary>
    public sealed class Ltc681xChecks
    {
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xFindings _found;
        private readonly PackLayout _layout;
        private readonly Ltc681xCheckLine _line;
        private readonly Ltc681xVerdict _verdict;
        private readonly Ltc681xMeterChecks _meter;
        private readonly Ltc681xSelfTests _tests;
        private readonly Ltc681xRedundancyChecks _redundancy;
        private readonly Ltc681xWireChecks _wires;
        private readonly Ltc681xProbeChecks _probes;
        private readonly Ltc681xCheckTable _table;
        private readonly int[] _value;
        private readonly int[] _limit;

        // Of the check under way.
        private int _nextStep;
        private int _askedMask;
        private int _failedMask;
        private int _suspectMask;

        public Ltc681xChecks(Ltc681xLine line, IClock clock, Ltc681xScan scan, Ltc681xSetUp setUp, Ltc681xFindings found,
            PackLayout layout, Ltc681xModel model, Ltc681xConfig config, int clockHz)
        {
            _scan = scan;
            _found = found;
            _layout = layout;
            byte mode = AdcMode.AdcOptionOf(config.adcMode) == 0 ? AdcMode.Khz7 : AdcMode.Khz3;
            _line = new Ltc681xCheckLine(line, clock, scan, setUp, found, config);
            _verdict = new Ltc681xVerdict(scan.deviceCount);
            _meter = new Ltc681xMeterChecks(_line, scan, model, _verdict, layout, config, mode);
            _tests = new Ltc681xSelfTests(_line, scan, model, _verdict, config);
            _redundancy = new Ltc681xRedundancyChecks(_line, scan, model, _verdict, _meter, setUp, found, layout, mode);
            _wires = new Ltc681xWireChecks(_line, scan, model, _verdict, layout, config, mode);
            _probes = new Ltc681xProbeChecks(_line, scan, model, _verdict, layout, config, mode);
            _table = new Ltc681xCheckTable(layout, scan, model, config, mode, _meter.HasFlagsAbove12, clockHz,
                line.HasFarEnd ? 2 : 1);
            _value = new int[scan.deviceCount];
            _limit = new int[scan.deviceCount];
            _nextStep = -1;
        }

        public Ltc681xCheckTable Table
        {
            get { return _table; }
        }

        /// <summary>Transfers that the last step repeated.</summary>
        public int Repeats
        {
            get { return _line.repeats; }
        }

        /// <summary>Runs one step; see IAfe.RunStep.</summary>
        public byte Run(int step, PackSample sample)
        {
            _line.Begin();
            if (_table.IsFirst(step))
            {
                _askedMask = _scan.allMask;
                _failedMask = 0;
                _suspectMask = 0;
                for (int d = 0; d < _scan.deviceCount; d++)
                {
                    _value[d] = 0;
                    _limit[d] = 0;
                }
            }
            else if (step != _nextStep)
            {
                _nextStep = -1;
                return AfeStatus.Ok;
            }

            _nextStep = step + 1;
            _redundancy.RestoreRest();
            int check = _table.CheckOf(step);
            int part = _table.PartOf(step);
            if (!_table.IsAgain(step))
            {
                _verdict.Begin();
                Measure(check, part, false);
                _askedMask &= _verdict.judgedMask | _failedMask;
                _suspectMask = _verdict.badMask & ~_failedMask;
                Take(part == 0 ? _verdict.judgedMask & ~_verdict.badMask : 0);
            }
            else if (_suspectMask != 0)
            {
                _verdict.Begin();
                Measure(check, part, true);
                int confirmed = _suspectMask & _verdict.badMask;
                int dismissed = _suspectMask & _verdict.judgedMask & ~_verdict.badMask;
                _askedMask &= ~(_suspectMask & ~_verdict.judgedMask);
                Take(confirmed | (part == 0 ? dismissed : 0));
                _failedMask |= confirmed;
                _suspectMask = 0;
            }

            if (_table.IsLast(step))
            {
                Put(check, sample);
                _nextStep = -1;
            }

            return Status();
        }

        private void Measure(int check, int part, bool again)
        {
            switch (check)
            {
                case AfeCheck.CellWires:
                    _wires.Measure(again);
                    break;
                case AfeCheck.ProbeWires:
                    _probes.Measure(again);
                    break;
                case AfeCheck.Redundancy:
                    _redundancy.Compare(part, again);
                    break;
                case AfeCheck.RedundancyProof:
                    _redundancy.Prove(part);
                    break;
                case AfeCheck.Reference:
                    _meter.Reference();
                    break;
                case AfeCheck.Supply:
                    _meter.Supply();
                    break;
                case AfeCheck.CellSum:
                    _meter.CellSum();
                    break;
                case AfeCheck.Mux:
                    _meter.Mux();
                    break;
                case AfeCheck.AdcSelfTest:
                    _tests.Test(part);
                    break;
                case AfeCheck.Registers:
                    _tests.Clear(part);
                    break;
                case AfeCheck.DieTemperature:
                    _meter.DieTemperature();
                    break;
                case AfeCheck.VoltageFlags:
                    _meter.VoltageFlags();
                    break;
                default:
                    _meter.Chain();
                    break;
            }
        }

        private void Take(int mask)
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((mask & ~_failedMask & (1 << d)) != 0)
                {
                    _value[d] = _verdict.measured[d];
                    _limit[d] = _verdict.bound[d];
                }
            }
        }

        private void Put(int check, PackSample sample)
        {
            AfeHealth health = sample.health;
            int mask = _askedMask | _failedMask;
            int firstFailed = 0;
            for (int d = _scan.deviceCount - 1; d >= 0; d--)
            {
                firstFailed = (_failedMask & (1 << d)) != 0 ? d + 1 : firstFailed;
            }

            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int bit = 1 << d;
                if ((mask & bit) != 0)
                {
                    health.Put(check, d, (_failedMask & bit) != 0 ? AfeResult.Failed : AfeResult.Passed,
                        check == AfeCheck.Chain ? firstFailed : _value[d], _limit[d], sample.timeMs);
                }
            }

            if (check == AfeCheck.CellWires)
            {
                _wires.Put(mask, health);
            }
            else if (check == AfeCheck.ProbeWires)
            {
                _probes.Put(mask, health);
            }
            else if (check == AfeCheck.Redundancy)
            {
                _redundancy.Put(mask, health);
            }
            else if (check == AfeCheck.DieTemperature)
            {
                _line.ForgetOverheated(mask);
            }
        }

        private byte Status()
        {
            return _line.silentMask != 0 ? AfeStatus.NoReply
                : _line.brokenMask != 0 ? AfeStatus.PecError
                : _line.staleMask != 0 ? AfeStatus.Stale
                : _line.repeats != 0 ? AfeStatus.Retried
                : AfeStatus.Ok;
        }
    }
}
