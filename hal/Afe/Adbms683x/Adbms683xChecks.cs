using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>The chain's checks as steps: in which order, how long, and what they put into the sample's health.</summary>
    /// <remarks>
    /// A check that measures has two steps: the first measures, and the second measures again where the first has found
    /// something. Only what both have found is a finding. Each leaves the chain converting as samples need it.
    /// </remarks>
    public sealed class Adbms683xChecks
    {
        private readonly Adbms683xCheckLine _line;
        private readonly Adbms683xScan _scan;
        private readonly PackLayout _layout;
        private readonly Adbms683xCellChecks _cells;
        private readonly Adbms683xMeterChecks _meters;
        private readonly Adbms683xWireChecks _wires;
        private readonly Adbms683xFlagChecks _flags;
        private readonly int[] _stepMicros;
        private int _open = -1;
        private int _failed;
        private int _valid;
        private readonly byte[] _wireSuspect;
        private readonly byte[] _cellSuspect;
        private readonly byte[] _probeSuspect;

        private static readonly byte[] s_order = new byte[]
        {
            AfeCheck.Chain, AfeCheck.ChipFlags, AfeCheck.Registers,
            AfeCheck.CellWires, AfeCheck.CellWires,
            AfeCheck.ProbeWires, AfeCheck.ProbeWires,
            AfeCheck.Redundancy, AfeCheck.Redundancy,
            AfeCheck.Reference, AfeCheck.Reference,
            AfeCheck.Supply, AfeCheck.Supply,
            AfeCheck.CellSum, AfeCheck.CellSum,
            AfeCheck.DieTemperature, AfeCheck.DieTemperature,
            AfeCheck.Mux, AfeCheck.Mux,
            AfeCheck.VoltageFlags, AfeCheck.VoltageFlags,
        };

        public Adbms683xChecks(Adbms683xCheckLine line, Adbms683xLine chain, Adbms683xScan scan, Adbms683xSetUp setUp,
            PackLayout layout, Adbms683xConfig config, int clockHz)
        {
            _line = line;
            _scan = scan;
            _layout = layout;
            _cells = new Adbms683xCellChecks(line, scan, setUp, layout, config);
            _meters = new Adbms683xMeterChecks(line, scan, layout);
            _wires = new Adbms683xWireChecks(line, layout, config);
            _flags = new Adbms683xFlagChecks(line, chain, scan, setUp);
            _wireSuspect = new byte[layout.cellCount + layout.deviceCount];
            _cellSuspect = new byte[layout.cellCount];
            _probeSuspect = new byte[layout.probeCount];
            _stepMicros = new int[AfeCheck.Count];
            for (int check = 0; check < AfeCheck.Count; check++)
            {
                _stepMicros[check] = Adbms683xCheckTiming.Micros(check, scan, config, clockHz);
            }
        }

        public int StepCount
        {
            get { return s_order.Length; }
        }

        public int CheckOf(int step)
        {
            return s_order[step];
        }

        public int MicrosOf(int step)
        {
            return _stepMicros[s_order[step]];
        }

        /// <summary>Runs one step.</summary>
        /// <returns><see cref="AfeStatus"/>, the worst of the devices.</returns>
        public byte Run(int step, PackSample sample)
        {
            int check = s_order[step];
            bool isFirst = step == 0 || s_order[step - 1] != check;
            bool isLast = step == s_order.Length - 1 || s_order[step + 1] != check;
            if (!isFirst && _open != check)
            {
                return AfeStatus.Ok;
            }

            _open = isLast ? -1 : check;
            _line.Begin();
            if (isFirst)
            {
                _failed = Measure(check, true);
                _valid = _line.validMask;
                _failed &= _valid;
                Remember(check);
            }
            else if (_failed != 0)
            {
                int again = Measure(check, false);
                _valid &= _line.validMask;
                _failed &= again;
            }

            if (isLast)
            {
                Put(check, sample);
            }

            return _line.silentMask != 0 ? AfeStatus.NoReply
                : (_line.validMask | _line.missedMask) != _scan.allMask ? AfeStatus.PecError
                : _line.missedMask != 0 ? AfeStatus.Stale
                : _line.hasRepeated ? AfeStatus.Retried
                : AfeStatus.Ok;
        }

        private int Measure(int check, bool isFirst)
        {
            switch (check)
            {
                case AfeCheck.Chain:
                    return _flags.MeasureChain();
                case AfeCheck.ChipFlags:
                    return _flags.MeasureFlags();
                case AfeCheck.Registers:
                    return _cells.MeasureRegisters();
                case AfeCheck.CellWires:
                    return _wires.Measure();
                case AfeCheck.ProbeWires:
                    return _meters.MeasureProbeWires();
                case AfeCheck.Redundancy:
                    return _cells.MeasureRedundancy(isFirst);
                case AfeCheck.Reference:
                    return _meters.MeasureReference();
                case AfeCheck.Supply:
                    return _meters.MeasureSupplies();
                case AfeCheck.CellSum:
                    return _meters.MeasureSum();
                case AfeCheck.DieTemperature:
                    return _meters.MeasureDie();
                case AfeCheck.Mux:
                    return _meters.MeasureMux();
                default:
                    return _cells.MeasureVoltageFlags(isFirst);
            }
        }

        private void Remember(int check)
        {
            if (check == AfeCheck.CellWires)
            {
                System.Array.Copy(_wires.isOpen, 0, _wireSuspect, 0, _wireSuspect.Length);
            }
            else if (check == AfeCheck.Redundancy)
            {
                System.Array.Copy(_cells.isOff, 0, _cellSuspect, 0, _cellSuspect.Length);
            }
            else if (check == AfeCheck.ProbeWires)
            {
                System.Array.Copy(_meters.isOpen, 0, _probeSuspect, 0, _probeSuspect.Length);
            }
        }

        private void Put(int check, PackSample sample)
        {
            AfeHealth health = sample.health;
            bool isMeter = check == AfeCheck.Reference || check == AfeCheck.Supply || check == AfeCheck.CellSum
                || check == AfeCheck.DieTemperature || check == AfeCheck.Mux || check == AfeCheck.ProbeWires;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((_valid & (1 << d)) == 0)
                {
                    continue;
                }

                if (check == AfeCheck.CellWires)
                {
                    PutWires(d, health);
                }
                else if (check == AfeCheck.Redundancy)
                {
                    PutCells(d, health);
                }
                else if (check == AfeCheck.ProbeWires)
                {
                    PutProbes(d, health);
                }

                byte result = (_failed & (1 << d)) != 0 ? AfeResult.Failed : AfeResult.Passed;
                int limit = isMeter ? _meters.limit[d]
                    : check == AfeCheck.CellWires ? _wires.OpenMicrovolts
                    : check == AfeCheck.Redundancy ? Adbms683xCellChecks.DifferenceMicrovolts
                    : 0;
                health.Put(check, d, result, ValueOf(check, isMeter, d), limit, sample.timeMs);
            }
        }

        private int ValueOf(int check, bool isMeter, int d)
        {
            return isMeter ? _meters.value[d]
                : check == AfeCheck.CellWires ? _wires.value[d]
                : check == AfeCheck.Chain || check == AfeCheck.ChipFlags ? _flags.value[d]
                : _cells.value[d];
        }

        private void PutWires(int d, AfeHealth health)
        {
            int first = _layout.firstCell[d];
            int cells = _layout.CellsOf(d);
            int wire = health.FirstWireOf(d);
            bool any = false;
            for (int k = 0; k <= cells; k++)
            {
                int below = k == 0 ? int.MaxValue : _wires.evidence[first + k - 1];
                int above = k == cells ? int.MaxValue : _wires.evidence[first + k];
                bool isOpen = _wires.isOpen[wire + k] != 0 && _wireSuspect[wire + k] != 0;
                any |= isOpen;
                health.wireResult[wire + k] = isOpen ? AfeResult.Failed : AfeResult.Passed;
                health.wireMicrovolts[wire + k] = cells == 0 ? 0 : below < above ? below : above;
            }

            // Both times something, but not the same: no finding.
            _failed = any ? _failed : _failed & ~(1 << d);
        }

        private void PutCells(int d, AfeHealth health)
        {
            // A load step between the two converters' times sets cells apart, too, but not the same way twice.
            bool any = false;
            for (int c = _layout.firstCell[d]; c < _layout.firstCell[d + 1]; c++)
            {
                bool isOff = _cells.isOff[c] != 0 && _cells.isOff[c] == _cellSuspect[c];
                any |= isOff;
                health.redundantMicrovolts[c] = _cells.evidence[c];
                health.redundantResult[c] = isOff ? AfeResult.Failed : AfeResult.Passed;
            }

            _failed = any ? _failed : _failed & ~(1 << d);
        }

        private void PutProbes(int d, AfeHealth health)
        {
            bool any = false;
            for (int p = _layout.firstProbe[d]; p < _layout.firstProbe[d + 1]; p++)
            {
                bool isOpen = _meters.isOpen[p] != 0 && _probeSuspect[p] != 0;
                any |= isOpen;
                health.probeWireResult[p] = isOpen ? AfeResult.Failed : AfeResult.Passed;
            }

            _failed = any ? _failed : _failed & ~(1 << d);
        }
    }
}
