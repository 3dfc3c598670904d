using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>Which readings the AFE's checks leave no trust in, and what becomes of them in each sample. docs/diagnosis.md,
    /// "Checks of the AFE", says why.</summary>
    public sealed class HealthTrust
    {
        private readonly PackLayout _layout;
        private readonly DetectorColumns _columns;

        // [cellCount], [probeCount] the quality that a good reading gets instead; 0: stays good.
        private readonly byte[] _cell;
        private readonly byte[] _probe;
        private bool _isAny;

        public HealthTrust(PackLayout layout, DetectorColumns columns)
        {
            _layout = layout;
            _columns = columns;
            _cell = new byte[layout.cellCount];
            _probe = new byte[layout.probeCount];
        }

        /// <summary>Heap bytes.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return HeapSize.OfBytes(layout.cellCount) + HeapSize.OfBytes(layout.probeCount) + HeapSize.OfObject(5);
        }

        /// <summary>What the readings of a device become that failed a check; Good: they are left alone, the check is about
        /// something else.</summary>
        /// <param name="check"><see cref="AfeCheck"/>.</param>
        public static byte QualityAfter(int check)
        {
            switch (check)
            {
                // Every value is measured against it, so none has a known scale.
                case AfeCheck.Reference: return Quality.ReferenceFault;
                case AfeCheck.Supply:
                case AfeCheck.Redundancy:
                case AfeCheck.Mux:
                case AfeCheck.AdcSelfTest:
                case AfeCheck.Registers: return Quality.Implausible;
                default: return Quality.Good;
            }
        }

        /// <summary>Trusts everything.</summary>
        public void Restart()
        {
            _isAny = false;
            for (int i = 0; i < _cell.Length; i++)
            {
                _cell[i] = 0;
            }

            for (int p = 0; p < _probe.Length; p++)
            {
                _probe[p] = 0;
            }
        }

        /// <summary>The cells on both sides of a sense wire.</summary>
        /// <param name="wire">Index as in <see cref="AfeHealth.wireResult"/>.</param>
        public void DistrustWire(int wire)
        {
            int device = 0;
            while (wire >= _layout.firstCell[device + 1] + device + 1)
            {
                device++;
            }

            int above = wire - device;
            if (above > _layout.firstCell[device])
            {
                DistrustCell(above - 1, Quality.Implausible);
            }

            if (above < _layout.firstCell[device + 1])
            {
                DistrustCell(above, Quality.Implausible);
            }
        }

        public void DistrustProbe(int probe)
        {
            _probe[probe] = Quality.OpenProbe;
            _isAny = true;
        }

        /// <summary>What a failed check of a device is about: all its readings, or the cells that the redundant measurement names.
        /// </summary>
        public void DistrustDevice(AfeHealth health, int check, int device)
        {
            byte quality = QualityAfter(check);
            if (quality == Quality.Good)
            {
                return;
            }

            int first = _layout.firstCell[device];
            int end = _layout.firstCell[device + 1];
            bool isNamed = false;
            for (int i = first; i < end && check == AfeCheck.Redundancy; i++)
            {
                if (health.redundantResult[i] == AfeResult.Failed)
                {
                    DistrustCell(i, quality);
                    isNamed = true;
                }
            }

            for (int i = first; i < end && !isNamed; i++)
            {
                DistrustCell(i, quality);
            }

            for (int p = _layout.firstProbe[device]; p < _layout.firstProbe[device + 1] && check != AfeCheck.Redundancy; p++)
            {
                _probe[p] = _probe[p] == Quality.OpenProbe ? Quality.OpenProbe : quality;
                _isAny = true;
            }
        }

        /// <summary>Before a sample is judged: takes the trust away.</summary>
        public void Apply(PackSample sample)
        {
            if (!_isAny)
            {
                return;
            }

            for (int i = 0; i < _cell.Length; i++)
            {
                if (_cell[i] != 0 && sample.cellQuality[i] == Quality.Good)
                {
                    sample.cellQuality[i] = _cell[i];
                }
            }

            for (int p = 0; p < _probe.Length; p++)
            {
                if (_probe[p] != 0 && sample.tempQuality[p] == Quality.Good)
                {
                    sample.tempQuality[p] = _probe[p];
                }
            }
        }

        /// <summary>After cells or probes were judged: what has an alarm of its own already is not told again as broken.</summary>
        /// <param name="isCells">Else probes.</param>
        public void Forgive(PackSample sample, bool isCells)
        {
            if (!_isAny)
            {
                return;
            }

            byte[] mine = isCells ? _cell : _probe;
            byte[] quality = isCells ? sample.cellQuality : sample.tempQuality;
            int[] first = isCells ? _layout.firstCell : _layout.firstProbe;
            int slot = isCells ? 0 : _layout.deviceCount;
            for (int d = 0; d < _layout.deviceCount; d++, slot++)
            {
                int broken = 0;
                int firstBroken = -1;
                for (int i = first[d]; i < first[d + 1] && _columns.broken[slot] > 0; i++)
                {
                    byte q = quality[i];
                    if (mine[i] == 0 && q >= Quality.NotConverted && q <= Quality.ReferenceFault && q != Quality.Stuck)
                    {
                        broken++;
                        firstBroken = firstBroken < 0 ? i : firstBroken;
                    }
                }

                _columns.broken[slot] = (short)broken;
                _columns.firstBroken[slot] = (short)firstBroken;
            }
        }

        private void DistrustCell(int cell, byte quality)
        {
            _cell[cell] = _cell[cell] == Quality.ReferenceFault ? Quality.ReferenceFault : quality;
            _isAny = true;
        }
    }
}
