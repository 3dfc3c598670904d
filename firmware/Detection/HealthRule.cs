using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// What the AFE's checks have found: an alarm for each, and no trust in the readings that it is about. Looks only when a check
    /// has been completed since the last time.
    /// </summary>
    /// <remarks>
    /// Entries: the checks of each device, as in <see cref="AfeHealth"/>; then the sense wires; then the probes. An entry that
    /// failed is failed until its check has passed twice in a row. A break of the chain is one alarm, kept at the first device's
    /// entry.
    /// </remarks>
    public sealed class HealthRule
    {
        private const int PassesToClear = 2;

        private readonly PackLayout _layout;
        private readonly DetectorColumns _columns;
        private readonly AlarmBook _book;
        private readonly HealthTrust _trust;
        private readonly int _firstWire;
        private readonly int _firstProbe;

        // [AfeCheck.Count * deviceCount + cellCount + deviceCount + probeCount]
        private readonly byte[] _isFailed;
        private readonly byte[] _passes;
        private readonly int[] _alarm;

        // [AfeCheck.Count * deviceCount] time of the run that was looked at last.
        private readonly long[] _seenMs;
        private int _seenCount;
        private bool _isPutOff;
        private bool _chainWaits;

        public HealthRule(PackLayout layout, DetectorColumns columns, AlarmBook book, HealthTrust trust)
        {
            _layout = layout;
            _columns = columns;
            _book = book;
            _trust = trust;
            _firstWire = AfeCheck.Count * layout.deviceCount;
            _firstProbe = _firstWire + layout.cellCount + layout.deviceCount;
            int entries = _firstProbe + layout.probeCount;
            _isFailed = new byte[entries];
            _passes = new byte[entries];
            _alarm = new int[entries];
            _seenMs = new long[_firstWire];
            for (int i = 0; i < _firstWire; i++)
            {
                _seenMs[i] = long.MinValue;
            }
        }

        /// <summary>Heap bytes.</summary>
        public static int BytesFor(PackLayout layout)
        {
            int checks = AfeCheck.Count * layout.deviceCount;
            int entries = checks + layout.cellCount + layout.deviceCount + layout.probeCount;
            return (2 * HeapSize.OfBytes(entries)) + HeapSize.OfInts(entries) + HeapSize.OfLongs(checks) + HeapSize.OfObject(13);
        }

        /// <summary>Looks at what is new. With every sample, left-out ones included.</summary>
        public void Step(PackSample sample)
        {
            AfeHealth health = sample.health;
            if (health.changeCount == _seenCount && !_isPutOff)
            {
                if (_chainWaits)
                {
                    StepChain(health, false, sample.timeMs);
                }

                return;
            }

            _seenCount = health.changeCount;
            _isPutOff = false;
            bool isChainNew = false;
            for (int check = 0; check < AfeCheck.Count; check++)
            {
                for (int d = 0; d < _layout.deviceCount; d++)
                {
                    int entry = health.IndexOf(check, d);
                    if (health.result[entry] == AfeResult.NotRun)
                    {
                        continue;
                    }

                    bool isNew = health.ranAtMs[entry] != _seenMs[entry];
                    _seenMs[entry] = health.ranAtMs[entry];
                    switch (check)
                    {
                        case AfeCheck.CellWires: StepWires(health, d, entry, isNew, sample.timeMs); break;
                        case AfeCheck.ProbeWires: StepProbes(health, d, entry, isNew, sample.timeMs); break;
                        case AfeCheck.Chain: isChainNew |= isNew; break;
                        default: StepCheck(health, check, d, entry, false, isNew, sample.timeMs); break;
                    }
                }
            }

            StepChain(health, isChainNew, sample.timeMs);
            _trust.Restart();
            for (int entry = 0; entry < _firstProbe + _layout.probeCount; entry++)
            {
                if (_isFailed[entry] != 0)
                {
                    Distrust(health, entry);
                }
            }
        }

        /// <summary>Takes an open alarm of an earlier boot: its entry is failed until its check has passed twice.</summary>
        /// <returns>False where an alarm is open there already.</returns>
        public bool Restore(int entry, int id)
        {
            if (_alarm[entry] != 0)
            {
                return false;
            }

            _alarm[entry] = id;
            _isFailed[entry] = 1;
            return true;
        }

        private void StepWires(AfeHealth health, int device, int entry, bool isNew, long timeMs)
        {
            int first = health.FirstWireOf(device);
            int cells = _layout.CellsOf(device);
            bool isNamed = false;
            for (int k = 0; k <= cells && cells > 0; k++)
            {
                byte result = health.wireResult[first + k];
                isNamed |= result == AfeResult.Failed;
                int cell = _layout.firstCell[device] + (k < cells ? k : cells - 1);
                if (Judge(_firstWire + first + k, result, isNew))
                {
                    Raise(_firstWire + first + k, FaultCauses.SenseWireOpen, AfeCheck.CellWires, timeMs, health.ranAtMs[entry], device, cell,
                        -1, k, health.wireMicrovolts[first + k], health.limit[entry]);
                }

                Update(_firstWire + first + k, isNew, timeMs, health.wireMicrovolts[first + k]);
                ClearIfSound(_firstWire + first + k, timeMs, health.wireMicrovolts[first + k]);
            }

            StepCheck(health, AfeCheck.CellWires, device, entry, isNamed, isNew, timeMs);
        }

        private void StepProbes(AfeHealth health, int device, int entry, bool isNew, long timeMs)
        {
            bool isNamed = false;
            for (int p = _layout.firstProbe[device]; p < _layout.firstProbe[device + 1]; p++)
            {
                byte result = health.probeWireResult[p];
                isNamed |= result == AfeResult.Failed;
                if (Judge(_firstProbe + p, result, isNew))
                {
                    Raise(_firstProbe + p, FaultCauses.ProbeWireOpen, AfeCheck.ProbeWires, timeMs, health.ranAtMs[entry], device, -1, p, -1,
                        health.value[entry], health.limit[entry]);
                }

                ClearIfSound(_firstProbe + p, timeMs, 0);
            }

            StepCheck(health, AfeCheck.ProbeWires, device, entry, isNamed, isNew, timeMs);
        }

        /// <summary>A check as a whole.</summary>
        /// <param name="isNamed">What it found has alarms of its own, of a wire each.</param>
        private void StepCheck(
            AfeHealth health, int check, int device, int entry, bool isNamed, bool isNew, long timeMs)
        {
            byte result = isNamed ? AfeResult.Passed : health.result[entry];
            if (Judge(entry, result, isNew))
            {
                Raise(entry, HealthTrust.QualityAfter(check) != Quality.Good ? FaultCauses.ReadingUntrusted : FaultCauses.AfeFault,
                    check, timeMs, health.ranAtMs[entry], device, -1, -1, -1, health.value[entry], health.limit[entry]);
            }

            Update(entry, isNew, timeMs, health.value[entry]);
            ClearIfSound(entry, timeMs, health.value[entry]);
        }

        /// <summary>One alarm for the whole chain: the first place that a device names. None while the device behind it is lost:
        /// that says the same.</summary>
        private void StepChain(AfeHealth health, bool isNew, long timeMs)
        {
            int home = health.IndexOf(AfeCheck.Chain, 0);
            int place = 0;
            byte worst = AfeResult.NotRun;
            for (int d = 0; d < _layout.deviceCount; d++)
            {
                int entry = home + d;
                worst = health.result[entry] > worst ? health.result[entry] : worst;
                if (health.result[entry] == AfeResult.Failed && health.value[entry] > 0
                    && (place == 0 || health.value[entry] < place))
                {
                    place = health.value[entry];
                }
            }

            int behind = place < 1 ? 0 : place > _layout.deviceCount ? _layout.deviceCount - 1 : place - 1;
            bool isTold = _columns.lostRun[behind] > 0 || _columns.lostAlarm[behind] != 0;
            bool mayRaise = Judge(home, worst, isNew);
            _chainWaits = mayRaise && isTold;
            if (mayRaise && !isTold)
            {
                Raise(home, FaultCauses.ChainBroken, AfeCheck.Chain, timeMs, timeMs, behind, -1, -1, -1, place, 0);
            }

            Update(home, isNew, timeMs, place);
            ClearIfSound(home, timeMs, place);
        }

        /// <summary>Takes a result in.</summary>
        /// <returns>True where an alarm is to be raised.</returns>
        private bool Judge(int entry, byte result, bool isNew)
        {
            if (result == AfeResult.Failed)
            {
                _isFailed[entry] = 1;
                _passes[entry] = 0;
                return _alarm[entry] == 0;
            }

            if (result == AfeResult.Passed && isNew && _isFailed[entry] != 0)
            {
                _passes[entry]++;
                if (_passes[entry] >= PassesToClear)
                {
                    _isFailed[entry] = 0;
                }
            }

            return false;
        }

        private void Raise(int entry, int cause, int check, long timeMs, long sinceMs, int device, int cell, int probe, int wire,
            int value, int limit)
        {
            Alarm alarm = new Alarm();
            alarm.causeId = cause;
            alarm.timeMs = timeMs;
            alarm.sinceMs = sinceMs;
            alarm.deviceIndex = device;
            alarm.cellIndex = cell;
            alarm.probeIndex = probe;
            alarm.isOfProbes = probe >= 0;
            alarm.check = AfeCheck.NameOf(check);
            alarm.wireIndex = wire;
            alarm.value = value;
            alarm.limit = limit;
            alarm.unit = FaultCauses.UnitOfCheck(check);
            _alarm[entry] = _book.Raise(alarm);
            _isPutOff |= _alarm[entry] == 0;
        }

        /// <summary>The check failed once more: what it measured may have moved.</summary>
        private void Update(int entry, bool isNew, long timeMs, int value)
        {
            if (isNew && _isFailed[entry] != 0 && _passes[entry] == 0 && _alarm[entry] != 0)
            {
                _book.Update(_book.Find(_alarm[entry]), timeMs, value);
            }
        }

        private void ClearIfSound(int entry, long timeMs, int value)
        {
            if (_isFailed[entry] == 0 && _alarm[entry] != 0)
            {
                if (_book.Clear(_alarm[entry], timeMs, value))
                {
                    _alarm[entry] = 0;
                }
                else
                {
                    _isPutOff = true;
                }
            }
        }

        private void Distrust(AfeHealth health, int entry)
        {
            if (entry >= _firstProbe)
            {
                _trust.DistrustProbe(entry - _firstProbe);
            }
            else if (entry >= _firstWire)
            {
                _trust.DistrustWire(entry - _firstWire);
            }
            else
            {
                _trust.DistrustDevice(health, entry / _layout.deviceCount, entry % _layout.deviceCount);
            }
        }
    }
}
