using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Everything that is wrong with the measurement and says nothing about a cell: broken readings, made-up frames, stuck
    /// codes, devices that do not answer. Broken readings of one device share one alarm, so that a frame lost whole is one
    /// message and not one a cell.
    /// </summary>
    public sealed class SensorRule
    {
        // A spread older than this says nothing about the present one.
        private const int MaxSpreadAgeMs = 300000;
        private const int MinCellsForSame = 4;

        // One sample apart is not enough: a load step in the middle of a scan sets healthy cells apart once.
        private const int MinSamplesApart = 3;

        private readonly PackLayout _layout;
        private readonly int[] _settings;
        private readonly DetectorColumns _columns;
        private readonly AlarmBook _book;

        /// <param name="settings">[DetectorSettings.Count].</param>
        public SensorRule(PackLayout layout, int[] settings, DetectorColumns columns, AlarmBook book)
        {
            _layout = layout;
            _settings = settings;
            _columns = columns;
            _book = book;
        }

        /// <summary>All cells of a device on one code, though they were apart just before: a frame that no pack made. Strikes
        /// them out, for as long as they stay the same.</summary>
        public void StrikeOutSameness(PackSample sample, int device)
        {
            DetectorColumns columns = _columns;
            int readable = columns.readable[device];
            if (readable < MinCellsForSame)
            {
                return;
            }

            int spread = columns.highest[device] - columns.lowest[device];
            int apartRun = columns.apartRun[device];
            bool wasApart = apartRun >= MinSamplesApart && sample.timeMs - columns.apartMs[device] <= MaxSpreadAgeMs;
            if (spread != 0 || (columns.isSame[device] == 0 && !wasApart))
            {
                bool isApart = spread >= _settings[DetectorSettings.SameSpread];
                columns.apartRun[device] = (short)(!isApart ? 0 : apartRun < MinSamplesApart ? apartRun + 1 : apartRun);
                columns.apartMs[device] = sample.timeMs;
                columns.isSame[device] = 0;
                return;
            }

            columns.isSame[device] = 1;
            int end = _layout.firstCell[device + 1];
            for (int i = _layout.firstCell[device]; i < end; i++)
            {
                if (sample.cellQuality[i] == Quality.Good)
                {
                    sample.cellQuality[i] = Quality.Implausible;
                }
            }

            columns.broken[device] += (short)readable;
            columns.readable[device] = 0;
            columns.firstBroken[device] = (short)_layout.firstCell[device];
        }

        /// <summary>A device that gives nothing to trust for lost_samples samples in a row.</summary>
        public void StepLost(int device, byte status, long timeMs)
        {
            DetectorColumns columns = _columns;
            if (status >= AfeStatus.Reconfigured)
            {
                int run = columns.lostRun[device];
                if (run == 0)
                {
                    columns.lostSinceMs[device] = timeMs;
                }

                run = run < short.MaxValue ? run + 1 : run;
                columns.lostRun[device] = (short)run;
                columns.lostRecoveryRun[device] = 0;
                int limit = _settings[DetectorSettings.LostSamples];
                if (run >= limit && columns.lostAlarm[device] == 0)
                {
                    columns.lostAlarm[device] = _book.Raise(
                        FaultCauses.AfeLost, timeMs, columns.lostSinceMs[device], device, -1, -1, run, limit);
                }

                return;
            }

            columns.lostRun[device] = 0;
            if (columns.lostAlarm[device] != 0 && HasRecovered(columns.lostRecoveryRun, device)
                && _book.Clear(columns.lostAlarm[device], timeMs, 0))
            {
                columns.lostAlarm[device] = 0;
            }
        }

        /// <summary>Broken readings of a device's cells (slot = device) or probes (slot = deviceCount + device).</summary>
        public void StepBroken(int slot, long timeMs)
        {
            DetectorColumns columns = _columns;
            if (columns.broken[slot] > 0)
            {
                int run = columns.brokenRun[slot];
                if (run == 0)
                {
                    columns.brokenSinceMs[slot] = timeMs;
                }

                run = run < short.MaxValue ? run + 1 : run;
                columns.brokenRun[slot] = (short)run;
                columns.recoveryRun[slot] = 0;
                if (run >= _settings[DetectorSettings.BrokenSamples] && columns.brokenAlarm[slot] == 0)
                {
                    columns.brokenAlarm[slot] = RaiseBroken(slot, timeMs);
                }

                return;
            }

            // A device that answers nothing has not recovered.
            if (columns.readable[slot] == 0)
            {
                return;
            }

            columns.brokenRun[slot] = 0;
            if (columns.brokenAlarm[slot] != 0 && HasRecovered(columns.recoveryRun, slot)
                && _book.Clear(columns.brokenAlarm[slot], timeMs, 0))
            {
                columns.brokenAlarm[slot] = 0;
            }
        }

        /// <summary>A cell whose code was found stuck in a window, or has come free since.</summary>
        public void StepStuck(int cell, SampleWindow window)
        {
            DetectorColumns columns = _columns;
            bool isStuck = (columns.watch[cell] & PlausibilityKernel.WatchStuck) != 0;
            if (isStuck && columns.stuckAlarm[cell] == 0)
            {
                columns.stuckAlarm[cell] = _book.Raise(
                    FaultCauses.SensorStuck, window.lastMs, columns.frozenSinceMs[cell], columns.deviceOfElement[cell], cell,
                    -1, columns.stuckMicrovolts[cell], _settings[DetectorSettings.StuckMove]);
            }
            else if (!isStuck && columns.stuckAlarm[cell] != 0
                && _book.Clear(columns.stuckAlarm[cell], window.lastMs, window.columns.lastMicrovolts[cell]))
            {
                columns.stuckAlarm[cell] = 0;
            }
        }

        /// <summary>Names the cell or probe where it is the only one.</summary>
        private int RaiseBroken(int slot, long timeMs)
        {
            int broken = _columns.broken[slot];
            int only = broken == 1 ? _columns.firstBroken[slot] : -1;
            bool isCells = slot < _layout.deviceCount;
            Alarm alarm = new Alarm();
            alarm.causeId = FaultCauses.SensorImplausible;
            alarm.timeMs = timeMs;
            alarm.sinceMs = _columns.brokenSinceMs[slot];
            alarm.deviceIndex = isCells ? slot : slot - _layout.deviceCount;
            alarm.cellIndex = isCells ? only : -1;
            alarm.probeIndex = isCells ? -1 : only;
            alarm.isOfProbes = !isCells;
            alarm.value = broken;
            alarm.unit = FaultCauses.UnitOf(FaultCauses.SensorImplausible);
            return _book.Raise(alarm);
        }

        private bool HasRecovered(short[] runs, int index)
        {
            int needed = _settings[DetectorSettings.RecoverySamples];
            int run = runs[index] < needed ? runs[index] + 1 : needed;
            runs[index] = (short)run;
            return run >= needed;
        }
    }
}
