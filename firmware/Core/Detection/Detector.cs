using System;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// The first detector: broken and stuck readings apart from cell faults, limits on every sample, deviation from the
    /// device's own median on every window. Names no cause beyond <see cref="FaultCauses"/>. docs/diagnosis.md has the rules.
    /// </summary>
    /// <remarks>Allocates nothing but an <see cref="Alarm"/> at each change of one.</remarks>
    public sealed class Detector
    {
        // A temperature or a spread older than this says nothing about the present one.
        private const int MaxHistoryMs = 300000;
        private const int MinCellsForSame = 3;

        private readonly PackLayout _layout;
        private readonly int[] _settings;
        private readonly DetectorColumns _columns;
        private readonly AlarmBook _book = new AlarmBook();
        private readonly byte[] _deviceOfElement;
        private long _nowMs;
        private long _previousMs;
        private bool _hasPrevious;
        private long _suspicionEndMs = long.MinValue;

        /// <param name="settings">Copied.</param>
        /// <exception cref="ArgumentException">The settings contradict themselves; says how.</exception>
        public Detector(PackLayout layout, DetectorSettings settings)
        {
            string error = settings.Contradiction();
            if (error != null)
            {
                throw new ArgumentException(error);
            }

            _layout = layout;
            _settings = new int[DetectorSettings.Count];
            Array.Copy(settings.values, _settings, DetectorSettings.Count);
            _columns = new DetectorColumns(layout);
            _deviceOfElement = new byte[layout.cellCount + layout.probeCount];
            for (int d = 0; d < layout.deviceCount; d++)
            {
                for (int i = layout.firstCell[d]; i < layout.firstCell[d + 1]; i++)
                {
                    _deviceOfElement[i] = (byte)d;
                }

                for (int p = layout.firstProbe[d]; p < layout.firstProbe[d + 1]; p++)
                {
                    _deviceOfElement[layout.cellCount + p] = (byte)d;
                }
            }
        }

        /// <summary>Heap bytes with every alarm open and every change waiting.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return DetectorColumns.BytesFor(layout) + AlarmBook.BytesFor() + layout.cellCount + layout.probeCount
                + (DetectorSettings.Count * 4) + 40 + (10 * 12);
        }

        /// <summary>What is remembered of each cell; for telemetry and tests, not to be written.</summary>
        public DetectorColumns Columns
        {
            get { return _columns; }
        }

        /// <summary>True for suspicion_ms after a cell became suspect or an alarm about cells was raised.</summary>
        public bool IsSuspicious
        {
            get { return _nowMs < _suspicionEndMs; }
        }

        public int OpenAlarmCount
        {
            get { return _book.OpenCount; }
        }

        /// <summary>Changes of alarms put off because 64 are open or wait, counted at each try.</summary>
        public int DeferredChangeCount
        {
            get { return _book.DeferredCount; }
        }

        /// <summary>An open alarm as it was raised, oldest first.</summary>
        /// <param name="index">0..OpenAlarmCount-1.</param>
        public Alarm OpenAlarmAt(int index)
        {
            return _book.OpenAt(index);
        }

        /// <summary>The oldest change of an alarm that was not yet taken, once; null when there is none.</summary>
        public Alarm TryTakeAlarm()
        {
            return _book.TryTake();
        }

        /// <summary>Judges a sample: sets the qualities Implausible and Stuck in place, and decides on limits. Before
        /// <see cref="SampleWindow.Add"/> and before the sample is sent.</summary>
        public void OnSample(PackSample sample)
        {
            int[] settings = _settings;
            PackLayout layout = _layout;
            _nowMs = sample.timeMs;
            bool isRecent = _hasPrevious && _nowMs - _previousMs <= MaxHistoryMs;
            int listed = PlausibilityKernel.JudgeCells(
                _columns, sample.cellMicrovolts, sample.cellQuality, layout.firstCell, layout.deviceCount,
                settings[DetectorSettings.ImplausibleLow], settings[DetectorSettings.ImplausibleHigh],
                settings[DetectorSettings.OverVoltage], settings[DetectorSettings.UnderVoltage]);
            for (int d = 0; d < layout.deviceCount; d++)
            {
                JudgeSameness(sample, d);
                StepLost(d, sample.deviceStatus[d]);
            }

            for (int k = 0; k < listed; k++)
            {
                int cell = _columns.events[k];
                if (sample.cellQuality[cell] == Quality.Good)
                {
                    StepCellLimit(cell, sample.cellMicrovolts[cell]);
                }
            }

            listed = PlausibilityKernel.JudgeProbes(
                _columns, sample.tempDeciC, sample.tempQuality, layout.firstProbe, layout.deviceCount, layout.cellCount,
                isRecent ? settings[DetectorSettings.TemperatureJump] : int.MaxValue,
                settings[DetectorSettings.OverTemperature], settings[DetectorSettings.UnderTemperature]);
            for (int k = 0; k < listed; k++)
            {
                int probe = _columns.events[k];
                if (_columns.pendingState[probe] == PlausibilityKernel.Confirmed)
                {
                    StepProbeLimit(probe, _columns.pendingTemp[probe]);
                }

                StepProbeLimit(probe, sample.tempDeciC[probe]);
            }

            for (int slot = 0; slot < 2 * layout.deviceCount; slot++)
            {
                StepBroken(slot);
            }

            _previousMs = _nowMs;
            _hasPrevious = true;
        }

        /// <summary>Judges a window that is over: stuck readings, deviation. An empty window changes nothing.</summary>
        public void OnWindow(SampleWindow window)
        {
            if (window.sampleCount == 0)
            {
                return;
            }

            window.Close();
            int[] settings = _settings;
            int listed = DeviationKernel.JudgeCells(
                _columns, window.columns, _layout.firstCell, _layout.deviceCount, settings[DetectorSettings.Deviation],
                settings[DetectorSettings.DeviationScales16], (1 << settings[DetectorSettings.VotingWindows]) - 1,
                settings[DetectorSettings.FirmSamples], settings[DetectorSettings.StuckMove],
                settings[DetectorSettings.StuckSamples], settings[DetectorSettings.StuckWindows]);
            for (int k = 0; k < listed; k++)
            {
                StepStuck(_columns.events[k], window);
                StepDeviation(_columns.events[k], window);
            }
        }

        /// <summary>All cells of a device on one code, though they were apart just before: a frame that was made up.</summary>
        private void JudgeSameness(PackSample sample, int device)
        {
            DetectorColumns columns = _columns;
            int readable = columns.readable[device];
            if (readable < MinCellsForSame)
            {
                return;
            }

            int spread = columns.highest[device] - columns.lowest[device];
            bool wasApart = columns.spread[device] >= _settings[DetectorSettings.SameSpread]
                && _nowMs - columns.spreadMs[device] <= MaxHistoryMs;
            if (spread != 0 || (columns.isSame[device] == 0 && !wasApart))
            {
                columns.isSame[device] = 0;
                columns.spread[device] = spread;
                columns.spreadMs[device] = _nowMs;
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
            if (columns.firstBroken[device] < 0)
            {
                columns.firstBroken[device] = (short)_layout.firstCell[device];
            }
        }

        private void StepLost(int device, byte status)
        {
            DetectorColumns columns = _columns;
            if (status >= AfeStatus.Reconfigured)
            {
                int run = columns.lostRun[device];
                if (run == 0)
                {
                    columns.lostSinceMs[device] = _nowMs;
                }

                run = run < short.MaxValue ? run + 1 : run;
                columns.lostRun[device] = (short)run;
                columns.lostRecoveryRun[device] = 0;
                int limit = _settings[DetectorSettings.LostSamples];
                if (run >= limit && columns.lostAlarm[device] == 0)
                {
                    columns.lostAlarm[device] = _book.Raise(
                        FaultCauses.AfeLost, _nowMs, columns.lostSinceMs[device], device, -1, -1, run, limit);
                }

                return;
            }

            columns.lostRun[device] = 0;
            if (columns.lostAlarm[device] != 0
                && ++columns.lostRecoveryRun[device] >= _settings[DetectorSettings.RecoverySamples]
                && _book.Clear(columns.lostAlarm[device], _nowMs, 0))
            {
                columns.lostAlarm[device] = 0;
                columns.lostRecoveryRun[device] = 0;
            }
        }

        private void StepBroken(int slot)
        {
            DetectorColumns columns = _columns;
            int broken = columns.broken[slot];
            if (broken > 0)
            {
                int run = columns.brokenRun[slot];
                if (run == 0)
                {
                    columns.brokenSinceMs[slot] = _nowMs;
                }

                run = run < short.MaxValue ? run + 1 : run;
                columns.brokenRun[slot] = (short)run;
                columns.recoveryRun[slot] = 0;
                if (run >= _settings[DetectorSettings.BrokenSamples] && columns.brokenAlarm[slot] == 0)
                {
                    bool isCells = slot < _layout.deviceCount;
                    int only = broken == 1 ? columns.firstBroken[slot] : -1;
                    columns.brokenAlarm[slot] = _book.Raise(
                        FaultCauses.SensorImplausible, _nowMs, columns.brokenSinceMs[slot],
                        isCells ? slot : slot - _layout.deviceCount, isCells ? only : -1, isCells ? -1 : only, broken, 0);
                }

                return;
            }

            // A device that answers nothing has not recovered.
            if (columns.readable[slot] == 0)
            {
                return;
            }

            columns.brokenRun[slot] = 0;
            if (columns.brokenAlarm[slot] != 0
                && ++columns.recoveryRun[slot] >= _settings[DetectorSettings.RecoverySamples]
                && _book.Clear(columns.brokenAlarm[slot], _nowMs, 0))
            {
                columns.brokenAlarm[slot] = 0;
                columns.recoveryRun[slot] = 0;
            }
        }

        private void StepCellLimit(int cell, int microvolts)
        {
            StepLimit(
                cell, microvolts, _settings[DetectorSettings.OverVoltage], _settings[DetectorSettings.UnderVoltage],
                _settings[DetectorSettings.VoltageHysteresis], FaultCauses.OverVoltage, cell, -1);
        }

        private void StepProbeLimit(int probe, int temp)
        {
            StepLimit(
                _layout.cellCount + probe, temp, _settings[DetectorSettings.OverTemperature],
                _settings[DetectorSettings.UnderTemperature], _settings[DetectorSettings.TemperatureHysteresis],
                FaultCauses.OverTemperature, -1, probe);
        }

        /// <summary>One step of the limit of a cell or probe. The cause of the lower side is the row after the upper side's.
        /// </summary>
        private void StepLimit(
            int element, int value, int over, int under, int hysteresis, int overCause, int cell, int probe)
        {
            DetectorColumns columns = _columns;
            int needed = _settings[DetectorSettings.LimitSamples];
            int side = columns.limitSide[element];
            if (columns.limitAlarm[element] != 0)
            {
                bool isBack = side == 1 ? value <= over - hysteresis : value >= under + hysteresis;
                int backRun = !isBack ? 0 : columns.limitRun[element] < needed ? columns.limitRun[element] + 1 : needed;
                columns.limitRun[element] = (byte)backRun;
                if (backRun >= needed && _book.Clear(columns.limitAlarm[element], _nowMs, value))
                {
                    columns.limitAlarm[element] = 0;
                    columns.limitRun[element] = 0;
                    columns.limitSide[element] = 0;
                    columns.watch[element] = 0;
                }

                return;
            }

            int newSide = value > over ? 1 : value < under ? 2 : 0;
            if (newSide != side)
            {
                columns.limitSide[element] = (byte)newSide;
                columns.limitRun[element] = 0;
                columns.limitSinceMs[element] = _nowMs;
                columns.watch[element] = (byte)(newSide == 0 ? 0 : 1);
            }

            if (newSide == 0)
            {
                return;
            }

            int run = columns.limitRun[element] < needed ? columns.limitRun[element] + 1 : needed;
            columns.limitRun[element] = (byte)run;
            if (run >= needed)
            {
                int id = _book.Raise(
                    newSide == 1 ? overCause : overCause + 1, _nowMs, columns.limitSinceMs[element],
                    _deviceOfElement[element], cell, probe, value, newSide == 1 ? over : under);
                if (id != 0)
                {
                    columns.limitAlarm[element] = id;
                    columns.limitRun[element] = 0;
                    Suspect();
                }
            }
        }

        private void StepStuck(int cell, SampleWindow window)
        {
            DetectorColumns columns = _columns;
            if (columns.stuck[cell] != 0 && columns.stuckAlarm[cell] == 0)
            {
                columns.stuckAlarm[cell] = _book.Raise(
                    FaultCauses.SensorStuck, window.lastMs, window.openMs, _deviceOfElement[cell], cell, -1,
                    columns.stuckMicrovolts[cell], _settings[DetectorSettings.StuckMove]);
            }
            else if (columns.stuck[cell] == 0 && columns.stuckAlarm[cell] != 0
                && _book.Clear(columns.stuckAlarm[cell], window.lastMs, window.columns.lastMicrovolts[cell]))
            {
                columns.stuckAlarm[cell] = 0;
            }
        }

        private void StepDeviation(int cell, SampleWindow window)
        {
            DetectorColumns columns = _columns;
            int count = 0;
            for (int bits = columns.votes[cell]; bits != 0; bits &= bits - 1)
            {
                count++;
            }

            if (count == 0)
            {
                columns.isVoting[cell] = 0;
                columns.isSuspect[cell] = 0;
                ClearDeviation(cell, window);
                return;
            }

            if (columns.isVoting[cell] == 0)
            {
                columns.isVoting[cell] = 1;
                columns.voteSinceMs[cell] = window.openMs;
            }

            if (count >= _settings[DetectorSettings.SuspectVotes] && columns.isSuspect[cell] == 0)
            {
                columns.isSuspect[cell] = 1;
                Suspect();
            }

            if (count >= _settings[DetectorSettings.DeviationVotes] && columns.deviationAlarm[cell] == 0)
            {
                int device = _deviceOfElement[cell];
                int byScale = (window.columns.meanScale[device] * _settings[DetectorSettings.DeviationScales16]) >> 4;
                int floor = _settings[DetectorSettings.Deviation];
                columns.deviationAlarm[cell] = _book.Raise(
                    FaultCauses.CellDeviation, window.lastMs, columns.voteSinceMs[cell], device, cell, -1,
                    window.columns.meanDeviation[cell], byScale > floor ? byScale : floor);
                if (columns.deviationAlarm[cell] != 0)
                {
                    Suspect();
                }
            }
        }

        /// <summary>The alarm ends when no window of the last n votes for it and the slow deviation is back under three
        /// quarters of the floor.</summary>
        private void ClearDeviation(int cell, SampleWindow window)
        {
            DetectorColumns columns = _columns;
            int slow = columns.slowDeviationQ8[cell] >> DeviationKernel.SlowQ;
            int size = slow < 0 ? -slow : slow;
            if (columns.deviationAlarm[cell] != 0 && size * 4 < _settings[DetectorSettings.Deviation] * 3
                && _book.Clear(columns.deviationAlarm[cell], window.lastMs, window.columns.meanDeviation[cell]))
            {
                columns.deviationAlarm[cell] = 0;
            }
        }

        private void Suspect()
        {
            _suspicionEndMs = _nowMs + _settings[DetectorSettings.SuspicionMs];
        }
    }
}
